"""Bytes, then commitment, then index: the one way by which anything becomes part of the record.

    Evidence -> archive.keep  -> Kept     bytes are durable
             -> ledger.append -> number   their existence is committed
             -> store         -> rows     findable; can be rebuilt

A crash after any arrow leaves a state that ``catch_up`` completes: it is what every start, every
rebuild and every writer who finds another's bytes runs.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from walkback.archive import Archive, Group, Tail, Tombstone, groups
from walkback.errors import RecordDamaged
from walkback.ledger import Ledger
from walkback.model.evidence import Evidence, Kept, Leaf
from walkback.store import Store
from walkback.store.store import save_leaves
from walkback.watch.clocks import Clocks

BATCH = 256

Save = Callable[[Connection, int, Sequence[Kept]], None]
Item = Group | Tombstone
Apply = Callable[[Sequence[tuple[int, Item]]], None]


class Keeper:
    """Writes to the record, one process at a time.

    ``apply`` brings groups that are already in the archive into the store; it is given by the
    replay, so that live work and recovery share the functions that save.
    """

    def __init__(self, archive: Archive, ledger: Ledger, store: Store, lock: Path) -> None:
        self.archive = archive
        self.ledger = ledger
        self.store = store
        self._lock = lock
        self._saved = -1
        self._end: tuple[str, int] | None = None
        self._holding = False
        self._turn = threading.RLock()  # rounds, pushes and the desk are threads of one process
        self.apply: Apply | None = None
        self.clocks = Clocks(archive.folder, ledger.folder, store)
        # Of addresses those whose statement was erased: what lies there is not kept again.
        self.forgotten: Callable[[Sequence[str]], set[str]] = lambda _urls: set()
        # Rebuilding empties the store and fills it: whoever else writes to it waits until then.
        store.guard = self.held

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the write lock, with the record as others left it caught up.

        What is decided from the store and then committed, such as the identity of an address, is
        decided in here. Whoever is inside may enter again.
        """
        with self._turn:
            if self._holding:
                yield
                return
            with self.alone():
                self.catch_up()
                yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the write lock, and leave the store as it is."""
        with self._turn:
            if self._holding:
                yield
                return
            with self._locked():
                yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._holding = True
            try:
                # Another process may have written: read again where the record ends.
                self.archive.refresh()
                self.ledger.refresh()
                yield
            finally:
                self._holding = False

    def commit(self, evidence: Sequence[Evidence], save: Save) -> int:
        """Keep, commit and index a batch; the number of its first leaf.

        ``save`` writes what the batch means to the store, in the same transaction that follows
        the ledger. Raises ``StorageFull``, ``ClockWentBack``; what was acknowledged before is safe.
        """
        with self.held():
            self.clocks.check(evidence)
            kept = self.archive.keep(evidence)
            # The bytes are durable. A crash here: the next start finds openings without a leaf
            # and appends their leaves.
            first = self.ledger.append([item.leaf.encode() for item in kept])
            # Their existence is committed and signed. A crash here: the next start finds leaves
            # that the store lacks and saves them.
            with self.store.writing() as connection:
                save_leaves(connection, first, kept)
                save(connection, first, kept)
            self._saved, self._end = self.ledger.size, self.archive.end()
            self.clocks.note(evidence)
            return first

    def catch_up(self) -> None:
        """Complete what a crash or another process left: leaves, then the store."""
        with self.alone():
            if (self._saved, self._end) != (self.ledger.size, self.archive.end()):
                self._catch_up()

    def refill(self, finish: Callable[[], None]) -> None:
        """Empty the store and fill it again from archive and ledger; ``finish`` ends that.

        Whoever asks the store meanwhile sees it as it was. A crash leaves it as it was, too.
        """
        with self.alone():
            try:
                with self.store.at_once():
                    self.store.empty()
                    self._catch_up()
                    finish()
            except BaseException:
                self._saved = -1  # what was filled in is not there
                raise

    def _catch_up(self) -> None:
        number = self.store.size()
        end = self._after_last()
        batch: list[tuple[int, Item]] = []
        for item in groups(self.archive.folder, end):
            if isinstance(item, Tail):
                self._cut(item, number, end)
                break
            batch.append((number, item))
            number += 1
            end = (item.place.segment, item.place.offset + item.place.length)
            if len(batch) == BATCH:
                self._follow(batch)
                batch = []
        self._follow(batch)
        if number < self.ledger.size:
            raise _missing(self.archive.folder, number, self.ledger.size)
        self._saved, self._end = self.ledger.size, self.archive.end()

    def _after_last(self) -> tuple[str, int] | None:
        last = self.store.last_leaf()
        return (last.segment, last.offset + last.length) if last else None

    def _follow(self, batch: Sequence[tuple[int, Item]]) -> None:
        if not batch:
            return
        new = []
        for number, group in batch:
            if number >= self.ledger.size and isinstance(group, Group):
                new.append(group.leaf.encode())
            elif number >= self.ledger.size:
                raise _missing(self.archive.folder, number, self.ledger.size, "a tombstone")
            elif not _is_of(group, self.ledger.entry(number)):
                raise RecordDamaged(
                    "bytes in the archive are not those the ledger commits to",
                    subject=f"archive/{group.place.segment} at offset {group.place.offset}",
                    expected=f"leaf {number}",
                    found=f"{group.leaf.kind.value} {group.leaf.id}",
                    todo="Run 'walkback verify' for the whole picture; restore a backup",
                )
        if new:
            self.ledger.append(new)
        if self.apply is not None:
            self.apply(batch)

    def _cut(self, tail: Tail, number: int, end: tuple[str, int] | None) -> None:
        # A segment that ends before ``end`` lost bytes whose leaves the store follows already.
        if number < self.ledger.size or (end and (tail.segment, tail.offset) < end):
            raise _missing(self.archive.folder, number, self.ledger.size, tail.reason)
        # No leaf commits to these bytes: a batch that was being written when the process ended.
        self.archive.cut(tail.segment, tail.offset)


def _is_of(item: Item, entry: bytes) -> bool:
    """Whether a group is what its leaf commits to, or the tombstone of that leaf.

    That a redaction leaf commits to the tombstone is for ``verify``.
    """
    if isinstance(item, Group):
        return item.leaf.encode() == entry
    leaf = Leaf.decode(entry)
    return (leaf.kind, leaf.id) == (item.leaf.kind, item.leaf.id)


def _missing(folder: Path, number: int, size: int, why: str = "the archive ends") -> RecordDamaged:
    return RecordDamaged(
        "bytes that the ledger commits to are missing or damaged",
        subject=str(folder),
        expected=f"{size} leaves",
        found=f"{number} groups, then: {why}",
        todo="Run 'walkback verify' for the whole picture; restore a backup",
    )
