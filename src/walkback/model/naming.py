"""A name taken apart: titles, given names, what a person is called, family name, suffix.

No name is refused: what cannot be told stays in the given names and the family name. The order
is given name first unless a comma, a family name in capitals, or a Korean or Chinese form of the
given name says otherwise.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from walkback.model.families import eastern_family, iberian_family
from walkback.model.spelling import fold
from walkback.model.titles import (
    BODIES,
    HONOURS,
    PARTICLES,
    RATHER_NAMES,
    TITLE_OR_NAME,
    TITLES,
    generation,
)


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, as written. ``words`` are all of given and family, hyphens parted.

    ``given`` are first and middle names and initials; ``called`` what stood in quotation marks or
    brackets; ``surname`` has its particles; ``suffix`` is ``jr``, ``sr``, ``2``, ``3``, …;
    ``titles`` and ``honours`` are folded. ``body``: it is no person's. One word alone stands
    in ``surname``.
    """

    text: str
    given: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    suffix: str = ""
    titles: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    body: bool = False
    words: tuple[str, ...] = ()


_CALLED = re.compile(
    r"[\"\u201c\u201d\u00ab\u00bb\u201e\u201f]\s*([^\"\u201c\u201d\u00ab\u00bb\u201e\u201f]+?)\s*[\"\u201c\u201d\u00ab\u00bb\u201e\u201f]|(?<!\w)['\u2018]([^'\u2019]{2,20})['\u2019](?!\w)"
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_PARTY = re.compile(
    r"^[A-Z][A-Za-z]{0,3}\.?\s*[-\u2013\u2014,/]|\d|^(?:he|she|they|née|nee|born)\b", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)+[^\W\d_]?\.?$|^[^\W\d_]\.?$")
_BARE_INITIALS = re.compile(r"^[B-DF-HJ-NP-TV-Z]{2,3}$")  # JD, TJ: no word can be said like that
HYPHENS = re.compile(r"[-\u2010\u2011\u2013]+")
_LOWER_SECOND = re.compile(r"^[A-Z][a-z]+-[a-z]+$")  # Jong-un: Korean given names are written so
_PINYIN = re.compile(
    r"^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|"
    r"ai|ao|an|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)){1,2}$"
)


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """The parts of a name. Titles, ``Last, First``, suffixes and post-nominals in any order."""
    plain = " ".join(text.split())
    called = [one or other for one, other in _CALLED.findall(plain)]
    plain = _CALLED.sub(" ", plain)
    called += [inner for inner in _BRACKETS.findall(plain) if inner and not _PARTY.search(inner)]
    plain = _BRACKETS.sub(" ", plain)
    parts = [part.split() for part in plain.split(",")]
    words, suffix, honours = _joined(parts)
    titles, words = _titles(words)
    words, more, extra = _tail(words, shouted=plain.isupper())
    body = any(fold(word) in BODIES for word in words)
    given, surname = ([], words) if body else _split(words)
    given = [initial for word in given for initial in _initials(word)]
    return Name(
        text,
        tuple(given),
        tuple(surname),
        tuple(called),
        suffix or more,
        tuple(titles),
        (*honours, *extra),
        body,
        tuple(part for word in (*given, *surname) for part in _parted(word)),
    )


def _joined(parts: list[list[str]]) -> tuple[list[str], str, list[str]]:
    """Words in their usual order, and what commas set apart at the end."""
    suffix, honours, kept = "", [], []
    for number, part in enumerate(parts):
        if not part:
            continue
        if number and len(part) == 1 and generation(part[0], sure=True):
            suffix = generation(part[0], sure=True)
        elif number and all(fold(word) in HONOURS for word in part):
            honours += [fold(word) for word in part]
        elif not number or not (part[0][:1].islower() or any(map(_digit, part))):
            kept.append(part)
    if len(kept) < 2:
        return (kept[0] if kept else []), suffix, honours
    family, rest, *_ = kept
    before, family = _titles(family)
    titles, given = _titles(rest)
    tail = [word for word in given if generation(word, sure=False)] if len(given) > 1 else []
    given = [word for word in given if word not in tail]
    suffix = suffix or (generation(tail[0], sure=False) if tail else "")
    if len(family) > 1 and generation(family[-1], sure=False):
        family, suffix = family[:-1], suffix or generation(family[-1], sure=False)
    # The family name stays one: "Saville Roberts, Liz" says where it begins.
    return [*before, *titles, *given, " ".join(family)], suffix, honours


def _digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _titles(words: list[str]) -> tuple[list[str], list[str]]:
    titles: list[str] = []
    while len(words) > 1:
        word = fold(words[0])
        # Behind another title less is a name: "Rep. Don Farrow", but "Chief Justice Farrow".
        doubted = RATHER_NAMES if titles else TITLE_OR_NAME
        doubtful = word in doubted and (len(words) < 3 or _INITIALS.match(words[1]))
        if word not in TITLES or doubtful:
            break
        titles.append(word)
        words = words[1:]
    return titles, words


def _tail(words: list[str], *, shouted: bool) -> tuple[list[str], str, list[str]]:
    suffix, honours = "", []
    if words and words[-1][-2:] in {"'s", "\u2019s"}:
        words = [*words[:-1], words[-1][:-2]]
    while len(words) > 1:
        last = words[-1]
        found = generation(last, sure=False)
        if found and not suffix and (len(words) > 2 or found in {"jr", "sr"}):
            suffix = found
        elif fold(last) in HONOURS and len(words) > 2 and (last.isupper() or "." in last) and not (
            shouted and len(fold(last)) < 3
        ):  # fmt: skip
            honours.append(fold(last))
        else:
            break
        words = words[:-1]
    return words, suffix, honours


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Given names and family name."""
    if words and " " in words[-1]:  # a comma has said it
        return words[:-1], words[-1].split()
    if len(words) < 2:
        return [], words
    first, last = words[0], words[-1]
    shouted = [
        len(fold(word)) > 1 and word.isupper() and not _INITIALS.match(word) for word in words
    ]
    if shouted[0] and not any(shouted[1:]) and not _BARE_INITIALS.match(first):
        return words[1:], [first]
    if len(words) < 4 and _eastern(words):
        return words[1:], [first]
    start = len(words) - 1
    while start > 1 and _particle(words[start - 1]):
        start -= 1
    if start == 1 and len(words) > 2 and _particle(first):
        start = 0  # "van der Bellen", "De La Cruz": no given name
    if start > 1 and _two_families(words[start - 1], last):
        start -= 1
    return words[:start], words[start:]


def _particle(word: str) -> bool:
    return fold(word) in PARTICLES and not _INITIALS.match(word)


def _eastern(words: list[str]) -> bool:
    first, rest = words[0], words[1:]
    if not eastern_family(fold(first)) or eastern_family(fold(words[-1])):
        return False
    if len(rest) == 1 and _LOWER_SECOND.match(rest[0]):
        return True
    return len(rest) == 1 and len(rest[0]) > 3 and bool(_PINYIN.match(fold(rest[0])))


def _two_families(first: str, second: str) -> bool:
    return iberian_family(fold(first)) and iberian_family(fold(second))


def _initials(word: str) -> list[str]:
    """``J.D.`` and ``JD`` are two initials."""
    if _BARE_INITIALS.match(word) or (_INITIALS.match(word) and word.count(".") > 1):
        return [letter for letter in word if letter.isalpha()]
    return [word]


def _parted(word: str) -> list[str]:
    return [part for part in HYPHENS.split(word) if part]
