"""What the judge concludes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How an instance stands."""

    PRESENT = "present"
    REMOVED = "removed"
    MOVED = "moved"
    WITHHELD = "withheld"
    ACCOUNT_GONE = "account-gone"
    ACCOUNT_SUSPENDED = "account-suspended"
    ACCOUNT_PRIVATE = "account-private"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What happened to a statement, and the acts that link two statements."""

    PUBLISHED = "published"
    EDITED = "edited"
    REMOVED = "removed"
    RESTORED = "restored"
    MOVED = "moved"
    WITHHELD = "withheld"
    ACCOUNT_GONE = "account-gone"
    ACCOUNT_SUSPENDED = "account-suspended"
    ACCOUNT_PRIVATE = "account-private"
    RETRACTED = "retracted"
    APOLOGISED = "apologised"
    CORRECTED = "corrected"
    CLARIFIED = "clarified"
    REAFFIRMED = "reaffirmed"


# What a later statement does to an earlier one; judged by words, not by looks.
ACTS = frozenset(
    {
        EventKind.RETRACTED,
        EventKind.APOLOGISED,
        EventKind.CORRECTED,
        EventKind.CLARIFIED,
        EventKind.REAFFIRMED,
    }
)


class Confidence(StrEnum):
    """How surely; the weakest link decides."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Policy:
    """How many looks, over which span, confirm a verdict.

    ``confirm_checks`` and ``confirm_over`` replace, where set, every count and span of the
    judge's table.
    """

    version: str = "1"
    confirm_checks: int | None = None
    confirm_over: timedelta | None = None
    edit_checks: int = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule by name, what it says in plain words, and the observations it rests on."""

    rule: str
    text: str
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an instance stands before the looks that are judged.

    ``seen`` and ``seen_at`` are the last look that found what the state says (for a present
    instance: its current version). ``text`` is the current version's, None before the first.
    ``final_url`` is the address that answered at that look, where it is not ``url``: a page that
    was first seen through a redirect has not moved when it is next seen through the same one.
    """

    instance: str
    state: State
    text: str | None = None
    capture: str | None = None
    seen: str | None = None
    seen_at: datetime | None = None
    url: str = ""
    final_url: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A conclusion about one instance.

    ``between`` is (last look at the old, first look at the new); ``confirmed_at`` the look that
    completed the confirmation. ``capture`` is the one that shows the new state: the new
    version's for an edit. ``facts`` hold what else the rule found, such as ``moved_to``.
    """

    id: str
    instance: str
    kind: EventKind
    state: State
    between: tuple[datetime, datetime]
    confirmed_at: datetime
    confidence: Confidence
    reasons: tuple[Reason, ...]
    policy: str
    capture: str | None = None
    text: str | None = None
    supersedes: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pending:
    """What is being confirmed: since when, how many looks of how many."""

    kind: EventKind
    since: datetime
    looks: int
    of: int
