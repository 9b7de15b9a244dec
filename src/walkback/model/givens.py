"""Given names side by side: initials, short forms, spellings, middle names left out."""

from collections.abc import Sequence
from enum import StrEnum

from walkback.model.called import full_names, kin, known_given
from walkback.model.naming import HYPHENS
from walkback.model.spelling import fold, same_word, slipped


class Doubt(StrEnum):
    """What leaves two names only possibly one person's."""

    ONE_WORD = "one of them is a single word"
    INITIAL = "the given name is only an initial"
    SUFFIX = "only one of them has a suffix (Jr, III)"
    CALLED = "the given names are two names that one person may have"
    SPELLING = "the given names are spelt alike"
    SLIP = "the given names are one letter apart"
    FAMILY = "the family names are one letter apart"
    SURNAME = "only one of them has a second family name or its particle"
    MIDDLE = "the given name of one is the middle name of the other"


def unhyphenated(words: Sequence[str]) -> tuple[str, ...]:
    """The words, parted at their hyphens."""
    return tuple(part for word in words for part in HYPHENS.split(word) if part)


def same_words(a: Sequence[str], b: Sequence[str], languages: frozenset[str]) -> bool:
    """Whether two runs of words are written for one."""
    return len(a) == len(b) and all(
        same_word(one, other, languages) for one, other in zip(a, b, strict=True)
    )


def first_names(one: str, other: str, languages: frozenset[str]) -> set[Doubt] | None:
    """The doubts of taking two first names for one; None where they are two names."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return None
    if len(a) == 1 or len(b) == 1:
        return {Doubt.INITIAL} if a[0] == b[0] else None
    written = same_word(one, other, languages) or _no_hyphens(one, other, languages)
    if written or _short_for(a, b):
        return set()
    if kin(a) & kin(b):
        return {Doubt.SPELLING} if _alike(a, b) else {Doubt.CALLED}
    return {Doubt.SLIP} if slipped(a, b, given=True, loose=True) else None


def _alike(a: str, b: str) -> bool:
    return a[0] == b[0] and not (full_names(a) | full_names(b))


def _no_hyphens(one: str, other: str, languages: frozenset[str]) -> bool:
    """Jean beside Jean-Luc: a part is left out like a middle name."""
    a, b = unhyphenated([one]), unhyphenated([other])
    short, long = sorted((a, b), key=len)
    return len(long) > len(short) and same_words(short, long[: len(short)], languages)


def _short_for(a: str, b: str) -> bool:
    """One is surely a short form of the other, by the table or by its beginning."""
    if a in full_names(b) or b in full_names(a):
        return True
    short, long = sorted((a, b), key=len)
    # "Chi" for Chinyelu, "Naz" for Naseem: a beginning that is no name of its own, and the rest
    # of the longer name more than an ending that makes it a woman's or a man's.
    if len(short) not in {3, 4} or len(long) - len(short) < 3 or known_given(short):
        return False
    if long.startswith(2 * short):
        return False
    return _beginning(short) == _beginning(long[: len(short)]) and not known_given(long)


def _beginning(text: str) -> str:
    return text.replace("z", "s")


def middle_name(one: str, other: str, languages: frozenset[str]) -> bool:
    """Whether two middle names may be one; an initial stands for all that begin with it."""
    a, b = fold(one), fold(other)
    if len(a) == 1 or len(b) == 1:
        return a[:1] == b[:1]
    return same_word(one, other, languages) or _short_for(a, b) or bool(kin(a) & kin(b))


def middle_names(left: Sequence[str], right: Sequence[str], languages: frozenset[str]) -> bool:
    """Whether the fewer middle names stand among the others in their order."""
    short, long = sorted((left, right), key=len)
    place = 0
    for word in short:
        while place < len(long) and not middle_name(word, long[place], languages):
            place += 1
        if place == len(long):
            return False
        place += 1
    return True


def by_middle(
    left: Sequence[str], right: Sequence[str], languages: frozenset[str]
) -> set[Doubt] | None:
    """The doubts of one being called by the second given name of the other; None: is not."""
    for short, long in ((left, right), (right, left)):
        if len(long) < 2 or len(fold(long[1])) < 2 or len(fold(short[0])) < 2:
            continue
        if first_names(short[0], long[1], languages) != set():
            continue
        if not middle_names(short[1:], long[2:], languages):
            continue
        return set() if len(fold(long[0])) == 1 else {Doubt.MIDDLE}
    return None
