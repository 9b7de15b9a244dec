"""When places were not seen, and when nothing was looked at.

A place that is watched gets a row at the first look that failed, ended by the first that served.
Where between two looks at anything more than an hour passed, nobody looked: that is row 0's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Integer, Table, Text

from walkback.model.look import Observation
from walkback.model.times import parse_stamp, stamp
from walkback.model.watched import Gap
from walkback.store.rows import Known
from walkback.store.schema import metadata

gaps = Table(
    "gaps",
    metadata,
    Column("n", Integer, primary_key=True),  # the place's
    Column("since", Text, primary_key=True),
    Column("until", Text),
    Column("reason", Text, nullable=False),
)

QUIET = timedelta(hours=1)  # shorter pauses are no gap of anything
_NOBODY, _CLOCK = 0, -1  # numbers that no place has; the clock's row is the last look
_NOT_LOOKED = "not looked"
_BEGIN = "INSERT OR IGNORE INTO gaps (n, since, until, reason) VALUES (?, ?, NULL, ?)"
_END = "UPDATE gaps SET until = ? WHERE n = ? AND until IS NULL"
_LAST = "SELECT until FROM gaps WHERE n = ?"
_KEEP_LAST = "INSERT OR REPLACE INTO gaps (n, since, until, reason) VALUES (?, '', ?, '')"
_STRETCH = "INSERT OR IGNORE INTO gaps (n, since, until, reason) VALUES (?, ?, ?, ?)"
_OF = """
SELECT s.url, g.since, g.until, g.reason, s.every, s.added FROM gaps g
JOIN instances i ON i.n = g.n JOIN sources s ON s.instance = i.id
WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY g.since DESC LIMIT ?
"""
_NOBODYS = "SELECT since, until FROM gaps WHERE n = 0 AND until > ? ORDER BY since DESC LIMIT ?"


def looked(connection: Connection, times: Iterable[datetime]) -> None:
    """Anything was looked at then: a long silence before it is a gap of every place."""
    at = list(times)
    if not at:
        return
    ask = connection.exec_driver_sql
    last = ask(_LAST, (_CLOCK,)).scalar()
    if last and min(at) - parse_stamp(last) > QUIET:
        ask(_STRETCH, (_NOBODY, last, stamp(min(at)), _NOT_LOOKED))
    newest = max(stamp(max(at)), last or "")
    ask(_KEEP_LAST, (_CLOCK, newest))


def note(
    connection: Connection, seen: Sequence[tuple[Observation, bool]], of: Sequence[Known]
) -> None:
    """Looks at places, each with whether it failed: a row of failures begins or ends."""
    for (look, failed), row in zip(seen, of, strict=True):
        if row.changed:
            continue  # found by a listing: the listing's own gaps tell
        if failed and not row.failures:
            connection.exec_driver_sql(_BEGIN, (row.n, stamp(look.at), _reason(look)))
        elif not failed and row.failures:
            connection.exec_driver_sql(_END, (stamp(look.at), row.n))


def _reason(look: Observation) -> str:
    return f"{look.outcome.value} ({look.reason})"


def gaps_of(
    connection: Connection, sources: str, begin: datetime, every: timedelta, most: int
) -> tuple[Gap, ...]:
    """The newest gaps of sources (ids as a JSON list), and those in which nobody looked.

    ``begin`` is since when they are watched; a pause shorter than twice ``every`` is none.
    """
    ask = connection.exec_driver_sql
    own = [
        Gap(url, parse_stamp(since), _at(until), reason)
        for url, since, until, reason, *_ in ask(_OF, (sources, most))
    ]
    paused = [
        Gap(None, max(begin, parse_stamp(since)), _at(until), _NOT_LOOKED)
        for since, until in ask(_NOBODYS, (stamp(begin), most))
    ]
    long = [gap for gap in paused if gap.length and gap.length > 2 * every]
    return tuple(sorted([*own, *long], key=lambda gap: gap.since, reverse=True)[:most])


def _at(text: str | None) -> datetime | None:
    return parse_stamp(text) if text else None
