"""Plain text as passages: what an empty line, or the shape of its lines, says is one paragraph."""

import re

from walkback.model.reading import Passage

_EMPTY_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
_WRAPPED = 100  # letters; no editor wraps at more, and paragraphs of one line are mostly longer
_SHORT = 40
_OWN_LINE = re.compile(
    r"\s*(?:[\u2014\u2013\u2015>*\u2022#]|-\s|--|\d{1,2}:\d\d\s?[AP]M)", re.IGNORECASE
)
_HEADING = re.compile(r"#{1,6}\s")
_ENDS = (".", "!", "?", "\u2026", '"', "\u201d", "\u00bb", "\u201c", ":", ";", ",")


def plain_passages(text: str) -> tuple[Passage, ...]:
    """The passages of a plain text, as places in it: ``text[start:end]`` is each one's text."""
    found: list[Passage] = []
    at = 0
    for gap in [*_EMPTY_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        for start, stop in _lines(text, at, end):
            one = _passage(text, start, stop)
            if one is not None:
                found.append(one)
        at = gap.end() if gap else end
    if len(found) > 1 and _is_title(found[0].text):
        first = found[0]
        found[0] = Passage(first.text, first.start, first.end, "heading")
    return tuple(found)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraphs of a block: hard-wrapped lines are one, other lines one each."""
    lines: list[tuple[int, int]] = []
    at = start
    for line in text[start:end].split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    longest = max(stop - first for first, stop in lines)
    wrapped = longest <= _WRAPPED and all(stop - first >= _SHORT for first, stop in lines[:-1])
    parts: list[tuple[int, int]] = []
    for first, stop in lines:
        joins = parts and wrapped and not _OWN_LINE.match(text, first, stop)
        if joins and text[first - 1 : first] == "\n":
            parts[-1] = (parts[-1][0], stop)
        else:
            parts.append((first, stop))
    return parts


def _passage(text: str, start: int, end: int) -> Passage | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    kind = "paragraph"
    if words.startswith(">"):
        kind = "quote"
        start += 1 + len(words[1:]) - len(words[1:].lstrip())
        words = words[1:].lstrip()
    elif _HEADING.match(words):
        kind = "heading"
    return Passage(words, start, start + len(words), kind) if words else None


def _is_title(text: str) -> bool:
    return "\n" not in text and len(text) <= 160 and not text.endswith(_ENDS)
