"""Walkback's own round, run as a process of its own so that its time is taken like the peers'.

    python -m bench.ours RECORD PHASE        with the addresses in RECORD/../addresses.txt

Imports, opening the record and starting the reading processes are start-up; the round is the rest.
``cold`` is a first look, kept and committed; what it left unread is read after the clock stopped,
so that ``unchanged`` and ``5 % changed`` are whole rounds of a record that is up to date.
"""

import os
import sys
import time
from pathlib import Path

from walkback.app import Walkback, open_record
from walkback.model.source import WatchLine

WIRED = True


def register(record: Path) -> None:
    """Watch every address as a page."""
    addresses = (record.parent / "addresses.txt").read_text().split()
    with open_record(record, make=True) as walkback:
        walkback.watch([WatchLine(address) for address in addresses])


def walkback_round(walkback: Walkback, phase: str) -> float:
    """Seconds that one round took, of the phase's kind."""
    with walkback.rounds() as conductor:
        start = time.monotonic()
        if phase == "cold":
            for _ in conductor.look():
                pass
        else:
            conductor.poll(everything=True, progress=lambda _: None)
        seconds = time.monotonic() - start
        if phase == "cold":
            conductor.settle()
    return seconds


def main(record: Path, phase: str) -> None:
    """Register, or take one round and write its seconds down."""
    os.environ["WALKBACK_FETCH__ALLOW_NET"] = '["127.0.0.0/8"]'
    os.environ["WALKBACK_READ__PICTURES"] = "false"  # the pages' pictures lie elsewhere
    os.environ["XDG_STATE_HOME"] = str(record.parent / "state")
    if phase == "register":
        register(record)
        return
    with open_record(record) as walkback:
        walkback.start_reading()
        seconds = walkback_round(walkback, phase)
    Path("seconds").write_text(str(seconds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
