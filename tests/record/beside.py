"""Processes that work on a record beside the test, forked from one that has all of it imported."""

import multiprocessing
import os
from pathlib import Path

from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import Walkback, open_record
from walkback.model.source import WatchLine
from walkback.watch.record import who_polls

WORK_WITHIN = 60.0  # seconds

_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload([__name__])


class Beside:
    """A process that has the record open; ``go`` lets it do its work, ``done`` waits for it."""

    def __init__(self, folder, work, *arguments):
        self._ours, theirs = _forked.Pipe()
        names = [name for name in os.environ if name.startswith(("WALKBACK_", "XDG_"))]
        environ = {name: os.environ[name] for name in names}
        self.process = _forked.Process(
            target=_run, args=(theirs, environ, folder, work, arguments), daemon=True
        )
        self.process.start()
        theirs.close()
        assert self.hear() == "open"

    def go(self):
        """Let it go on."""
        self._ours.send("go")

    def hear(self):
        """What it says next."""
        assert self._ours.poll(WORK_WITHIN), "it says nothing"
        return self._ours.recv()

    def done(self):
        """What its work gave."""
        result = self.hear()
        self.end()
        assert self.process.exitcode == 0
        return result

    def end(self):
        """End it, whatever it does."""
        self._ours.close()
        self.process.join(WORK_WITHIN)
        self.process.kill()


def _run(pipe, environ, folder, work, arguments):
    os.environ |= environ
    walkback.app.walkback.Workers = HereWorkers
    with open_record(folder) as record:
        pipe.send("open")
        pipe.recv()
        pipe.send(work(record, pipe, *arguments))


# --- what processes do


def poll(record: Walkback, _, rounds):
    for _ in range(rounds):
        record.poll(everything=True)


def import_file(record: Walkback, _, path):
    return record.import_files([Path(path)]).statements


def watch(record: Walkback, _, urls):
    for url in urls:
        record.watch([WatchLine(url)])


def register(record: Walkback, _, count):
    for number in range(count):
        record.add_speaker(f"Speaker {number}")


def rebuild(record: Walkback, _, times):
    for _ in range(times):
        record.rebuild()


def rejudge(record: Walkback, _, times):
    for _ in range(times):
        record.rejudge()


def ask(record: Walkback, _, times):
    """How many events there were at each asking."""
    return [len(record.events()) for _ in range(times)]


def hold_the_poll(record: Walkback, pipe):
    with record.rounds():
        pipe.send("polling")
        pipe.recv()


def ask_who_polls(record: Walkback, pipe):
    pipe.send("asking")
    while not pipe.poll():
        who_polls(record.folder)
