"""What was told of a scene, held against what was said in it. The definitions of the comparison.

After each check a tool tells its user nothing, or one or more of these:

``edited``    the page says something else than before (a peer's "changed")
``removed``   it is not there: Walkback's verdict, a peer's message that the server said 404 or 410
``failed``    another message that a look failed; nobody is charged for it
any other     Walkback's further events, under their names: ``moved``, ``restored``, ``withheld``

A message is right if it fits the words that stood at the time of that check, whatever the server
made of them: ``edited`` if they differ from those last told of, ``removed`` if they are gone, any
other if the scene tells it. A removal counts as told by any right message while the words are
gone, so that a peer which shows a "not found" page of status 200 as a change has told it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Self

EDITED, REMOVED, FAILED = "edited", "removed", "failed"
Said = tuple[str, ...] | None
_QUOTES = {**dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'), "\u2018": "'", "\u2019": "'"}
_TYPOGRAPHY = str.maketrans(_QUOTES | {"\u2013": "-", "\u2014": "-", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class Truth:
    """A scene: its words at each check (None where they are gone), and what it ``tells`` of."""

    name: str
    said: tuple[Said, ...]
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts; ``alarm_scenes`` are those with a false alarm, ``due`` is what had to be told."""

    messages: int = 0
    false_alarms: int = 0
    alarm_scenes: int = 0
    false_removals: int = 0
    removal_scenes: int = 0
    failed_looks: int = 0
    edits_due: int = 0
    edits_missed: int = 0
    removals_due: int = 0
    removals_missed: int = 0

    def __add__(self, other: Self) -> "Score":
        """Of both together."""
        return Score(*map(sum, zip(astuple(self), astuple(other), strict=True)))


def plain(texts: Sequence[str]) -> tuple[str, ...]:
    """Words as they count: typography is no saying."""
    made = (unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY) for text in texts)
    return tuple(re.sub(r"\s+", " ", text).strip() for text in made)


def score(truth: Truth, log: Sequence[Sequence[str]]) -> Score:
    """Counts one tool's messages on one scene; ``log`` holds those after each check."""
    known, edits, false, false_removals = truth.said[0], 0, 0, 0
    told_of = set()
    for check, (now, messages) in enumerate(zip(truth.said, log, strict=True)):
        for kind in messages:
            if _right(kind, now, known, truth.tells):
                if kind in (EDITED, REMOVED):
                    known = now
                    told_of.add(check)
                    edits += now is not None
            elif kind == REMOVED:
                false_removals += 1
            else:
                false += 1
    told = [kind for messages in log for kind in messages]
    edits_due, gone = truth.tells.count(EDITED), _absences(truth)
    return Score(
        messages=len(told),
        false_alarms=false,
        alarm_scenes=int(false > 0),
        false_removals=false_removals,
        removal_scenes=int(false_removals > 0),
        failed_looks=told.count(FAILED),
        edits_due=edits_due,
        edits_missed=max(0, edits_due - edits),
        removals_due=len(gone),
        removals_missed=sum(told_of.isdisjoint(absence) for absence in gone),
    )


def _right(kind: str, now: Said, known: Said, tells: tuple[str, ...]) -> bool:
    if kind == EDITED:
        return now != known
    return now is None if kind == REMOVED else kind == FAILED or kind in tells


def _absences(truth: Truth) -> list[list[int]]:
    """The checks of each time that the words were gone, in scenes that tell of a removal."""
    if REMOVED not in truth.tells:
        return []
    checks = groupby(range(len(truth.said)), key=lambda check: truth.said[check] is None)
    return [list(found) for gone, found in checks if gone]
