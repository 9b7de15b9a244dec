"""Where in a text quoted words stand: the window that holds most of them, aligned word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from walkback.compare.body import Body
from walkback.compare.weight import weight, weights

MOST_WORDS = 2_000  # of a quotation that is aligned; its verbatim words may be more
_WINDOWS = 3  # the fullest windows of a text are aligned
_STRAY = 2  # words; so few, far from the rest, are there by chance

_Run = tuple[int, int, int]  # index in the quotation, index in the text, how many words


@dataclass(frozen=True, slots=True)
class Aligned:
    """Runs of words that a quotation and a text share in order, and how much they weigh."""

    runs: tuple[_Run, ...]
    score: float

    @property
    def start(self) -> int:
        """The index of the first shared word in the text."""
        return self.runs[0][1]

    @property
    def end(self) -> int:
        """The index after the last shared word in the text."""
        return self.runs[-1][1] + self.runs[-1][2]


def align(words: Sequence[str], body: Body, after: int = 0) -> Aligned | None:
    """The best place of ``words`` from index ``after`` on, or None where no word is there."""
    words = words[:MOST_WORDS]
    best: Aligned | None = None
    for start, end in _windows(words, body, after):
        found = _aligned(words, body, start, end)
        if found and (best is None or found.score > best.score):
            best = found
    return best


def _windows(words: Sequence[str], body: Body, after: int) -> Iterator[tuple[int, int]]:
    """The windows of the text that hold most of the words, weighed; at most three."""
    length = len(words) + max(4, len(words) // 3)
    if len(body.words) - after <= length:
        yield after, len(body.words)
        return
    values = {word: weight(word) for word in words}
    hits = [(at, values[word]) for at, word in enumerate(body.words) if word in values]
    hits = [hit for hit in hits if hit[0] >= after] if after else hits
    sums: list[tuple[float, int]] = []
    total, first = 0.0, 0
    for at, value in hits:
        total += value
        while hits[first][0] <= at - length:
            total -= hits[first][1]
            first += 1
        sums.append((total, at))
    taken: list[int] = []
    for _, last in sorted(sums, key=lambda item: (-item[0], item[1])):
        if all(abs(last - other) >= length // 2 for other in taken):
            taken.append(last)
            yield max(after, last - length + 1), min(len(body.words), last + length // 3 + 1)
        if len(taken) == _WINDOWS:
            return


def _aligned(words: Sequence[str], body: Body, start: int, end: int) -> Aligned | None:
    window = body.words[start:end]
    runs = [
        (op.src_start, start + op.dest_start, op.src_end - op.src_start)
        for op in Indel.opcodes(words, window)
        if op.tag == "equal"
    ]
    runs = _close(_without_strays(runs), words, body)
    if not runs:
        return None
    score = sum(weights(words[i : i + n]) for i, _, n in runs)
    # Of two windows with the same words the one in which they stand closer is theirs.
    scattered = runs[-1][1] + runs[-1][2] - runs[0][1] - len(words)
    return Aligned(tuple(runs), score - 0.01 * max(0, scattered) - 0.02 * len(runs))


def _without_strays(runs: list[_Run]) -> list[_Run]:
    """Without single words at either end that stand far from the others."""
    while len(runs) > 1 and runs[0][2] <= _STRAY and _far(runs[0], runs[1]):
        runs = runs[1:]
    while len(runs) > 1 and runs[-1][2] <= _STRAY and _far(runs[-2], runs[-1]):
        runs = runs[:-1]
    return runs


def _far(one: _Run, other: _Run) -> bool:
    """Whether the words between two runs are many for the words of the shorter one."""
    quoted = other[0] - one[0] - one[2]
    between = other[1] - one[1] - one[2]
    return between > quoted + 3 * min(one[2], other[2]) + 1


def _close(runs: list[_Run], words: Sequence[str], body: Body) -> list[_Run]:
    """Runs slid together where the same words stand at both sides of what lies between them.

    Of "I said no. I promise" and "I promise" the second "I" is meant.
    """
    closed: list[_Run] = []
    for run in runs:
        if closed and _slides(closed[-1], run, body):
            i, _, n = closed.pop()
            run = (i, run[1] - n, n + run[2])  # noqa: PLW2901 - grown to the left
        closed.append(run)
    while len(closed) > 1 and _slides_back(closed[-2], closed[-1], words, body):
        i, j, n = closed[-2]
        closed[-2:] = [(i, j, n + closed[-1][2])]
    return closed


def _slides(one: _Run, other: _Run, body: Body) -> bool:
    (i, j, n), (a, b, _) = one, other
    touching = i + n == a and b - n >= j + n
    return touching and body.words[b - n : b] == body.words[j : j + n]


def _slides_back(one: _Run, other: _Run, words: Sequence[str], body: Body) -> bool:
    (i, j, n), (a, _, m) = one, other
    touching = i + n == a
    return touching and tuple(body.words[j + n : j + n + m]) == tuple(words[a : a + m])
