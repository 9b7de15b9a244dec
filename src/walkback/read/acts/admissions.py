"""English admissions: "I misspoke", "I got it wrong", "I should not have said", "the figure
should have read". Who gives the right words corrects; who only owns up counts where no plainer
act stands beside it.
"""

import re
from collections.abc import Callable, Iterator

from walkback.model.verdict import Confidence
from walkback.read.acts import lexicon
from walkback.read.acts.amends import correction_to, disregard, for_read, should, treated
from walkback.read.acts.found import Found
from walkback.read.acts.grammar import verb
from walkback.read.acts.ground import Ground, Verb
from walkback.read.acts.objects import thing
from walkback.read.acts.subjects import phrase_owner
from walkback.read.acts.whole import corrected, disowned

_NUMBER = re.compile(r"[\u00a3$\u20ac]?\d[\d.,:]*%?")
_OWN_STATED = lexicon.word_set(
    """
    said stated wrote claimed tweeted posted reported gave put called told named quoted
    """
)
_FACTS = lexicon.word_set(
    """
    figure figures number numbers date name sums maths math facts year time place amount percentage
    """
)
_SETTING = frozenset({"put", "set", "setting", "putting"})
_MIXED = lexicon.word_set(
    """
    confused mixed muddled conflated transposed swapped
    """
)


def admissions(ground: Ground) -> Iterator[Found]:
    """The admissions of this sentence."""
    if ground.sentence.question:
        return
    for place, word in enumerate(ground.words):
        rule = _RULE_OF.get(word)
        found = rule(ground, place) if rule else None
        if found is not None:
            yield found


def _missaid(ground: Ground, place: int) -> Found | None:
    stands = verb(ground, place)
    word = ground.words[place]
    if stands.negated or stands.off or stands.already:
        return None
    if word in {"misrepresented", "misread", "misled"} and stands.subject != "own":
        return None
    if stands.passive:
        own = stands.subject in {"speech", "it"} and word not in {
            "misrepresented",
            "misquoted",
            "misheard",
        }
        return (
            corrected(ground, "misstated", "the words say that something was misstated")
            if own
            else None
        )
    if stands.subject in {"own", "press", "speech", "none"}:
        return corrected(ground, "misspoke", "the words say that something was said wrongly")
    return None


def _wrong(ground: Ground, place: int) -> Found | None:  # noqa: PLR0911 - each sense has its way out
    """Finds "I was wrong to say", "that figure was wrong", "I got it wrong"."""
    words = ground.words
    got = next(
        (n for n in range(place - 1, max(-1, place - 9), -1) if words[n] in {"got", "had"}), None
    )
    if words[place] == "wrong" and got is not None and "be" not in words[got:place]:
        return _got_wrong(ground, got)
    stands = verb(ground, place)
    copula = {"was", "were", "am", "is", "are", "been"} & set(words[max(0, stands.start) : place])
    if stands.negated or stands.off or not copula:
        return _wrong_of_me(ground, place, stands)
    after = words[place + 1 : place + 9]
    if stands.subject == "own":
        if not {"was", "were", "been"} & copula:
            return None
        if after[:1] == ("to",) or after[:1] == ("in",):
            spoke = bool(lexicon.SAID & set(after[1:4])) or "have" in after[:3]
            return disowned(ground) if spoke else None
        if after[:1] == ("about",) and ground.word(place + 2) in {"him", "her", "them", "you"}:
            return disowned(ground)
        return corrected(ground, "wrong", "the words say that the speaker was wrong", weak=True,
                          confidence=Confidence.MEDIUM)  # fmt: skip
    if stands.subject in {"speech", "it"} and "'s" not in words[:place][-6:]:
        return _faulty(ground, place, stands)
    return _wrong_of_me(ground, place, stands)


def _wrong_of_me(ground: Ground, place: int, stands: Verb) -> Found | None:
    after = ground.words[place + 1 : place + 8]
    if stands.negated or stands.off or after[:1] not in {("of",), ("for",)}:
        return None
    mine = after[1:2] in {("me",), ("us",)} and bool(lexicon.SAID & set(after))
    return disowned(ground) if mine else None


def _faulty(ground: Ground, place: int, stands: Verb) -> Found | None:
    """A statement of one's own is called wrong (a fact) or unfounded (a charge)."""
    words = ground.words
    if stands.subject == "it" and not ground.speech_before:
        near = set(words[max(0, place - 12) : place])
        if not (near & lexicon.SPEECH and near & {"i", "my", "we", "our"}):
            return None
    cut = max((n for n in range(place) if words[n] == "but"), default=-1)
    owned = {"my", "our", "i", "we"} & set(words[cut + 1 : place]) or ground.speech_before
    if stands.subject == "speech" and not owned and words[0] not in {"the", "an", "this", "that"}:
        return None
    if stands.subject == "speech" and not (
        owned or words[:2] in {("the", "figure"), ("an", "earlier")}
    ):
        return None
    if words[place] in lexicon.FACTUAL:
        told = ":" in words[place:] or _NUMBER.search(" ".join(words[place:])) is not None
        why = "the words call an earlier statement wrong"
        return corrected(ground, "was-wrong", why, weak=not told)
    return disowned(ground)


def _got_wrong(ground: Ground, got: int) -> Found | None:
    stands = verb(ground, got)
    if stands.subject not in {"own", "press", "none"} or stands.negated or stands.off:
        return None
    what = ground.words[got + 1 : got + 6]
    number = bool(_FACTS & set(what))
    return corrected(ground, "got-wrong", "the words say that something was got wrong",
                      weak=not number)  # fmt: skip


def _wrongly(ground: Ground, place: int) -> Found | None:
    words = ground.words
    said = next(
        (
            n
            for n in range(place - 3, place + 4)
            if ground.word(n)
            in _OWN_STATED
            | {
                "suggested",
                "attributed",
                "described",
                "listed",
                "identified",
                "implied",
                "referred",
            }
        ),
        None,
    )
    if said is None or said < 0:
        return None
    stands = verb(ground, min(said, place))
    if stands.negated or stands.off:
        return None
    owns = stands.subject in {"own", "speech", "press"} or (
        stands.subject == "it" and ground.speech_before
    )
    passive_it = stands.passive and "was" in words and ground.speech_before
    return (
        corrected(ground, "wrongly-said", "the words say that something was said wrongly")
        if owns or passive_it
        else None
    )


def _error(ground: Ground, place: int) -> Found | None:  # noqa: PLR0911 - each sense has its way out
    """Finds "There was an error in my last post", "my mistake", "a typo in ours"."""
    words = ground.words
    around = set(words[max(0, place - 6) : place + 9])
    if {"not", "no", "never", "his", "her", "their", "your", "'s"} & set(
        words[max(0, place - 5) : place + 6]
    ):
        return None
    if words[max(0, place - 1) : place] == ("my",) and len(words) <= 4:
        return corrected(ground, "my-mistake", "the words own a mistake", weak=True)
    what = thing(ground, place + 2) if ground.word(place + 1) in {"in", "on"} else None
    if (
        what is not None
        and what.taken
        and (what.mine or {"earlier", "previous", "last", "yesterday"} & around)
    ):
        stands_off = {"if", "find", "spot", "any"} & set(words[: place + 1])
        return (
            None
            if stands_off
            else corrected(ground, "error-in", "the words name an error in a statement")
        )
    made = next(
        (n for n in range(place - 1, max(-1, place - 6), -1) if words[n] in {"made", "contained"}),
        None,
    )
    if made is not None:
        stands = verb(ground, made)
        ok = stands.subject in {"own", "speech"} and not stands.negated and not stands.off
        return (
            corrected(ground, "made-an-error", "the words own a mistake", weak=True) if ok else None
        )
    if words[place] in {"slip", "typo"} and ground.word(place + 1) in {
        "of",
        "in",
        ":",
        "there",
        "earlier",
        "above",
    }:
        return corrected(ground, "slip", "the words own a slip")
    if words[place] == "typo" and len(words) <= 6:
        return corrected(ground, "slip", "the words own a slip")
    return None


def _mixed(ground: Ground, place: int) -> Found | None:
    stands = verb(ground, place)
    ok = stands.subject == "own" and not (stands.negated or stands.off or stands.passive)
    joint = {"up"} if ground.words[place] in {"mixed", "muddled"} else {"with", "and"}
    pair = joint & set(ground.words[place + 1 : place + 10])
    return (
        corrected(ground, "mixed-up", "the words say that two things were mixed up")
        if ok and pair
        else None
    )


def _straight(ground: Ground, place: int) -> Found | None:
    """Finds "I'd like to put the record straight": a correction, unless others are put straight."""
    words = ground.words
    at = next((n for n in range(place - 1, max(-1, place - 5), -1) if words[n] in _SETTING), None)
    if at is None or not {"record", "that"} & set(words[at:place]):
        return None
    stands = verb(ground, at)
    others = {"lies", "rumours", "false", "smears", "never"} & set(words) or stands.subject != "own"
    if others or stands.negated or stands.off:
        return None
    return corrected(ground, "record-straight", "the words put the record straight")


def _not_the_case(ground: Ground, place: int) -> Found | None:
    """Finds "That is not the case", said of what one has just told that one said."""
    opening = " ".join(ground.words[: place + 1])
    plain = opening in {"that is not the case", "this is not the case", "that is not so"}
    told = f" {ground.before.lower()} "
    mine = any(
        f" {who} {said}" in told for who in ("i", "we") for said in ("wrote", "said", "claimed")
    )
    why = "the words call what was said wrong"
    return corrected(ground, "not-true", why, weak=True) if plain and mine else None


def _correct_one(ground: Ground, place: int) -> Found | None:
    """Finds "the correct figure is 14", said after what was stated."""
    given = ground.word(place - 1) == "the" and place <= 3 and ground.word(place + 1) in _FACTS
    ok = given and ground.word(place + 2) in {"is", "was"} and ground.speech_before
    why = "the words give the right figure or name"
    return corrected(ground, "right-one", why) if ok else None


def _not_true(ground: Ground, place: int) -> Found | None:
    """Finds "What I said was not true"."""
    words = ground.words
    said = ground.words[place + 1 : place + 3]
    if ground.word(place - 1) not in {"was", "were", "is"}:
        return None
    fact = {"true", "accurate", "correct", "right"} & set(said)
    fair = {"fair", "justified", "appropriate", "acceptable"} & set(said)
    if not (fact or fair) or phrase_owner(ground, place - 2) != "speech":
        return None
    if not {"i", "my", "we", "our"} & set(words[: place - 1]) or "if" in words:
        return None
    return (
        corrected(ground, "not-true", "the words call an earlier statement wrong", weak=True)
        if fact
        else disowned(ground)
    )


_RULES: tuple[tuple[frozenset[str], Callable[[Ground, int], Found | None]], ...] = (
    (lexicon.MISSAID, _missaid),
    (lexicon.FAULT, _wrong),
    (lexicon.WRONGLY, _wrongly),
    (frozenset({"should", "ought"}), should),
    (lexicon.ERRORS, _error),
    (_MIXED, _mixed),
    (frozenset({"disregard", "ignore", "scratch", "scrap", "forget"}), disregard),
    (frozenset({"withdrawn", "retracted"}), treated),
    (frozenset({"read"}), for_read),
    (frozenset({"correction"}), correction_to),
    (frozenset({"correct"}), _correct_one),
    (frozenset({"case", "so"}), _not_the_case),
    (frozenset({"not"}), _not_true),
    (frozenset({"straight"}), _straight),
)
# The first rule of a word counts.
_RULE_OF = {word: rule for heads, rule in reversed(_RULES) for word in heads}
