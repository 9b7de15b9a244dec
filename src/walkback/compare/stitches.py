"""Words of two places joined as if they had been said in one breath."""

from collections.abc import Sequence

from walkback.compare.body import Body
from walkback.compare.weight import weights
from walkback.model.spoken import Piece

_MOST_RUNS = 4
_SHORTEST = 4  # words of a run; three where a sentence begins or ends at the seam
_LEAST = 1.2  # weight of a run: "of the people" is found anywhere
_CLAUSE = 7  # words left out within a sentence from here on are a place of their own

_Run = tuple[int, int]  # where in the text


def stitched(pieces: Sequence[Piece], body: Body) -> list[_Run] | None:
    """Where each run of the quotation stands, in the quotation's order.

    None where it is not made of whole runs alone, or where so little was left out between them
    that it is a sentence altered.
    """
    runs: list[_Run] = []
    seams: list[int] = []  # indexes of runs that begin without a mark before them
    for piece in pieces:
        found = _runs(piece.words, body, runs[-1][1] if runs else 0)
        if found is None:
            return None
        first = len(runs)
        seams += range(first + 1, first + len(found))
        if first and piece.before != "gap":
            seams.append(first)
        elif first and found[0][0] < runs[-1][1]:
            seams.append(first)  # an ellipsis leaves out; it does not turn around
        runs += found
    if not seams or len(runs) > _MOST_RUNS:
        return None
    if not all(_is_seam(runs[at - 1], runs[at], body) for at in seams):
        return None
    return runs if all(_is_long(run, body) for run in runs) else None


def _runs(words: Sequence[str], body: Body, after: int) -> list[_Run] | None:
    """The longest runs that make up ``words``, each at its next place after the one before."""
    runs: list[_Run] = []
    at = 0
    while at < len(words):
        size, places = _longest(words[at:], body)
        if not places or len(runs) == _MOST_RUNS:
            return None
        start = next((place for place in places if place >= after), places[0])
        runs.append((start, start + size))
        at, after = at + size, start + size
    return runs


def _longest(words: Sequence[str], body: Body) -> tuple[int, list[int]]:
    """How many of the first words stand somewhere together, and where."""
    low, high = 0, len(words)
    places: list[int] = []
    while low < high:
        middle = (low + high + 1) // 2
        found = body.places(words[:middle])
        if found:
            low, places = middle, found
        else:
            high = middle - 1
    return low, places


def _is_seam(one: _Run, other: _Run, body: Body) -> bool:
    """Whether two runs come from two places, and not from a sentence that lost a few words."""
    between = other[0] - one[1]
    if between < 0:
        return True
    if between == 0:
        return False
    return between >= _CLAUSE or (between >= 3 and body.breaks(one[1] - 1, other[0]))


def _is_long(run: _Run, body: Body) -> bool:
    start, end = run
    if weights(body.words[start:end]) < _LEAST:
        return False
    if end - start >= _SHORTEST:
        return True
    begins = start == 0 or body.breaks(start - 1, start)
    ends = end == len(body.words) or body.breaks(end - 1, end)
    return end - start == _SHORTEST - 1 and (begins or ends)
