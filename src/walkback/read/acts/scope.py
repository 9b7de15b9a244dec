"""What stands over an English verb: another's mouth, a wish, a condition, a year long ago."""

from walkback.read.acts import lexicon
from walkback.read.acts.ground import HARD, Ground, Verb, adverb

_OWN_SAYING = frozenset({"say", "saying", "think", "told", "like", "tell", "want", "wish"})
_EMBEDDERS = lexicon.word_set(
    """
    until till before than lest though whenever whether why how
    """
)


def long_ago(ground: Ground) -> bool:
    """Whether a sentence tells of another year: "In 2019 I withdrew my column"."""
    words = ground.words
    for place, word in enumerate(words):
        before = ground.word(place - 1)
        if (
            len(word) == 4
            and word.isdigit()
            and word[:2] in {"19", "20"}
            and before in {"in", "since"}
        ):
            return True
        if word in {"years", "decades"} and ground.word(place + 1) in {"ago", "back", "later"}:
            return True
        if word == "year" and before == "last":
            return True
    return False


def embedded(ground: Ground, found: Verb) -> bool:
    """Whether the verb stands in somebody's mouth, wish or doubt, or in what is yet to come."""
    words, at = ground.words, found.subject_at
    if at < 0:
        return False
    before = at - 1
    while before >= 0 and adverb(words[before]) and words[before] != "so":
        before -= 1
    word = ground.word(before)
    if word in _EMBEDDERS and not (
        word == "why" and ground.word(before - 1) in {"is", "'s", "and"}
    ):
        return True
    if word == "that":
        lead = ground.word(before - 1)
        if lead in lexicon.SPEECH or lead in {
            "so",
            "idea",
            "impression",
            "fact",
            "rumours",
            "reports",
        }:
            return True
    return _reported(ground, at)


def _reported(ground: Ground, at: int) -> bool:
    words = ground.words
    for place in range(at - 1, max(-1, at - 16), -1):
        word = words[place]
        if word in HARD and word != ":":
            return False
        if word in {"and", "but", "so"} or (word == "," and place == at - 1):
            return False
        if word in lexicon.REPORTING:
            return not _own_before(ground, place)
    return False


def _own_before(ground: Ground, place: int) -> bool:
    """Whether the speaker is the one who says at ``place``, now and without denying it."""
    left = ground.words[max(0, place - 7) : place]
    if set(left[-2:]) & {"am", "are", "was", "were", "been", "being"}:
        return False  # "I am told that I should"
    word = ground.words[place]
    mine = bool({"i", "we", "me"} & set(left)) and not {"not", "never", "nobody"} & set(left)
    return mine and (word in lexicon.AVOWING or word in _OWN_SAYING)


def conditional(ground: Ground, head: int, found: Verb) -> bool:
    """Whether an if governs the verb. What is done already no later if undoes."""
    done = found.perfect or found.passive
    words = ground.words
    for place, word in enumerate(words):
        if not _opens_condition(ground, place, word):
            continue
        if place < head:
            comma = next((n for n in range(place, head) if words[n] == ","), None)
            if comma is None and not any(words[n] in HARD for n in range(place, head)):
                return True
            if comma is not None and not done and not _new_clause(ground, comma, head):
                return True
        elif not done and not _apart(ground, head, place):
            return True
    return False


def _opens_condition(ground: Ground, place: int, word: str) -> bool:
    before, after = ground.word(place - 1), ground.words[place + 1 : place + 6]
    if word in lexicon.CONDITIONS:
        if before in {"even", "as", "what"} or after[:1] in {
            ("only",),
            ("so",),
            ("not",),
            ("anything",),
        }:
            return False
        if after[:2] in {
            ("i", "may"),
            ("you", "will"),
            ("you", "like"),
            ("i", "might"),
            ("i", "can"),
        }:
            return False
        return not ("clear" in after and after[:1] in {("it",), ("that",), ("this",), ("i",)})
    if word == "case" and before == "in" and "clear" not in after:
        return True
    if word == "event" and before == "the":
        return True
    opening = place == 0 or before in {",", ";", "and", "but"}
    follows = bool(after) and (
        after[0] in lexicon.OTHERS or after[0] in lexicon.OWN or after[0] in {"any", "my"}
    )
    return opening and follows and word in {"should", "had", "were"}


def _new_clause(ground: Ground, comma: int, head: int) -> bool:
    """Whether a clause of its own begins between the end of an if clause and the verb."""
    words = ground.words
    return any(
        words[n] in HARD or (words[n] in {"and", "but", "so"} and n > comma + 2)
        for n in range(comma + 1, head)
    )


def _apart(ground: Ground, head: int, place: int) -> bool:
    """Whether an if after the verb belongs to another clause."""
    words = ground.words
    return words[place - 1] in {"and", "but"} or any(
        words[n] in HARD
        or (words[n] in {"and", "but"} and words[n + 1] in lexicon.OWN | lexicon.OTHERS)
        for n in range(head + 1, place)
    )
