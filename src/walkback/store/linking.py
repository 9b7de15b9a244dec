"""One statement at many places: what may be one, what was found to be, and what a person undid.

    undated -> dated (published, else first seen) -> weighed against the same speaker's texts of
    the same days -> linked: the later statement's instances belong to the earlier one

A link is a register entry, and this is what it means to the store.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from walkback.errors import BadInput
from walkback.model.instances import Copy
from walkback.model.look import Role
from walkback.model.times import parse_stamp, stamp
from walkback.store import shingles
from walkback.store.schema import (
    aliases,
    events,
    instances,
    links,
    quoted,
    readings,
    versions,
)

ALONE = 2  # ``weighed`` of what a person took out of a statement
_DAY = timedelta(days=1)
_RUNS = 12  # of a text that are asked for
_MOST_EACH = 400  # texts of a run: one that has more is a phrase of everybody's

_others = versions.alias()
_FIRST = (
    select(func.min(_others.c.first_seen))
    .where(_others.c.instance == instances.c.id)
    .scalar_subquery()
)
_COPIES = (
    select(
        instances.c.id,
        instances.c.statement,
        instances.c.url,
        instances.c.speaker,
        instances.c.channel,
        instances.c.said_at,
        instances.c.stated,
        instances.c.listed_published,
        versions.c.first_seen,
        readings.c.reading,
    )
    .select_from(instances)
    .join(versions, (versions.c.instance == instances.c.id) & (versions.c.first_seen == _FIRST))
    .join(readings, (readings.c.instance == instances.c.id) & (readings.c.text == versions.c.text))
    .where(instances.c.speaker.is_not(None), instances.c.role != Role.LISTING.value)
)
_SOME = _COPIES.where(instances.c.id.in_(bindparam("ids", expanding=True)))
# By their index alone: joined before they are limited, each batch would cost as much as all.
_UNDATED = text(
    "SELECT id FROM instances INDEXED BY instances_undated "
    "WHERE weighed = 0 AND said_at IS NULL AND speaker IS NOT NULL "
    "AND text IS NOT NULL LIMIT :most"
)
_UNWEIGHED = text(
    "SELECT id FROM instances WHERE weighed = 0 AND speaker IS NOT NULL AND said_at IS NOT NULL "
    "ORDER BY speaker, said_at LIMIT :most"
)
_NEAR = _COPIES.where(
    instances.c.weighed == 1,
    instances.c.speaker == bindparam("person"),
    instances.c.said_at.between(bindparam("since"), bindparam("until")),
)
_MEMBERS = _COPIES.where(instances.c.statement == bindparam("whole"))
_ONE = _COPIES.where(instances.c.id == bindparam("key"))
_DATE = (
    update(instances)
    .where(instances.c.id == bindparam("key"))
    .values(said_at=bindparam("time"), stated=bindparam("told"))
)
_WEIGHED = update(instances).where(instances.c.id == bindparam("key")).values(weighed=1)
_WORN = """
SELECT i.said_at < ? OR i.said_at > ? FROM (SELECT rowid FROM shingles WHERE shingles MATCH ?
LIMIT ?) s JOIN readings r ON r.n = s.rowid JOIN instances i ON i.id = r.instance
WHERE i.speaker = ? GROUP BY i.statement
"""


def waits(connection: Connection, *, dated: bool) -> bool:
    """Whether there are texts that were not weighed: of those that are dated, or of the others."""
    query = _UNWEIGHED if dated else _UNDATED
    return connection.execute(query, {"most": 1}).first() is not None


def date(connection: Connection, most: int) -> None:
    """Say of some new texts when they were said."""
    ids = list(connection.execute(_UNDATED, {"most": most}).scalars())
    rows = connection.execute(_SOME, {"ids": ids}).all()
    values = []
    for row in rows:
        at, told = _said(row)
        values.append({"key": row.id, "time": stamp(at), "told": int(told)})
    if values:
        connection.execute(_DATE, values)
    # A listing has words and is no statement.
    mark_weighed(connection, sorted(set(ids) - {row.id for row in rows}))


def _said(row: Any) -> tuple[datetime, bool]:
    """When it was said, and whether that is stated: a date alone says less than being seen then."""
    seen = parse_stamp(row.first_seen)
    given = row.listed_published or json.loads(row.reading).get("published")
    try:
        at = parse_stamp(given) if given else None
    except BadInput:
        at = None
    if at is None or at > seen + _DAY:
        return seen, False
    same_day = len(given) <= len("2026-01-01") and seen.date() == at.date()
    return (seen if same_day else at), True


def unweighed(connection: Connection, most: int) -> tuple[list[str], list[Copy]]:
    """Instances that were not weighed yet, and their texts by speaker, then time; all are dated."""
    ids = list(connection.execute(_UNWEIGHED, {"most": most}).scalars())
    copies = [_copy(row) for row in connection.execute(_SOME, {"ids": ids})]
    return ids, sorted(copies, key=lambda copy: (copy.speaker or "", copy.at, copy.id))


def near(connection: Connection, speaker: str, since: datetime, until: datetime) -> list[Copy]:
    """A speaker's weighed texts of these days."""
    asked = {"person": speaker, "since": stamp(since), "until": stamp(until)}
    return [_copy(row) for row in connection.execute(_NEAR, asked)]


def members(connection: Connection, statement: str) -> list[Copy]:
    """The copies of a statement."""
    return [_copy(row) for row in connection.execute(_MEMBERS, {"whole": statement})]


def first_copy(connection: Connection, instance: str) -> Copy | None:
    """The first words of one instance; None where it has none, or no speaker."""
    row = connection.execute(_ONE, {"key": instance}).first()
    return _copy(row) if row else None


def _copy(row: Any) -> Copy:
    packed = json.loads(row.reading)
    return Copy(
        row.id,
        row.statement,
        row.url,
        row.speaker,
        packed["text"],
        parse_stamp(row.said_at or row.first_seen),
        packed["title"],
        row.channel or "page",
        row.stated == 1,
    )


def worn(
    connection: Connection, words: Sequence[str], speaker: str, days: tuple[datetime, datetime]
) -> float:
    """The share of runs of words that the speaker has in two statements or more outside of these
    days, or that everybody has; from 0 to 1, by a sample of the runs.
    """
    runs = list(dict.fromkeys(shingles.of_runs(words)))
    step = max(1, len(runs) // _RUNS)
    asked = runs[::step][:_RUNS]
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the embedded store is SQLite
    since, until = map(stamp, days)
    count = 0
    for run in asked:
        found = driver.execute(_WORN, (since, until, run, _MOST_EACH, speaker)).fetchall()
        count += sum(bool(other) for (other,) in found) >= 2
    return count / len(asked) if asked else 0.0


def mark_weighed(connection: Connection, ids: Sequence[str]) -> None:
    """These were weighed."""
    if ids:
        connection.execute(_WEIGHED, [{"key": identity} for identity in ids])


def weigh_again(connection: Connection, speaker: str) -> None:
    """What is a speaker's now may be one with what was his before."""
    mine = (instances.c.speaker == speaker) & (instances.c.weighed == 1)
    connection.execute(update(instances).where(mine).values(weighed=0))


def save_links(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``link`` mean: ``gone`` is ``keep`` at another place."""
    for entry in run:
        keep, gone = entry["keep"], entry["gone"]
        for table in (instances, events, quoted):
            rows = table.c.statement == gone
            connection.execute(update(table).where(rows).values(statement=keep))
        connection.execute(update(events).where(events.c.about == gone).values(about=keep))
        known = aliases.c.statement == gone
        connection.execute(update(aliases).where(known).values(statement=keep))
        new = insert(aliases).values(id=gone, statement=keep)
        connection.execute(
            new.on_conflict_do_update(index_elements=["id"], set_={"statement": keep})
        )
        row = {
            "instance": entry["instance"],
            "other": entry["other"],
            "alike": entry["alike"],
            "confidence": entry["confidence"],
            "reasons": json.dumps(entry["reasons"], ensure_ascii=False),
            "differences": json.dumps(entry["differences"], ensure_ascii=False),
        }
        connection.execute(insert(links).on_conflict_do_nothing(), row)
        mark_weighed(connection, [entry["instance"]])


def save_unlinks(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``unlink`` mean: a person says it is its own statement.

    Quotations and acts that were about it stay with the statement they were found to be about.
    """
    for entry in run:
        alone = entry["instance"]
        row = connection.execute(select(instances).where(instances.c.id == alone)).one()
        others = connection.execute(
            select(instances)
            .where(instances.c.statement == row.statement, instances.c.home != row.home)
            .order_by(instances.c.n)
        ).all()
        if row.home == row.statement and others:
            # It was the first: the others stay together under the next one's own id.
            _move(connection, [other.id for other in others], others[0].home)
        elif row.home != row.statement:
            _move(connection, [alone], row.home)
        either = (links.c.instance == alone) | (links.c.other == alone)
        connection.execute(delete(links).where(either))
        kept = instances.c.id == alone
        connection.execute(update(instances).where(kept).values(weighed=ALONE))


def _move(connection: Connection, ids: Sequence[str], statement: str) -> None:
    connection.execute(delete(aliases).where(aliases.c.id == statement))
    rows = instances.c.id.in_(ids)
    connection.execute(update(instances).where(rows).values(statement=statement))
    told = events.c.instance.in_(ids)
    connection.execute(update(events).where(told).values(statement=statement))


def links_of(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Why each of these instances is one of its statement: the surest link of each."""
    found: dict[str, Any] = {}
    query = select(links).where(links.c.instance.in_(ids)).order_by(links.c.differences)
    for row in connection.execute(query):
        found.setdefault(row.instance, row)
    return found
