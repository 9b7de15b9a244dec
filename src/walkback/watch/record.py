"""The record folder, opened: archive, ledger and store wired together and brought up to date.

archive/  keys/  ledger/  store.db  walkback.toml  write.lock  poll.lock
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from walkback import durable
from walkback.archive import Archive
from walkback.errors import Busy, NoRecord, StorageFull
from walkback.ledger import Ledger, Signer, open_key
from walkback.model.evidence import Leaf
from walkback.read import READER, Workers
from walkback.sources import load_adapters
from walkback.store import Store
from walkback.watch import adopting, understanding
from walkback.watch.erasing import resume
from walkback.watch.keeper import Keeper
from walkback.watch.picturing import PictureReader
from walkback.watch.reader import Reader
from walkback.watch.replay import Replay

_TRIES, _PAUSE = 10, 0.01  # seconds: to be told apart from somebody who only asks
_PARTS = ("keys", "ledger", "archive")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies and what it is called. ``second`` None: the default place."""

    folder: Path
    software: str
    origin: str | None = None
    second: Path | None = None


def is_record(folder: Path) -> bool:
    """Whether a record lies in the folder."""
    return any((folder / part).exists() for part in _PARTS)


def make_folder(folder: Path) -> None:
    """The folder of a new record. Raises ``NoRecord`` where something else lies there."""
    if folder.exists() and not folder.is_dir():
        raise NoRecord(
            "a record needs a folder",
            subject=str(folder),
            found="a file",
            todo="Name another place",
        )
    strange = [path.name for path in folder.iterdir()] if folder.exists() else []
    if strange and not set(strange) <= {"walkback.toml", "write.lock", "poll.lock"}:
        raise NoRecord(
            "this folder holds something else than a record",
            subject=str(folder),
            expected="an empty folder, or none",
            found=", ".join(sorted(strange)[:3]),
            todo="Name another place with --record",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFull(
            "the record's folder cannot be made", subject=str(folder), found=error.strerror or ""
        ) from None


def require(folder: Path) -> None:
    """Raise ``NoRecord`` where there is none."""
    if not is_record(folder):
        raise NoRecord(
            "there is no record here",
            subject=str(folder),
            todo="Make one with 'walkback init', or name another with --record",
        )


def default_second(signer: Signer, state_home: Path) -> Path:
    """Where the second copy lies unless the settings say otherwise: outside the record."""
    key_hash = hashlib.sha256(signer.verifier.public).hexdigest()[:16]
    return state_home / "walkback" / key_hash / "checkpoint"


def state_home() -> Path:
    """``$XDG_STATE_HOME``, or its default of the XDG base directory specification."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


class Record:
    """Everything that keeps. Opening completes what a crash left behind."""

    def __init__(self, place: Place, workers: Workers, *, adopt: bool = False) -> None:
        self.folder = place.folder
        self.notices: list[str] = []
        new = not (place.folder / "keys" / "ledger.vkey").exists()
        with _locked(place.folder / "write.lock"):
            self.signer = open_key(place.folder / "keys", origin=place.origin)
            self.second = place.second or default_second(self.signer, state_home())
            if adopt:
                adopting.mark(place.folder, self.second)
            self.ledger = Ledger.open(
                place.folder / "ledger", signer=self.signer, second=self.second, adopt=adopt
            )
            durable.make_folder(place.folder / "archive")
            self.store = Store(place.folder / "store.db", reader=READER)
        if self.ledger.notice and not new:
            self.notices.append(self.ledger.notice)
        self.archive = Archive(place.folder / "archive", software=place.software)
        self.keeper = Keeper(self.archive, self.ledger, self.store, place.folder / "write.lock")
        self.reader = Reader(self.store, workers, self.archive.folder)
        self.budgets: dict[str, int] = {}  # reads a day, by kind of source
        # By kind of source: what the operator chose, given to its adapter with each memory.
        self.given: dict[str, dict[str, Any]] = {}
        self.pictures = PictureReader(self.store, self.archive.folder)
        self._replay = Replay(self.archive.folder, self.store, self.reader)
        self.keeper.apply = self._replay.apply
        with self.keeper.alone():
            if resume(self):
                self.notices.append("an erasure that was cut short is finished")
            elif self._is_current():
                self.keeper.catch_up()
            else:
                self.rebuild()
            understanding.note(self.store, load_adapters())

    def rebuild(self) -> None:
        """The store again from archive and ledger alone; nothing in it is news."""

        def finish() -> None:
            self._replay.finish()
            self.store.finish()

        self.keeper.refill(finish)

    def _is_current(self) -> bool:
        """Whether the store is whole, and of this ledger and today's adapters."""
        whole = self.store.whole() and self._is_of_this_ledger()
        return whole and understanding.is_of_today(self.store, load_adapters())

    def _is_of_this_ledger(self) -> bool:
        """Whether what the store follows is this ledger, and no more of it than there is."""
        last = self.store.last_leaf()
        if last is None:
            return True
        if last.number >= self.ledger.size:
            return False
        return Leaf.decode(self.ledger.entry(last.number)).id == last.id

    def close(self) -> None:
        """Let go of the files."""
        self.pictures.close()
        self.store.close()

    @contextmanager
    def polling(self) -> Iterator[None]:
        """Be the one process that polls. Raises ``Busy`` with the one that does."""
        with (self.folder / "poll.lock").open("a+b") as file:
            if not _taken(file):
                raise Busy(
                    "another process polls this record",
                    subject=str(self.folder),
                    found=f"process {who_polls(self.folder) or 'unknown'}",
                    todo="Wait until it is done, or stop it",
                )
            file.truncate(0)
            file.write(str(os.getpid()).encode())
            file.flush()
            try:
                yield
            finally:
                file.truncate(0)


def _taken(file: BinaryIO) -> bool:
    """Whether the lock could be taken. Whoever asks who polls may hold it for a moment."""
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(_PAUSE)
    return False


def who_polls(folder: Path) -> str | None:
    """The number of the process that polls, None where there is none."""
    with suppress(FileNotFoundError), (folder / "poll.lock").open("rb") as file:
        number = file.read(20).decode("ascii", "replace")
        if not number:
            return None
        try:
            # A process that was killed leaves its number, and not its lock.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return number
    return None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
