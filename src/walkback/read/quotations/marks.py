# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""What stands between quotation marks, in every style the press uses.

One pass over each paragraph with a stack of open marks, so the time is linear. Marks that can
both open and close (straight ones, and curly ones typed the wrong way round) are judged by the
characters beside them first and by what is open second: ``“expedited review“`` closes though its
last mark is an opening one, and ``“two policies,"`` may mix both.
"""

import re
from dataclasses import dataclass, field, replace

from walkback.read.quotations.singles import single_pairs

_OPENING = frozenset("“„‟«‹「『〝＂")
_CLOSING = frozenset("”»›」』〞‟")
_STRAIGHT = frozenset('"＂″')
DEEPEST = 6  # marks open at once; what is deeper is no prose
MOST_MARKS = 25_000  # in one article: a megabyte of news and dialogue has 21,000
_MARKS = _OPENING | _CLOSING | _STRAIGHT
# Two grave accents or two apostrophes are how old wires and TeX write quotation marks.
_MARK = re.compile(f"[{''.join(sorted(_MARKS))}]|(?<![`'])(?:``|'')(?!['`])")
_ANY = re.compile(f"[{''.join(sorted(_MARKS))}'‘’‚`]")
_PARTNER = {"「": "」", "『": "』", "〝": "〞"}
# What may stand between the start of a paragraph and the mark it opens with.
_LEAD = " \t\u00a0\u202f-–—•*>([…."
_BEFORE_SENTENCE = '.!?…)”"»“'
_BEFORE_OPENING = " \t\n\u00a0\u202f\u2009([{-–—/=:>…'‘"
_AFTER_CLOSING = " \t\n\u00a0\u202f\u2009.,;:!?)]}-–—/…<'’"


@dataclass(frozen=True, slots=True)
class Segment:
    """Quoted words of one paragraph: ``start``, ``end`` include the marks where there are any.

    ``inner_start``, ``inner_end`` are the words alone. ``closed`` is False where the paragraph
    ends with the quotation still open; ``continued`` where it goes on from the one before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continued: bool = False
    single: bool = False
    block: bool = False


@dataclass(slots=True)
class _Open:
    """A mark that has been opened, and the closed pairs inside it."""

    mark: str
    at: int
    inner: list[tuple[int, int]] = field(default_factory=list)


def segments(text: str, paragraphs: tuple[tuple[int, int], ...]) -> tuple[Segment, ...]:
    """The outermost quoted segments of a text, in order; none overlaps another."""
    found: list[Segment] = []
    pending = False  # the paragraph before was left open
    left = MOST_MARKS
    for number, (start, end) in enumerate(paragraphs):
        left -= sum(1 for _ in _ANY.finditer(text, start, end))
        if left < 0:
            break
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and _opens(text, *following)
        pairs, left_open, stray = _pairs(text, start, end, pending=pending, goes_on=goes_on)
        mine = [_segment(text, a, b) for a, b in pairs]
        if stray is not None:
            first = Segment(start, stray + 1, start, stray, continued=True)
            mine.insert(0, _trimmed(text, first))
        elif pending and mine and _opens(text, start, end):
            mine[0] = replace(mine[0], continued=True)
        if left_open is not None:
            whole = Segment(left_open, end, left_open + 1, end, closed=False)
            at_start = not text[start:left_open].strip(_LEAD)
            mine.append(_trimmed(text, replace(whole, continued=pending and at_start)))
        found += _with_singles(text, mine, single_pairs(text, start, end))
        pending = left_open is not None or (pending and stray is None and not mine and goes_on)
    return tuple(one for one in found if one.inner_end > one.inner_start)


def _pairs(
    text: str, start: int, end: int, *, pending: bool, goes_on: bool
) -> tuple[list[tuple[int, int]], int | None, int | None]:
    """The closed outermost pairs, the mark left open, and a close that nothing here opened."""
    stack: list[_Open] = []
    pairs: list[tuple[int, int]] = []
    stray: int | None = None
    for match in _MARK.finditer(text, start, end):
        at, mark = match.start(), match.group()[0]
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        if stack and _closes(mark, before, after, stack):
            _close(stack, pairs, at)
        elif _may_open(mark, before, after, top=stack[-1].mark if stack else ""):
            if len(stack) < DEEPEST:
                stack.append(_Open(mark, at))
        elif pending and stray is None and not stack and not pairs and _is_close(mark, after):
            stray = at
    return (
        _settle(text, (start, end), stack, pairs, goes_on=goes_on),
        _left(text, (start, end), stack, goes_on=goes_on),
        stray,
    )


def _is_close(mark: str, after: str) -> bool:
    return mark not in "“„«‹" and after in _AFTER_CLOSING


def _closes(mark: str, before: str, after: str, stack: list[_Open]) -> bool:
    """Whether a mark closes what is open innermost."""
    top = stack[-1].mark
    if top in _PARTNER or mark in "„「『〝」』〞":
        return mark == _PARTNER.get(top)
    if top in "«»‹›" or mark in "«»‹›":  # these close each other and nothing else
        return f"{top}{mark}" in ("«»", "»«", "‹›", "›‹")
    tight_before = before not in _BEFORE_OPENING
    if mark == "“":
        return top == "„" or (tight_before and after in _AFTER_CLOSING)
    if mark == "”":
        return True
    return tight_before or after in _AFTER_CLOSING or not after.strip()


def _may_open(mark: str, before: str, after: str, *, top: str) -> bool:
    if mark in "”»›":  # Swedish ”so”, German »so«
        return top == "" and before in _BEFORE_OPENING and after not in _AFTER_CLOSING
    if mark in "」』〞":
        return False
    if mark in "«‹":
        return True
    return after.strip() != "" and (before in _BEFORE_OPENING or after not in _AFTER_CLOSING)


def _close(stack: list[_Open], pairs: list[tuple[int, int]], at: int) -> None:
    done = stack.pop()
    (stack[-1].inner if stack else pairs).append((done.at, at))


def _settle(
    text: str,
    span: tuple[int, int],
    stack: list[_Open],
    pairs: list[tuple[int, int]],
    *,
    goes_on: bool,
) -> list[tuple[int, int]]:
    """The outermost pairs once the paragraph is over: what an unclosed mark held comes free."""
    left = _left(text, span, stack, goes_on=goes_on)
    freed = [pair for one in stack if left is None or one.at < left for pair in one.inner]
    return sorted(pairs + [pair for pair in freed if left is None or pair[0] < left])


def _left(text: str, span: tuple[int, int], stack: list[_Open], *, goes_on: bool) -> int | None:
    """The mark that leaves this paragraph's quotation open: it opens the paragraph, or the next
    paragraph opens with a mark as continued quotations do, or it follows a colon or comma.
    """
    start, _ = span
    for one in stack:
        lead = text[start : one.at].rstrip()
        begins = goes_on and one is stack[-1] and lead[-1:] in _BEFORE_SENTENCE
        if not lead.strip(_LEAD) or lead.endswith((":", ",")) or begins:
            return one.at
    return None


def _opens(text: str, start: int, end: int) -> bool:
    lead = text[start : min(end, start + 4)].lstrip(_LEAD)
    return lead[:1] in '“„«‹"‘「»' and lead != ""


def _segment(text: str, first: int, last: int) -> Segment:
    wide = 2 if text[first : first + 2] in ("``", "''") else 1
    return _trimmed(text, Segment(first, last + wide, first + wide, last))


def _trimmed(text: str, one: Segment) -> Segment:
    """Without the spaces that French puts inside its marks."""
    a, b = one.inner_start, one.inner_end
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return replace(one, inner_start=a, inner_end=b, end=one.end if one.closed else b)


def _with_singles(
    text: str, doubles: list[Segment], singles: list[tuple[int, int]]
) -> list[Segment]:
    """Both kinds in order. A single pair counts where no double one touches it, or where it
    holds whole double ones as an outer mark does.
    """
    if not singles:
        return doubles
    taken = list(doubles)
    for first, last in singles:
        inside = [one for one in taken if one.start > first and one.end <= last]
        crossing = [one for one in taken if one.start <= last and one.end > first]
        if len(inside) != len(crossing):
            continue
        taken = [one for one in taken if one not in inside]
        one = Segment(first, last + 1, first + 1, last, single=True)
        taken.append(_trimmed(text, one))
    return sorted(taken, key=lambda one: one.start)
