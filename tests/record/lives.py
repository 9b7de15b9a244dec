"""A process that has everything imported and forks short lives that keep a record.

    python -m tests.record.lives
        <- {"environ": {…}, "rounds": 3, "kill": "archive.keep", "count": 2}
        -> born 4711 .
        -> kept 12 <root in hex> .       after each batch that was acknowledged
        -> told <event ids> .            after each round
        -> dead -9 .

A life polls its rounds and ends, or is killed: from outside, or by itself right behind the
arrow that ``kill`` names, at its ``count``-th passing. A line without its end was cut.
"""

import faulthandler
import json
import os
import signal
import sys
from pathlib import Path
from pkgutil import resolve_name

from tests.record.reading_here import HereWorkers

import walkback.app.walkback
import walkback.watch.keeper
import walkback.watch.round
from walkback.app import open_record
from walkback.store.answers import Wanted, events

STUCK = 15.0  # seconds after which a life says where it hangs

# Where a life may end: right behind what is called here.
ARROWS = {
    "archive.keep": "walkback.archive:Archive.keep",
    "tiles": "walkback.ledger.shelf:Shelf.write",
    "second copy": "walkback.ledger.second:SecondCopy.swap",
    "ledger.append": "walkback.ledger:Ledger.append",
    "inside the transaction": "walkback.watch.keeper:save_leaves",
    "store": "walkback.watch.keeper:Keeper.commit",
    "listing registered": "walkback.watch.reader:Follower.register",
    "read": "walkback.watch.reader:Reader.read",
    "settled": "walkback.watch.settle:settle_some",
    "controls asked": "walkback.watch.asking:Asker.ask",
    "controls attached": "walkback.watch.round:attach",
    "judged": "walkback.watch.judging:Judging.judge",
    "replayed": "walkback.watch.replay:Replay.apply",
    "inside a replay": "walkback.watch.replay:save_leaves",
    "settled again": "walkback.watch.replay:settle_some",
}


def main() -> None:
    """Fork one life for each line of the input."""
    # A kill loses nothing that was written; syncing would only take its time.
    os.fsync = lambda _: None
    walkback.app.walkback.Workers = HereWorkers
    walkback.watch.keeper.BATCH = 8  # so that making the store again has batches to end between
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _live(**json.loads(line))
        say("born", child)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        say("dead", status)


def say(*words: object) -> None:
    """One line in one write, so that a kill cannot cut it while it is short."""
    os.write(1, (" ".join(map(str, (*words, ".\n")))).encode())


def _live(
    environ: dict[str, str],
    rounds: int,
    kill: str | None = None,
    count: int = 1,
    *,
    rebuild: bool = False,
) -> None:
    os.environ |= environ
    faulthandler.dump_traceback_later(STUCK)
    code = 1
    try:
        if kill:
            _end_at(ARROWS[kill], count)
        _acknowledge_commits()
        with open_record(Path(os.environ["WALKBACK_RECORD"])) as opened:
            if rebuild:
                opened.rebuild()
            _poll(opened, rounds)
        code = 0
    finally:
        sys.stderr.flush()
        if code:
            sys.excepthook(*sys.exc_info())
        os._exit(code)


def _poll(opened: walkback.app.Walkback, rounds: int) -> None:
    for _ in range(rounds):
        opened.poll(everything=True)
        held = events(opened._record.store, Wanted(replaced=True))
        say("told", *(event.id for event in held))


def _acknowledge_commits() -> None:
    real = walkback.watch.keeper.Keeper.commit

    def commit(self, evidence, save):
        first = real(self, evidence, save)
        say("kept", self.ledger.size, self.ledger.root.hex())
        return first

    walkback.watch.keeper.Keeper.commit = commit


def _end_at(place: str, count: int) -> None:
    module, _, path = place.partition(":")
    owner, _, name = path.rpartition(".")
    owner = resolve_name(f"{module}:{owner}") if owner else sys.modules[module]
    real = getattr(owner, name)
    left = [count]

    def broken(*args, **options):
        result = real(*args, **options)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, broken)


if __name__ == "__main__":
    main()
