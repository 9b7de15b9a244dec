# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""Single quotation marks as outer marks, told from apostrophes."""

import re

# Words that begin with an apostrophe: years, and what speech swallows.
_SWALLOWED = re.compile(
    r"['’‘](?:\d\ds?\b|tis\b|twas\b|em\b|cause\b|til\b|n['’]|round\b|bout\b)", re.IGNORECASE
)
_OPEN_BEFORE = ' \t\n\u00a0\u202f([{—–-/:“"„«'
_SINGLE = re.compile("['‘’‚]")


def single_pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Positions of opening and closing single marks in one paragraph, outermost, in order.

    A closing mark stands after a word or a stop and before none. After an ``s`` it may be a
    plural's apostrophe (``the voters' choice``); it is one where a better closing mark follows
    before the next opening one.
    """
    every = [match.start() for match in _SINGLE.finditer(text, start, end)]
    opens = [at for at in every if _may_open(text, at, start, end)]
    closes = [at for at in every if _may_close(text, at, start, end)]
    pairs: list[tuple[int, int]] = []
    free, next_close = start, 0
    for number, first in enumerate(opens):
        if first < free:
            continue
        bound = opens[number + 1] if number + 1 < len(opens) else end
        while next_close < len(closes) and closes[next_close] <= first + 1:
            next_close += 1
        last = _best(text, closes, next_close, bound)
        if last is not None:
            pairs.append((first, last))
            free = last + 1
    return pairs


def _may_open(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if text[at] == "’" or before not in _OPEN_BEFORE:
        return False
    if before in '"“' and text[at] == "'" and after in '"”':
        return False
    tight = after.isalnum() or after in '[(“"…$£€#@'
    return tight and not _SWALLOWED.match(text, at)


def _may_close(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if text[at] == "‚" or before.isspace() or after.isalnum():
        return False
    return text[at] != "‘" or before.isalnum()


def _best(text: str, closes: list[int], first: int, bound: int) -> int | None:
    """The closing mark to take among those before ``bound``."""
    fallback = None
    for number in range(first, min(len(closes), first + 8)):
        at = closes[number]
        if at >= bound:
            break
        if text[at - 1] in ",.!?…":
            return at
        if fallback is None or text[fallback - 1] in "sS":
            fallback = at
    return fallback
