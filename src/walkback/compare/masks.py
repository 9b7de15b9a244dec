"""What is left out when two readings are compared: lines that were set aside, lines that move.

A line is a passage or the title. Whether it contains a text is asked of their words: spacing,
typography and capitals do not count.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from walkback.compare.compare import compare
from walkback.compare.hunks import Words, clipped, hunks
from walkback.model.change import Change, ChangeKind
from walkback.model.mask import Masked, Why
from walkback.model.reading import Passage, Reading
from walkback.model.words import tokens, words_digest

MOST = 12  # excerpts of one comparison
_NUMBER = re.compile(r"\d+")


def without(reading: Reading, ignored: Sequence[str]) -> Reading:
    """The reading without the lines that contain one of ``ignored``; itself where none does."""
    wanted = [_folded(text) for text in ignored]
    kept = [one for one in reading.passages if not _has(one.text, wanted)]
    title = "" if _has(reading.title, wanted) else reading.title
    if len(kept) == len(reading.passages) and title == reading.title:
        return reading
    passages, at = [], 0
    for one in kept:
        passages.append(Passage(one.text, at, at + len(one.text), one.kind))
        at += len(one.text) + 2
    return replace(
        reading,
        title=title,
        text="\n\n".join(one.text for one in kept),
        passages=tuple(passages),
        sha256=words_digest(title, (one.text for one in kept)),
    )


def apart(readings: Sequence[Reading], ignored: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of one page without what is ignored, the known one first.

    Where nothing of the known words would be left, nothing is ignored: any page would be alike.
    """
    left = tuple(without(reading, ignored) for reading in readings) if ignored else ()
    return left if left and left[0].text else tuple(readings)


def counts(old: Reading, new: Reading, counted: Sequence[str]) -> bool:
    """Whether the lines that contain one of ``counted`` differ."""
    wanted = [_folded(text) for text in counted]
    before, after = ([tokens(line) for line in _lines(reading, wanted)] for reading in (old, new))
    return before != after


def set_aside(old: Reading, new: Reading, ignored: Sequence[str]) -> tuple[Masked, ...]:
    """The lines that contain one of ``ignored`` and differ."""
    wanted = [_folded(text) for text in ignored]
    before, after = _lines(old, wanted), _lines(new, wanted)
    came = [line for line in after if line not in before]
    found = came or [line for line in before if line not in after]
    return _masked((clipped(" ".join(line.split())) for line in found), Why.SET_ASIDE)


def left_out(changes: Iterable[Change], why: Why) -> tuple[Masked, ...]:
    """The words of changes that were no edit, each for the same reason."""
    return _masked((words for change in changes for words in _excerpts(change)), why)


def moving(one: Reading, other: Reading) -> tuple[Masked, ...]:
    """What differs between two loads of one moment."""
    return left_out(compare(one, other), Why.MOVES)


def same_after_all(changes: Iterable[Change]) -> tuple[Masked, ...]:
    """What differs between two readings that say the same (``same_words``)."""
    turned = (ChangeKind.ADDED, ChangeKind.DROPPED, ChangeKind.TITLE)
    every = tuple(changes)
    return (
        *left_out((one for one in every if one.kind in turned), Why.TWICE),
        *left_out((one for one in every if one.kind not in turned), Why.TYPOGRAPHY),
    )


def _masked(found: Iterable[str], why: Why) -> tuple[Masked, ...]:
    shapes = {_NUMBER.sub("#", _folded(words)): words for words in islice(found, MOST) if words}
    return tuple(Masked(words, why, shape) for shape, words in shapes.items())


def _excerpts(change: Change) -> Iterator[str]:
    if change.kind is ChangeKind.ALTERED:
        for hunk in hunks(Words(change.before), Words(change.after)):
            yield hunk.into.excerpt or hunk.out.excerpt
    else:
        yield clipped(" ".join((change.after or change.before)[:1000].split()))


def _lines(reading: Reading, wanted: Sequence[str]) -> list[str]:
    lines = (reading.title, *(one.text for one in reading.passages))
    return [line for line in lines if _has(line, wanted)]


def _has(line: str, wanted: Sequence[str]) -> bool:
    folded = _folded(line)
    return any(text in folded for text in wanted)


def _folded(text: str) -> str:
    return " ".join(tokens(text)).casefold()
