"""Every write of an append is broken: lost, done but reported lost, and done in part."""

import contextlib
import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from walkback import durable
from walkback.errors import StorageFull
from walkback.ledger import Ledger, audit, make_key, verify_consistency


class Broken(Exception):  # noqa: N818 - it stands for a power cut, not for an error
    pass


class Breaker:
    """Counts changes of the disk; breaks the one it is told to, before or after it is done.

    A crash is ``Broken``. With ``full`` the writes fail as on a full disk, the removals with EIO.
    """

    def __init__(self, monkeypatch):
        self.arm(None)
        # A simulated crash loses nothing that was written; fsync would only take its time.
        monkeypatch.setattr(os, "fsync", lambda handle: None)
        for owner, name in (
            (durable, "_replace"),
            (durable, "sync_folder"),
            (Path, "unlink"),
            (Path, "rmdir"),
            (Path, "mkdir"),
        ):
            fault = StorageFull("no room to write") if owner is durable else OSError(errno.EIO, "")
            monkeypatch.setattr(owner, name, self.wrap(getattr(owner, name), fault))

    def wrap(self, change, fault):
        def broken(*args, **options):
            self.count += 1
            mine = self.count == self.at
            error = fault if self.full else Broken()
            if mine and self.after:
                with contextlib.suppress(FileNotFoundError):
                    change(*args, **options)
            if mine:
                raise error
            return change(*args, **options)

        return broken

    def arm(self, at, *, after=False, full=False):
        self.count, self.at, self.after, self.full = 0, at, after, full

    def rest(self):
        self.at = None


@pytest.fixture
def breaker(monkeypatch):
    return Breaker(monkeypatch)


def one_append(room, entries, breaker, held, batch):
    """How many writes one append makes, on a ledger apart."""
    ledger = room.ledger()
    ledger.append(entries(held))
    breaker.arm(None)
    ledger.append(entries(batch, held))
    return breaker.count


@pytest.fixture
def place(room, tmp_path):
    """A function: a fresh place for a ledger by name."""
    return lambda name: type(room)(
        tmp_path / name / "ledger", tmp_path / name / "second" / "cp", room.signer
    )


@pytest.mark.parametrize("after", [False, True], ids=["lost", "done but reported lost"])
@pytest.mark.parametrize("sizes", [(0, 3), (250, 3), (250, 10), (511, 1), (256, 300)])
def test_a_crash_at_any_write_recovers(place, entries, breaker, sizes, after):
    held, batch = sizes
    writes = one_append(place("whole"), entries, breaker, held, batch)
    assert writes >= 8
    for at in range(1, writes + 1):
        room = place(f"crash{at}")
        ledger = room.ledger()
        ledger.append(entries(held))
        breaker.arm(at, after=after)
        crashed = False
        try:
            ledger.append(entries(batch, held))
        except Broken:
            crashed = True
        breaker.rest()
        committed = room.ledger().size
        assert committed in ((held, held + batch) if crashed else (held + batch,))
        room.check_log(entries(committed))
        # Another batch than the one that crashed, of another size, must stand on it.
        again = room.ledger()
        other = entries(batch + 2, 5_000)
        again.append(other[: batch - 1] or other[:1])
        again.append(other[batch - 1 :] if batch > 1 else other[1:])
        room.check_log(entries(committed) + other)


@pytest.mark.parametrize("after", [False, True], ids=["lost", "done but reported lost"])
def test_the_same_process_goes_on_after_any_failed_write(place, entries, breaker, after):
    writes = one_append(place("whole"), entries, breaker, 250, 10)
    for at in range(1, writes + 1):
        room = place(f"full{at}")
        ledger = room.ledger()
        ledger.append(entries(250))
        before = ledger.checkpoint()
        breaker.arm(at, after=after, full=True)
        try:
            ledger.append(entries(10, 250))
        except (StorageFull, OSError):
            assert ledger.checkpoint() == before
            assert [*ledger.entries(0, 999)] == entries(250)
        breaker.rest()
        ledger.refresh()
        kept = entries(ledger.size)
        assert len(kept) in (250, 260)
        for step in (1, 4, 20):
            ledger.append(entries(step, len(kept)))
            kept += entries(step, len(kept))
        room.check_log(kept)


def test_leftovers_of_a_failed_append_are_gone_before_others_stand_beside_them(room, entries):
    ledger = room.ledger()
    ledger.append(entries(250))
    for name in ("tile/entries/000.p/253", "tile/0/000.p/253", "tile/0/001.p/4"):
        path = room.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left over")
    assert ledger.refresh() is False
    for start, batch in ((250, 2), (252, 20), (272, 1)):
        ledger.append(entries(batch, start))
        assert not [each for each in room.audit().problems if each.expected]
    assert room.audit().problems == ()


def test_a_failed_tidy_up_does_not_fail_the_append(room, entries, monkeypatch):
    ledger = room.ledger()
    ledger.append(entries(250))
    unlink = Path.unlink

    def refuse(path, **options):
        if path.parent.name.endswith(".p") and path.exists():
            raise OSError(errno.EIO, "refused", str(path))
        return unlink(path, **options)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert ledger.append(entries(3, 250)) == 250
    monkeypatch.undo()
    leftover = room.folder / "tile/0/000.p/250"
    assert leftover.exists()
    assert room.audit().problems == ()
    room.check_log(entries(253))
    assert not leftover.exists()


def test_opening_breaks_at_any_write_and_opens_again(place, entries, breaker):
    """The second copy is ahead and leftovers lie about: recovery itself may crash too."""
    for after in (False, True):
        for at in range(1, 40):
            room = place(f"open{after}{at}")
            ledger = room.ledger()
            ledger.append(entries(250))
            behind = (room.folder / "checkpoint").read_bytes()
            ledger.append(entries(10, 250))
            (room.folder / "checkpoint").write_bytes(behind)
            (room.folder / "tile/0/001.p/9").write_bytes(b"left over")
            (room.folder / "tile/0/002").write_bytes(b"left over")
            breaker.arm(at, after=after)
            try:
                room.ledger()
                broke = False
            except Broken:
                broke = True
            breaker.rest()
            room.check_log(entries(260))
            if not broke:
                break
        assert 5 < at < 39


@contextlib.contextmanager
def files_no_longer_than(limit):
    """The kernel refuses to write beyond, in the middle of a write, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("limit", [0, 1, 150, 1_000, 2_000, 6_207, 8_191, 10_000, 14_000])
def test_a_full_disk_leaves_the_ledger_usable(room, entries, limit):
    ledger = room.ledger()
    ledger.append(entries(250))
    before = ledger.checkpoint()
    with files_no_longer_than(limit), pytest.raises(StorageFull, match="no room to write") as full:
        ledger.append(entries(200, 250))
    assert full.value.subject
    assert ledger.checkpoint() == before
    assert ledger.refresh() is False
    assert [*ledger.entries(0, 999)] == entries(250)
    ledger.append(entries(7, 250))
    room.check_log(entries(257))


APPENDS = """
import sys
from pathlib import Path
from walkback.ledger import Ledger, load_key
folder = Path(sys.argv[1])
ledger = Ledger.open(folder / "ledger", signer=load_key(folder / "keys"), second=folder / "second")
while True:
    batch = [b"leaf %d" % (ledger.size + n) for n in range(1 + ledger.size % 9)]
    ledger.append(batch)
    print(ledger.size, ledger.root.hex(), flush=True)
"""


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path):
    signer = make_key(tmp_path / "keys")
    acknowledged = []
    for kill in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", APPENDS, str(tmp_path)], stdout=subprocess.PIPE
        )
        # The moment differs: after so many appends, and somewhere within the next.
        lines = [child.stdout.readline() for _ in range(3 + kill * 7)]
        for _ in range(kill * 20_000):
            pass
        child.kill()
        lines += child.communicate()[0].split(b"\n")[:-1]
        acknowledged += [line.decode().split() for line in lines]
        second = tmp_path / "second"
        ledger = Ledger.open(tmp_path / "ledger", signer=signer, second=second)
        assert [*ledger.entries(0, ledger.size)] == [b"leaf %d" % n for n in range(ledger.size)]
        found = audit(tmp_path / "ledger", signer.verifier.text, second)
        assert found.ok
        assert found.problems == ()
        for size, root in acknowledged:
            verify_consistency(ledger.consistency(int(size)), bytes.fromhex(root), ledger.root)
    assert len(acknowledged) >= sum(3 + kill * 7 for kill in range(10))
