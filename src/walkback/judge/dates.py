"""Words for a day, read against the day they were written: "yesterday", "on Monday", "3 May".

Days are reckoned in UTC; a caller who compares with a local day allows one day either way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = (
    "monday montag lundi lunes lunedì segunda-feira maandag",
    "tuesday dienstag mardi martes martedì terça-feira dinsdag",
    "wednesday mittwoch mercredi miércoles mercoledì quarta-feira woensdag",
    "thursday donnerstag jeudi jueves giovedì quinta-feira donderdag",
    "friday freitag vendredi viernes venerdì sexta-feira vrijdag",
    "saturday samstag samedi sábado sabato zaterdag sonnabend",
    "sunday sonntag dimanche domingo domenica zondag",
)
_MONTHS = (
    "january januar janvier enero gennaio janeiro januari jan",
    "february februar février febrero febbraio fevereiro februari feb",
    "march märz mars marzo março maart mar",
    "april avril abril aprile apr",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho jun",
    "july juli juillet julio luglio julho jul",
    "august août agosto augustus aug",
    "september septembre septiembre settembre setembro sept sep",
    "october oktober octobre octubre ottobre outubro oct okt",
    "november novembre noviembre novembro nov",
    "december dezember décembre diciembre dicembre dezembro dec dez",
)
_DAY_OF = {name: day for day, names in enumerate(_WEEKDAYS) for name in names.split()}
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_AGO = {
    "yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1, "ieri": 1, "ontem": 1, "gisteren": 1,
    "last night": 1, "gestern abend": 1, "hier soir": 1, "anoche": 1, "ieri sera": 1,
    "ontem à noite": 1, "gisteravond": 1, "yesterday evening": 1, "overnight": 1,
    "today": 0, "this morning": 0, "earlier today": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0,
    "oggi": 0, "hoje": 0, "vandaag": 0, "this afternoon": 0, "tonight": 0, "this evening": 0,
    "vorgestern": 2, "avant-hier": 2, "anteayer": 2, "anteontem": 2, "eergisteren": 2,
    "the other day": 3,
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
           "ten": 10, "couple of": 2}  # fmt: skip
_AGO_WORDS = re.compile(
    rf"(?<!\w)({'|'.join(sorted(map(re.escape, _AGO), key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<!\w)(\d{1,2}|a couple of|couple of|a|one|two|three|four|five|six|seven|ten)\s+"
    r"(day|week|month)s?\s+(?:ago|earlier|back)(?!\w)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?<!\w)({'|'.join(_DAY_OF)})(?!\w)", re.IGNORECASE)
_DATED = re.compile(
    rf"(?<![\d.])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?(?P<m>{_MONTH})\.?(?!\w)"
    rf"(?:,?\s+(?:de\s+)?(?P<y>\d{{4}}))?"
    rf"|(?<!\w)(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)(?:,?\s+(?P<y2>\d{{4}}))?"
    r"|(?<!\d)(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?!\d)"
    r"|(?<!\d)(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4})(?!\d)",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?<!\w)(?:last week|letzte woche|vorige week|la semaine dernière)(?!\w)", re.IGNORECASE
)
_IN_MONTH = re.compile(
    rf"(?<!\w)(?:in|im|en|em|a|of|last)\s+(?P<m>{_MONTH})(?!\w)(?!\s+\d{{1,2}}(?!\d))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A span of days, both ends included, and the words that name it."""

    first: date
    last: date
    words: str


def days(text: str, written: date) -> list[Day]:
    """The days a text names, each as the last one before it was written."""
    return [day for day in _days(text[:4000], written) if day.first <= written]


def _days(text: str, written: date) -> Iterator[Day]:
    for found in _AGO_WORDS.finditer(text):
        day = written - timedelta(days=_AGO[found[1].lower()])
        yield Day(day, day, found[0])
    for found in _COUNTED.finditer(text):
        count = found[1].lower()
        number = int(count) if count.isdigit() else _COUNTS.get(count.removeprefix("a "), 1)
        unit = {"day": 1, "week": 7, "month": 30}[found[2].lower()]
        day, slack = written - timedelta(days=number * unit), unit // 4
        yield Day(day - timedelta(days=slack), day + timedelta(days=slack), found[0])
    for found in _WEEKDAY.finditer(text):
        back = (written.weekday() - _DAY_OF[found[1].lower()]) % 7
        day = written - timedelta(days=back)
        yield Day(day, day, found[0])
    for found in _DATED.finditer(text):
        yield from _dated(found, written)
    for found in _WEEK.finditer(text):
        monday = written - timedelta(days=written.weekday() + 7)
        yield Day(monday, monday + timedelta(days=6), found[0])
    for found in _IN_MONTH.finditer(text):
        month = _MONTH_OF[found["m"].lower()]
        year = written.year - (month > written.month)
        after = date(year + month // 12, month % 12 + 1, 1)
        yield Day(date(year, month, 1), after - timedelta(days=1), found[0])


def _dated(found: re.Match[str], written: date) -> Iterator[Day]:
    named = found["m"] or found["m2"]
    month = _MONTH_OF[named.lower()] if named else int(found["m3"] or found["m4"])
    number = int(found["d"] or found["d2"] or found["d3"] or found["d4"])
    stated = found["y"] or found["y2"] or found["y3"] or found["y4"]
    for year in [int(stated)] if stated else [written.year, written.year - 1]:
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day <= written:
            yield Day(day, day, found[0])
            return
