"""How quoted words stand to one text.

    words -> cut at the reporter's marks -> each piece one after the other   VERBATIM, TRIMMED
          -> long runs from two places or more, joined without a mark        STITCHED
          -> aligned word by word in the window that holds most of them      ALTERED

Case, marks, dashes, spacing and the printing rules of a house count against nobody.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from walkback.compare.body import Body, body, without_links
from walkback.compare.placing import Aligned, align
from walkback.compare.printing import same_print
from walkback.compare.stitches import stitched
from walkback.compare.weight import telling, weights
from walkback.model.quotation import Difference, FindingKind, Match
from walkback.model.spoken import Cut, Piece, cut, spoken

SHARE = 0.58  # of a quotation's words: with fewer in common these are two sentences
_LEAST = 0.42  # of their weight: "it is the … of the" is the frame of a thousand sentences
_RUN = 3  # words one after the other that an altered quotation shares with its source
_SCATTERED = 3.0  # the weight of words that are enough without such a run
_MOST_PIECES = 40  # of a quotation: one with more marks than that is none
_SLACK = 0.5  # what print may have changed in a short piece
_REPLACED = 15  # words of the record that one bracket may stand for

_MASK = re.compile(r"[*_#\u2022]{2,}|[-\u2013\u2014]{2,}")

_Span = tuple[int, int]


def match(words: str, text: str) -> Match | None:
    """How ``words``, without quotation marks around them, stand to ``text``; None: they do not.

    A common phrase is matched as well as a sentence: ``sure`` tells them apart.
    """
    words = without_links(words)
    found = _match(words, cut(words), body(text))
    if found and found.kind is not FindingKind.ALTERED:
        return found
    if "(" in words:
        # Words in round brackets that the text does not have may be the article's.
        again = _match(words, cut(words, round_brackets=True), body(text))
        if again and (found is None or again.kind is not FindingKind.ALTERED):
            return again
    return found


def _match(words: str, quoted: Cut, source: Body) -> Match | None:
    if not 0 < len(quoted.pieces) <= _MOST_PIECES or not source.words:
        return None
    if quoted.marked and (there := _as_marked(words, quoted, source)):
        return _matched(FindingKind.VERBATIM, source, [there], sure=_telling(quoted))
    runs = _in_order(quoted.pieces, source)
    if runs is not None:
        return _whole(quoted, source, runs)
    runs = stitched(quoted.pieces, source)
    if runs is not None:
        return _matched(FindingKind.STITCHED, source, runs, sure=_telling(quoted))
    return _altered(words, quoted, source)


def _telling(quoted: Cut) -> float:
    return telling(word for piece in quoted.pieces for word in piece.words)


def _whole(quoted: Cut, source: Body, runs: Sequence[_Span]) -> Match:
    """All words stand there, in order."""
    kind = FindingKind.TRIMMED if _is_trimmed(quoted, source, runs) else FindingKind.VERBATIM
    return _matched(kind, source, runs, sure=_telling(quoted))


def _is_trimmed(quoted: Cut, source: Body, runs: Sequence[_Span]) -> bool:
    """Whether the article's marks are its own: the speaker may have written "well … no"."""
    if not quoted.marked:
        return False
    adjacent = all(a[1] == b[0] for a, b in pairwise(runs))
    own = cut(_around(source, runs[0][0], runs[-1][1])).gaps
    return not adjacent or quoted.gaps == 0 or own < quoted.gaps


def _as_marked(words: str, quoted: Cut, source: Body) -> _Span | None:
    """Where the words stand with marks like the article's: then these are the speaker's own."""
    plain = spoken(words)
    for at in source.places(plain):
        there = _around(source, at, at + len(plain))
        brackets = all(there.count(mark) >= words.count(mark) for mark in "[(")
        if brackets and cut(there).gaps >= quoted.gaps:
            return at, at + len(plain)
    return None


def _around(source: Body, a: int, b: int) -> str:
    """The text of these words with all marks up to the words before and after them."""
    start = source.spans[a - 1][1] if a else 0
    end = source.spans[b][0] if b < len(source.spans) else len(source.text)
    return source.text[start:end]


def _matched(
    kind: FindingKind,
    source: Body,
    runs: Sequence[_Span],
    *,
    sure: float,
) -> Match:
    spans = [(source.spans[a][0], source.spans[b - 1][1]) for a, b in _merged(runs)]
    return Match(
        kind,
        min(a for a, _ in spans),
        max(b for _, b in spans),
        pieces=tuple(spans) if len(spans) > 1 else (),
        sure=round(sure, 3),
    )


def _merged(runs: Sequence[_Span]) -> list[_Span]:
    """Runs that follow each other are one."""
    merged: list[_Span] = []
    for a, b in runs:
        if merged and merged[-1][1] == a:
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    return merged


def _in_order(pieces: Sequence[Piece], source: Body) -> list[_Span] | None:
    """The pieces one after the other, as close together as they come; None where they do not."""
    places = []
    for piece in pieces:
        found = source.places(piece.words)
        if not found:
            return None
        places.append(found)
    best: list[_Span] | None = None
    for first in places[0]:
        chain = _chain(pieces, places, first)
        if chain and (best is None or _width(chain) < _width(best)):
            best = chain
    return best


def _width(chain: Sequence[_Span]) -> int:
    return chain[-1][1] - chain[0][0]


def _chain(
    pieces: Sequence[Piece], places: Sequence[Sequence[int]], first: int
) -> list[_Span] | None:
    chain = [(first, first + len(pieces[0].words))]
    for piece, found in zip(pieces[1:], places[1:], strict=True):
        end = chain[-1][1]
        at = bisect_left(found, end)
        if at == len(found) or (piece.before == "bracket" and found[at] - end > _REPLACED):
            return None
        chain.append((found[at], found[at] + len(piece.words)))
    return chain


# --- altered


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of the quotation ``[i, j)`` beside those of the text ``[a, b)``; ``same`` in print."""

    i: int
    j: int
    a: int
    b: int
    same: bool


def _altered(words: str, quoted: Cut, source: Body) -> Match | None:
    whole = [word for piece in quoted.pieces for word in piece.words]
    if 3 * sum(1 for word in whole if word in source.vocabulary) < len(whole):
        return None  # however they are printed, too few are there
    shared: list[str] = []
    differences: list[Difference] = []
    runs: list[_Span] = []
    longest = after = 0
    for piece in quoted.pieces:
        there = align(piece.words, source, after)
        if there is None or there.score < _LEAST * weights(piece.words) - _SLACK:
            differences.append(Difference(_printed(words, piece, 0, len(piece.words)), ""))
            continue
        gaps = list(_gaps(words, piece, there, source))
        kept = _kept(piece, gaps)
        shared += [word for run in kept for word in run]
        longest = max(longest, *map(len, kept))
        differences += [
            Difference(_printed(words, piece, gap.i, gap.j), source.shown(gap.a, gap.b))
            for gap in gaps
            if not gap.same
        ]
        runs.append(_bounds(there, gaps))
        after = there.end
    if not runs:
        return None
    heavy = weights(shared) / weights(whole)
    share = (heavy + len(shared) / len(whole)) / 2
    if share < SHARE or heavy < _LEAST:
        return None
    if longest < min(_RUN, len(whole) - 1) and weights(shared) < _SCATTERED:
        return None
    if not differences:
        return _whole(quoted, source, runs)
    sure = telling(shared) * min(1.0, max(0.0, (share - 0.3) / 0.5))
    found = _matched(FindingKind.ALTERED, source, runs, sure=sure)
    return replace(found, differences=tuple(differences), share=round(share, 3))


def _kept(piece: Piece, gaps: Sequence[_Gap]) -> list[Sequence[str]]:
    """The runs of the quotation's words that are the speaker's."""
    changed = [gap for gap in gaps if not gap.same]
    starts = [0, *(gap.j for gap in changed)]
    ends = [*(gap.i for gap in changed), len(piece.words)]
    return [piece.words[a:b] for a, b in zip(starts, ends, strict=True)]


def _bounds(there: Aligned, gaps: Sequence[_Gap]) -> _Span:
    """From the first word to the last, those at the ends too that only print changed."""
    same = [gap for gap in gaps if gap.same]
    return min([there.start, *(g.a for g in same)]), max([there.end, *(g.b for g in same)])


def _gaps(words: str, piece: Piece, there: Aligned, source: Body) -> Iterator[_Gap]:
    first, last = there.runs[0], there.runs[-1]
    count = len(piece.words)

    def gap(i: int, j: int, a: int, b: int) -> _Gap:
        printed = _printed(words, piece, i, j)
        same = same_print(piece.words[i:j], source.words[a:b], printed)
        return _Gap(i, j, a, b, same)

    if first[0]:
        beside = [gap(0, first[0], at, first[1]) for at in _before(source, first[1], first[0] + 1)]
        yield _best(beside, first[0])
    for one, other in pairwise(there.runs):
        yield gap(one[0] + one[2], other[0], one[1] + one[2], other[1])
    if rest := count - last[0] - last[2]:
        beside = [
            gap(count - rest, count, there.end, at) for at in _after(source, there.end, rest + 1)
        ]
        yield _best(beside, rest)


def _best(beside: Sequence[_Gap], size: int) -> _Gap:
    """Of the widths that an end may have: one that print explains, or that of the quotation."""
    same = [gap for gap in beside if gap.same]
    return same[0] if same else min(beside, key=lambda gap: abs(gap.b - gap.a - size))


def _before(source: Body, at: int, most: int) -> Iterator[int]:
    """``at`` and the indexes before it, up to where its sentence begins."""
    yield at
    while at and most and not source.breaks(at - 1, at):
        at, most = at - 1, most - 1
        yield at


def _after(source: Body, at: int, most: int) -> Iterator[int]:
    """``at`` and the indexes after it, up to where its sentence ends."""
    yield at
    while at < len(source.words) and most and not source.breaks(at - 1, at):
        at, most = at + 1, most - 1
        yield at


def _printed(words: str, piece: Piece, i: int, j: int) -> str:
    """Words of the quotation as they stand there, with the marks that mask a coarse one."""
    if i >= j:
        return ""
    end = piece.spans[j - 1][1]
    mask = _MASK.match(words, end)
    return words[piece.spans[i][0] : mask.end() if mask else end]
