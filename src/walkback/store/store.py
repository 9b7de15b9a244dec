"""Open the store, write to it in transactions, and know how far it follows the ledger."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from walkback.errors import RecordDamaged, StorageFull
from walkback.model.evidence import Kept
from walkback.store import schema
from walkback.store.rows import LeafRow

FILES = ("store.db", "store.db-wal", "store.db-shm")


class Store:
    """The tables of one record.

    ``fresh`` is true where the file was missing or of another schema: it is empty then, and the
    caller fills it from archive and ledger.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fresh = False
        self._engine = self._open()

    def _open(self) -> Engine:
        engine = _engine(self.path)
        try:
            with engine.begin() as connection:
                if _schema_of(connection) == schema.SCHEMA:
                    return engine
        except DBAPIError as error:
            if not _is_no_database(error):
                raise
        engine.dispose()
        self._erase()
        engine = _engine(self.path)
        with engine.begin() as connection:
            schema.metadata.create_all(connection)
            connection.execute(insert(schema.meta), {"key": "schema", "value": schema.SCHEMA})
        self.fresh = True
        return engine

    def _erase(self) -> None:
        for name in FILES:
            self.path.with_name(name).unlink(missing_ok=True)

    def empty(self) -> None:
        """Forget everything, so that it can be rebuilt."""
        with self.writing() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                if table is not schema.meta:
                    connection.execute(table.delete())

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction. Raises ``StorageFull`` where it did not fit; nothing of it is kept."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            if "full" in str(error.orig):
                raise StorageFull(
                    "the store could not be written",
                    subject=str(self.path),
                    found="no space left on the disk",
                    todo="Free some space and run the same command again; nothing is lost",
                ) from None
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to ask with; sees one consistent state."""
        with self._engine.connect() as connection:
            yield connection

    def size(self) -> int:
        """How many leaves the store follows."""
        with self.reading() as connection:
            last = connection.execute(select(func.max(schema.leaves.c.number))).scalar()
        return 0 if last is None else last + 1

    def last_leaf(self) -> LeafRow | None:
        """The newest leaf the store follows."""
        query = select(schema.leaves).order_by(schema.leaves.c.number.desc()).limit(1)
        with self.reading() as connection:
            row = connection.execute(query).first()
        return LeafRow(*row) if row else None


def save_leaves(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
    """Follow the ledger by the leaves ``first`` and on."""
    rows = [
        {
            "number": first + index,
            "kind": item.leaf.kind.value,
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


def _is_no_database(error: DBAPIError) -> bool:
    text = str(error.orig)
    return "not a database" in text or "malformed" in text or "no such column" in text


def follows(store: Store, ledger_size: int) -> None:
    """Raise ``RecordDamaged`` where the store knows more leaves than the ledger has."""
    if store.size() > ledger_size:
        raise RecordDamaged(
            "the store is ahead of the ledger",
            subject=str(store.path),
            expected=f"at most {ledger_size} leaves",
            found=f"{store.size()} leaves",
            todo="Run 'walkback rebuild' to make the store again from archive and ledger",
        )
