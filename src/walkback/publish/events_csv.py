"""Events as rows of a table, for those who count in a spreadsheet. Pure."""

import csv
from collections.abc import Iterable
from typing import TextIO

from walkback.model.times import stamp
from walkback.model.views import EventView

HEADER = [
    *("id", "kind", "at", "not_before", "not_after", "confirmed_at", "confidence"),
    *("statement", "url", "title", "speaker", "speaker_name", "about", "about_url"),
    *("rules", "reasons", "changes", "leaf", "withheld"),
]
# What spreadsheets take for a formula (OWASP, CSV injection). A page may have any of it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def row(event: EventView) -> list[str]:
    """One event under ``HEADER``."""
    about, speaker = event.about, event.statement.speaker
    between = event.between or (None, None)
    told = [
        event.id,
        event.kind,
        stamp(event.at),
        *(stamp(at) if at else "" for at in (*between, event.confirmed_at)),
        event.confidence,
        event.statement.id,
        event.statement.url,
        event.statement.title,
        speaker.id if speaker else "",
        speaker.name if speaker else "",
        about.id if about else "",
        about.url if about else "",
        "; ".join(reason.rule for reason in event.reasons),
        " ".join(reason.text for reason in event.reasons),
        "; ".join(change.reason for change in event.changes),
        str(event.leaf),
        event.withheld.reason.value if event.withheld else "",
    ]
    return [_safe(text) for text in told]


def write_csv(out: TextIO, events: Iterable[EventView]) -> None:
    """Write a header and a row for each event (RFC 4180)."""
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEADER)
    table.writerows(map(row, events))


def _safe(text: str) -> str:
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) else text
