"""Slow down who guesses: by the name that is tried, and by the address it is tried from.

A name may be tried a few times freely; each further failure doubles the wait, up to a minute: then
1,440 guesses a day are left, and the owner is never locked out for longer. An address gets more
tries, since many may sit behind one.
"""

import hashlib
import ipaddress
import sqlite3
from datetime import datetime, timedelta

from walkback.model.times import parse_stamp, stamp

_FREE = {"name": 5, "address": 20}
_LONGEST = 60.0  # seconds
_FORGET = timedelta(hours=6)  # after so long without a failure it begins anew


def wait(connection: sqlite3.Connection, keys: list[str], now: datetime) -> int:
    """Seconds until the next try is looked at at all; 0: now."""
    marks = ",".join("?" for _ in keys)
    query = f"SELECT max(until) FROM tries WHERE hash IN ({marks})"  # noqa: S608 - marks alone
    (until,) = connection.execute(query, keys).fetchone()
    left = (parse_stamp(until) - now).total_seconds() if until else 0
    return max(0, int(-(-left // 1)))


def failed(connection: sqlite3.Connection, keys: list[str], now: datetime) -> None:
    """Count a failure for each key."""
    connection.execute("DELETE FROM tries WHERE last < ?", (stamp(now - _FORGET),))
    for key in keys:
        found = connection.execute("SELECT failed FROM tries WHERE hash = ?", (key,)).fetchone()
        count = (found[0] if found else 0) + 1
        beyond = count - _FREE[key.partition(":")[0]]
        pause = min(_LONGEST, 2.0 ** min(beyond, 10)) if beyond >= 0 else 0.0
        until = stamp(now + timedelta(seconds=pause))
        connection.execute(
            "INSERT OR REPLACE INTO tries VALUES (?, ?, ?, ?)", (key, count, stamp(now), until)
        )


def forgiven(connection: sqlite3.Connection, keys: list[str], now: datetime) -> None:
    """Who signed in is no guesser of this name; of the address this one try counts no more."""
    name, address = keys
    connection.execute("DELETE FROM tries WHERE hash = ?", (name,))
    query = "UPDATE tries SET failed = failed - 1, until = ? WHERE hash = ?"
    connection.execute(query, (stamp(now), address))


def name_key(name: str) -> str:
    """A name as it is counted: people type pass phrases into the wrong field."""
    return f"name:{hashlib.sha256(name.encode()).hexdigest()}"


def address_key(address: str) -> str:
    """An address as it is counted: of IPv6 the network of one customer."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
        if found.version == 6:
            address = str(ipaddress.ip_network((found, 64), strict=False))
    except ValueError:
        pass
    return f"address:{hashlib.sha256(address.encode()).hexdigest()}"
