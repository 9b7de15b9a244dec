"""How fast a record is verified, beside hashing the same bytes once, in the same run.

    python -m bench.verifying --captures 100000 [--data ../shared/data]

The record is made of real pages, each a capture of its own. Hashing is SHA-256 over every file of
archive and ledger, a megabyte at a time, in one process: what nothing that checks can do without.
Told are processor seconds, so that other work on the machine does not count.
"""

import argparse
import hashlib
import itertools
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.local_web import pages
from rich.console import Console
from rich.table import Table

from walkback.app import Walkback
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.exchange import Exchange
from walkback.settings import LedgerSettings, Settings
from walkback.verify import verify
from walkback.watch.record import make_folder

LEAST = 0.5  # of the speed of hashing
ROUNDS = 3
_BATCH = 256
_ABOUT = {"instance": "one", "outcome": "received", "reason": "ok", "status": 200, "serves": []}


def fill(record: Path, bodies: list[bytes], captures: int) -> None:
    """A record of so many captures; each body differs from all others."""
    start = datetime.now(UTC)
    settings = Settings(ledger=LedgerSettings(second=record.parent / "second"))
    make_folder(record)
    with Walkback(record, settings) as opened:
        numbers = iter(range(captures))
        while batch := list(itertools.islice(numbers, _BATCH)):
            found = [
                capture(number, bodies[number % len(bodies)], start + timedelta(seconds=number))
                for number in batch
            ]
            opened._record.keeper.commit(found, lambda *_: None)  # noqa: SLF001 - no fetching


def capture(number: int, body: bytes, at: datetime) -> Evidence:
    """One capture of a page, as the fetcher gives it."""
    url = f"http://town.example/{number}"
    body += f"<!-- {number} -->".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    exchange = Exchange(url, at, b"GET / HTTP/1.1\r\n\r\n", 200, head, body, "192.0.2.1", None)
    about = _ABOUT | {"url": url, "final_url": url, "role": "statement"}
    return Evidence(LeafKind.CAPTURE, f"{number:026d}", at, about, (exchange,))


def files(record: Path) -> list[Path]:
    """Every file of archive and ledger."""
    below = [path for name in ("archive", "ledger") for path in (record / name).rglob("*")]
    return sorted(path for path in below if path.is_file())


def hashed(paths: list[Path]) -> float:
    """Processor seconds to hash them."""
    start = time.process_time()
    for path in paths:
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return time.process_time() - start


def verified(record: Path, *, deep: bool) -> float:
    """Processor seconds to verify it."""
    start = time.process_time()
    if not verify(record, deep=deep).ok:
        raise SystemExit("the record does not hold")
    return time.process_time() - start


def main(arguments: list[str] | None = None) -> None:
    """Builds the record, measures in turn, prints the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=5000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked, _ = parser.parse_known_args(arguments)
    archive = asked.data / "pages" / "pages.tar.xz"
    if not archive.exists():
        print(f"verifying is not measured: it needs {archive}")
        return
    with tempfile.TemporaryDirectory() as work:
        record = Path(work) / "record"
        fill(record, pages(archive), asked.captures)
        paths = files(record)
        size = sum(path.stat().st_size for path in paths)
        best = {"hashing": 9e9, "verify": 9e9, "verify --deep": 9e9}
        for _ in range(ROUNDS):
            best["hashing"] = min(best["hashing"], hashed(paths))
            best["verify"] = min(best["verify"], verified(record, deep=False))
        best["verify --deep"] = verified(record, deep=True)
    table = Table(title=f"{asked.captures} captures, {size / 1e6:.0f} MB")
    for head in ("what", "seconds", "MB/s", "of hashing", "to reach"):
        table.add_column(head)
    for name, took in best.items():
        ratio, reach = best["hashing"] / took, str(LEAST) if name == "verify" else "-"
        row = (f"{took:.2f}", f"{size / took / 1e6:.0f}", f"{ratio:.2f}", reach)
        table.add_row(name, *row)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
