"""A page's worth of the history, and the record at a glance; quick however long it is.

Which events they are is found in indexes alone; only those of the page are read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from walkback.model.evidence import Place
from walkback.model.pages import Asked, Overview
from walkback.model.times import parse_stamp, stamp
from walkback.model.views import EventView
from walkback.model.watched import Tally
from walkback.store import events as told
from walkback.store.schema import events
from walkback.store.store import Store

# Of a speaker or channel with so many places at most the events are looked up place by place;
# of one with more they are met soon enough going back in time.
_FEW = 2000
_PLACES = "SELECT count(*) FROM (SELECT 1 FROM instances WHERE {name} = ? LIMIT ?)"
_BY_TIME = "events e CROSS JOIN instances i ON i.id = e.instance"
_BY_PLACE = "instances i CROSS JOIN events e ON e.instance = i.id"
_PAGE = (
    "SELECT e.number FROM {source} WHERE e.superseded_by IS NULL{where} "
    "ORDER BY e.at {way}, e.id {way} LIMIT ? OFFSET ?"
)


def history(store: Store, asked: Asked) -> list[EventView]:
    """The events that are asked for, newest first."""
    with store.reading() as connection:
        return page(connection, asked)


def page(connection: Connection, asked: Asked) -> list[EventView]:
    """The same, on a connection."""
    numbers = _numbers(connection, asked)
    chosen = told.all_events().where(events.c.number.in_(numbers))
    if not asked.oldest:
        chosen = told.newest(chosen, len(numbers))
    return told.event_views(connection, chosen)


def beginnings(store: Store, statements: Sequence[str]) -> dict[str, datetime]:
    """When these statements were first seen, by their ids.

    Of several addresses that were first seen one after the other it is the last: how long each
    stood is then never told too long. Left out are those that went and came back, and imports,
    whose date is no sight of ours.
    """
    query = (
        "SELECT statement, min(kind = 'published'), max(at) FROM events "
        "WHERE superseded_by IS NULL AND statement IN (SELECT value FROM json_each(?)) AND "
        "(kind = 'restored' OR (kind = 'published' AND verdict LIKE '%\"first-sight\"%')) "
        "GROUP BY statement"
    )
    with store.reading() as connection:
        rows = connection.exec_driver_sql(query, (json.dumps(list(statements)),)).all()
    return {statement: parse_stamp(at) for statement, stayed, at in rows if stayed}


def _numbers(connection: Connection, asked: Asked) -> list[int]:
    where, values = _conditions(asked)
    source = "events e"
    places = {"speaker": asked.speaker, "channel": asked.channel}
    wanted = {name: value for name, value in places.items() if value is not None}
    if wanted:
        few = any(_is_few(connection, name, value) for name, value in wanted.items())
        source = _BY_PLACE if few else _BY_TIME
        where += "".join(f" AND i.{name} = ?" for name in wanted)
        values += wanted.values()
    query = _PAGE.format(source=source, where=where, way="ASC" if asked.oldest else "DESC")
    rows = connection.exec_driver_sql(query, (*values, asked.most, asked.skip))
    return list(rows.scalars())


def _conditions(asked: Asked) -> tuple[str, list[str]]:
    where, values = "", list[str]()
    if asked.kinds:
        where += f" AND e.kind IN ({', '.join('?' for _ in asked.kinds)})"
        values += asked.kinds
    if asked.since is not None:
        where, values = f"{where} AND e.at >= ?", [*values, stamp(asked.since)]
    if asked.until is not None:
        where, values = f"{where} AND e.at < ?", [*values, stamp(asked.until)]
    if asked.after is not None:
        sign = ">" if asked.oldest else "<"
        where = f"{where} AND (e.at, e.id) {sign} (?, ?)"
        values = [*values, stamp(asked.after[0]), asked.after[1]]
    return where, values


def _is_few(connection: Connection, name: str, value: str) -> bool:
    found = connection.exec_driver_sql(_PLACES.format(name=name), (value, _FEW + 1)).scalar_one()
    return int(found) <= _FEW


def tallies(connection: Connection, speaker: str) -> tuple[Tally, ...]:
    """How many events of each kind a speaker's statements have, most first."""
    rows = connection.exec_driver_sql(
        f"SELECT e.kind, count(*) FROM {_BY_PLACE} WHERE i.speaker = ? "  # noqa: S608 - a constant
        "AND e.superseded_by IS NULL GROUP BY e.kind ORDER BY 2 DESC, 1",
        (speaker,),
    )
    return tuple(Tally(kind, count) for kind, count in rows)


def overview(store: Store) -> Overview:
    """How much is watched, and when anything was looked at last."""
    with store.reading() as connection:
        ask = connection.exec_driver_sql
        looks = ask(
            "SELECT s.active, h.look FROM sources s JOIN instances i ON i.id = s.instance "
            "JOIN schedule h ON h.n = i.n"
        ).all()
        statements = ask(
            "SELECT count(DISTINCT statement) FROM instances WHERE role <> 'listing' "
            "AND text IS NOT NULL"
        ).scalar_one()
        channels = ask("SELECT DISTINCT channel FROM instances WHERE channel IS NOT NULL").scalars()
        return Overview(
            len(looks),
            sum(1 for active, look in looks if active and _is_silent(look)),
            int(statements),
            _last_look(connection),
            tuple(sorted(channels)),
        )


def _is_silent(look: str | None) -> bool:
    return look is not None and look.split(" ")[0] not in ("received", "not-modified")


def _last_look(connection: Connection) -> datetime | None:
    at = connection.exec_driver_sql("SELECT max(look_at) FROM schedule").scalar()
    return parse_stamp(at) if at else None


def newest_news(store: Store) -> int:
    """The newest leaf that is no roll call: what hangs together changes with such a one only."""
    query = "SELECT max(number) FROM leaves WHERE kind = ?"
    kinds = ("capture", "verdict", "register", "import", "redaction")
    with store.reading() as connection:
        found = [connection.exec_driver_sql(query, (kind,)).scalar() for kind in kinds]
    return max((number for number in found if number is not None), default=-1)


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture of a statement's place; ``text`` are the words that were read of it."""

    leaf: int
    statement: str
    url: str
    at: datetime
    place: Place
    text: str


_CAPTURED = """
SELECT c.leaf, i.statement, c.final_url, c.at, l.segment, l.offset, l.length, l.payload,
    coalesce(json_extract(r.reading, '$.title') || ' ' || json_extract(r.reading, '$.text'), '')
FROM captures c JOIN leaves l ON l.number = c.leaf JOIN instances i ON i.id = c.instance
LEFT JOIN readings r ON r.instance = c.instance AND r.text = c.text
WHERE c.role IN ('statement', 'import') AND c.id =
"""
_BY_LEAF = " (SELECT id FROM leaves WHERE number = ?)"


def captured(store: Store, ref: int | str) -> Captured | None:
    """The capture of a statement's place with this leaf or id; None where there is none."""
    query = _CAPTURED + (_BY_LEAF if isinstance(ref, int) else " ?")
    with store.reading() as connection:
        row = connection.exec_driver_sql(query, (ref,)).first()
    if row is None:
        return None
    leaf, statement, url, at, *place, text = row
    return Captured(leaf, statement, url, parse_stamp(at), Place(*place), text)
