"""English verbs that take back, correct, clarify or stand by words."""

from collections.abc import Iterator
from dataclasses import replace

from walkback.model.act import Part
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts import lexicon
from walkback.read.acts.found import Found
from walkback.read.acts.grammar import verb
from walkback.read.acts.ground import Ground, Verb
from walkback.read.acts.objects import Thing, thing
from walkback.read.acts.scope import long_ago
from walkback.read.acts.verbs import VERBS

_TAKING = lexicon.word_set(
    """
    withdraw retract recant disavow rescind revoke disown repudiate renounce unsay
    """
)
_DELETING = lexicon.word_set(
    """
    delete remove pull unpublish erase scrub
    """
)
_CORRECTING = lexicon.word_set(
    """
    correct amend rectify fix revise
    """
)
_AFFIRMING = lexicon.word_set(
    """
    reaffirm reiterate restate reassert repeat maintain defend confirm
    """
)
_PARTICLES = (
    ("back", "taking"),
    ("down", "deleting"),
    ("off", "deleting"),
    ("offline", "deleting"),
)
_STANDING = {"stand": {"by", "over", "behind"}, "stick": {"to", "by", "with"}, "hold": {"to"}}
_CHANCE = frozenset(["accidentally", "inadvertently", "temporarily"])
_BASELESS = lexicon.word_set(
    """
    false misleading untrue inaccurate wrong fake erroneous his their
    """
)


def speech_acts(ground: Ground) -> Iterator[Found]:
    """The acts whose verb stands in this sentence."""
    if ground.sentence.question:
        return
    for place, word in enumerate(ground.words):
        known = VERBS.get(word)
        if known is None or (word == "row" and ground.word(place + 1) != "back"):
            continue
        lemma, form = known
        head = _headed(ground, place, lemma)
        if head is None:
            continue
        family, at = head
        stands = verb(ground, place)
        found = _FAMILIES[family](ground, place, form, stands, thing(ground, at))
        if found is not None:
            yield found


def _headed(ground: Ground, place: int, lemma: str) -> tuple[str, int] | None:  # noqa: C901, PLR0911 - each sense has its way out
    """Which family a verb belongs to here, by its particle; and where its object begins."""
    following = ground.words[place + 1 : place + 10]
    nearby = following[:2]
    if lemma in _TAKING:
        return "taking", place + 1
    if lemma in _DELETING:
        down = 1 if following[:1] == ("down",) else 0
        return "deleting", place + 1 + down
    if lemma in {"take", "walk", "row", "roll"}:
        for particle, family in _PARTICLES:
            if particle in following and (lemma == "take" or particle == "back"):
                far = following.index(particle)
                if lemma != "take" and far and lemma != "walk":
                    return None
                split = far > 0 and not {"from", "to", "at", "on", "of"} & set(following[:1])
                return family, place + (1 if split else 2)
        return None
    if lemma in {"distance", "dissociate"}:
        if nearby[:1] in {("myself",), ("ourselves",)} and "from" in following[:4]:
            return "taking", place + 2 + following.index("from")
        return None
    if lemma in _STANDING:
        return ("standing", place + 2) if nearby[:1] and nearby[0] in _STANDING[lemma] else None
    if lemma in _CORRECTING:
        return "correcting", place + 1
    if lemma == "clarify":
        return "clarifying", place + 1
    return "affirming", place + 1


def _done(ground: Ground, place: int, form: str, stands: Verb) -> str | None:  # noqa: PLR0911 - each sense has its way out
    """``active`` or ``passive`` where the speaker does it; None where it is not done."""
    if stands.negated or stands.off or (not stands.perfect and form == "past" and long_ago(ground)):
        return None
    if stands.passive:
        return "passive" if _passive(ground, place, form, stands) else None
    if stands.going_on != (form == "ing") and not (form == "ing" and stands.subject == "none"):
        return None
    if stands.subject == "own":
        return "active" if form != "s" else None
    if stands.subject == "press":
        return "active"
    if stands.subject == "role":
        return "active" if form == "s" or stands.performing else None
    if stands.subject == "none":
        return "active" if form in {"past", "pp", "ing"} else None
    return "active" if stands.subject == "speech" and form == "s" else None


def _passive(ground: Ground, place: int, form: str, stands: Verb) -> bool:
    if form not in {"past", "pp"} or stands.subject not in {"speech", "it"}:
        return False
    return not _by_others(ground, place)


def _by_others(ground: Ground, place: int) -> bool:
    """Whether a passive names an agent who is not the speaker, or a chance."""
    after = ground.words[place + 1 : place + 8]
    if _CHANCE & set(ground.words[max(0, place - 3) : place]):
        return True
    if "for" in after[:2] and {"violating", "breaching", "breach", "violation"} & set(after):
        return True
    if "by" not in after:
        return False
    agent = set(after[after.index("by") + 1 :][:3])
    mine = {"me", "us", "my", "our", "author", "myself", "its"} | ground.voice.names
    return not agent & mine


def _said(ground: Ground, place: int, stands: Verb, what: Thing) -> tuple[int, int]:
    """The words that show it, as places in the text."""
    tokens = ground.sentence.tokens
    first = min(max(stands.subject_at, 0), place)
    if stands.passive or stands.subject == "speech":
        first = 0
    while first < place and ground.words[first] in lexicon.BOUNDARIES | {",", "and", "but"}:
        first += 1
    last = min(max(what.last, place), len(tokens) - 1)
    return tokens[first].start, tokens[last].end


def _refers(ground: Ground, stands: Verb, what: Thing) -> str:
    tokens = ground.sentence.tokens
    if stands.passive:
        first, last = 0, max(0, stands.start - 1)
    elif what.kind in {"own", "quote", "other"}:
        first, last = what.first, what.last
    else:
        return " ".join(ground.before.split())
    text = ground.voice.text[tokens[first].start : tokens[min(last, len(tokens) - 1)].end]
    return " ".join(text.split())


def _itself(ground: Ground, stands: Verb) -> bool:
    return stands.passive and ground.words[:1] == ("this",)


def _taking(ground: Ground, place: int, form: str, stands: Verb, what: Thing) -> Found | None:
    """Withdraws, retracts, takes back."""
    done = _done(ground, place, form, stands)
    if done is None or "nothing" in ground.words[place + 1 : place + 3]:
        return None
    if done == "active":
        if what.kind == "none":
            ends = ground.word(place + 1) in {"", ".", ",", "and"} or what.first > place + 1
            plain = form == "base" and stands.subject == "own" and ends
            if not (plain or (form == "past" and stands.subject == "none" and ends)):
                return None
        elif what.kind == "pronoun":
            if stands.subject not in {"own", "press"}:
                return None
        elif not what.taken:
            return None
    start, end = _said(ground, place, stands, what)
    part = Part.FULL if done == "passive" and what.part is Part.UNKNOWN else what.part
    sure = Confidence.HIGH if what.mine or done == "passive" or stands.subject == "own" else None
    return Found(
        EventKind.RETRACTED, start, end, "takes-back", "the words take a statement back",
        sure or Confidence.MEDIUM, part, _refers(ground, stands, what), _itself(ground, stands),
    )  # fmt: skip


def _deleting(  # noqa: PLR0911 - each sense has its way out
    ground: Ground, place: int, form: str, stands: Verb, what: Thing
) -> Found | None:
    """Deletes, removes or takes down what was posted."""
    done = _done(ground, place, form, stands)
    if done is None or _CHANCE & set(ground.words[max(0, place - 3) : place]):
        return None
    if done == "active":
        posted = what.taken and (what.noun in lexicon.POSTED or what.noun == "what")
        named = what.kind == "pronoun" and (ground.speaks(place) or stands.subject == "none")
        if form == "base" and not stands.performing:
            return None  # "we delete spam": a habit
        if not what.mine and what.noun.endswith("s") and what.kind == "own":
            return None  # "removed the old posts by the gate"
        if form == "ing" and stands.subject == "none" and not (what.mine or _earlier(ground, what)):
            return None  # "deleting an item from a list"
        if not (posted or named) or {"accident", "mistake"} & set(ground.words[place : place + 12]):
            return None
    elif ground.words[:1] == ("this",) and not _reasoned(ground, place):
        return None  # the platform's own placeholder: "This post has been deleted."
    start, end = _said(ground, place, stands, what)
    small = what.noun in {"sentence", "paragraph", "passage", "line", "word", "words", "link"}
    return Found(
        EventKind.RETRACTED, start, end, "deletes", "the words say that a post was taken down",
        Confidence.HIGH, Part.PART if small else Part.FULL,
        _refers(ground, stands, what), _itself(ground, stands),
    )  # fmt: skip


def _earlier(ground: Ground, what: Thing) -> bool:
    named = set(ground.words[what.first : what.first + 4])
    return bool({"earlier", "previous", "last", "yesterday", "this", "that"} & named)


def _reasoned(ground: Ground, place: int) -> bool:
    after = set(ground.words[place + 1 :])
    return bool(after & {"because", "as", "since", "following", "after", "due"}) and bool(
        after & (lexicon.FAULT | lexicon.ERRORS | {"contained", "apologise", "apology", "correct"})
    )


def _correcting(ground: Ground, place: int, form: str, stands: Verb, what: Thing) -> Found | None:
    """Corrects, amends or fixes words or an error in them."""
    if stands.passive and form == "base":
        return None  # "I am correct"
    if ground.words[max(0, place - 2) : place] in {("i", "stand"), ("we", "stand")}:
        return _corrected(ground, place, stands, what)
    done = _done(ground, place, form, stands)
    if done is None or ground.word(place - 1) in {"so", "politically"}:
        return None
    after = ground.words[place + 1 : place + 9]
    if done == "active" and not _correctable(ground, what, after, stands):
        return None
    return _corrected(ground, place, stands, what)


def _corrected(ground: Ground, place: int, stands: Verb, what: Thing) -> Found:
    start, end = _said(ground, place, stands, what)
    return Found(
        EventKind.CORRECTED, start, end, "corrects", "the words correct a statement",
        Confidence.HIGH, Part.PART, _refers(ground, stands, what), _itself(ground, stands),
    )  # fmt: skip


def _correctable(ground: Ground, what: Thing, after: tuple[str, ...], stands: Verb) -> bool:
    if after[:1] in {("myself",), ("ourselves",)} or "record" in after[:3]:
        return not {"false", "lies", "smears", "rumours"} & set(ground.words)
    error = next((n for n, word in enumerate(after[:5]) if word in lexicon.ERRORS), None)
    if error is not None:
        theirs = {"his", "her", "their", "your", "'s"} & set(after)
        mine = {"my", "our", "i", "we", "yesterday", "earlier"} & set(after)
        return not theirs or bool(mine)
    if what.kind == "pronoun":
        return ground.speech_before and what.noun in {"it", "that", "this", "them"}
    loose = set(after[:3]) & _BASELESS and not what.mine
    return what.taken and not loose and (what.mine or stands.subject != "none")


def _clarifying(ground: Ground, place: int, form: str, stands: Verb, what: Thing) -> Found | None:
    """Clarifies own words."""
    opening = ground.words[max(0, place - 3) : place]
    said_so = opening in {("to",), ("just", "to"), ("only", "to")} and place <= 2
    done = "active" if said_so and form == "base" else _done(ground, place, form, stands)
    if done is None:
        return None
    that = ground.word(place + 1) in {"that", ":", ",", ""} or what.kind == "none"
    if done == "active" and not (what.taken or what.kind == "pronoun" or that):
        return None
    start, end = _said(ground, place, stands, what)
    return Found(
        EventKind.CLARIFIED, start, end, "clarifies", "the words clarify a statement",
        Confidence.HIGH if what.mine else Confidence.MEDIUM,
        refers=_refers(ground, stands, what), itself=_itself(ground, stands),
    )  # fmt: skip


def _standing(ground: Ground, place: int, form: str, stands: Verb, what: Thing) -> Found | None:
    """Stands by words; or stands by them no longer, which takes them back."""
    if not (what.taken or (what.kind == "pronoun" and _ends(ground, what))):
        return None
    start, end = _said(ground, place, stands, what)
    refers = _refers(ground, stands, what)
    mine = stands.subject in {"own", "press"} and form in {"base", "s", "ing"}
    if mine and stands.negated and (not stands.off or "can" in ground.words[:place]):
        return Found(
            EventKind.RETRACTED, start, end, "stands-by-no-longer",
            "the words say that a statement is no longer stood by", part=what.part, refers=refers,
        )  # fmt: skip
    if _done(ground, place, form, stands) is None or not (mine or stands.subject == "role"):
        return None
    return Found(
        EventKind.REAFFIRMED, start, end, "stands-by", "the words stand by a statement",
        Confidence.HIGH if what.taken else Confidence.MEDIUM, what.part, refers,
    )  # fmt: skip


def _ends(ground: Ground, what: Thing) -> bool:
    """Whether a pronoun means words: nothing follows it that would make it a thing."""
    following = ground.word(what.first + 1)
    if following == "in":
        return ground.word(what.first + 2) in {"full", "its", "their", "every"}
    return following in {"", ",", ".", "and", "today", "now", "because", "all", "entirely"}


def _affirming(ground: Ground, place: int, form: str, stands: Verb, what: Thing) -> Found | None:
    """Repeats or defends own words."""
    lemma = VERBS[ground.words[place]][0]
    if stands.negated and stands.subject == "own" and lemma in {"defend", "maintain", "repeat"}:
        return _given_up(ground, place, stands, what)
    if _done(ground, place, form, stands) != "active" or form not in {"base", "ing", "s"}:
        return None
    if what.kind == "pronoun" and lemma in {"repeat", "reiterate"} and ground.speaks(place):
        what = replace(what, kind="own", mine=True)
    if not what.taken:
        return None
    if what.noun == "apology":
        kind, cue, why = EventKind.APOLOGISED, "apologises", "the words repeat an apology"
    elif lemma in {"confirm", "maintain", "repeat", "defend"} and not what.mine:
        return None
    else:
        kind, cue, why = EventKind.REAFFIRMED, "affirms", "the words repeat or defend a statement"
    start, end = _said(ground, place, stands, what)
    return Found(kind, start, end, cue, why, part=what.part, refers=_refers(ground, stands, what))


def _given_up(ground: Ground, place: int, stands: Verb, what: Thing) -> Found | None:
    """Finds "I can no longer defend what I said"."""
    chain = ground.words[max(0, stands.start) : place]
    if "longer" not in chain or not what.taken:
        return None
    start, end = _said(ground, place, stands, what)
    return Found(
        EventKind.RETRACTED, start, end, "stands-by-no-longer",
        "the words say that a statement is no longer stood by", part=what.part,
        refers=_refers(ground, stands, what),
    )  # fmt: skip


_FAMILIES = {
    "taking": _taking,
    "deleting": _deleting,
    "correcting": _correcting,
    "clarifying": _clarifying,
    "standing": _standing,
    "affirming": _affirming,
}
