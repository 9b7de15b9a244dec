"""How a verb stands in an English sentence: who does it, whether it is denied, and whether it is
done at all. A small grammar read from right to left: adverbs, auxiliaries and what leads to an
infinitive belong to the verb; what stands before them is its subject.
"""

from dataclasses import dataclass, field, replace

from walkback.read.acts import lexicon
from walkback.read.acts.ground import HARD, Ground, Verb, adverb
from walkback.read.acts.scope import conditional, embedded
from walkback.read.acts.subjects import with_subject


def verb(ground: Ground, head: int) -> Verb:
    """How the verb at ``head`` (its first word) stands."""
    found, place = _chain(ground, head)
    if found.subject_at < 0:  # not yet given away by the words before an infinitive
        found = with_subject(ground, replace(found, start=place + 1), place)
    off = found.off or embedded(ground, found) or conditional(ground, head, found)
    return replace(found, off=off)


@dataclass(slots=True)
class _Walk:
    """What a walk to the left has met so far; ``place`` is the word it stands before."""

    place: int
    modals: set[str] = field(default_factory=set)
    helpers: set[str] = field(default_factory=set)
    negations: int = 0
    already: bool = False
    performing: bool = False
    off: bool = False
    subject_at: int = -1


def _chain(ground: Ground, head: int) -> tuple[Verb, int]:
    """Walk left over what belongs to the verb; gives the place of the first word that does not."""
    walk = _Walk(head - 1)
    while walk.place >= 0 and head - walk.place < 24 and _step(ground, walk):
        pass
    place = walk.place
    found = _mooded(ground, head, walk)
    if ground.words[max(0, place - 1) : place + 1] == ("let", "me"):
        found = replace(found, subject_at=place, performing=True)
    return (replace(found, subject="own") if found.subject_at >= 0 else found), place


def _step(ground: Ground, walk: _Walk) -> bool:
    """One word or phrase to the left; False where it does not belong to the verb."""
    place = walk.place
    word, before = ground.words[place], ground.word(place - 1)
    if (word, before) in {("only", "not"), ("longer", "no")}:
        walk.negations += word == "longer"
        walk.place -= 2
    elif word in lexicon.NEGATIONS or word in lexicon.MODALS or word in lexicon.AUXILIARIES:
        walk.negations += word in lexicon.NEGATIONS
        (walk.modals if word in lexicon.MODALS else walk.helpers).add(word)
        walk.place -= 1
    elif adverb(word) or (word == "and" and adverb(before) and adverb(ground.word(place + 1))):
        walk.already |= word == "already"
        walk.place -= 1
    elif word == "," and (skipped := _aside(ground, place)) is not None:
        walk.place = skipped
    elif word == "to":
        return _led(ground, walk)
    else:
        return False
    return True


def _led(ground: Ground, walk: _Walk) -> bool:
    """Over what leads to an infinitive; False where it names its subject or is no act."""
    lead = _leading(ground, walk.place)
    if lead is None:
        walk.off = True
        return False
    walk.place, negations, walk.subject_at = lead
    walk.negations += negations
    walk.performing = True
    return walk.subject_at < 0


def _mooded(ground: Ground, head: int, walk: _Walk) -> Verb:
    """What the words on the way say of the verb."""
    only = "only" in ground.words[max(0, head - 3) : head]
    enough = "enough" in ground.words[head + 1 : head + 4]
    have = bool({"have", "has", "had", "having"} & walk.helpers)
    be = bool({"am", "is", "are", "was", "were", "been", "being", "be"} & walk.helpers)
    going_on = ground.word(head).endswith("ing")
    off = walk.off
    if walk.modals:
        polite = walk.modals <= {"must", "should", "ought"} and not have
        can = "can" in walk.modals and (only or bool(enough and walk.negations))
        off = off or not (polite or can)
    return Verb(
        "other",
        negated=bool(walk.negations % 2) and not enough,
        off=off,
        perfect=have,
        passive=be and not going_on,
        going_on=be and going_on,
        already=walk.already,
        performing=walk.performing,
        subject_at=walk.subject_at,
    )


def _aside(ground: Ground, comma: int) -> int | None:
    """Over ", therefore," or "I, Anna Holt, withdraw": the place left of it, if it is one."""
    before = ground.word(comma - 1)
    if adverb(before) and ground.word(comma - 2) in {",", *lexicon.OWN}:
        return comma - 2 if ground.word(comma - 2) in lexicon.OWN else comma - 3
    for place in range(comma - 1, max(-1, comma - 13), -1):
        word = ground.words[place]
        if word == "," and (
            ground.word(place - 1) in lexicon.OWN or ground.word(place - 1) in lexicon.AUXILIARIES
        ):
            return place - 1
        if word in HARD or word in lexicon.OTHERS:
            return None
    return None


def _leading(ground: Ground, to: int) -> tuple[int, int, int] | None:
    """What leads to "to" + verb: the place left of it, negations, and where it names its subject.

    None where it makes of the act a wish of others, a plan or a refusal.
    """
    place = to - 1
    while place >= 0 and adverb(ground.words[place]):
        place -= 1
    if ground.words[max(0, place - 1) : place + 1] in {("allow", "me"), ("permit", "me")}:
        return place - 2, 0, place
    if ground.word(place) == "hesitate":
        return place - 1, 1, -1
    for phrase in lexicon.PERFORMING:
        begin = place - len(phrase) + 1
        if begin >= 0 and ground.words[begin : place + 1] == phrase:
            given = place if phrase[0] in {"it", "my", "owe"} and phrase[0] != "owe" else -1
            negated = 1 if given >= 0 and "not" in ground.words[max(0, begin - 2) : place] else 0
            return begin - 1, negated, given
    return None
