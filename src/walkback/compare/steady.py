"""What of a page stands still while it is loaded twice.

Counters, clocks, advertisements and lines of the day change with every load. Two answers of one
moment show where: what they do not share is a gap, whatever stands in it. A page whose words
are the known ones but for its gaps says what it said.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from walkback.compare.alignment import encode
from walkback.model.reading import Reading
from walkback.model.words import tokens

MOST_WORDS = 20_000
_SHORTEST = 5  # words; a shorter run between two gaps is alike by chance
_SHARED = 0.5  # of the words: below it these are two pages, not one that moves


@dataclass(frozen=True, slots=True)
class Steady:
    """``same``: the known words but for what moves; ``digest``: SHA-256 of what stands still,
    None where nothing moves or where the two answers are two pages.
    """

    same: bool
    digest: str | None


def steady(known: Reading, one: Reading, other: Reading) -> Steady:
    """How ``known`` stands to the words that two answers of one moment have in common."""
    if known.sha256 in (one.sha256, other.sha256):
        return Steady(same=True, digest=None)
    if one.sha256 == other.sha256:
        return Steady(same=False, digest=None)
    first, second = _words(one), _words(other)
    runs, widest = _shared(first, second)
    if 2 * sum(map(len, runs)) < _SHARED * (len(first) + len(second)):
        return Steady(same=False, digest=None)
    text = "\0".join(" ".join(run) for run in runs)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Steady(same=_holds(_words(known), runs, 2 * widest + 8), digest=digest)


def _words(reading: Reading) -> list[str]:
    # The title is words like others: it may move as they do.
    return [*tokens(reading.title), "\n", *tokens(reading.text)][:MOST_WORDS]


def _shared(first: Sequence[str], second: Sequence[str]) -> tuple[list[Sequence[str]], int]:
    """The runs that both have, in order, and the width of the widest gap between them.

    The first run begins the text and the last ends it; either may be empty.
    """
    left, right = encode(first, second)
    runs: list[Sequence[str]] = [[]]
    widest = gap = at = 0
    for found in Indel.opcodes(left, right):
        wide = max(found.src_end - found.src_start, found.dest_end - found.dest_start)
        short = wide < _SHORTEST and found.src_start > 0 and found.src_end < len(first)
        if found.tag != "equal" or short:
            gap += wide
            continue
        if found.src_start == 0 and found.dest_start == 0:
            runs = [first[: found.src_end]]
        else:
            runs.append(first[found.src_start : found.src_end])
        widest, gap, at = max(widest, gap), 0, found.src_end
    if at < len(first) or gap:
        runs.append([])
    return runs, max(widest, gap)


def _holds(words: Sequence[str], runs: Sequence[Sequence[str]], widest: int) -> bool:
    """Whether ``words`` are the runs in order, with at most ``widest`` words in each gap."""
    first, last = runs[0], runs[-1]
    if list(words[: len(first)]) != list(first):
        return False
    if len(runs) == 1:
        return len(words) == len(first)
    end = len(words) - len(last)
    if end < len(first) or list(words[end:]) != list(last):
        return False
    at = len(first)
    for run in runs[1:-1]:
        start = _find(words, run, at, min(end, at + widest + len(run)))
        if start < 0:
            return False
        at = start + len(run)
    return end - at <= widest


def _find(words: Sequence[str], run: Sequence[str], start: int, end: int) -> int:
    wanted = list(run)
    for at in range(start, end - len(wanted) + 1):
        if words[at] == wanted[0] and list(words[at : at + len(wanted)]) == wanted:
            return at
    return -1
