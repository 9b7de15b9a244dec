"""Go through new words for acts of taking back, and make each part of the record.

    a version nobody has gone through -> read.acts    -> [Act]
                                      -> judge.about  -> Link | none
                                      -> a verdict, kept and committed like any other

What stood in the version before is no act of this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from walkback.judge.about import about
from walkback.model.act import Act, Earlier, Later, Link, act_json
from walkback.model.dossier import Dossier, dossier_json
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.ids import derived_id
from walkback.model.verdict import Confidence, EventKind, Policy, Reason, State, Verdict
from walkback.read.acts import acts
from walkback.store import happened, history
from walkback.store.acts import (
    Unheard,
    earlier,
    mark_heard,
    notices,
    unheard,
    version_before,
)
from walkback.store.pictures import in_pictures, unheard_pictures
from walkback.watch.keeper import BATCH, Keeper

# To be clear, one stands by much: without the statement that is meant these are manners of speech.
_ONLY_LINKED = frozenset({EventKind.CLARIFIED, EventKind.REAFFIRMED})
_SURE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def hear(keeper: Keeper, policy: Policy, clock: Callable[[], datetime]) -> list[str]:
    """Go through what is new, oldest first; the ids of the verdicts that were given."""
    given: list[str] = []
    while True:
        with keeper.store.reading() as connection:
            rows = (
                unheard(connection, BATCH)
                or notices(connection, BATCH)
                or unheard_pictures(connection, BATCH)
            )
        if not rows:
            return given
        while rows:
            heard, found = _up_to_an_act(keeper, rows, policy, clock())
            given += _commit(keeper, heard, found)
            rows = rows[len(heard) :]


def _up_to_an_act(
    keeper: Keeper, rows: Sequence[Unheard], policy: Policy, now: datetime
) -> tuple[list[Unheard], list[Dossier]]:
    """The first rows and their verdicts, until one may be about an act that is not on record yet:
    it is of a speaker who has one among them.
    """
    heard: list[Unheard] = []
    found: dict[str, Dossier] = {}
    acted: set[str | None] = set()
    with keeper.store.reading() as connection:
        for row in rows:
            if row.speaker in acted:
                break
            heard.append(row)
            for one in dossiers(connection, row, policy, now):
                # A picture that says what its page says, or its markup does, is no second act.
                if not happened.has(connection, one.verdict.id):
                    found.setdefault(one.verdict.id, one)
                acted |= {row.speaker} - {None}
    return heard, list(found.values())


def _commit(keeper: Keeper, rows: Sequence[Unheard], found: Sequence[Dossier]) -> list[str]:
    if not found:
        with keeper.store.writing() as connection:
            mark_heard(connection, rows)
        return []
    evidence = [
        Evidence(
            LeafKind.VERDICT, one.verdict.id, one.verdict.confirmed_at, document=dossier_json(one)
        )
        for one in found
    ]

    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del kept
        for index, one in enumerate(found):
            happened.save_event(connection, one.verdict, first + index, told=False)
        mark_heard(connection, rows)

    # A crash after this: the acts are on record, and what was gone through is found again as such.
    keeper.commit(evidence, save)
    return [one.verdict.id for one in found]


def dossiers(connection: Connection, row: Unheard, policy: Policy, now: datetime) -> list[Dossier]:
    """The verdicts on the acts of one version."""
    if row.picture:
        new = acts(row.reading.text, source=row.source, speaker=row.name)
    else:
        new = acts(row.reading, speaker=row.name)
    if not new:
        return []
    before = None if row.notice or row.picture else version_before(connection, row)
    old = {(act.kind, act.words) for act in acts(before, speaker=row.name)} if before else set()
    new = tuple(act for act in new if (act.kind, act.words) not in old)
    if not new:
        return []
    others = _with_pictures(connection, earlier(connection, row))
    standing = history.standing(connection, row.instance)
    found = []
    for act in new:
        link = _link(row, act, others, edited=before is not None)
        if row.notice and act.confidence is Confidence.LOW:
            continue  # what a site says of a missing page is seldom the speaker's own word
        if link is not None or act.kind not in _ONLY_LINKED:
            verdict = _verdict(row, act, link, (standing.state, policy.version))
            found.append(Dossier(verdict, standing, (), policy, now))
    return found


def _with_pictures(connection: Connection, others: Sequence[Earlier]) -> list[Earlier]:
    """Earlier statements with what they said in pictures."""
    said = in_pictures(connection, [one.id for one in others])
    return [
        replace(one, text=f"{one.text}\n\n{said[one.id]}") if one.id in said else one
        for one in others
    ]


def _link(row: Unheard, act: Act, others: Sequence[Earlier], *, edited: bool) -> Link | None:
    later = Later(row.statement, row.url, row.speaker, row.reading.text, row.reading.title, row.at)
    found = about(act, later, others)
    if row.notice:
        reason = "the words stand in place of the statement"
        return Link(row.statement, row.url, Confidence.MEDIUM, (reason,), 0.0, itself=True)
    if edited and (found is None or act.kind is EventKind.CORRECTED):
        # Words of taking back that were put into a page that stood without them; a correction's
        # label speaks of its own page.
        reason = "the words were added to the page that said something else before"
        return Link(row.statement, row.url, Confidence.MEDIUM, (reason,), 0.0, itself=True)
    return found


def _where(row: Unheard) -> str:
    if not row.picture:
        return ""
    told = {"picture": "read in the picture", "alt": "in the words given for the picture"}
    return f" ({told[row.source]} {row.picture})"


def _verdict(row: Unheard, act: Act, link: Link | None, held: tuple[State, str]) -> Verdict:
    reasons = [Reason(f"act-{act.cue}", f"{act.why}: “{act.words}”{_where(row)}", (row.look,))]
    if link is not None:
        reasons.append(Reason("about", "; ".join(link.reasons), (row.look,)))
    sure = [act.confidence, link.confidence if link else Confidence.LOW]
    return Verdict(
        id=derived_id(row.instance, act.kind.value, row.text),
        instance=row.instance,
        kind=act.kind,
        state=held[0],
        between=(row.at, row.at),
        confirmed_at=row.at,
        confidence=min(sure, key=_SURE.index),
        reasons=tuple(reasons),
        policy=held[1],
        capture=row.capture,
        text=row.text,
        facts={"about": link.statement if link else None, "act": act_json(act)},
    )
