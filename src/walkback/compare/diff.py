"""Two readings side by side, word by word, for people."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Indel

from walkback.compare.alignment import MOST_WORK, Row, align, encode
from walkback.compare.hunks import WORD
from walkback.compare.naming import Naming
from walkback.model.change import Change, ChangeKind, DiffRow, Piece
from walkback.model.reading import Reading
from walkback.model.words import normal, tokens

_Run = tuple[str, int, int, int, int]  # op, then word ranges before and after


def diff(old: Reading, new: Reading) -> tuple[DiffRow, ...]:
    """Rows in the order of both texts; the title has a row (the first) only where it differs.

    The pieces before, joined, and the rows with words before joined by an empty line, are the
    old text; likewise after and the new one.
    """
    rows: list[DiffRow] = []
    if old.title != new.title:
        same = tokens(old.title) == tokens(new.title)
        kind = ChangeKind.TYPOGRAPHY if same else ChangeKind.TITLE
        rows.append(DiffRow(kind, *_pieces(old.title, new.title)))
    before = [passage.text for passage in old.passages]
    after = [passage.text for passage in new.passages]
    aligned = align(before, after)
    moved = _moved(aligned, before, after)
    rows.extend(_row(row, before, after, moved) for row in aligned)
    naming = Naming(old, new)
    return tuple(_named(row, naming) for row in rows)


def _named(row: DiffRow, naming: Naming) -> DiffRow:
    if row.kind is None:
        return row
    before, after = ("".join(piece.text for piece in side) for side in (row.before, row.after))
    return replace(row, changes=naming.names(Change(row.kind, before, after)))


def _moved(
    rows: Sequence[Row], before: Sequence[str], after: Sequence[str]
) -> set[tuple[str, ...]]:
    """The words of passages that are dropped at one place and added at another."""
    dropped = {tuple(tokens(before[row.a])) for row in rows if row.c == row.d}
    return dropped & {tuple(tokens(after[row.c])) for row in rows if row.a == row.b}


def _row(
    row: Row, before: Sequence[str], after: Sequence[str], moved: set[tuple[str, ...]]
) -> DiffRow:
    old, new = "\n\n".join(before[row.a : row.b]), "\n\n".join(after[row.c : row.d])
    if old == new:
        return DiffRow(None, (Piece("same", old),), (Piece("same", new),))
    if not old:
        kind = ChangeKind.MOVED if tuple(tokens(new)) in moved else ChangeKind.ADDED
        return DiffRow(kind, (), (Piece("in", new),))
    if not new:
        kind = ChangeKind.MOVED if tuple(tokens(old)) in moved else ChangeKind.DROPPED
        return DiffRow(kind, (Piece("out", old),), ())
    if row.same and old.split() == new.split():
        return DiffRow(None, (Piece("same", old),), (Piece("same", new),))
    kind = ChangeKind.TYPOGRAPHY if row.same else ChangeKind.ALTERED
    return DiffRow(kind, *_pieces(old, new))


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts cut where their words part. Pieces keep the spaces that follow their words."""
    before = [found.span() for found in WORD.finditer(old)]
    after = [found.span() for found in WORD.finditer(new)]
    runs = _runs([old[a:b] for a, b in before], [new[a:b] for a, b in after])
    first = [(op if op == "same" else "out", a, b) for op, a, b, _, _ in runs if a < b]
    second = [(op if op == "same" else "in", c, d) for op, _, _, c, d in runs if c < d]
    return _cut(old, before, first), _cut(new, after, second)


def _cut(
    text: str, spans: list[tuple[int, int]], runs: list[tuple[str, int, int]]
) -> tuple[Piece, ...]:
    starts = [0 if at == 0 else spans[run[1]][0] for at, run in enumerate(runs)]
    bounds = pairwise([*starts, len(text)])
    return tuple(Piece(run[0], text[a:b]) for run, (a, b) in zip(runs, bounds, strict=True))


def _runs(before: list[str], after: list[str]) -> list[_Run]:
    """Runs of words that are the same or not, joined so that they can be read."""
    if len(before) * len(after) > MOST_WORK:
        return [("changed", 0, len(before), 0, len(after))]
    first, second = encode([normal(word) for word in before], [normal(word) for word in after])
    runs: list[_Run] = []
    for found in Indel.opcodes(first, second):
        op = "same" if found.tag == "equal" else "changed"
        run = (op, found.src_start, found.src_end, found.dest_start, found.dest_end)
        if runs and runs[-1][0] == op == "changed":
            run = (op, runs[-1][1], run[2], runs[-1][3], run[4])
            runs.pop()
        runs.append(run)
    return _joined(runs, before)


def _joined(runs: list[_Run], before: list[str]) -> list[_Run]:
    """Islands too small to help a reader (a comma, one word among many) join their shores."""
    joined: list[_Run] = []
    for at, run in enumerate(runs):
        inner = 0 < at < len(runs) - 1 and run[0] == "same"
        if inner and _is_island(run, runs[at - 1], runs[at + 1], before):
            run = ("changed", *run[1:])  # noqa: PLW2901 - the same run under its new name
        if joined and joined[-1][0] == run[0] == "changed":
            last = joined.pop()
            run = ("changed", last[1], run[2], last[3], run[4])  # noqa: PLW2901 - grown
        joined.append(run)
    return joined


def _is_island(run: _Run, left: _Run, right: _Run, before: list[str]) -> bool:
    words = before[run[1] : run[2]]
    if not any(word[0].isalnum() for word in words):
        return True
    shores = max(left[2] - left[1], left[4] - left[3]) + max(
        right[2] - right[1], right[4] - right[3]
    )
    return len(words) <= 2 and shores >= 4 * len(words)
