"""Instants and durations as text.

Instants are aware UTC ``datetime`` values inside the program and RFC 3339 with six
fraction digits and ``Z`` outside it, so that text order is time order.
"""

import re
from datetime import UTC, datetime, timedelta

from walkback.errors import BadInput

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)", re.ASCII)


def stamp(at: datetime) -> str:
    """``2026-01-31T12:00:00.000000Z`` for an aware instant."""
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return text[:26] + "Z"


def parse_stamp(text: str) -> datetime:
    """The instant of an RFC 3339 text; a date alone is its midnight UTC.

    Raises ``BadInput`` for anything else.
    """
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        raise BadInput(
            "not a time",
            subject=repr(text),
            expected="RFC 3339, for example 2026-01-31T12:00:00Z",
        ) from None


def parse_duration(text: str) -> timedelta:
    """``500ms 3s 15m 6h 2d`` as a duration. Raises ``BadInput`` for anything else."""
    found = _DURATION.fullmatch(text.strip())
    try:
        if found:
            return timedelta(seconds=float(found[1]) * _UNITS[found[2]])
    except OverflowError:
        pass  # longer than any calendar
    raise BadInput(
        "not a duration",
        subject=repr(text),
        expected="a number and ms, s, m, h or d, as in 15m",
    )


def duration_text(value: timedelta) -> str:
    """The shortest text that ``parse_duration`` reads back as ``value``: ``15m``, ``1.5s``."""
    seconds = value.total_seconds()
    for unit in ("d", "h", "m", "s"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds / _UNITS[unit]:.0f}{unit}"
    return f"{seconds * 1000:.0f}ms" if seconds else "0s"
