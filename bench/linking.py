"""A hundred thousand statements of a thousand speakers linked, and one more added to them.

    python -m bench.linking --statements 100000 --speakers 1000

Statements are invented (``statements``) and lie a year apart at most. One in ten was put up at a
second place within hours: word for word, with one word changed, or its first half. The target is
five minutes for all on two processors, and a tenth of a second for one more.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count as count_up
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.statements import Language, statements

from walkback.model.ids import derived_id
from walkback.model.times import stamp
from walkback.read import Workers
from walkback.watch.bring import apply_import
from walkback.watch.linking import link
from walkback.watch.record import Place, Record

SEED = 20260501
START = datetime(2025, 1, 1, tzinfo=UTC)
EVERY = 10  # one statement of so many has a copy
ADDED = 30


def lines(count: int, speakers: int) -> Iterator[dict[str, Any]]:
    """Import lines; a copy follows its statement, and its address ends in ``/copy``."""
    random = Random(SEED)
    texts = statements(Language(SEED), SEED, count)
    for number in range(count):
        text = next(texts)
        at = START + timedelta(seconds=random.randrange(365 * 86_400))
        person = f"speaker-{random.randrange(speakers)}"
        yield line(f"https://site.example/{person}/{number}", person, text, at)
        if number % EVERY == 0 and len(text.split()) >= 40:
            later = at + timedelta(minutes=random.randrange(600))
            url = f"https://x.com/{person}/{number}/copy"
            yield line(url, person, _copied(random, text), later)


def _copied(random: Random, text: str) -> str:
    words = text.split()
    kind = random.randrange(3)
    if kind == 1:
        words[len(words) // 2] = "otherwise"
    elif kind == 2:
        words = words[: max(20, len(words) // 2)]
    return " ".join(words)


def line(url: str, speaker: str, text: str, at: datetime) -> dict[str, Any]:
    """A statement as an import record holds it."""
    return {
        "instance": f"i-{url}",
        "statement": f"s-{url}",
        "url": url,
        "speaker": speaker,
        "published": stamp(at),
        "text": text,
        "title": "",
        "channel": "page",
    }


def fill(record: Record, count: int, speakers: int) -> int:
    """Puts the statements into the store; how many copies are among them."""
    copies = 0
    told = lines(count, speakers)
    while batch := list(islice(told, 500)):
        copies += sum(one["url"].endswith("/copy") for one in batch)
        with record.store.writing() as connection:
            apply_import(connection, f"import {batch[0]['url']}", batch, 0)
    return copies


def add(record: Record, number: int, speakers: int) -> float:
    """One more statement; the seconds it took to link it, its saving not counted."""
    random = Random(number)
    text = next(statements(Language(SEED), SEED + 1 + number, 1))
    at = START + timedelta(seconds=random.randrange(365 * 86_400))
    one = line(f"https://late.example/{number}", f"speaker-{number % speakers}", text, at)
    with record.store.writing() as connection:
        apply_import(connection, f"added {number}", [one], 0)
    return linked(record)[0]


def linked(record: Record) -> tuple[float, int]:
    """Seconds, and how many links were made."""
    began = time.perf_counter()
    ids = (derived_id("bench", str(record.ledger.size), str(number)) for number in count_up())
    count = link(record.keeper, (lambda: next(ids), lambda: datetime.now(UTC)))
    return time.perf_counter() - began, count


def main(arguments: list[str] | None = None) -> None:
    """Prints what was reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--speakers", type=int, default=1_000)
    asked, _ = parser.parse_known_args(arguments)
    workers = Workers(1, jobs_each=1, seconds=10)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "record", "bench", None, Path(folder) / "second")
        place.folder.mkdir()
        record = Record(place, workers)
        copies = fill(record, asked.statements, asked.speakers)
        busy = time.process_time()
        seconds, found = linked(record)
        busy = time.process_time() - busy
        each = [add(record, number, asked.speakers) for number in range(ADDED)]
        record.close()
    workers.close()
    print(
        f"{asked.statements:,} statements and {copies:,} copies of {asked.speakers:,} speakers: "
        f"linked in {seconds:.0f} s (of 300; {busy:.0f} s of one processor), {found:,} links"
    )
    print(f"one more: median {median(each) * 1000:.0f} ms, most {max(each) * 1000:.0f} (of 100)")


if __name__ == "__main__":
    main()
