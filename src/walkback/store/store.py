"""Open the store, write to it in transactions, and know how far it follows the ledger."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError

from walkback.errors import RecordDamaged, StorageFull
from walkback.model.evidence import Kept, LeafKind
from walkback.store import happened, outbox, release_tables, schema, shingles
from walkback.store.acts import mark_all_heard
from walkback.store.rows import LeafRow

ERASED = "tombstone"  # the kind of a leaf whose group is gone, or of which a part is left
_WHOLE = "whole"
FILES = ("store.db", "store.db-wal", "store.db-shm")
_LAST = "SELECT max(number) FROM leaves"
_LITTLE = 1 << 20  # bytes free, below which a file cannot be made longer


class Store:
    """The tables of one record.

    Where the file is missing, damaged or of another schema it is made anew: empty, and not
    ``whole`` until the caller has filled it from archive and ledger. ``guard`` is held around
    every transaction that writes.
    """

    def __init__(self, path: Path, *, reader: str = "") -> None:
        self.path = path
        # Texts of another reader cannot be compared with today's: they would look like edits.
        self._schema = f"{schema.SCHEMA} {reader}"
        self.guard: Callable[[], AbstractContextManager[None]] = nullcontext
        self._whole_transaction: Connection | None = None
        with self._faults():
            self._engine = self._open()

    def _open(self) -> Engine:
        engine = _engine(self.path)
        try:
            with engine.begin() as connection:
                if _schema_of(connection) == self._schema:
                    return engine
        except (DBAPIError, sqlite3.Error) as error:
            if not _is_no_database(str(getattr(error, "orig", error))):
                raise
        engine.dispose()
        self._erase()
        engine = _engine(self.path)
        with engine.begin() as connection:
            release_tables.metadata.create_all(connection)  # with those of the schema
            connection.execute(insert(schema.meta), {"key": "schema", "value": self._schema})
        return engine

    def _erase(self) -> None:
        for name in FILES:
            self.path.with_name(name).unlink(missing_ok=True)

    def empty(self) -> None:
        """Forget everything, so that it can be filled again."""
        with self.writing() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                if table is not schema.meta:
                    connection.execute(table.delete())
            shingles.forget_all(connection)

    def whole(self) -> bool:
        """Whether it was filled to the end since the file was made."""
        query = select(schema.meta.c.value).where(schema.meta.c.key == _WHOLE)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def finish(self) -> None:
        """All that archive and ledger hold is in it, and none of it is news."""
        with self.writing() as connection:
            happened.mark_all_told(connection)
            outbox.forget_waiting(connection)
            mark_all_heard(connection)
            shingles.merge(connection)
            connection.execute(
                insert(schema.meta).prefix_with("OR REPLACE"), {"key": _WHOLE, "value": "1"}
            )

    def compact(self) -> None:
        """Write the file anew: what was deleted is in no free page."""
        with self._faults(), self._engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql("VACUUM")

    def empty_log(self) -> bool:
        """Bring the write-ahead log into the file and cut it to nothing; False: somebody reads."""
        with self._faults(), self._engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            row = alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return bool(row[0] == 0)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction. Raises ``StorageFull`` where it did not fit; nothing of it is kept."""
        if self._whole_transaction is not None:
            yield self._whole_transaction
            return
        with self.guard(), self._faults(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to ask with; sees one consistent state."""
        if self._whole_transaction is not None:
            yield self._whole_transaction
            return
        with self._faults(), self._engine.connect() as connection:
            # Python's sqlite3 begins a transaction only where something is written.
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is written inside becomes visible together at its end, or not at all.

        For one thread only: what it asks and writes meanwhile is of this transaction.
        """
        with self.writing() as connection:
            self._whole_transaction = connection
            try:
                yield
            finally:
                self._whole_transaction = None

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:  # the second from preparing a connection
            text = str(getattr(error, "orig", error))
            if _is_full(text, self.path):
                raise StorageFull(
                    "the store could not be written",
                    subject=str(self.path),
                    found="no space left on the disk",
                    todo="Free some space and run the same command again; nothing is lost",
                ) from None
            if _is_no_database(text):
                raise RecordDamaged(
                    "the store is damaged",
                    subject=str(self.path),
                    found=text,
                    todo="Delete store.db and run the same command again: the store is made anew "
                    "from archive and ledger",
                ) from None
            raise

    def size(self) -> int:
        """How many leaves the store follows."""
        # Asked for at every page: the driver alone takes it a tenth of what a reading does.
        if self._whole_transaction is not None:
            last = self._whole_transaction.exec_driver_sql(_LAST).scalar()
        else:
            with self._faults(), closing(self._engine.raw_connection()) as connection:
                (last,) = connection.cursor().execute(_LAST).fetchone()
        return 0 if last is None else int(last) + 1

    def last_leaf(self, kinds: Sequence[LeafKind] = ()) -> LeafRow | None:
        """The newest leaf the store follows; with ``kinds`` the newest of these."""
        query = select(schema.leaves).order_by(schema.leaves.c.number.desc()).limit(1)
        if kinds:
            query = query.where(schema.leaves.c.kind.in_([kind.value for kind in kinds]))
        with self.reading() as connection:
            row = connection.execute(query).first()
        return LeafRow(*row) if row else None


def save_leaves(
    connection: Connection, first: int, kept: Sequence[Kept], *, erased: bool = False
) -> None:
    """Follow the ledger by the leaves ``first`` and on; ``erased``: a tombstone lies there."""
    rows = [
        {
            "number": first + index,
            "kind": ERASED if erased else item.leaf.kind.value,
            "id": item.leaf.id,
            "segment": item.place.segment,
            "offset": item.place.offset,
            "length": item.place.length,
            "payload": item.place.payload,
        }
        for index, item in enumerate(kept)
    ]
    if rows:
        connection.execute(insert(schema.leaves), rows)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 60.0})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # NORMAL, not FULL: a store that loses its last transactions in a power cut is brought
        # up to date from archive and ledger at the next start.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute("PRAGMA mmap_size=268435456")

    return engine


def _schema_of(connection: Connection) -> str | None:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name='meta'").all()
    if not names:
        return None
    query = select(schema.meta.c.value).where(schema.meta.c.key == "schema")
    return connection.execute(query).scalar()


def _is_full(text: str, path: Path) -> bool:
    # SQLite says "full" where it writes, and other things where it only makes its files longer.
    vague = "disk I/O error" in text or "unable to open" in text
    return "is full" in text or (vague and shutil.disk_usage(path.parent).free < _LITTLE)


def _is_no_database(text: str) -> bool:
    return "not a database" in text or "malformed" in text or "no such column" in text
