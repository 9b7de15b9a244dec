"""How we behave towards a host: its pace, its Retry-After, its robots.txt.

``Host`` and ``Site`` hold what the fetcher knows; whether a request may start now is decided in
``queue.py``. Choices where RFC 9309 leaves one: a robots.txt answered 4xx allows all; where it is
5xx or unreachable we go on and ask for the page itself, whose own answer will tell: one page
looked at now and then is not a crawl, and a broken robots.txt must not read as a refusal.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from walkback.fetch.guard import Pin
from walkback.fetch.robots import Robots

if TYPE_CHECKING:
    from walkback.fetch.job import Job

PER_HOST = 6  # as browsers do
LONGEST_HOLD = timedelta(days=1)
ROBOTS_HOLD_FOR = timedelta(days=1)
ROBOTS_RETRY_AFTER = timedelta(hours=1)  # where it could not be had
PIN_SECONDS = 60.0
FAILED_NAME_SECONDS = 5.0


@dataclass(slots=True)
class Host:
    """One host name. Instants named ``…_at`` and ``…_until`` in seconds are monotonic."""

    name: str
    waiting: list["Job"] = field(default_factory=list)
    active: int = 0
    pin: Pin | None = None
    pin_until: float = 0.0
    no_name: tuple[str, str] | None = None  # reason and detail of a failed resolution
    asked_at: float | None = None  # a resolution is under way since
    next_start: float = 0.0
    hold: datetime | None = None
    timed: bool = False  # has a place among the timers
    ready: bool = False  # waits for a free wire

    @property
    def literal(self) -> bool:
        """Whether the name is an IP address; parse_address has brought all spellings into two."""
        return self.name.startswith("[") or self.name.replace(".", "").isdigit()


@dataclass(slots=True)
class Site:
    """One origin of a host."""

    origin: str
    scheme: str
    port: int
    host: Host
    request_tail: bytes  # the request head from the end of the target to the last fixed line
    robots: Robots | None = None
    robots_until: datetime | None = None
    asking: bool = False  # its robots.txt is under way
    parked: list["Job"] = field(default_factory=list)
    pinned: Pin | None = None  # what libcurl was last told
    chain: bytes = b""  # the certificates it showed when we last connected


def retry_after(value: bytes, now: datetime) -> datetime | None:
    """When to come back: seconds or an HTTP date (RFC 9110 10.2.3), at most a day from ``now``.

    None where the value is neither, or lies in the past.
    """
    text = value.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0")
        wait = timedelta(seconds=int(digits or "0")) if len(digits) < 9 else LONGEST_HOLD
        wait = min(wait, LONGEST_HOLD)
        return now + wait if wait else None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return min(at, now + LONGEST_HOLD) if at > now else None
