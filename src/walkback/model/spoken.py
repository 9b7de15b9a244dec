"""The words of a text as they are spoken, and quoted words cut at the marks a reporter put in.

Spoken words have no case, no punctuation and no typography. The look-up in the store and the
match against a text both stand on these functions, so that what one finds the other knows.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from walkback.model.words import IDEOGRAPHS, INDIC, INVISIBLE, MARKS, normal

_PLAIN = re.compile(r"[^\W_]+|[%&]")
_ODD = re.compile(f"[{MARKS}{INDIC}{INVISIBLE}{IDEOGRAPHS}]")
# Signs that are spoken as words are words. Vowel signs and invisible characters stay with their
# letters; ideographs count one by one.
_WITH = f"{MARKS}{INDIC}{INVISIBLE}"
_WORD = re.compile(rf"[{IDEOGRAPHS}%&]|(?:(?![{IDEOGRAPHS}])(?:[^\W_]|[{_WITH}]))+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in order; ``spans`` are their code points in the text."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def spoken(text: str) -> list[str]:
    """The spoken words of a text, in order."""
    if text.isascii() and "%" not in text and "&" not in text:
        return _PLAIN.findall(text.lower())
    pattern = _WORD if _ODD.search(text) else _PLAIN
    return [word for found in pattern.findall(text) if (word := _folded(found))]


def spoken_spans(text: str) -> Spoken:
    """The same words, each with its place in the text."""
    pattern = _WORD if not text.isascii() and _ODD.search(text) else _PLAIN
    spans = [at.span() for at in pattern.finditer(text)]
    words = spoken(text)
    if len(words) != len(spans):  # invisible characters alone are no word
        spans = [(a, b) for a, b in spans if _folded(text[a:b])]
    return Spoken(tuple(words), tuple(spans))


_SAID = {"%": "percent", "&": "and"}


def _folded(word: str) -> str:
    return _SAID.get(word) or (word.lower() if word.isascii() else normal(word).casefold())


@dataclass(frozen=True, slots=True)
class Piece:
    """Quoted words between two marks; ``spans`` are their code points in the quotation.

    ``before`` says what stands before it: nothing, ``gap`` (an ellipsis: words were left out) or
    ``bracket`` (the article's own words, which may stand for some of the speaker's).
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A quotation cut at its marks. ``marked``: it has any; ``gaps``: how many say that words
    were left out, at its ends too.
    """

    pieces: tuple[Piece, ...]
    marked: bool = False
    gaps: int = 0


_SPACE = "[ \u00a0\u202f]?"
# An ellipsis in any form: points close together or spaced, as one character, as asterisks.
_POINTS = rf"(?:\.\.+|\.(?:{_SPACE}\.){{2,}}|\u2026|\u22ef)(?:{_SPACE}[.\u2026])*"
_STARS = r"(?<![\w*])\*(?: ?\*){2,}(?![\w*])"
_LEFT_OUT = r"snip(?:ped)?|cut|omitted|inaudible|crosstalk|applause|laughter|pause|-+|\u2013|\u2014"
_MARK = re.compile(
    rf"(?P<gap>[\[(<]{_SPACE}(?:{_POINTS}|\*+){_SPACE}[\])>]|\[(?:{_LEFT_OUT})\]"
    rf"|{_POINTS}|{_STARS})"
    r"|(?P<case>\[(?P<head>[^\W_]{1,2})\](?P<tail>[^\W_]+))"  # [T]he
    r"|(?P<suffix>(?<![^\W_])[^\W_]{1,40}\[[^\W_]{1,40}\][^\W_]*)"  # tax[es]
    r"|(?P<bracket>\[[^\[\]]{0,400}\])",
    re.IGNORECASE,
)
# Agencies whose wires carried no square brackets put round ones in their place.
_ROUND = re.compile(r"\(([^()]{1,120})\)")
_NO_WORDS = frozenset(("", "sic", "recte"))
_REMARKS = ("emphasis ", "italics ")


@lru_cache(maxsize=256)
def cut(text: str, *, round_brackets: bool = False) -> Cut:
    """Quoted words cut at ellipses and brackets; with ``round_brackets`` at those as well.

    ``[sic]`` is dropped; ``[T]he`` is the word with its letter; other words in brackets are the
    article's and none of the speaker's.
    """
    if round_brackets:
        text = _ROUND.sub(r"[\1]", text)  # of the same length, so that spans hold
    marks = list(_MARK.finditer(text)) if any(mark in text for mark in "[(<.*\u2026\u22ef") else []
    found = spoken_spans(text)
    if not marks:
        return Cut((Piece(found.words, found.spans),))
    cutter = _Cutter()
    at = 0
    for mark in marks:
        while at < len(found.words) and found.spans[at][0] < mark.start():
            cutter.word(found.words[at], found.spans[at])
            at += 1
        while at < len(found.words) and found.spans[at][0] < mark.end():
            at += 1
        cutter.mark(mark)
    for index in range(at, len(found.words)):
        cutter.word(found.words[index], found.spans[index])
    cutter.end("")
    return Cut(tuple(cutter.pieces), marked=True, gaps=cutter.gaps)


def _is_remark(bracket: str) -> bool:
    """Whether it is about the words beside it, and stands for none."""
    inner = " ".join(spoken(bracket))
    return inner in _NO_WORDS or inner.startswith(_REMARKS)


class _Cutter:
    """Gathers words into pieces."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.gaps = 0
        self._words: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._before = ""

    def word(self, word: str, span: tuple[int, int]) -> None:
        self._words.append(word)
        self._spans.append(span)

    def mark(self, mark: re.Match[str]) -> None:
        if mark["case"]:
            self.word(_folded(mark["head"] + mark["tail"]), mark.span())
        elif mark["gap"]:
            self.gaps += 1
            self.end("gap")
        elif mark["suffix"] or not _is_remark(mark["bracket"]):
            self.end("bracket")

    def end(self, before: str) -> None:
        """End the piece; what follows has ``before`` before it."""
        if self._words:
            self.pieces.append(Piece(tuple(self._words), tuple(self._spans), self._before))
            self._words, self._spans, self._before = [], [], before
        elif self._before != "gap":
            self._before = before
