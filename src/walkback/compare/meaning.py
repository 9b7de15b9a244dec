"""What a run of words that went out and came in does to its sentence.

    words -> marks only | a word that denies | its opposite | a date | a number | how strongly
          -> a name | a slip | other words

The first that fits names the change. The reasoning is over words and their neighbours, never
over what is true: where words alone cannot tell, the reason says what differs and no more.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from walkback.compare import vocabulary as known
from walkback.compare.hunks import Hunk, Side, clipped
from walkback.model.change import Rank, Sort

_CLEAR = 2  # words beside one that denies, up to which it turns just this sentence
_CLAUSE = 8  # words that came in together are a clause of their own
_LONG = 400  # words; so many are a text of their own
_SHOWN = 60
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d{2}|\d{4}-\d{2}")
_SLIP = 2  # letters
_THINGS = {"a number", "a date", "a name"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a hunk is, how much it weighs, and why."""

    sort: Sort
    rank: Rank
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the texts say of single words: their language, and those that stand in small letters.

    A word that also stands in small letters is no name.
    """

    language: str | None
    small: Collection[str]


def meaning(hunk: Hunk, page: Page) -> Meaning:
    """What the hunk does. Never raises; the last test fits everything."""
    if max(len(hunk.out.words), len(hunk.into.words)) > _LONG:
        return Meaning(Sort.WORDING, Rank.WORDING, _became(hunk))
    for test in _TESTS:
        found = test(hunk, page)
        if found is not None:
            return found
    return Meaning(Sort.WORDING, Rank.WORDING, _became(hunk))


def _marks(hunk: Hunk, page: Page) -> Meaning | None:
    del page
    out, into = _letters(hunk.out.words), _letters(hunk.into.words)
    if [word.casefold() for word in out] != [word.casefold() for word in into]:
        return None
    if out != into:
        return Meaning(Sort.WORDING, Rank.SLIP, f"only capitals: {_became(hunk)}")
    if '"' in "".join((*hunk.out.words, *hunk.into.words)):
        return Meaning(Sort.WORDING, Rank.WORDING, "quotation marks came or went")
    return Meaning(Sort.WORDING, Rank.SLIP, f"only punctuation: {_became(hunk)}")


def _denial(hunk: Hunk, page: Page) -> Meaning | None:
    """A word that denies, on one side only."""
    deny = known.negations(page.language)
    out, into = _denying(hunk, hunk.out.words, deny), _denying(hunk, hunk.into.words, deny)
    if len(out) == len(into):
        plain = bool(out) and _spelt_out(hunk.out.words) == _spelt_out(hunk.into.words)
        return Meaning(Sort.WORDING, Rank.SLIP, _became(hunk)) if plain else None
    words, verb = (into, "put in") if len(into) > len(out) else (out, "taken out")
    said = f'"{words[-1]}" was {verb}'
    others = [len(_weighty(side.words, deny)) for side in (hunk.out, hunk.into)]
    if abs(len(out) - len(into)) % 2 == 0:
        return Meaning(Sort.NEGATION, Rank.FACT, f"{said}, twice")
    if max(others) == 0:
        reason = f"{said}: the sentence now says the opposite"
        return Meaning(Sort.NEGATION, Rank.REVERSAL, reason)
    alone = not (hunk.out.words and hunk.into.words)
    clause = alone and (max(others) > 1 or "," in (*hunk.out.words, *hunk.into.words))
    if max(others) <= _CLEAR and not clause:
        reason = f"{said}: the sentence may now say the opposite"
        return Meaning(Sort.NEGATION, Rank.REVERSAL, reason)
    if max(others) >= _CLAUSE:
        return None  # a clause of its own denies what it says itself
    return Meaning(Sort.NEGATION, Rank.FACT, f"{said} with other words")


def _denying(hunk: Hunk, words: tuple[str, ...], deny: frozenset[str]) -> list[str]:
    found = []
    for at, word in enumerate(words):
        after = words[at + 1 : at + 2] or hunk.right[:1]
        beside = after[0].casefold() if after else ""
        if beside in known.NOT_DENYING or (word.casefold() == "no" and beside == "."):
            continue
        if word.casefold() in deny or word.casefold().endswith("n't"):
            found.append(word)
    return found


def _weighty(words: tuple[str, ...], deny: frozenset[str]) -> list[str]:
    """Words that say something of their own beside the one that denies."""
    small = [word.casefold() for word in _letters(words)]
    bases = {word[:-3] for word in small if word.endswith("n't")}
    return [
        word
        for word in small
        if word not in deny
        and word not in known.LIGHT
        and not word.endswith("n't")
        and not any(base and word.startswith(base[:2]) and len(word) < 6 for base in bases)
    ]


def _spelt_out(words: tuple[str, ...]) -> str:
    text = " ".join(word.casefold() for word in words)
    for short, full in (("can't", "can not"), ("won't", "will not"), ("cannot", "can not")):
        text = text.replace(short, full)
    return text.replace("n't", " not")


def _opposite(hunk: Hunk, page: Page) -> Meaning | None:
    del page
    out, into = _pair(hunk)
    if not out or not into:
        return None
    turned = (out, into) in known.OPPOSITES or _turned(out, into) or _turned(into, out)
    if not turned:
        return None
    reason = f"{_became(hunk)}: the sentence may now say the opposite"
    return Meaning(Sort.NEGATION, Rank.REVERSAL, reason)


def _pair(hunk: Hunk) -> tuple[str, str]:
    """The one word of weight on each side; empty where there is none or more."""
    sides = []
    for side in (hunk.out, hunk.into):
        words = [word.casefold() for word in _letters(side.words)]
        words = [word for word in words if word not in known.LIGHT] if len(words) > 1 else words
        sides.append(words[0] if len(words) == 1 else "")
    return sides[0], sides[1]


def _turned(plain: str, denied: str) -> bool:
    return len(plain) >= 4 and any(denied == f"{prefix}{plain}" for prefix in known.TURNING)


def _date(hunk: Hunk, page: Page) -> Meaning | None:
    del page
    out, into = _dated(hunk, hunk.out.words), _dated(hunk, hunk.into.words)
    if not (out or into) or [w.casefold() for w in out] == [w.casefold() for w in into]:
        return None
    if max(len(hunk.out.words), len(hunk.into.words)) >= _CLAUSE and not (out and into):
        return None
    return Meaning(Sort.DATE, Rank.FACT, _told("a date", out, into))


def _dated(hunk: Hunk, words: tuple[str, ...]) -> list[str]:
    """The words of a date or time, its numbers with them where a month stands beside."""
    beside = (*hunk.left[-2:], *words, *hunk.right[:2])
    monthly = any(_is_month(word) for word in beside)
    found = []
    for word in words:
        named = _is_month(word) or word.casefold() in known.DAYS
        figures = monthly and len(word) <= 4 and any(char.isdigit() for char in word)
        if named or figures or _DATED.fullmatch(word) or _YEAR.fullmatch(word):
            found.append(word)
    return found


def _is_month(word: str) -> bool:
    return word.casefold() in known.MONTHS or word in known.CAPITAL_MONTHS


def _number(hunk: Hunk, page: Page) -> Meaning | None:
    del page
    out, into = _numbers(hunk.out.words), _numbers(hunk.into.words)
    if out == into:
        return None
    written = any(char.isdigit() for word in (*out, *into) for char in word)
    if not written and not (out and into):
        return None
    if max(len(hunk.out.words), len(hunk.into.words)) >= _CLAUSE and not (out and into):
        return None
    return Meaning(Sort.NUMBER, Rank.FACT, _told("a number", out, into))


def _numbers(words: tuple[str, ...]) -> list[str]:
    return [
        word
        for word in words
        if any(char.isdigit() for char in word) or word.casefold() in known.NUMBERS
    ]


def _strength(hunk: Hunk, page: Page) -> Meaning | None:
    """Said more or less firmly: "will" became "may"."""
    del page
    if max(len(hunk.out.words), len(hunk.into.words)) >= _CLAUSE:
        return None
    out, into = ({word.casefold() for word in side.words} for side in (hunk.out, hunk.into))
    firm = (len(out & known.STRONG) - len(out & known.WEAK)) - (
        len(into & known.STRONG) - len(into & known.WEAK)
    )
    marked = (out ^ into) & (known.STRONG | known.WEAK)
    if firm == 0 or not marked:
        return None
    how = "less" if firm > 0 else "more"
    return Meaning(Sort.WORDING, Rank.FACT, f"said {how} firmly: {_became(hunk)}")


def _name(hunk: Hunk, page: Page) -> Meaning | None:
    """Capitals where no sentence begins, on words that never stand in small letters."""
    language = (page.language or "").split("-")[0].lower()
    if language == "de":
        return None  # every noun has a capital there
    out, into = _names(hunk.out, page), _names(hunk.into, page)
    if out == into or max(len(hunk.out.words), len(hunk.into.words)) >= _CLAUSE:
        return None
    if not (out and into) and len(_letters((*hunk.out.words, *hunk.into.words))) > len(out + into):
        return None
    spelt = len(out) == len(into) == 1 and _apart(out[0], into[0]) <= _SLIP
    what = "a name is spelt otherwise" if spelt else "a name"
    return Meaning(Sort.NAME, Rank.FACT, _told(what, out, into))


def _names(side: Side, page: Page) -> list[str]:
    return [
        word
        for at, word in enumerate(side.words)
        if word[:1].isupper()
        and len(word) > 1
        and not (side.opens and at == 0)
        and word.casefold() not in page.small
        and not _is_month(word)
    ]


def _slip(hunk: Hunk, page: Page) -> Meaning | None:
    del page
    out, into = _letters(hunk.out.words), _letters(hunk.into.words)
    if "".join(out) == "".join(into):
        return Meaning(Sort.WORDING, Rank.SLIP, f"written otherwise: {_became(hunk)}")
    if len(out) != 1 or len(into) != 1 or min(len(out[0]), len(into[0])) < 3:
        return None
    if _apart(out[0].casefold(), into[0].casefold()) > min(_SLIP, len(out[0]) // 3):
        return None
    return Meaning(Sort.WORDING, Rank.SLIP, f"a few letters: {_became(hunk)}")


def _apart(one: str, other: str) -> int:
    """Letters that differ, counted to ``_SLIP`` and one; what is no word of a language is cut."""
    return OSA.distance(one[:_LONG], other[:_LONG], score_cutoff=_SLIP)


def _letters(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if word[:1].isalnum()]


def _became(hunk: Hunk) -> str:
    return _told("", hunk.out.words, hunk.into.words)


def _told(what: str, out: Collection[str], into: Collection[str]) -> str:
    """12 became 21; or what was put in or taken out."""
    before, after = _quoted(out), _quoted(into)
    head = f"{what}: " if what else ""
    if before and after:
        changed = f"{what} changed: " if what in _THINGS else head
        return f"{changed}{before} became {after}"
    return f"{head}{after} was put in" if after else f"{head}{before} was taken out"


def _quoted(words: Collection[str]) -> str:
    text = clipped(" ".join(islice(words, _SHOWN)), _SHOWN)
    return text if not text or text[0].isdigit() else f'"{text}"'


_TESTS: tuple[Callable[[Hunk, Page], Meaning | None], ...] = (
    _marks,
    _denial,
    _opposite,
    _date,
    _number,
    _strength,
    _name,
    _slip,
)
