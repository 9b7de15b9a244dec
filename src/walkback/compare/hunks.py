"""Where two texts part, word by word: each run of words that went out and that came in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from walkback.compare.alignment import MOST_WORK, encode
from walkback.model.words import normal

# A word with its inner hyphens, apostrophes and figures' points: people read "1,500" as one.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['\u2019.,:@/-][^\W_]+)*|\S",
    re.UNICODE,
)
_AROUND = 8  # words shown on each side of what differs
_NEAR = 3  # words on each side that may say what a word means: "3 May", "not only"
_LONGEST = 240  # letters of an excerpt
_ENDS = frozenset(".!?:;\u2026\u3002\n")
_STARTS = _ENDS | frozenset("\"'([")


@dataclass(frozen=True, slots=True)
class Side:
    """One text's part of a hunk: its words in normal form, and an excerpt of the text around."""

    words: tuple[str, ...]
    excerpt: str
    opens: bool  # it begins a sentence, where any word has a capital


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words that went out and came in at one place; ``left``, ``right``: the words beside it."""

    out: Side
    into: Side
    left: tuple[str, ...]
    right: tuple[str, ...]


class Words:
    """The words of one text and where they stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in WORD.finditer(text)]
        self.words = [normal(text[a:b]).strip() for a, b in self.spans]

    def side(self, start: int, end: int) -> Side:
        """The words from ``start`` to ``end``, with those around them to read."""
        opens = start == 0 or self.words[start - 1] in _STARTS or self._new_line(start)
        return Side(tuple(self.words[start:end]), self._excerpt(start, end), opens)

    def _new_line(self, start: int) -> bool:
        if start >= len(self.spans):
            return False
        return "\n" in self.text[self.spans[start - 1][1] : self.spans[start][0]]

    def _excerpt(self, start: int, end: int) -> str:
        first, last = max(0, start - _AROUND), min(len(self.spans), end + _AROUND)
        if first >= last:
            return ""
        a, b = self.spans[first][0], self.spans[last - 1][1]
        head, tail = "\u2026 " if first else "", " \u2026" if last < len(self.spans) else ""
        return clipped(f"{head}{' '.join(self.text[a:b].split())}{tail}")


def clipped(text: str, longest: int = _LONGEST) -> str:
    """``text``, or its beginning where it is longer than can be shown."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "\u2026"


def hunks(old: Words, new: Words) -> Iterator[Hunk]:
    """Every place where two texts part, in the order of the new one.

    Words too many to align (``MOST_WORK``) are one hunk. Bounded by rapidfuzz's word alignment.
    """
    for a, b, c, d in _ranges(old.words, new.words):
        left = tuple(new.words[max(0, c - _NEAR) : c])
        right = tuple(new.words[d : d + _NEAR])
        yield Hunk(old.side(a, b), new.side(c, d), left, right)


def _ranges(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    if len(before) * len(after) > MOST_WORK:
        return [(0, len(before), 0, len(after))]
    first, second = encode(before, after)
    found: list[tuple[int, int, int, int]] = []
    for step in Indel.opcodes(first, second):
        if step.tag == "equal":
            continue
        a, b, c, d = step.src_start, step.src_end, step.dest_start, step.dest_end
        if found and found[-1][1] == a and found[-1][3] == c:
            a, c = found.pop()[0::2]
        found.append((a, b, c, d))
    return found
