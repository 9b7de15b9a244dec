"""What differs between two readings."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """Named differences; ``TYPOGRAPHY`` is never an edit."""

    TYPOGRAPHY = "typography"
    TITLE = "title"
    ALTERED = "altered"
    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that differs. ``before`` and ``after`` are its words, empty for none."""

    kind: ChangeKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a diff: ``op`` is ``same``, ``out`` or ``in``."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One passage before and after, each as pieces; ``kind`` None where it is the same."""

    kind: ChangeKind | None
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
