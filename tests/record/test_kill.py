"""A record is killed at any moment, and nothing that was acknowledged is lost."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from tests.record.history import events_json, lawful, true_to
from tests.record.lives import ARROWS

from walkback.app import open_record, verify_record
from walkback.ledger.checkpoint import parse_checkpoint
from walkback.ledger.tree import open_tree

ROOT = Path(__file__).parents[2]
LONGEST = 20.0  # seconds a life may take before the test gives up


class Lives:
    """Starts lives and hears what they acknowledge; ``kept`` and ``told`` are promises."""

    def __init__(self, process, folder):
        self._process, self._folder, self._rest = process, folder, b""
        self.kept, self.told, self.killed, self._living = [], set(), 0, 0

    def live(self, *, kill_after=None, batches=None, **command):
        """One life; killed after so many batches and then so many seconds, where they are given.

        Gives its exit code, -9 where it was killed.
        """
        names = [name for name in os.environ if name.startswith(("WALKBACK_", "XDG_"))]
        environ = {name: os.environ[name] for name in names}
        environ["WALKBACK_RECORD"] = str(self._folder)
        command = {"environ": environ, "rounds": 1} | command
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        self._process.stdin.flush()
        pid, heard, deadline = 0, 0, time.monotonic() + LONGEST
        while True:
            if pid and kill_after is not None and heard >= (batches or 0):
                deadline, kill_after = time.monotonic() + kill_after, None
            line = self._line(deadline)
            if line is None:
                assert pid, "no life was born"
                with suppress(ProcessLookupError):  # it ended just now by itself
                    os.kill(pid, signal.SIGKILL)
                deadline = time.monotonic() + LONGEST
                continue
            word, *rest = line.split()
            heard += word == "kept"
            if word == "dead":
                self.killed += rest[0] == "-9"
                self._living = 0
                return int(rest[0])
            if word == "born":
                self._living = pid = int(rest[0])
            self._note(word, rest)

    def end(self):
        """After a test that failed in the middle of a life: the next test begins with none."""
        if self._living:
            with suppress(ProcessLookupError):
                os.kill(self._living, signal.SIGKILL)
            while (self._line(time.monotonic() + LONGEST) or "dead").split()[0] != "dead":
                pass

    def _note(self, word, rest):
        if word == "kept":
            self.kept.append((int(rest[0]), bytes.fromhex(rest[1])))
        elif word == "told":
            self.told |= set(rest)

    def _line(self, deadline):
        """The next whole line, None where none came in time."""
        while b"\n" not in self._rest:
            wait = max(0.0, deadline - time.monotonic())
            if not select.select([self._process.stdout], [], [], wait)[0]:
                return None
            self._rest += os.read(self._process.stdout.fileno(), 65536)
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode().removesuffix(" .")

    def check(self):
        """The published ledger holds every acknowledged batch; looked at without the app."""
        if not self.kept:
            return
        head = parse_checkpoint((self._folder / "ledger" / "checkpoint").read_bytes())
        tree = open_tree(self._folder / "ledger", head)
        size, root = self.kept[-1]
        assert head.size >= size, "acknowledged leaves are gone"
        assert tree.root_at(size) == root, "the ledger is another than was acknowledged"


@pytest.fixture(scope="session")
def warm():
    """The process that forks lives, started once: importing takes longer than ten lives."""
    command = [sys.executable, "-m", "tests.record.lives"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def lives(warm, watched):
    """Lives of the record ``watched``."""
    started = Lives(warm, watched)
    yield started
    started.end()


def verified(folder):
    report = verify_record(folder)
    assert report.ok, [step for step in report.steps if step.result == "failed"]


def holds(lives, folder, paper):
    """After the last kill: the record tells the truth, once, and the same when it is rebuilt."""
    with open_record(folder) as record:
        for _ in range(4):
            record.poll(everything=True)
        told = events_json(record)
        lawful(record)
        true_to(record, paper)
        assert lives.told <= {event.id for event in record.events(replaced=True)}
        record.rebuild()
        assert events_json(record) == told
        record.poll(everything=True)
        assert events_json(record) == told
    verified(folder)


def happen(paper, random):
    """One thing happens to the site."""
    names = list(paper.pages)
    name = random.choice(names)
    page = paper.pages[name]
    chance = random.random()
    if chance < 0.15 and len(names) < 12:
        paper.publish(f"page-{len(names)}")
    elif chance < 0.25:
        paper.down = not paper.down
    elif page.status != 200:
        paper.bring_back(name)
    elif chance < 0.6:
        paper.edit(name)
    elif chance < 0.9:
        paper.take_down(name, random.choice([404, 410, 404, 451]))
    else:
        paper.roll_off(name)


def killed_at_random(lives, folder, paper, *, kills, seed):
    random = Random(seed)
    while lives.killed < kills:
        if random.random() < 0.4:
            happen(paper, random)
        before = lives.killed
        lives.live(rounds=3, batches=random.randrange(6), kill_after=random.uniform(0, 0.06))
        lives.check()
        if lives.killed > before and lives.killed % 25 == 0:
            verified(folder)
    paper.down = False
    holds(lives, folder, paper)


def test_a_hundred_kills_lose_nothing(lives, watched, paper):
    killed_at_random(lives, watched, paper, kills=100, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_kills_lose_nothing(lives, watched, paper, seed):
    killed_at_random(lives, watched, paper, kills=100, seed=100 + seed)


ONCE = {"listing registered", "read", "controls asked", "judged"}  # in a round

REMADE = ("read", "replayed", "inside a replay", "settled again")
PASSED = tuple(name for name in ARROWS if name not in REMADE[1:])

SCRIPT = (
    lambda paper: None,
    lambda paper: (paper.edit("harbour"), paper.publish("bridge")),
    lambda paper: paper.take_down("school"),
    lambda paper: paper.move("ferry", "boats"),
    lambda paper: None,
    lambda paper: paper.bring_back("school"),
    lambda paper: paper.take_down("bridge", 451),
)


@pytest.mark.parametrize("arrow", PASSED)
def test_a_crash_behind_each_arrow_is_completed_by_the_next_start(lives, watched, paper, arrow):
    for number, step in enumerate(SCRIPT):
        step(paper)
        # A round passes most arrows several times: another passing is broken in each.
        lives.live(kill=arrow, count=1 if arrow in ONCE else 1 + number % 3)
        lives.check()
        assert lives.live() == 0
        lives.check()
    assert lives.killed >= 2, "the arrow was hardly passed"
    with open_record(watched) as record:
        assert told(record) == [], "news that nobody was told"
    holds(lives, watched, paper)


@pytest.mark.parametrize("arrow", REMADE)
def test_a_crash_while_the_store_is_made_again_is_completed_by_the_next_start(
    lives, watched, paper, arrow
):
    for step in SCRIPT:
        step(paper)
        assert lives.live() == 0
    with open_record(watched) as record:
        history = events_json(record)
    for count in (1, 2, 3):
        for lost in (False, True):
            if lost:
                for path in watched.glob("store.db*"):
                    path.unlink()
            assert lives.live(rounds=0, rebuild=not lost, kill=arrow, count=count) == -9
            with open_record(watched) as record:
                assert events_json(record) == history
                # Made again from nothing it tells nothing; what was cut short changed nothing.
                assert len(told(record)) == (len(record.events()) if lost or count > 1 else 0)
    holds(lives, watched, paper)


def told(record):
    """Ids of the events that alerts have had; in these tests only a rebuild tells any."""
    with record._record.store.reading() as connection:
        return list(connection.exec_driver_sql("SELECT id FROM events WHERE told = 1").scalars())
