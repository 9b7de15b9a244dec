"""The file of the desk: SQLite, owner only, outside of the evidence."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from walkback import durable
from walkback.errors import BadSettings

FILE = "desk.db"
_OTHERS = 0o077
_PATIENCE = 10.0  # seconds to wait for another process that writes
_TABLES = """
CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    phrase TEXT NOT NULL, made TEXT NOT NULL, ended TEXT, last_seen TEXT) STRICT;
CREATE TABLE IF NOT EXISTS invitations (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, expires TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL, began TEXT NOT NULL, seen TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tries (
    hash TEXT PRIMARY KEY, failed INTEGER NOT NULL, last TEXT NOT NULL, until TEXT NOT NULL) STRICT;
"""


class Book:
    """Opened for each question: what another process changed is seen at once."""

    def __init__(self, keys: Path) -> None:
        self.path = keys / FILE

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, which nobody else writes beside; made where there is no file."""
        self._make()
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask with."""
        self._make()
        with closing(self._connect()) as connection:
            yield connection

    def _make(self) -> None:
        """The file with its tables. Raises ``BadSettings`` where others may read it."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            durable.make_folder(self.path.parent)
            # Made by us, before SQLite could make it with wider permissions.
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.close(handle)
            with closing(self._connect()) as connection:
                connection.executescript(_TABLES)
            durable.sync_folder(self.path.parent)
            return
        if stat.S_IMODE(found.st_mode) & _OTHERS or found.st_uid != os.geteuid():
            raise BadSettings(
                "others may read the accounts of the desk",
                subject=str(self.path),
                expected="a file that only its owner may read",
                found=f"mode {stat.S_IMODE(found.st_mode):o}",
                todo=f"Run: chmod 600 {self.path}",
            )

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA secure_delete=ON")
        return connection
