"""In which manner a statement was walked back: several at once, each with what shows it.

Named from the events alone. It says what was done, never why.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from walkback.model.act import Act, Happening, Manner, MannerFound, Part
from walkback.model.verdict import EventKind

_NEAR = timedelta(days=14)  # an act speaks of a removal within two weeks before or after it
_LEGAL = re.compile(
    r"\b(?:court|injunction|legal (?:demand|request|order|notice|reasons)|copyright|dmca|"
    r"gericht\w*|einstweilige verfügung|tribunal|juez|giudice|rechter|unavailable for legal)\b",
    re.IGNORECASE,
)
_MODERATED = re.compile(
    r"\b(?:violat\w+|breach\w*|against (?:our|the) (?:rules|terms|guidelines|standards)|"
    r"moderator\w*|community (?:guidelines|standards)|terms of (?:service|use)|"
    r"removed by (?:the )?(?:platform|host)|nutzungsbedingungen|"
    r"conditions d'utilisation|normas de la comunidad)\b",
    re.IGNORECASE,
)
_ACCOUNT = {EventKind.ACCOUNT_GONE, EventKind.ACCOUNT_SUSPENDED, EventKind.ACCOUNT_PRIVATE}
_ACTS = {
    EventKind.RETRACTED,
    EventKind.APOLOGISED,
    EventKind.CORRECTED,
    EventKind.CLARIFIED,
    EventKind.REAFFIRMED,
}


def manner(event: Happening, others: Sequence[Happening] = ()) -> tuple[MannerFound, ...]:
    """The manners of one event. ``others`` are the acts that are about the same statement.

    Empty for what walks nothing back: published, restored, moved, reaffirmed.
    """
    found: dict[Manner, MannerFound] = {}
    for one in _manners(event, others):
        found.setdefault(one.manner, one)
    return tuple(found.values())


def _manners(event: Happening, others: Sequence[Happening]) -> Iterator[MannerFound]:
    if event.kind is EventKind.EDITED:
        yield from _edited(event)
    elif event.kind is EventKind.REMOVED:
        yield from _removed(event, others)
    elif event.kind is EventKind.WITHHELD:
        yield from _withheld(event)
    elif event.kind in _ACCOUNT:
        yield MannerFound(Manner.ACCOUNT_LOSS, "the whole account is out of reach", (event.id,))
        if event.kind is EventKind.ACCOUNT_SUSPENDED:
            yield MannerFound(Manner.MODERATION, "the host suspended the account", (event.id,))
    elif event.kind in _ACTS:
        for act in event.acts:
            yield from _acted(act, event.id)


def _edited(event: Happening) -> Iterator[MannerFound]:
    marks = [found for act in event.acts for found in _acted(act, event.id)]
    if marks:
        yield from marks
    else:
        text = "the words were changed, and no words on the page say so"
        yield MannerFound(Manner.SILENT_EDIT, text, (event.id,))


def _removed(event: Happening, others: Sequence[Happening]) -> Iterator[MannerFound]:
    told = False
    if event.reposted is not None:
        alike = "" if event.alike is None else f", {round(event.alike * 100)} % alike"
        text = f"nearly the same words were published again: {event.reposted}{alike}"
        yield MannerFound(Manner.REMOVAL_AND_REPOST, text, (event.id,))
    for found in _by_others(event):
        told = True
        yield found
    for act in event.acts:
        told = True
        text = f"the address says so: \u201c{act.words}\u201d"
        yield MannerFound(Manner.REMOVAL_WITH_NOTICE, text, (event.id,))
        yield from _acted(act, event.id)
    for other in others:
        for act in other.acts:
            if other.kind not in _ACTS or abs(other.at - event.at) > _NEAR:
                continue
            if act.cue in {"deletes", "notice", "title"}:
                told = True
                text = f"a statement says so: \u201c{act.words}\u201d"
                yield MannerFound(Manner.REMOVAL_WITH_NOTICE, text, (event.id, other.id))
            yield from _acted(act, other.id)
    if not told and event.reposted is None:
        text = "no words at the address or in a later statement speak of the removal"
        yield MannerFound(Manner.REMOVAL_WITHOUT_A_WORD, text, (event.id,))


def _by_others(event: Happening) -> Iterator[MannerFound]:
    legal = _LEGAL.search(event.words)
    if event.status == 451 or legal:
        text = f"the address says so: \u201c{legal[0]}\u201d" if legal else "it answered 451"
        yield MannerFound(Manner.LEGAL_REMOVAL, text, (event.id,))
    elif moderated := _MODERATED.search(event.words):
        text = f"the address says so: \u201c{moderated[0]}\u201d"
        yield MannerFound(Manner.MODERATION, text, (event.id,))


def _withheld(event: Happening) -> Iterator[MannerFound]:
    found = list(_by_others(event))
    if found:
        yield from found
    else:
        text = "the host withholds it, and does not say on what ground"
        yield MannerFound(Manner.UNKNOWN, text, (event.id,))


def _acted(act: Act, event: str) -> Iterator[MannerFound]:
    """The manner an act is, with its own words as evidence."""
    if act.kind is EventKind.RETRACTED:
        how = {
            Part.FULL: Manner.RETRACTION_IN_FULL,
            Part.PART: Manner.RETRACTION_IN_PART,
            Part.UNKNOWN: Manner.RETRACTION,
        }[act.part]
    elif act.kind is EventKind.APOLOGISED:
        how = Manner.APOLOGY
    elif act.kind is EventKind.CORRECTED:
        how = Manner.MARKED_CORRECTION
    elif act.kind is EventKind.CLARIFIED:
        how = Manner.DENIAL if act.cue == "denial" else Manner.CLARIFICATION
    else:
        return
    yield MannerFound(how, f"{act.why}: \u201c{act.words}\u201d", (event,))
