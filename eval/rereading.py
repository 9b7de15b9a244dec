"""A better reader is no edit: real pages that two readers read differently, through a record.

In the histories of platform rules some steps are the archive's own: its extractor changed, and not
the page (``label`` technical). Each such step is a page here whose bytes stay as they are. A first
reader reads the words before the step, its successor those after it. The record is polled under
both and then judged anew: not one edit may be told, though most pages have other words.
"""

import html
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.stage import stage
from eval.histories import documents

import walkback.app.walkback
import walkback.watch.reading
import walkback.watch.record
from walkback.app import Walkback
from walkback.compare import compare, same_words
from walkback.model.reading import Reading
from walkback.model.source import WatchLine
from walkback.model.verdict import EventKind
from walkback.read import read
from walkback.settings import FetchSettings, LedgerSettings, PolicySettings, Settings
from walkback.watch.record import make_folder

HOST = "127.0.5.1"
_MARK = b"<!--step "
_LONGEST = 60_000  # bytes of a page; the whole is done in a minute
_MOST = 40


class TwoReaders:
    """Reads a step's page as its first reader did, or as its second does; with its own hands
    (``walkback.read.Workers``), since what it knows is in this process.
    """

    def __init__(self, steps: list[tuple[bytes, bytes]]) -> None:
        self.steps = steps
        self.second = False

    def read(self, data: bytes, *, url: str, content_type: str | None) -> Reading:
        """As ``walkback.read.read``."""
        if _MARK in data:
            number = int(data.split(_MARK)[1].split(b"-->")[0])
            data = self.steps[number][self.second]
        return read(data, url=url, content_type=content_type)

    def start(self, module: str) -> None:
        """Nothing has to be started."""

    def run(self, jobs: Any) -> Iterator[tuple[Any, Any]]:
        """Each job at once."""
        for key, function, arguments in jobs:
            yield key, function(*arguments)

    def close(self) -> None:
        """Nothing has to be ended."""


def steps(data: Path) -> list[tuple[bytes, bytes]]:
    """Pages before and after steps that were the extractor's, where any word differs."""
    found = []
    for _, _, versions in documents(data / "histories" / "platform-rules.jsonl.xz"):
        for old, new in pairwise(versions):
            technical = new.label.startswith("technical") and old.page != new.page
            if technical and max(len(old.page), len(new.page)) < _LONGEST:
                found.append((old.page, new.page))
    return found[:_MOST]


def differ(step: tuple[bytes, bytes]) -> bool:
    """Whether the two readings would be an edit, were they of two pages."""
    old, new = (read(page, url="https://a.example/", content_type=None) for page in step)
    return not same_words(old, new, compare(old, new))


def edits_told(folder: Path, readers: TwoReaders) -> tuple[int, int]:
    """Pages that were seen, and events other than their first sight."""
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    settings = Settings(
        fetch=FetchSettings(allow_net=("127.0.0.0/8",), pace=timedelta(0), robots="ignore"),
        policy=PolicySettings(confirm_over=timedelta(0)),
        ledger=LedgerSettings(second=folder / "second" / "checkpoint"),
    )
    make_folder(folder / "record")
    with stage([HOST]) as play:
        lines = []
        for number in range(len(readers.steps)):
            words = html.escape(f"Step {number}")
            body = f"<html><body><p>{words}</p>{_MARK.decode()}{number}--></body></html>"
            play.put(HOST, f"/{number}", body.encode())
            lines.append(WatchLine(play.address(HOST, f"/{number}")))
        for second in (False, True):
            readers.second = second
            walkback.watch.record.READER = f"reader {second}"
            with Walkback(folder / "record", settings, clock=lambda: now[0]) as record:
                if not second:
                    record.watch(lines)
                for _ in range(3):
                    now[0] += timedelta(hours=1)
                    record.poll(everything=True)
                if second:
                    record.rejudge()
                told = [event.kind for event in record.events(replaced=True)]
    published = told.count(EventKind.PUBLISHED.value)
    return published, len(told) - published


def main(data: Path) -> bool:
    """Prints one line; False where an edit was told."""
    if not (data / "histories").exists():
        print(f"rereading: skipped, there is no {data / 'histories'}")
        return True
    readers = TwoReaders(steps(data))
    kept = walkback.watch.record.READER
    walkback.watch.reading.read = readers.read  # type: ignore[assignment]
    walkback.app.walkback.Workers = lambda *_, **__: readers  # type: ignore[assignment,misc]
    try:
        with tempfile.TemporaryDirectory() as folder:
            seen, told = edits_told(Path(folder), readers)
    finally:
        walkback.watch.record.READER = kept
        walkback.watch.reading.read = read
        walkback.app.walkback.Workers = walkback.read.Workers
    count = sum(map(differ, readers.steps))
    print(f"rereading: {seen} pages read anew, {count} with other words; edits told {told} of 0")
    return seen == len(readers.steps) and told == 0


if __name__ == "__main__":
    raise SystemExit(0 if main(Path("../shared/data")) else 1)
