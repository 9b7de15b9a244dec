"""Whether two names are one person's. When in doubt, two people stay two.

SAME: every part that both have agrees, and what only one has (middle names, titles) may be
left out. POSSIBLY: nothing speaks against it but a doubt remains, and ``doubts`` names it; a
register of speakers may settle some of them. DIFFERENT: a part speaks against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from walkback.model.families import eastern_family
from walkback.model.givens import (
    Doubt,
    by_middle,
    first_names,
    middle_name,
    middle_names,
    same_words,
    unhyphenated,
)
from walkback.model.naming import Name, parse_name
from walkback.model.romanised import origins
from walkback.model.spelling import fold, same_word, slipped
from walkback.model.titles import FEMALE_TITLES, MALE_TITLES, PARTICLES


class Sameness(Enum):
    """Whether two names are one person's."""

    SAME = "same"
    POSSIBLY = "possibly"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names stand to each other. ``extra``: the first has a suffix or middle name that
    the second has not; ``clash``: middle names or suffixes speak against it.
    """

    sameness: Sameness
    doubts: frozenset[Doubt] = frozenset()
    extra: bool = False
    clash: bool = False


_SPELT = {Doubt.SPELLING, Doubt.SLIP, Doubt.FAMILY, Doubt.SURNAME, Doubt.MIDDLE}
_DIFFERENT = Likeness(Sameness.DIFFERENT)
_CLASH = Likeness(Sameness.DIFFERENT, clash=True)


def same_person(a: str | Name, b: str | Name) -> Sameness:
    """Whether two names are one person's, as far as names can tell."""
    return compare_names(_named(a), _named(b)).sameness


def _named(name: str | Name) -> Name:
    return parse_name(name) if isinstance(name, str) else name


@lru_cache(maxsize=65536)
def compare_names(a: Name, b: Name) -> Likeness:
    """The same with what is doubtful about it."""
    if not a.surname or not b.surname:
        return _DIFFERENT
    if _sexes(a) | _sexes(b) == {"m", "f"}:
        return _DIFFERENT
    if a.body or b.body:
        equal = [fold(word) for word in a.words] == [fold(word) for word in b.words]
        return Likeness(Sameness.SAME) if equal else _DIFFERENT
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return _CLASH
    languages = _origins(a) | _origins(b)
    found = _one_word(a, b, languages)
    if found is None:
        found = _aligned(a, b, languages) or _eastern(a, b) or _DIFFERENT
    if found.sameness is Sameness.DIFFERENT or a.suffix == b.suffix:
        return found
    return Likeness(
        Sameness.POSSIBLY, found.doubts | {Doubt.SUFFIX}, extra=found.extra or bool(a.suffix)
    )


def _sexes(name: Name) -> set[str]:
    titles = set(name.titles)
    return ({"m"} if titles & MALE_TITLES else set()) | ({"f"} if titles & FEMALE_TITLES else set())


@lru_cache(maxsize=16384)
def _origins(name: Name) -> frozenset[str]:
    return origins(fold(word) for word in name.words)


def _likeness(doubts: set[Doubt], *, extra: bool = False) -> Likeness:
    """SAME without a doubt; two doubts of spelling are one too many."""
    if len(doubts & _SPELT) > 1:
        return _DIFFERENT
    return Likeness(Sameness.POSSIBLY if doubts else Sameness.SAME, frozenset(doubts), extra=extra)


def _one_word(a: Name, b: Name, languages: frozenset[str]) -> Likeness | None:
    """A family name or a given name alone, beside a fuller name; None where neither is alone."""
    if a.given and b.given:
        return None
    short, full = (a, b) if not a.given else (b, a)
    one = short.surname
    if not full.given:
        related = _families(one, full.surname, languages)
        return Likeness(Sameness.POSSIBLY, frozenset({Doubt.ONE_WORD})) if related else _DIFFERENT
    if _families(one, full.surname, languages) or _families(one, full.surname[:1], languages):
        return Likeness(Sameness.POSSIBLY, frozenset({Doubt.ONE_WORD}))
    tail = full.words[-len(unhyphenated(one)) :] if len(full.words) > len(unhyphenated(one)) else ()
    if tail and same_words(unhyphenated(one), tail, languages):
        return Likeness(Sameness.POSSIBLY, frozenset({Doubt.ONE_WORD}))
    called = short.titles == () and len(one) == 1 and _given(one[0], full, languages)
    return Likeness(Sameness.POSSIBLY, frozenset({Doubt.ONE_WORD})) if called else _DIFFERENT


def _given(word: str, full: Name, languages: frozenset[str]) -> bool:
    """Boris beside Boris Johnson: a given name alone, written out."""
    firsts = (*full.given[:1], *full.called)
    return len(fold(word)) > 2 and any(
        first_names(word, first, languages) == set() for first in firsts
    )


def _families(a: Sequence[str], b: Sequence[str], languages: frozenset[str]) -> bool:
    """Whether two family names are written for one, particles and all."""
    one, other = fold("".join(a)), fold("".join(b))
    if one == other or same_words(unhyphenated(a), unhyphenated(b), languages):
        return True
    return "arabic" in languages and same_words(_no_article(a), _no_article(b), languages)


def _no_article(words: Sequence[str]) -> tuple[str, ...]:
    parts = unhyphenated(words)
    return parts[1:] if len(parts) > 1 and fold(parts[0]) in {"al", "el"} else parts


def _aligned(a: Name, b: Name, languages: frozenset[str]) -> Likeness | None:
    """Family names against each other, and what is left against the given names."""
    if same_words(a.words, b.words, languages):
        return Likeness(Sameness.SAME)
    alone = _family_alone(a, b, languages)
    if alone:
        return alone
    doubts: set[Doubt] = set()
    left, right = list(a.given), list(b.given)
    if not _families(a.surname, b.surname, languages):
        parted = _part_of(a.surname, b.surname, languages)
        if parted is None:
            return _shorter(a, b, languages) or _misspelt(a, b, languages)
        missing, whose = parted
        middles = [word for word in missing if fold(word) not in PARTICLES]
        (left if whose == 0 else right).extend(middles)
        # A hyphen or a particle makes a word a part of the family name: it is not just left out.
        if not middles or not _stands_in(middles, (right if whose == 0 else left), languages):
            doubts.add(Doubt.SURNAME)
    return _givens(a, b, (left, right), languages, doubts)


def _stands_in(words: Sequence[str], given: Sequence[str], languages: frozenset[str]) -> bool:
    return all(any(middle_name(word, other, languages) for other in given) for word in words)


def _part_of(
    a: Sequence[str], b: Sequence[str], languages: frozenset[str]
) -> tuple[tuple[str, ...], int] | None:
    """The words that one family name has before the whole of the other, and whose they are."""
    one, other = unhyphenated(a), unhyphenated(b)
    if len(one) == len(other):
        return None
    long, short, whose = (one, other, 0) if len(one) > len(other) else (other, one, 1)
    if same_words(long[len(long) - len(short) :], short, languages):
        return long[: len(long) - len(short)], whose
    return None


def _family_alone(a: Name, b: Name, languages: frozenset[str]) -> Likeness | None:
    """López Obrador beside Pilar López Obrador: a family name of two words alone."""
    for alone, full in ((a, b), (b, a)):
        if same_words(alone.words, unhyphenated(full.surname), languages):
            return Likeness(Sameness.POSSIBLY, frozenset({Doubt.ONE_WORD}))
    return None


def _shorter(a: Name, b: Name, languages: frozenset[str]) -> Likeness | None:
    """José Hernández beside José Hernández Rivera: the last family name is left out."""
    long, short = (a, b) if len(a.words) > len(b.words) else (b, a)
    if len(long.words) - len(short.words) > 1 or len(short.words) < 2:
        return None
    if same_words(long.words[: len(short.words)], short.words, languages):
        return Likeness(Sameness.POSSIBLY, frozenset({Doubt.SURNAME}), extra=long is a)
    return None


def _misspelt(a: Name, b: Name, languages: frozenset[str]) -> Likeness | None:
    """The same given name, and long family names that stand one letter apart."""
    if len(a.surname) != len(b.surname) or not same_words(
        a.surname[:-1], b.surname[:-1], languages
    ):
        return None
    families = fold(a.surname[-1]), fold(b.surname[-1])
    doubts = set() if slipped(*families) else {Doubt.FAMILY}
    if doubts and not slipped(*families, loose=True):
        return None
    if not same_word(a.given[0], b.given[0], languages) or len(fold(a.given[0])) < 2:
        return None
    return _givens(a, b, (list(a.given), list(b.given)), languages, doubts)


def _givens(
    a: Name,
    b: Name,
    given: tuple[list[str], list[str]],
    languages: frozenset[str],
    doubts: set[Doubt],
) -> Likeness:
    left, right = given
    first = _firsts(a, b, left, right, languages)
    if first is not None:
        if not middle_names(left[1:], right[1:], languages):
            return _CLASH
        # George W. and George H. W. are two: what both have of middle names begins alike.
        if left[1:] and right[1:] and not middle_name(left[1], right[1], languages):
            doubts = doubts | {Doubt.MIDDLE}
        return _likeness(doubts | first, extra=len(left) > len(right))
    second = by_middle(left, right, languages)
    if second is None:
        return _DIFFERENT
    return _likeness(doubts | second)


def _firsts(
    a: Name, b: Name, left: Sequence[str], right: Sequence[str], languages: frozenset[str]
) -> set[Doubt] | None:
    """The doubts of the nearest of the first names and what they are called."""
    found = [
        doubts
        for one in (left[0], *a.called)
        for other in (right[0], *b.called)
        if (doubts := first_names(one, other, languages)) is not None
    ]
    if not found:
        return None
    best = min(found, key=len)
    if best == {Doubt.INITIAL} and len(left) > 1 and len(right) > 1:
        # "J. D. Vance" and "James David Vance": two initials that agree are hardly an accident.
        second = left[1], right[1]
        if len(fold(second[0])) > 1 or len(fold(second[1])) > 1:
            return set() if middle_name(*second, languages) else None
    return best


def _eastern(a: Name, b: Name) -> Likeness | None:
    """The same words the other way round, where the family name is one that stands first."""
    one, other = [[fold(word) for word in (*name.given, *name.surname)] for name in (a, b)]
    turned = [*other[1:], other[0]]
    if len(one) != 2 or one != turned:
        return None
    family = [word for word in one if eastern_family(word)]
    return Likeness(Sameness.SAME) if len(family) == 1 else None
