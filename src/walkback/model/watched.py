"""What is told of a speaker beside what was said: how often what happened, gaps, a reply."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events of a kind stand in the history."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a place was not seen; ``url`` None: no place at all was looked at.

    From the last look that served, or where that is not known the first that failed, to the
    first one that served again; ``until`` None while it lasts. ``reason`` is the outcome of the
    first look that failed, ``not looked`` where there was none.
    """

    url: str | None
    since: datetime
    until: datetime | None
    reason: str

    @property
    def length(self) -> timedelta | None:
        """How long it was; None while it lasts."""
        return self.until - self.since if self.until else None


@dataclass(frozen=True, slots=True)
class Reply:
    """A speaker's own words on what the record says, as they were lodged."""

    id: str
    at: datetime
    text: str
