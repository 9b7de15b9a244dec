"""A diff made ready to read: running text out of two columns, unchanged stretches folded. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from posixpath import commonprefix  # of texts; it knows nothing of paths

from walkback.model.change import DiffRow, NamedChange, Piece

_FOLD = 3  # a stretch of so many unchanged passages is folded, less its edges
_BESIDE, _MOST_WORDS = 7, 40  # words told beside a change in a list, and of each of its sides
_EDGE = 1  # unchanged passages left open beside a change, so that it is read in its place


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that belong together; ``folded`` where they are unchanged and put away."""

    rows: tuple[DiffRow, ...]
    folded: bool


def running(row: DiffRow) -> tuple[Piece, ...]:
    """Both sides of a row as one text: what stayed once, what went before what came.

    The pieces of a side, joined as they are, are its passage: spaces are part of them. Words
    that count as the same may differ in marks and spaces; those are told as changed. Where
    the sides cannot be paired at all, the whole before goes out and the whole after comes in:
    longer to read, never untrue.
    """
    before = [piece for piece in row.before if piece.text]
    after = [piece for piece in row.after if piece.text]
    stayed = [[piece.text for piece in side if piece.op == "same"] for side in (before, after)]
    if len(stayed[0]) == len(stayed[1]):
        cuts = [_cut(*pair) for pair in zip(*stayed, strict=True)]
        before = _recut(before, "out", [(head, old, tail) for head, old, _, tail in cuts])
        after = _recut(after, "in", [(head, new, tail) for head, _, new, tail in cuts])
    elif "".join(stayed[0]) != "".join(stayed[1]):
        return _whole(row)
    told = groupby(_merged(before, after), lambda piece: piece.op)
    return tuple(Piece(op, "".join(piece.text for piece in some)) for op, some in told)


def _cut(old: str, new: str) -> tuple[str, str, str, str]:
    """What two texts have in common at the head, what each has of its own, the common tail."""
    head = len(commonprefix([old, new]))
    tail = len(commonprefix([old[head:][::-1], new[head:][::-1]]))
    ends = len(old) - tail, len(new) - tail
    return old[:head], old[head : ends[0]], new[head : ends[1]], old[ends[0] :]


def _recut(side: list[Piece], op: str, cuts: list[tuple[str, str, str]]) -> list[Piece]:
    """``side`` with each piece that stayed cut in head, own part under ``op``, and tail."""
    rest = iter(cuts)
    found: list[Piece] = []
    for piece in side:
        if piece.op == "same":
            head, own, tail = next(rest)
            found += (Piece("same", head), Piece(op, own), Piece("same", tail))
        else:
            found.append(piece)
    return [piece for piece in found if piece.text]


def _whole(row: DiffRow) -> tuple[Piece, ...]:
    before = "".join(piece.text for piece in row.before)
    after = "".join(piece.text for piece in row.after)
    return tuple(piece for piece in (Piece("out", before), Piece("in", after)) if piece.text)


def _merged(before: list[Piece], after: list[Piece]) -> Iterable[Piece]:
    while before or after:
        if before and before[0].op != "same":
            yield before.pop(0)
        elif after and after[0].op != "same":
            yield after.pop(0)
        else:
            # The sides may cut what stayed at other places: take what both have.
            length = min(len(before[0].text), len(after[0].text))
            if length:
                yield Piece("same", before[0].text[:length])
            _shorten(before, length)
            _shorten(after, length)


def _shorten(side: list[Piece], length: int) -> None:
    rest = side[0].text[length:]
    side[:1] = [Piece("same", rest)] if rest else []


def stretches(rows: Sequence[DiffRow]) -> list[Stretch]:
    """The rows in order; unchanged stretches longer than their open edges are folded."""
    found: list[Stretch] = []
    groups = [(same, tuple(part)) for same, part in groupby(rows, lambda row: row.kind is None)]
    for number, (same, part) in enumerate(groups):
        head = _EDGE if number > 0 else 0
        tail = _EDGE if number < len(groups) - 1 else 0
        if not same or len(part) - head - tail < _FOLD:
            found.append(Stretch(part, folded=False))
            continue
        middle = len(part) - tail
        opened = [(part[:head], False), (part[head:middle], True), (part[middle:], False)]
        found.extend(Stretch(some, folded=folded) for some, folded in opened if some)
    return found


def shortened(change: NamedChange) -> tuple[Piece, ...]:
    """One named change as running text: what both have once, cut to a few words around it."""
    before, after = change.before.split(" "), change.after.split(" ")
    if not change.before or not change.after:
        whole = (Piece("out", _cut_words(before)), Piece("in", _cut_words(after)))
        return tuple(piece for piece in whole if piece.text)
    head = len(commonprefix([before, after]))
    tail = len(commonprefix([before[head:][::-1], after[head:][::-1]]))
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    start, end = before[:head], before[len(before) - tail :]
    told = (
        ("same", " ".join(["\u2026", *start[-_BESIDE:]] if len(start) > _BESIDE else start)),
        ("out", _cut_words(old)),
        ("in", _cut_words(new)),
        ("same", " ".join([*end[:_BESIDE], "\u2026"] if len(end) > _BESIDE else end)),
    )
    return tuple(Piece(op, text) for op, text in told if text)


def _cut_words(words: Sequence[str]) -> str:
    return " ".join([*words[:_MOST_WORDS], "\u2026"] if len(words) > _MOST_WORDS else words)
