"""The names of months and days in the languages whose papers we read, and how their dates look.

A month's name is only looked for beside a day or a preposition, so the languages share one table:
``mar`` beside a number is March in all that have it.
"""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = """
    january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari styczeń
    stycznia styczniu
    february feb febr februar feber février févr fév febrero febbraio fevereiro fev februari
    luty lutego lutym
    march mar märz mär mrz mars marzo março maart mrt marts marzec marca marcu
    april apr avril avr abril abr aprile kwiecień kwietnia kwietniu
    may mai mayo maggio mag maio mei maj maja maju
    june jun juni juin junio giugno giu junho czerwiec czerwca czerwcu
    july jul juli juillet juil julio luglio lug julho lipiec lipca lipcu
    august aug août aou agosto ago augustus augusti sierpień sierpnia sierpniu
    september sep sept septembre septiembre settembre set setembro wrzesień września wrześniu
    october oct oktober okt octobre octubre ottobre ott outubro out październik października
    październiku
    november nov novembre noviembre novembro listopad listopada listopadzie
    december dec dezember dez décembre déc diciembre dic dicembre dezembro desember grudzień
    grudnia grudniu
"""
_FIRST = ("january", "february", "march", "april", "may", "june", "july", "august", "september")
_FIRST_OF_MONTH = (*_FIRST, "october", "november", "december")


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    month = 0
    for name in _MONTHS.split():
        month += name in _FIRST_OF_MONTH
        table.setdefault(name, month)
    return table


MONTHS = _table()
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?!\w)\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|e|º|ª|°|\.)?"
_OF = r"[\s\u00a0]{1,3}(?:(?:of|de|del|d['\u2019]|di)\s{0,2})?"
_DAY_NAME = r"(?:[^\W\d_]{2,13}(?:-feira)?[.,]{0,2}\s{1,2}(?:(?:the|den|le|el|il|de|dia)\s)?)?"
_STATED = re.compile(
    rf"{_DAY_NAME}(?:"
    rf"(?P<year1>\d{{4}})[-/年](?P<month1>\d{{1,2}})[-/月](?P<day1>\d{{1,2}})(?:日|(?!\d))"
    rf"|(?P<day2>\d{{1,2}}){_ORDINAL}{_OF}(?P<month2>{MONTH})(?:,?{_OF}|,)(?P<year2>\d{{4}})(?!\d)"
    rf"|(?P<month3>{MONTH})\s{{1,3}}(?P<day3>\d{{1,2}}){_ORDINAL}(?:,\s{{0,3}}|\s{{1,3}})(?P<year3>\d{{4}})(?!\d)"
    rf"|(?P<one>\d{{1,2}})(?P<mark>[./])\s?(?P<two>\d{{1,2}})[./]\s?(?P<year4>\d{{4}}|\d{{2}})(?!\d)"
    r")",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:\s?[,\u00b7\u2022|\u2013-])?\s{0,2}(?:"
    r"(?:at|um|à|a las|alle|alle ore|às|om|kl\.?|o)\s)?"
    r"(?P<hour>\d{1,2})(?P<sep>[:.h])(?P<minute>\d{2})(?!\d)"
    r"(?:\s?(?P<half>[AaPp]\.?[Mm]\b\.?))?(?:\s?(?:Uhr|h\b|UTC|GMT|BST|CES?T|E[SD]T|P[SD]T))?",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a text states in full: ``text`` is ``YYYY-MM-DD``, or with ``THH:MM``."""

    text: str
    start: int
    end: int


def stated_date(text: str, at: int = 0, *, american: bool = False) -> Stated | None:
    """The full date, with a time where it follows, that begins exactly at ``at``.

    ``american``: whether ``4/12/2022`` is in April; a point always parts day from month.
    """
    found = _STATED.match(text, at)
    day = _day(found, american=american) if found else None
    if found is None or day is None:
        return None
    clock = _CLOCK.match(text, found.end())
    hour = _hour(clock) if clock else None
    if clock is None or hour is None:
        return Stated(day.isoformat(), at, found.end())
    return Stated(f"{day.isoformat()}T{hour:02}:{clock['minute']}", at, clock.end())


def clock_end(text: str, at: int) -> tuple[str, int] | None:
    """``HH:MM`` and its end, where a time of day begins exactly at ``at``."""
    clock = _CLOCK.match(text, at)
    hour = _hour(clock) if clock else None
    return (f"{hour:02}:{clock['minute']}", clock.end()) if clock and hour is not None else None


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or abbreviation in any of the languages."""
    return MONTHS.get(name.casefold().rstrip("."))


def as_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(found: re.Match[str], *, american: bool) -> date | None:
    for number in "1", "2", "3":
        if year := found[f"year{number}"]:
            name = found[f"month{number}"]
            month = int(name) if name.isdigit() else month_number(name)
            return as_day(int(year), month or 0, int(found[f"day{number}"]))
    one, two, year = int(found["one"]), int(found["two"]), int(found["year4"])
    if two > 12 or (american and found["mark"] == "/" and one <= 12):
        one, two = two, one
    return as_day(year + 2000 if year < 100 else year, two, one)


def _hour(clock: re.Match[str]) -> int | None:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if clock["sep"] == "." and not half and clock["hour"][0] != "0" and hour < 10:
        return None  # "12 April 2022 3.50 was charged"
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return hour if hour < 24 and int(clock["minute"]) < 60 else None
