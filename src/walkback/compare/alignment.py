"""Which passages of two readings belong together: equal ones first, then by shared words.

Equal passages are found by their words' keys over the sequence of passages; only what lies
between them is aligned word by word (14 times difflib's rate, and bounded by ``MOST_WORK``).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Opcode

from walkback.model.words import tokens

MOST_WORK = 1_500_000_000  # product of two word counts; about a quarter of a second
_SHARE = 0.6  # of the shorter passage's words that must be found in the other
_LEAST = 3  # words in common, unless the passages are shorter than that


_Bounds = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """Old passages ``[a, b)`` against new passages ``[c, d)``; ``same`` where their words are."""

    a: int
    b: int
    c: int
    d: int
    same: bool


def align(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Rows that cover both sequences once, in the order of both."""
    return _Aligner(old, new).rows()


def encode(first: Sequence[str], second: Sequence[str]) -> tuple[str, str]:
    """Two sequences as strings of one letter per distinct item: rapidfuzz is quickest on those."""
    letters: dict[str, str] = {}
    for item in (*first, *second):
        if item not in letters:
            code = len(letters) + 1
            letters[item] = chr(code if code < 0xD800 else code + 0x800)
    return "".join(letters[item] for item in first), "".join(letters[item] for item in second)


class _Aligner:
    """Two sequences of passages; the words of a passage are found when first asked for."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old = old
        self.new = new
        self._known: dict[str, list[str]] = {}
        self._moved: tuple[set[int], set[int]] = (set(), set())

    def words(self, texts: Sequence[str]) -> list[str]:
        """The words of some passages as one list."""
        found: list[str] = []
        for text in texts:
            if text not in self._known:
                self._known[text] = tokens(text)
            found.extend(self._known[text])
        return found

    def rows(self) -> list[Row]:
        # Passages that are equal as they stand need no look at their words.
        common = set(self.old) & set(self.new)
        keys = self._keys(self.old, common), self._keys(self.new, common)
        equal = _equal(*keys)
        self._moved = _moved(keys, equal)
        rows: list[Row] = []
        a = c = 0
        for found in equal:
            rows.extend(self._gap((a, found.src_start, c, found.dest_start)))
            a, c = found.src_end, found.dest_end
            pairs = zip(range(found.src_start, a), range(found.dest_start, c), strict=True)
            rows.extend(Row(i, i + 1, j, j + 1, same=True) for i, j in pairs)
        rows.extend(self._gap((a, len(self.old), c, len(self.new))))
        return rows

    def _keys(self, texts: Sequence[str], common: set[str]) -> list[str]:
        return [text if text in common else "\0".join(self.words([text])) for text in texts]

    def _gap(self, bounds: _Bounds) -> Iterator[Row]:
        """Rows between two runs of equal passages: groups that share words, and the rest."""
        a, b, c, d = bounds
        if a == b or c == d:
            yield from _alone(bounds)
            return
        if self._same(bounds):
            # The same words, cut into passages elsewhere.
            yield Row(a, b, c, d, same=True)
            return
        for i, j, k, m in self._groups(bounds):
            yield from _alone((a, i, c, k))
            yield Row(i, j, k, m, same=self._same((i, j, k, m)))
            a, c = j, m
        yield from _alone((a, b, c, d))

    def _same(self, bounds: _Bounds) -> bool:
        a, b, c, d = bounds
        return self.words(self.old[a:b]) == self.words(self.new[c:d])

    def _groups(self, bounds: _Bounds) -> list[_Bounds]:
        """Ranges of passages that share most words, in order and without overlap."""
        a, b, c, d = bounds
        groups: list[_Bounds] = []
        for (i, j), count in sorted(self._shared_words(bounds).items()):
            shorter = min(len(self.words([self.old[i]])), len(self.words([self.new[j]])))
            if count < _SHARE * shorter or count < min(_LEAST, shorter):
                continue
            if groups and (i < groups[-1][1] or j < groups[-1][3]):
                last = groups.pop()
                groups.append((last[0], max(last[1], i + 1), min(last[2], j), max(last[3], j + 1)))
            else:
                groups.append((i, i + 1, j, j + 1))
        if not groups and b - a == d - c == 1 and a not in self._moved[0]:
            # One passage where one was, between equal neighbours: it was rewritten.
            return [bounds]
        return groups

    def _shared_words(self, bounds: _Bounds) -> dict[tuple[int, int], int]:
        """How many words each old passage has in common with each new one, in order."""
        a, b, c, d = bounds
        gone, come = self._moved
        left_here = (i for i in range(a, b) if i not in gone)
        right_here = (j for j in range(c, d) if j not in come)
        first = [(word, i) for i in left_here for word in self.words([self.old[i]])]
        second = [(word, j) for j in right_here for word in self.words([self.new[j]])]
        shared: dict[tuple[int, int], int] = defaultdict(int)
        if len(first) * len(second) > MOST_WORK:
            return shared
        left, right = encode([word for word, _ in first], [word for word, _ in second])
        for found in Indel.opcodes(left, right):
            if found.tag == "equal":
                for at in range(found.src_end - found.src_start):
                    shared[first[found.src_start + at][1], second[found.dest_start + at][1]] += 1
        return shared


def _equal(first: list[str], second: list[str]) -> list[Opcode]:
    """The runs of passages that both have, in order.

    Where there are too many to align, those at the beginning and at the end: aligning takes a bit
    for each pair, and a page of a hundred thousand lines would take a gigabyte.
    """
    if len(first) * len(second) <= MOST_WORK:
        return [found for found in Indel.opcodes(*encode(first, second)) if found.tag == "equal"]
    head = _common(first, second)
    tail = _common(first[head:][::-1], second[head:][::-1])
    a, c = len(first) - tail, len(second) - tail
    runs = [Opcode("equal", 0, head, 0, head), Opcode("equal", a, len(first), c, len(second))]
    return [run for run in runs if run.src_start < run.src_end]


def _common(first: list[str], second: list[str]) -> int:
    """How many items both begin with."""
    pairs = zip(first, second, strict=False)
    shorter = min(len(first), len(second))
    return next((at for at, (a, b) in enumerate(pairs) if a != b), shorter)


def _moved(keys: tuple[list[str], list[str]], equal: Sequence[Opcode]) -> tuple[set[int], set[int]]:
    """Passages that stand elsewhere in the other text, word for word: they are no rewording of
    what stands in their place now.
    """
    first = set(range(len(keys[0]))) - {i for at in equal for i in range(at.src_start, at.src_end)}
    second = set(range(len(keys[1])))
    second -= {j for at in equal for j in range(at.dest_start, at.dest_end)}
    both = {keys[0][i] for i in first} & {keys[1][j] for j in second}
    return {i for i in first if keys[0][i] in both}, {j for j in second if keys[1][j] in both}


def _alone(bounds: _Bounds) -> Iterator[Row]:
    a, b, c, d = bounds
    yield from (Row(i, i + 1, c, c, same=False) for i in range(a, b))
    yield from (Row(b, b, j, j + 1, same=False) for j in range(c, d))
