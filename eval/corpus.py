"""The annotated news (PolNeAR): articles, their quoted segments, and who speaks.

A line of the files: ``doc, publisher, date, title, text, attributions[{id, source, cue,
content}], quoted_segments[{start, end, words, attribution, source}]``; all places are characters
of the text. Segments are what stands between straight or curly double marks within a line. A
source is what the annotators marked in the sentence itself, with all that describes it ("Dr. Ada
Lind, head of the clinic,"); they marked the nearest one, be it a pronoun.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.model.quotation import Article
from walkback.read.quotations.clues import Before, Candidate, place
from walkback.read.quotations.scene import scene
from walkback.read.quotations.speakers import questions

HELD_OUT = 5  # one article of so many is kept from learning when a decision is to be made


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated segment: its span with marks, its words, and its source's span."""

    start: int
    end: int
    words: int
    source: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Example:
    """What is asked of the model for one segment: the clues of each candidate, nobody last,
    and the right one's number.
    """

    clues: list[list[str]]
    right: int


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of one file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_held_out(row: dict[str, Any]) -> bool:
    """Whether an article of the train part is kept for decisions."""
    return hashlib.sha256(row["doc"].encode()).digest()[0] % HELD_OUT == 0


def gold(row: dict[str, Any]) -> list[Gold]:
    """The annotated segments of an article."""
    sources = {one["id"]: one["source"] for one in row["attributions"]}
    found = []
    for one in row["quoted_segments"]:
        spans = sources.get(one["attribution"])
        source = (spans[0][0], spans[0][1]) if spans else None
        found.append(Gold(one["start"], one["end"], one["words"], source))
    return found


def article(row: dict[str, Any]) -> Article:
    """The article of a line."""
    return Article(row["text"], title=row["title"], published=row["date"])


def examples(row: dict[str, Any]) -> Iterator[Example]:
    """The questions of an article with their answers; those without an answer among the
    candidates are left out.
    """
    known = scene(article(row))
    marked = {(one.start, one.end): one.source for one in gold(row)}
    before: Before | None = None
    for segment in known.segments:
        source = marked.get((segment.start, segment.end), ())
        if source == ():
            source = _doubled(row, segment.start, segment.end)
        if source == ():
            continue
        where = place(known, segment)
        found, asked = questions(known, where, before)
        right = len(found) if source is None else _right(found, source)
        if right is None:
            before = Before(where, None)
            continue
        yield Example(asked, right)
        chosen = found[right].mention if right < len(found) else None
        before = Before(where, chosen, known.number(chosen.start) if chosen else 0)


def _doubled(row: dict[str, Any], start: int, end: int) -> tuple[int, ...]:
    """The source of words between doubled apostrophes, which are attributed in the corpus but
    are not among its segments; empty where there is none.
    """
    if row["text"][start : start + 2] != "''":
        return ()
    for one in row["attributions"]:
        if one["source"] and any(a <= start and end <= b for a, b in one["content"]):
            return tuple(one["source"][0])
    return ()


def _right(found: list[Candidate], source: tuple[int, ...]) -> int | None:
    """The candidate that begins first among those in a source: its head, as a rule."""
    inside = [
        (one.mention.start, -one.mention.end, at)
        for at, one in enumerate(found)
        if one.mention.start < source[1] and source[0] < one.mention.end
    ]
    return min(inside)[2] if inside else None
