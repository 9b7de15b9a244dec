"""What a reader is to do with earlier English words: disregard them, or read them otherwise."""

import re

from walkback.model.verdict import EventKind
from walkback.read.acts import lexicon
from walkback.read.acts.found import Found
from walkback.read.acts.grammar import verb
from walkback.read.acts.ground import HARD, Ground
from walkback.read.acts.objects import thing
from walkback.read.acts.subjects import phrase_owner
from walkback.read.acts.voices import BLOT
from walkback.read.acts.whole import corrected, disowned, whole

_NUMBER = re.compile(r"[\u00a3$\u20ac]?\d[\d.,:]*%?")
_WANTING = lexicon.word_set(
    """
    will no not never demand demands want wants asked asks should must if unless his her their your
    """
)
_TREATING = frozenset({"treat", "consider", "regard"})


def should(ground: Ground, place: int) -> Found | None:
    """Finds "I should not have said", "the figure should have read", "it should be 12"."""
    words = ground.words
    after = words[place + 1 : place + 10]
    never = {"not", "never"} & set(after[:2])
    if never and "have" in after[:4]:
        return _should_not(ground, place, after)
    if place == 0 or never or after[:1] == ("i",):
        return None
    fixed = after[:2] in {("have", "read"), ("have", "said"), ("have", "been"), ("have", "stated")}
    fixed = (
        fixed
        or after[:1] in {("read",), ("say",)}
        or (after[:1] == ("be",) and ground.speech_before)
    )
    if not fixed or words[place - 1] in {"he", "she", "they", "you"}:
        return None
    own = words[place - 1] in {"it", "this", "that", "which", "i", "we", ","} or (
        phrase_owner(ground, place - 1) == "speech"
    )
    if after[:2] == ("have", "been") or after[:1] == ("be",):
        own = (
            own
            and (ground.speech_before or bool(lexicon.SPEECH & set(words[:place])))
            and bool(_NUMBER.search(" ".join(after)))
        )
    if words[place - 1] in {"i", "we"} and after[:2] != ("have", "said"):
        return None
    return (
        corrected(ground, "should-read", "the words say how a statement should have read")
        if own
        else None
    )


def _should_not(ground: Ground, place: int, after: tuple[str, ...]) -> Found | None:
    words = ground.words
    have = after.index("have")
    spoke = lexicon.SAID & set(after[have + 1 : have + 4]) or {"made"} & set(
        after[have + 1 : have + 3]
    )
    mine = words[place - 1] in lexicon.OWN if place else False
    if "been" in after[: have + 2] and spoke:
        owner = phrase_owner(ground, place - 1) if place else "none"
        return disowned(ground) if owner == "speech" or words[place - 1] in {"it", "that"} else None
    if place == 0 and (spoke or {"gone", "sent"} & set(after)):
        return disowned(ground)
    if not mine:
        return None
    if "made" in after and not thing(ground, place + 2 + after.index("made")).taken:
        return None
    asked = _reported_before(ground, place - 1)
    return disowned(ground) if spoke and not asked else None


def _reported_before(ground: Ground, at: int) -> bool:
    for place in range(at - 1, max(-1, at - 8), -1):
        word = ground.words[place]
        if word in lexicon.REPORTING:
            return not {"i", "we"} & set(ground.words[max(0, place - 4) : place])
        if word in {",", ";", "and", "but"}:
            return False
    return False


def disregard(ground: Ground, place: int) -> Found | None:
    """Finds "Please disregard my earlier post"."""
    words = ground.words
    lead = ground.word(place - 1)
    if words[place] == "scratch":
        return (
            disowned(ground) if words[place + 1 : place + 2] == ("that",) and place == 0 else None
        )
    asked = place == 0 or lead in {"please", ",", "to", "kindly", "and"} or lead in HARD
    what = thing(ground, place + 1)
    if not asked or "not" in words[:place] or not what.taken:
        return None
    mine = what.mine or {"earlier", "previous", "last", "above"} & set(words[place:])
    if not mine or verb(ground, place).subject == "other":
        return None
    why = "the words ask to disregard a statement"
    return whole(ground, EventKind.RETRACTED, "disregard", why, part=what.part)


def treated(ground: Ground, place: int) -> Found | None:
    """Finds "please treat my statement as withdrawn"."""
    words = ground.words
    at = next((n for n in range(max(0, place - 12), place) if words[n] in _TREATING), None)
    if at is None or words[place - 1] != "as" or "not" in words[:at]:
        return None
    asked = at == 0 or words[at - 1] in {"please", "to", "kindly", "and", ","}
    what = thing(ground, at + 1)
    if not (asked and what.kind == "own" and what.mine) or verb(ground, at).subject == "other":
        return None
    why = "the words ask to treat a statement as withdrawn"
    return whole(ground, EventKind.RETRACTED, "disregard", why, part=what.part)


def for_read(ground: Ground, place: int) -> Found | None:
    """Finds "for 'tripled' please read 'risen'"."""
    left = ground.words[max(0, place - 4) : place]
    quoted = BLOT in left and ground.word(place + 1) == BLOT and "for" in left
    return corrected(ground, "should-read", "the words say how it should read") if quoted else None


def correction_to(ground: Ground, place: int) -> Found | None:
    """Finds "please note a correction to my statement"."""
    left = set(ground.words[:place])
    if ground.word(place + 1) not in {"to", "of", "on"} or left & _WANTING:
        return None
    what = thing(ground, place + 2)
    ours = what.kind == "own" and what.mine
    return corrected(ground, "correction-to", "the words give a correction") if ours else None
