"""One word of a name, written by different hands: diacritics, scripts, romanisations, slips.

Nothing here decides on persons. ``same_word`` says whether two words are one name; the rules
of a language are used only where a name shows that it comes from there.
"""

import re
import unicodedata
from functools import lru_cache

from walkback.model.called import known_given
from walkback.model.families import known_family
from walkback.model.romanised import origins, same_name
from walkback.model.scripts import arabic_script, romanised

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "\u0131": "i", "ħ": "h", "ŋ": "ng", "ə": "a",
        "\u02bb": "", "\u2019": "'", "\u02bc": "'", "`": "'",
    }
)  # fmt: skip
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
SHORTEST = 7  # letters of a family name in which a slip can be told from another family
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Small Latin letters and digits alone: no case, diacritics, marks or other scripts."""
    if not word.isascii():
        text = romanised(unicodedata.normalize("NFC", word.casefold())).translate(_LETTERS)
        word = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
    return _NOT_LETTERS.sub("", word.casefold())


def umlauted(word: str) -> str:
    """The same, with ä, ö, ü, ø, å written as two letters."""
    return fold(unicodedata.normalize("NFC", word.casefold()).translate(_UMLAUT))


def same_word(first: str, second: str, languages: frozenset[str] = frozenset()) -> bool:
    """Whether two words of a name, as written, are one name in these languages."""
    one, other = fold(first), fold(second)
    if one == other or not one or not other:
        return one == other
    if not (first.isascii() and second.isascii()):
        if {one, umlauted(first)} & {other, umlauted(second)}:
            return True
        if arabic_script(first) != arabic_script(second):
            return _voiced(*((one, other) if arabic_script(first) else (other, one)))
    return same_name(one, other, languages)


@lru_cache(maxsize=65536)
def akin(one: str, other: str, languages: frozenset[str]) -> bool:
    """Whether two folded family names may be one, where a name's words show these languages."""
    shown = languages | origins((other,))
    return bool(shown) and same_name(one, other, shown)


def slipped(first: str, second: str, *, given: bool = False, loose: bool = False) -> bool:
    """Whether one of two folded words is surely meant to be the other, but for one letter.

    Only for long words of which neither is well known, and only where the letter stands within:
    Davies and Davis, Hutchinson and Hutchison, Fernandez and Hernandez are families of their own.
    ``loose``: it is only asked whether they may be: any one letter of a long uncommon word.
    """
    known = known_given if given else known_family
    shortest = SHORTEST - 1 if given else SHORTEST
    if min(len(first), len(second)) < shortest or abs(len(first) - len(second)) > 1:
        return False
    if (known(first) or known(second)) if not given else (known(first) and known(second)):
        return False
    first, second = sorted((first, second), key=lambda word: (len(word), word))
    place = _slip(first, second)
    if place < 2 or place > max(len(first), len(second)) - 3 or _ENDING.search(first[place - 1 :]):
        return False
    # A letter left out, added or changed makes another family too often (Wetherby, Weatherby);
    # two letters that changed places hardly ever do, but for ei and ie.
    swapped = first[place] == second[place + 1 : place + 2] and len(first) == len(second)
    swapped = swapped and second[place] == first[place + 1] and first[place : place + 2] not in _EI
    return loose or swapped


def _slip(first: str, second: str) -> int:
    """Where the one slip stands that parts two words; -1 where more does."""
    short, long = sorted((first, second), key=len)
    start = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest, other = short[start:], long[start:]
    if len(short) != len(long):
        return start if rest == other[1:] else -1
    if rest[1:] == other[1:]:
        return start
    return start if rest[:2] == other[:2][::-1] and rest[2:] == other[2:] else -1


_EI = ("ei", "ie")
# Endings in which families of one origin are told apart: -son and -sen, -man and -mann, -berg.
_ENDING = re.compile(r"^.?s?[seo]?[eo]n$|^.?[aeou]r?[gk]h?$|^.?[aeo]nn?$|^.?[ei]+[ne]$")


_LONG = {"a": "[ae]+", "y": "[iye]+", "w": "[uowv]+"}


def _voiced(script: str, word: str) -> bool:
    """Whether ``word`` is what Arabic letters say, with at most one short vowel between them."""
    letters = [_LONG.get(letter, f"{letter}+") for letter in script]
    return re.fullmatch(f"[aeiou]?{'[aeiou]?'.join(letters)}[aeiouh]?", word) is not None
