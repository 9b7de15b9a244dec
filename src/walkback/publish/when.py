"""Times in words. Pure: English, UTC, nothing relative to now, so that a page is true for ever."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Own tables: strftime speaks the language of the process, the site speaks English.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EARLY = ("January", "February", "March", "April", "May", "June")
_LATE = ("July", "August", "September", "October", "November", "December")
_MONTHS = _EARLY + _LATE

# From which length a duration is told in which unit: 47 hours says more than 1 day.
_UNITS = (
    (timedelta(days=730), timedelta(days=365), "year"),
    (timedelta(days=60), timedelta(days=30), "month"),
    (timedelta(hours=48), timedelta(days=1), "day"),
    (timedelta(hours=1), timedelta(hours=1), "hour"),
    (timedelta(minutes=1), timedelta(minutes=1), "minute"),
    (timedelta(seconds=1), timedelta(seconds=1), "second"),
)
_NEAR = 6  # days: within them a weekday names one day only


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and the words it is told in, for ``<time datetime>``."""

    at: datetime
    text: str


Words = tuple[str | Moment, ...]


def plain(words: Words) -> str:
    """A sentence without its marked moments: for feeds, titles and tests."""
    return "".join(part.text if isinstance(part, Moment) else part for part in words)


def duration(length: timedelta) -> str:
    """``15 hours``, ``3 days``, ``1 minute``: whole units, rounded down, so never too much."""
    for least, unit, name in _UNITS:
        if length >= least:
            count = length // unit
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "less than a second"


def every(length: timedelta) -> str:
    """``every hour``, ``every 15 minutes``."""
    text = duration(length)
    return f"every {text.removeprefix('1 ')}"


def day(at: datetime | date) -> str:
    """``Tuesday 3 November 2026``; an instant is taken in UTC."""
    on = _date(at)
    return f"{_WEEKDAYS[on.weekday()]} {short_day(on)}"


def short_day(at: datetime | date) -> str:
    """``3 November 2026``."""
    on = _date(at)
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_date(at: datetime | date) -> str:
    """``3 Nov 2026``, where there is little room."""
    on = _date(at)
    return f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}"


def dated(text: str) -> str:
    """A page's own date: ``3 November 2026`` where it is RFC 3339, else as the page has it."""
    try:
        return short_day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def clock(at: datetime, *, seconds: bool = False) -> str:
    """``09:40``, or ``09:40:07`` where minutes do not tell two instants apart."""
    return at.astimezone(UTC).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(at: datetime) -> Moment:
    """``3 November 2026, 09:40 UTC``."""
    return Moment(at, f"{short_day(at)}, {clock(at)} UTC")


def day_moment(at: datetime) -> Moment:
    """``3 November 2026``."""
    return Moment(at, short_day(at))


def interval(start: datetime, end: datetime, near: date | None = None) -> Words:
    """``between Monday 18:02 and Tuesday 09:40 UTC``.

    ``near`` is the day the reader already knows, from the heading above; without it, or for
    an interval that begins more than six days before it, both ends carry their dates.
    """
    fine = clock(start) == clock(end) and end - start < timedelta(minutes=1)
    first, last = clock(start, seconds=fine), clock(end, seconds=fine)
    known = near is not None and timedelta(0) <= near - _date(start) <= timedelta(days=_NEAR)
    if _date(start) == _date(end):
        on = "" if known and _date(end) == near else f"on {day(end)} "
        return _one_day(on, Moment(start, first), Moment(end, last))
    tell = _weekday if known else _dated
    return (
        "between ",
        Moment(start, tell(start, first)),
        " and ",
        Moment(end, f"{tell(end, last)} UTC"),
    )


def _one_day(on: str, start: Moment, end: Moment) -> Words:
    if start.at == end.at:
        return (f"{on}at ", Moment(end.at, f"{end.text} UTC"))
    return (f"{on}between ", start, " and ", Moment(end.at, f"{end.text} UTC"))


def point(at: datetime, near: date | None = None) -> Words:
    """``at 09:40 UTC`` under its day's heading, ``on Tuesday 3 November 2026, …`` elsewhere."""
    if near == _date(at):
        return ("at ", Moment(at, f"{clock(at)} UTC"))
    return ("on ", Moment(at, f"{_dated(at, clock(at))} UTC"))


def _weekday(at: datetime, time: str) -> str:
    return f"{_WEEKDAYS[_date(at).weekday()]} {time}"


def _dated(at: datetime, time: str) -> str:
    return f"{day(at)}, {time}"


def _date(at: datetime | date) -> date:
    return at.astimezone(UTC).date() if isinstance(at, datetime) else at
