"""Sessions: of a token only a hash is kept, so that the file alone signs nobody in."""

import hashlib
import secrets
import sqlite3
from datetime import datetime, timedelta

from walkback.model.times import parse_stamp, stamp

_TOUCH = timedelta(minutes=1)  # between two notes that somebody is there


def begin(connection: sqlite3.Connection, account: str, now: datetime) -> str:
    """A new session's token."""
    token = secrets.token_urlsafe(32)
    at = stamp(now)
    connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (hashed(token), account, at, at))
    return token


def whose(
    connection: sqlite3.Connection, token: str, now: datetime, lasts: tuple[timedelta, timedelta]
) -> tuple[str, bool] | None:
    """The account of a session, and whether to ``touch`` it; None where it is over.

    ``lasts``: how long it may lie idle, and how long at most.
    """
    query = "SELECT * FROM sessions WHERE hash = ?"
    row = connection.execute(query, (hashed(token),)).fetchone()
    if row is None:
        return None
    idle, most = lasts
    seen = parse_stamp(row["seen"])
    if now - seen >= idle or now - parse_stamp(row["began"]) >= most:
        return None
    return row["account"], now - seen >= _TOUCH


def touch(connection: sqlite3.Connection, token: str, account: str, now: datetime) -> None:
    """Note that somebody is there."""
    connection.execute("UPDATE sessions SET seen = ? WHERE hash = ?", (stamp(now), hashed(token)))
    connection.execute("UPDATE accounts SET last_seen = ? WHERE id = ?", (stamp(now), account))


def end(connection: sqlite3.Connection, token: str) -> None:
    """End one."""
    connection.execute("DELETE FROM sessions WHERE hash = ?", (hashed(token),))


def end_all(connection: sqlite3.Connection, account: str) -> None:
    """End all of an account."""
    connection.execute("DELETE FROM sessions WHERE account = ?", (account,))


def forget_old(connection: sqlite3.Connection, now: datetime, most: timedelta) -> None:
    """Those that are over whatever happens."""
    connection.execute("DELETE FROM sessions WHERE began < ?", (stamp(now - most),))


def hashed(token: str) -> str:
    """What is kept of a token or a code: 256 random bits need no slow hash."""
    return hashlib.sha256(b"walkback/desk/1\0" + token.encode("utf-8", "replace")).hexdigest()
