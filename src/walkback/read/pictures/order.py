"""Pieces into lines, lines into reading order, lines into paragraphs. All by measurement."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from walkback.model.picture import Box, PictureLine

_SAME_LINE = 0.55  # of the lower height: so far two pieces of one line overlap
_NEXT_PIECE = 1.1  # heights between two pieces of one line
_GUTTER = 1.0  # heights between two columns
_NEW_PARAGRAPH = 1.35  # times the usual way from line to line
_OTHER_SIZE = 1.5


def lines_of(boxes: Sequence[Box]) -> list[Box]:
    """Pieces of one line as one box, top to bottom.

    A detector cuts lines at wide spaces and lets the pieces overlap, which reads letters twice.
    """
    lines: list[Box] = []
    for box in sorted(boxes):
        for number in range(len(lines) - 1, -1, -1):
            if _continues(lines[number], box):
                lines[number] = _around(lines[number], box)
                break
        else:
            lines.append(box)
    return sorted(lines, key=lambda box: (box[1], box[0]))


def _continues(line: Box, box: Box) -> bool:
    low, high = sorted((line[3] - line[1], box[3] - box[1]))
    both = min(line[3], box[3]) - max(line[1], box[1])
    return both >= _SAME_LINE * low and high < 2 * low and box[0] - line[2] <= _NEXT_PIECE * low


def _around(a: Box, b: Box) -> Box:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))


def ordered(lines: Sequence[PictureLine]) -> list[PictureLine]:
    """Reading order: columns one after the other, rows from top to bottom."""
    rows = sorted(lines, key=lambda line: (line.box[1] + line.box[3], line.box[0]))
    if len(rows) < 4:
        return _by_row(rows)
    height = median(line.box[3] - line.box[1] for line in rows)
    left, right = _parted(rows, 0, _GUTTER * height)
    if len(left) > 1 and len(right) > 1:
        return [*ordered(left), *ordered(right)]
    above, below = _parted(rows, 1, 0.0)
    if above and below:
        return [*ordered(above), *ordered(below)]
    return _by_row(rows)


def _parted(
    lines: Sequence[PictureLine], axis: int, least: float
) -> tuple[list[PictureLine], list[PictureLine]]:
    """Two parts at the widest gap along an axis (0: across, 1: down); none where it is narrow."""
    along = sorted(lines, key=lambda line: line.box[axis])
    reach, widest, at = along[0].box[axis + 2], least, 0
    for number, line in enumerate(along[1:], 1):
        if line.box[axis] - reach > widest:
            widest, at = line.box[axis] - reach, number
        reach = max(reach, line.box[axis + 2])
    return along[:at], along[at:] if at else []


def _by_row(lines: Sequence[PictureLine]) -> list[PictureLine]:
    rows: list[list[PictureLine]] = []
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2
        if rows and middle < rows[-1][0].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box[0])]


def joined(lines: Sequence[PictureLine]) -> str:
    """Lines of a paragraph joined by a space, paragraphs by an empty line."""
    usual = _usual_step(lines)
    text = ""
    for number, line in enumerate(lines):
        if not number:
            text = line.text
        elif _begins(lines[number - 1], line, usual):
            text += f"\n\n{line.text}"
        elif text.endswith("-") and text[-2:-1].isalpha():
            text += line.text  # a hyphen at a line's end; a dash has a space before it
        else:
            text += f" {line.text}"
    return text


def _usual_step(lines: Sequence[PictureLine]) -> float:
    steps = [
        _middle(after) - _middle(before)
        for before, after in pairwise(lines)
        if _alike(before, after) and _middle(after) > before.box[3]
    ]
    # The lower half: with short paragraphs every second step is one between paragraphs.
    return median(sorted(steps)[: max(1, (len(steps) + 1) // 2)]) if steps else 0.0


def _begins(before: PictureLine, line: PictureLine, usual: float) -> bool:
    step = _middle(line) - _middle(before)
    if step < 0 or line.box[0] >= before.box[2]:
        return step < 0  # the next column; or further along the same row
    return not _alike(before, line) or step > _NEW_PARAGRAPH * usual


def _alike(a: PictureLine, b: PictureLine) -> bool:
    low, high = sorted((a.box[3] - a.box[1], b.box[3] - b.box[1]))
    return high <= _OTHER_SIZE * low


def _middle(line: PictureLine) -> float:
    return (line.box[1] + line.box[3]) / 2
