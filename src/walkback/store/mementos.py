"""Which captures there are of an address."""

from dataclasses import dataclass

from sqlalchemy import Connection

from walkback.model.pages import Memento
from walkback.model.times import parse_stamp

# A page may have been asked for at one address and found at another: both had it.
_QUERY = """
SELECT c.at, c.leaf, c.status, c.url, c.final_url, i.statement
FROM captures c JOIN instances i ON i.id = c.instance
WHERE c.instance IN (SELECT instance FROM addresses WHERE url = ?)
    AND c.role IN ('statement', 'import') AND c.status IS NOT NULL AND c.status <> 304
ORDER BY c.at, c.leaf
"""


@dataclass(frozen=True, slots=True)
class Captures:
    """Captures of an address, and the statements they are of."""

    mementos: tuple[Memento, ...]
    statements: frozenset[str]


def captures_of(connection: Connection, url: str) -> Captures:
    """The captures of an address, the oldest first; those of the place it leads to where no
    capture was made under this very address.
    """
    rows = connection.exec_driver_sql(_QUERY, (url,)).all()
    own = [row for row in rows if url in (row.url, row.final_url)]
    found = [Memento(parse_stamp(row.at), row.leaf, row.status) for row in own or rows]
    return Captures(tuple(found), frozenset(row.statement for row in rows))
