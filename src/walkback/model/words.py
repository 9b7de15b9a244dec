"""When two texts have the same words: the one normal form that hashing and comparing share.

Typography does not count: kinds of quotation marks and dashes, ellipses, ligatures, full-width
forms, soft hyphens, invisible characters, bullets and all spacing. Letters, case, digits and
punctuation marks do. Full NFKC would go too far: it makes ``10²`` and ``102`` the same.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_QUOTES_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u02b9\u00b4`\uff07"
_QUOTES_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_BULLETS = "\u2022\u2023\u25cf\u25cb\u25a0\u25aa\u25ba\u2043\u2219\u00b7"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    table |= dict.fromkeys(map(ord, _QUOTES_SINGLE), "'")
    table |= dict.fromkeys(map(ord, _QUOTES_DOUBLE), '"')
    table |= dict.fromkeys(map(ord, _DASHES), "-")
    table |= dict.fromkeys(map(ord, _BULLETS), " ")
    table |= dict.fromkeys(map(ord, INVISIBLE), "")
    table |= {0x2026: "...", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
    return table


_SAME = {chr(code): same for code, same in _table().items()}
# ``str.translate`` looks up every letter of a text that is not ASCII: ten times as slow.
_OTHERWISE = re.compile(f"[{''.join(map(re.escape, _SAME))}]")
_DASHES_RUN = re.compile(r"--+")
# Rules of plain text (``=====``) and lone marks of its lists and headings (``* item``, ``##``).
_DECOR = re.compile(r"([=_*~#-])\1{2,}|\*{2,}|(?<!\S)[*#|~_]{1,6}(?!\S)")
# Scripts whose vowel signs are marks that ``\w`` leaves out; scripts written without spaces
# count by the character.
MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
INDIC = "\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
# The same rule three times: the look-ahead for ideographs makes it three times slower.
_TOKEN_ASCII = re.compile(r"\w+|[^\w\s\x1c-\x1f]", re.ASCII)
_TOKEN_SPACED = re.compile(rf"[\w{MARKS}{INDIC}]+|[^\w\s]")
_TOKEN = re.compile(rf"[{IDEOGRAPHS}]|(?:(?![{IDEOGRAPHS}])[\w{MARKS}{INDIC}])+|[^\w\s]")


def normal(text: str) -> str:
    """``text`` with typography evened out; spacing is left as it is."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _OTHERWISE.sub(_evened, text))
    else:
        text = text.replace("`", "'")
    # Most texts have none of these marks, and looking for one costs next to nothing.
    if any(mark in text for mark in "=*#|~_") or "--" in text:
        text = _DASHES_RUN.sub("-", _DECOR.sub(" ", text))
    return text.replace("''", '"')


def _evened(found: re.Match[str]) -> str:
    return _SAME[found[0]]


def tokens(text: str) -> list[str]:
    """Words and punctuation marks of the normal form, in order; spacing is gone.

    Two texts have the same words exactly where their tokens are equal.
    """
    text = normal(text)
    if text.isascii():
        return _TOKEN_ASCII.findall(text)
    pattern = _TOKEN if _IDEOGRAPH.search(text) else _TOKEN_SPACED
    return pattern.findall(text)


def words_digest(title: str, passages: Iterable[str]) -> str:
    """Hex SHA-256 of the words of a title and its passages.

    Where one passage ends and the next begins does not count: a redesign that turns line
    breaks into paragraphs changes no word.
    """
    # One pass over the whole text is twice as quick as one for each passage.
    text = tokens("\n".join(passages))
    words = " ".join([*tokens(title), "\n", *text])
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
