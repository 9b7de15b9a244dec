"""What was removed and put up again, remembered: to compare texts is dear, and few are new.

Of a hundred thousand events a fifth are removals, each compared with what its speaker said in
the days around it. That took 11 of the 15 seconds in which all cases were found; remembered, it
takes none until a speaker's statements change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from walkback.compare import reposted
from walkback.model.instances import Copy, Repost
from walkback.store import cases, linking
from walkback.store.cases import Gone

_AROUND = timedelta(days=2)
_Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Again:
    """A removed statement and the one that was put up for it."""

    gone: str
    again: str
    repost: Repost


@dataclass(frozen=True, slots=True)
class _Known:
    """The instance that was put up for a removed one, None for none, and what that rests on."""

    mark: _Mark
    instance: str | None = None
    repost: Repost | None = None


class Reposts:
    """Finds what was put up again. Good for one store; keep it, and it is quick."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def find(self, connection: Connection) -> list[Again]:
        """Every removed statement of which a near copy was put up, with that."""
        gone = cases.removed(connection)
        marks = cases.marks(connection)
        for one in gone:
            mark = marks.get(one.speaker, (0, 0, 0))
            known = self._known.get(one.event)
            if known is None or known.mark != mark:
                self._known[one.event] = _compared(connection, one, mark)
        self._forget({one.event for one in gone})
        return list(self._told(connection, gone))

    def _forget(self, events: set[str]) -> None:
        for event in self._known.keys() - events:
            del self._known[event]

    def _told(self, connection: Connection, gone: list[Gone]) -> Iterator[Again]:
        found = [(one, self._known[one.event]) for one in gone]
        places = cases.statements_of(connection, [k.instance for _, k in found if k.instance])
        for one, known in found:
            again = places.get(known.instance or "")
            if again is not None and known.repost is not None and again != one.statement:
                yield Again(one.statement, again, known.repost)


def _compared(connection: Connection, one: Gone, mark: _Mark) -> _Known:
    copy, went = linking.first_copy(connection, one.instance), cases.between(connection, one)
    found = _put_up(connection, copy, went) if copy is not None else None
    return _Known(mark, found[0].id, found[1]) if found else _Known(mark)


def _put_up(
    connection: Connection, gone: Copy, went: tuple[datetime, datetime]
) -> tuple[Copy, Repost] | None:
    since, until = max(gone.at, went[0] - _AROUND), went[1] + _AROUND
    for copy in linking.near(connection, gone.speaker or "", since, until):
        found = reposted(gone, copy, went)
        if found is not None and copy.statement != gone.statement:
            return copy, found
    return None
