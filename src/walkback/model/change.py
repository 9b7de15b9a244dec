"""What differs between two readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """Named differences; ``TYPOGRAPHY`` is never an edit."""

    TYPOGRAPHY = "typography"
    TITLE = "title"
    ALTERED = "altered"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"


class Sort(StrEnum):
    """What a change is to a reader; ``ALTERED`` passages are told by what became of their words."""

    TYPOGRAPHY = "typography"
    WORDING = "wording"
    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    DATE = "date"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    TITLE = "title"
    CORRECTION = "correction-note"
    REPLACED = "replaced"


class Rank(IntEnum):
    """How much a change weighs, by its words alone; what it means is for people to say."""

    TYPOGRAPHY = 0  # no word differs
    SLIP = 1  # spelling, capitals, punctuation
    WORDING = 2  # other words, or the same at another place
    PASSAGE = 3  # a passage or title came, went or was changed
    FACT = 4  # a number, name, date or the strength of a promise; a note of correction
    REPLACED = 5  # hardly a word of the old text is left
    REVERSAL = 6  # a sentence may now say the opposite


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that differs. ``before`` and ``after`` are its words, empty for none."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NamedChange:
    """One thing that changed, in words a person can use.

    ``before`` and ``after`` are excerpts of at most 240 letters with the words around; empty for
    none. ``reason`` says in one clause what differs: "12 became 21".
    """

    kind: Sort
    before: str
    after: str
    rank: Rank
    reason: str


def named_json(change: NamedChange) -> list[str | int]:
    """A named change as the store keeps it."""
    return [change.kind.value, change.before, change.after, int(change.rank), change.reason]


def parse_named(kept: Sequence[Any]) -> NamedChange:
    """The named change of ``named_json``."""
    kind, before, after, rank, reason = kept
    return NamedChange(Sort(kind), before, after, Rank(rank), reason)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a diff: ``op`` is ``same``, ``out`` or ``in``."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One passage before and after, each as pieces; ``kind`` None where it is the same.

    ``changes`` names what became of it, the weightiest first.
    """

    kind: ChangeKind | None
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    changes: tuple[NamedChange, ...] = ()
