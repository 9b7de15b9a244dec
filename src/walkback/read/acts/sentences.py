"""Text into sentences of tokens, with places; typography and contractions evened out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST = 100_000  # code points that are read; a longer text is no statement
_MOST = 160  # tokens of one sentence; what is longer is cut, so that no scan grows with the text

_TOKEN = re.compile(
    r"https?://\S{1,300}|[@#]?\w+(?:[.,:]\d+)*(?:-\w+)*(?:['\u2019\u02bc`]\w+)*%?|[^\w\s]",
    re.UNICODE,
)
_ENDS = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*(?=\s|$)|\n\s*\n|\n")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|rev|hon|rt|cllr|clr|sen|rep|gov|gen|col|st|no|nos|vs|approx|ca|"
    r"jr|sr|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|art|abs|nr|bzw|usw|hr|fr|dhr|mevr|"
    r"sig|sra?|dott|on|av|p|pp|para|ltd|inc|co|z\.b|d\.h|e\.g|i\.e|a\.m|p\.m|u\.s|u\.k)|"
    r"(?:^|\s)[A-Z]|\d)\.$",
    re.IGNORECASE,
)
_SUFFIXES = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "'s"}
_NEGATED = {"can": "can", "wo": "will", "sha": "shall", "ai": "is"}
_BARE = {
    "dont": "do", "didnt": "did", "doesnt": "does", "wont": "will", "cant": "can",
    "shouldnt": "should", "wasnt": "was", "isnt": "is", "havent": "have", "hasnt": "has",
    "wouldnt": "would", "couldnt": "could",
}  # fmt: skip
_TWO = frozenset((*_BARE, "cannot"))  # words of letters alone that are two tokens


class Token(NamedTuple):
    """A word in lower case (or a mark) and its place in the text; ``name``: it is capitalised.

    A tuple because a text has thousands: a frozen dataclass takes three times as long to make.
    """

    word: str
    start: int
    end: int
    name: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens without the closing mark; ``closing`` is that mark, empty for a line's end."""

    tokens: tuple[Token, ...]
    closing: str
    first: bool  # opens a line
    words: tuple[str, ...] = field(init=False)  # the words alone

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", tuple([token.word for token in self.tokens]))

    @property
    def question(self) -> bool:
        """Whether it asks."""
        return "?" in self.closing

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.tokens[-1].end


def sentences(text: str, begin: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """The sentences between two places, in order."""
    end = len(text) if end is None else end
    place, opens = begin, True
    for stop, closing in _stops(text, begin, end):
        made = list(_tokens(text, place, stop))
        for cut in range(0, len(made), _MOST):
            yield Sentence(tuple(made[cut : cut + _MOST]), closing, opens and not cut)
        if made:
            opens = "\n" in closing or "\n" in text[stop : stop + len(closing) + 2]
        place = stop + len(closing)


def _stops(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    place = begin
    for found in _ENDS.finditer(text, begin, end):
        mark = found[0]
        if mark == "\n" and _runs_on(text, place, found.start(), found.end()):
            continue
        if mark == "." and _abbreviates(text, place, found):
            continue
        yield found.start(), mark
        place = found.end()
    yield end, ""


def _runs_on(text: str, begin: int, line_end: int, after: int) -> bool:
    """Whether a line break stands inside a sentence: a long line, or a small letter after it."""
    line = text[max(begin, text.rfind("\n", begin, line_end) + 1) : line_end]
    following = text[after : after + 80].lstrip()[:1]
    if line.rstrip().endswith((":", ";")) or following in "-*\u2022>#" or not following:
        return False
    return following.islower() or len(line) > 28


def _abbreviates(text: str, begin: int, found: re.Match[str]) -> bool:
    before = text[max(begin, found.start() - 12) : found.end()]
    if not _SHORT.search(before):
        return False
    following = text[found.end() : found.end() + 40].lstrip()
    if before[-2:-1].isdigit():  # "3. Mai", but "It was 43. I am sorry."
        return bool(
            re.match(r"(?:[a-zäéû]|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)", following)
        )
    return True


def _tokens(text: str, begin: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, begin, end):
        raw = found[0]
        if raw == ".":
            continue  # of an abbreviation: "Dr. Varga"
        if raw.isascii() and raw.isalpha() and (word := raw.lower()) not in _TWO:
            yield Token(word, *found.span(), raw[0].isupper())
        else:
            yield from _split(raw, *found.span())


def _split(raw: str, start: int, end: int) -> Iterator[Token]:
    name = raw[:1].isupper()
    word = raw.lower().replace("\u2019", "'").replace("\u02bc", "'").replace("`", "'")
    head, mark, tail = word.rpartition("'")
    cut = start + len(head)
    if word in _BARE:
        yield Token(_BARE[word], start, end, name)
        yield Token("not", start, end)
    elif word == "cannot":
        yield Token("can", start, end, name)
        yield Token("not", start, end)
    elif mark and tail == "t" and head.endswith("n"):
        yield Token(_NEGATED.get(head[:-1], head[:-1]), start, end, name)
        yield Token("not", start, end)
    elif mark and tail in _SUFFIXES and head:
        yield Token(head, start, cut, name)
        yield Token(_SUFFIXES[tail], cut, end)
    elif mark and len(head) <= 5 and tail:  # l'erreur, j'ai, dell'errore
        yield Token(head, start, cut, name)
        yield Token(tail, cut + 1, end, raw[len(head) + 1 : len(head) + 2].isupper())
    else:
        yield Token(word, start, end, name)
