"""What an unchanged look costs to keep, and whether memory stays flat: many rounds of one record.

    python -m bench.keeping --pages 1000 --rounds 50 [--data ../shared/data]

Bytes are those that archive and ledger grew by, divided by the looks; the store is told apart,
since it can be thrown away. Memory is this process's own, after each tenth round.
"""

import argparse
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.local_web import local_web, pages
from rich.console import Console
from rich.table import Table

from walkback.app import Walkback
from walkback.model.source import WatchLine
from walkback.settings import FetchSettings, LedgerSettings, Settings
from walkback.watch.record import make_folder

MOST_BYTES = 100  # an unchanged look, roll call and ledger included


def resident() -> int:
    """This process's resident memory in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def size(*folders: Path) -> int:
    """Bytes of all files below these folders."""
    return sum(p.stat().st_size for each in folders for p in each.rglob("*") if p.is_file())


def measure(record: Path, addresses: list[str], rounds: int) -> tuple[float, float, list[int]]:
    """Bytes a look in archive and ledger, bytes a look in the store, memory by tens of rounds."""
    settings = Settings(
        fetch=FetchSettings(allow_net=("127.0.0.0/8",), pace=timedelta(0)),
        ledger=LedgerSettings(second=record.parent / "second" / "checkpoint"),
    )
    make_folder(record)
    memory = []
    with Walkback(record, settings) as walkback:
        walkback.watch([WatchLine(address) for address in addresses])
        with walkback.rounds() as conductor:
            conductor.poll(everything=True, progress=lambda _: None)
            kept, store = size(record / "archive", record / "ledger"), _store(record)
            for number in range(rounds):
                tally = conductor.poll(everything=True, progress=lambda _: None)
                if tally.confirmed != len(addresses):
                    raise SystemExit(f"round {number}: {tally} where all should be unchanged")
                if number % 10 == 0:
                    memory.append(resident())
            memory.append(resident())
    looks = rounds * len(addresses)
    grown = size(record / "archive", record / "ledger") - kept
    return grown / looks, (_store(record) - store) / looks, memory


def _store(record: Path) -> int:
    return sum(path.stat().st_size for path in record.glob("store.db*"))


def main(arguments: list[str] | None = None) -> None:
    """Builds the web, measures, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked, _ = parser.parse_known_args(arguments)
    archive = asked.data / "pages" / "pages.tar.xz"
    if not archive.exists() or not shutil.which("nginx"):
        print(f"keeping is not measured: it needs nginx and {archive}")
        return
    with (
        tempfile.TemporaryDirectory() as served,
        tempfile.TemporaryDirectory() as work,
        local_web(Path(served), pages(archive), asked.pages) as web,
    ):
        kept, store, memory = measure(Path(work) / "record", list(web.addresses), asked.rounds)
    table = Table(title=f"{asked.pages} unchanged pages, {asked.rounds} rounds")
    for head in ("what", "measured", "to reach"):
        table.add_column(head)
    table.add_row("bytes kept for an unchanged look", f"{kept:.1f}", f"at most {MOST_BYTES}")
    table.add_row("the store's growth a look", f"{store:.1f}", "-")
    told = ", ".join(f"{value / 1e6:.0f}" for value in memory)
    table.add_row("resident memory in MB, each tenth round", told, "flat")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
