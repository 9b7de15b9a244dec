"""Words of time in a stretch of text, and the days they mean to the readers of that day's paper.

``on Monday`` in Tuesday's paper was yesterday, and in Monday's it is today; ``last week`` is the
week from Monday to Sunday before; ``in March`` the last March there was. Nobody has said anything
in the future: what would lie there means the time before, and a full date there means nothing.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from walkback.read.calendars import MONTH, as_day, month_number, stated_date
from walkback.read.quotations.tongues import NUMBERS, TONGUES, Tongue

_COUNT = {name: number for number, names in NUMBERS.items() for name in names}
_OF = r"[\s\u00a0](?:(?:of|de|del|d['\u2019]|di)[\s\u00a0]?)?"
_YEAR = r"(?:,?[\s\u00a0](?:(?:of|de|del)[\s\u00a0])?(?P<{}>(?:19|20)\d\d))?(?![\w-])"


@dataclass(frozen=True, slots=True)
class When:
    """Words of time at ``start`` to ``end`` and the days they mean, both included.

    ``first`` and ``last`` are None where the article has no date to reckon from. ``fine``: a day
    rather than a span. ``owns``: the words are a possessive, as in ``Monday's debate``.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    fine: bool
    owns: bool = False


def when(text: str, language: str | None, published: str | None) -> list[When]:
    """The words of time in ``text``, in order. ``published``: the article's date, if it has one."""
    code = (language or "en")[:2]
    day = _day(published)
    found: list[When] = []
    for one in _pattern(code if code in TONGUES else "en").finditer(text):
        meant = _meant(one, TONGUES.get(code, TONGUES["en"]), day)
        if meant is not None and not _is_a_name(text, one, code):
            found.append(meant)
    return found


def _is_a_name(text: str, found: re.Match[str], code: str) -> bool:
    """``USA Today``, ``ABC's This Week``: small words with capitals inside a sentence."""
    small = code != "de" and not (found["weekday"] or found["month"] or found["iso"])
    if not small or found["date1"] or found["date2"] or not found[0].istitle():
        return False
    return (
        bool(text[: found.start()].rstrip(" \n"))
        and text[: found.start()].rstrip()[-1] not in ".:!?"
    )


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


@lru_cache(maxsize=16)
def _pattern(code: str) -> re.Pattern[str]:
    tongue = TONGUES[code]
    beside = f"(?:{tongue.beside})?"
    days = f"(?:{tongue.days})"
    last_after = (
        rf"(?P<after>\s(?:{tongue.last_after}))?" if tongue.last_after else "(?P<after>$^)?"
    )
    last_before = (
        rf"(?:(?P<before>{tongue.last_before})\s)?" if tongue.last_before else "(?P<before>$^)?"
    )
    name = rf"(?:{days}(?:{tongue.part})?[,.]?\s(?:(?:the|den|dem|le|el|il|dia|der)\s)?)?"
    units = "|".join(f"(?P<unit{n}>{words})" for n, (words, _, _) in enumerate(tongue.units))
    return re.compile(
        r"(?<![\w-])(?:"
        rf"(?P<iso>{beside}\d{{4}}-\d\d-\d\d|{beside}\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})(?!\d)"
        rf"|(?P<date1>{beside}{name}(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°)?{_OF}(?P<m1>{MONTH}){_YEAR.format('y1')})"
        rf"|(?P<date2>{beside}{name}(?P<m2>{MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR.format('y2')})"
        rf"|(?P<coming>(?:{tongue.coming})\s{days})"
        rf"|(?P<ago>{tongue.ago})"
        rf"|{units}"
        rf"|(?P<older>{tongue.before_that})|(?P<yesterday>{tongue.yesterday})|(?P<today>{tongue.today})"
        rf"|(?P<weekday>{beside}(?:(?:this|diesen|diesem)\s)?{last_before}(?P<day>{days})(?:{tongue.part})?{last_after})"
        rf"|(?P<month>(?:{tongue.months_after})(?P<m3>{MONTH}){_YEAR.format('y3')}|(?:{tongue.months_after})(?P<y4>(?:19|20)\d\d))"
        r")(?!\w|-\w)(?P<owns>['\u2019]s\b)?",
        re.IGNORECASE,
    )


def _meant(found: re.Match[str], tongue: Tongue, day: date | None) -> When | None:
    """The days that one match means, or None where it is no time of the past."""
    if found["coming"]:
        return None
    span = _span(found, tongue, day)
    if span is None:
        return None
    first, last = span
    if first is not None and day is not None and first > day:
        return None
    if last is not None and day is not None and last > day:
        last = day
    words = found[0][: len(found[0]) - len(found["owns"] or "")].rstrip(".")
    return When(
        found.start(),
        found.start() + len(words),
        first.isoformat() if first else None,
        last.isoformat() if last else None,
        fine=first == last and not found["month"],
        owns=bool(found["owns"]),
    )


_Span = tuple[date | None, date | None]


def _span(found: re.Match[str], tongue: Tongue, day: date | None) -> _Span | None:
    if found["iso"]:
        at = re.search(r"\d", found["iso"])
        stated = stated_date(found["iso"], at.start() if at else 0)
        return (
            (date.fromisoformat(stated.text), date.fromisoformat(stated.text)) if stated else None
        )
    for number in "1", "2":
        if found[f"date{number}"]:
            return _dated(found[f"d{number}"], found[f"m{number}"], found[f"y{number}"], day)
    if found["month"]:
        return _month(found, day)
    if day is None:
        return _unknown(found)
    return _relative(found, tongue, day)


def _unknown(found: re.Match[str]) -> _Span | None:
    if found["weekday"] and not _is_day_name(found):
        return None
    return None, None


def _is_day_name(found: re.Match[str]) -> bool:
    """``Sun``, ``sat`` and ``Wed`` are days only where something says so."""
    name = found["day"]
    return len(name) > 4 or bool(found["before"]) or found["weekday"] != name


def _relative(found: re.Match[str], tongue: Tongue, day: date) -> _Span | None:
    for group, back in (("today", 0), ("yesterday", 1), ("older", 2)):
        if found[group]:
            return (day - timedelta(back),) * 2
    if found["ago"]:
        return _ago(found["n"].lower(), found["unit"].lower(), tongue, day)
    if found["weekday"]:
        return _weekday(found, tongue, day) if _is_day_name(found) else None
    for number, (_, unit, back) in enumerate(tongue.units):
        if found[f"unit{number}"]:
            return _unit(unit, back, day)
    return None


def _weekday(found: re.Match[str], tongue: Tongue, day: date) -> _Span | None:
    names = tongue.days.split("|") if "(" not in tongue.days else _parted(tongue.days)
    name = found["day"].lower()
    number = next((n for n, one in enumerate(names) if re.fullmatch(one, name, re.IGNORECASE)), 0)
    # German has two names for Saturday.
    number = number - 1 if len(names) == 8 and number > 5 else number
    back = (day.weekday() - number) % 7
    if back == 0 and (found["before"] or found["after"]):
        back = 7
    return (day - timedelta(back),) * 2


def _parted(days: str) -> list[str]:
    """The alternatives of a pattern: parted at bars that stand in no bracket."""
    return re.sub(r"\|(?![^(]*\))", "\n", days).split("\n")


def _ago(count: str, unit: str, tongue: Tongue, day: date) -> _Span | None:
    number = int(count) if count.isdigit() else _COUNT.get(count, 0)
    kind = next((n for n, start in enumerate(tongue.counted) if unit.startswith(start)), 0)
    if kind == 0:
        return (day - timedelta(number),) * 2
    return _unit(("day", "week", "month", "year")[kind], number, day)


def _unit(unit: str, back: int, day: date) -> _Span | None:
    """The span of a unit that lies ``back`` of them before ``day``, ended at ``day`` at latest."""
    if unit == "week":
        monday = day - timedelta(day.weekday() + 7 * back)
        return monday, min(monday + timedelta(6), day)
    if unit == "weekend":
        saturday = day - timedelta((day.weekday() - 5) % 7)
        return saturday, min(saturday + timedelta(1), day)
    if unit == "month":
        months = day.year * 12 + day.month - 1 - back
        return _whole_month(months // 12, months % 12 + 1)
    return as_day(day.year - back, 1, 1), as_day(day.year - back, 12, 31)


def _whole_month(year: int, month: int) -> _Span:
    first = as_day(year, month, 1)
    after = as_day(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(1) if after else None


def _dated(number: str, name: str, year: str | None, day: date | None) -> _Span | None:
    month = month_number(name) or 0
    if year:
        stated = as_day(int(year), month, int(number))
        return (stated, stated) if stated else None
    if day is None:
        return (None, None) if as_day(2024, month, int(number)) else None
    for back in range(5):  # the 29th of February may lie four years back
        stated = as_day(day.year - back, month, int(number))
        if stated and stated <= day:
            return stated, stated
    return None


def _month(found: re.Match[str], day: date | None) -> _Span | None:
    if year := found["y4"]:
        return as_day(int(year), 1, 1), as_day(int(year), 12, 31)
    name = found["m3"]
    month = month_number(name)
    if month is None or (name[0].islower() and name.lower() in ("may", "march")):
        return None
    if year := found["y3"]:
        return _whole_month(int(year), month)
    if day is None:
        return None, None
    return _whole_month(day.year - (month > day.month), month)
