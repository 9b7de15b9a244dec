"""Walkback's own round, run as a process of its own so that its time is taken like the peers'.

    python -m bench.ours RECORD PHASE        with the addresses in RECORD/../addresses.txt

Imports are start-up; opening the record and all that follows is the round.
"""

import sys
import time
from pathlib import Path

WIRED = False  # set to True once the function below does its work


def walkback_round(record: Path, phase: str) -> None:
    """TO BE WIRED: one step of Walkback over the addresses of ``record.parent/addresses.txt``.

    ``register`` makes the record and registers every address as a page; its time is not counted,
    as writing urlwatch's job list is not. ``cold``, ``unchanged`` and ``5 % changed`` poll once
    and return when the round is done; ``cold, reading`` polls a record of its own, until every
    page has been read. ``start-up`` polls a record of one page.
    """
    raise NotImplementedError(record, phase)


if __name__ == "__main__":
    start = time.monotonic()
    walkback_round(Path(sys.argv[1]), sys.argv[2])
    Path("seconds").write_text(str(time.monotonic() - start))
