"""What is to be told, to whom, and what came of it: ``events.told`` is where it begins.

    events.told = 0 -> rows of ``alerts``, one for each address, and told = 1   in one transaction
                    -> batch    which letter it is in, written before that is sent
                    -> sent, or tried again later

After a rebuild all events are told and nothing waits.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from walkback.model.alert import Delivery, Post, Waiting
from walkback.model.times import parse_stamp, stamp
from walkback.model.views import EventView
from walkback.store import events as told
from walkback.store.schema import events, metadata

alerts = Table(
    "alerts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),  # of the state that is told
    Column("target", Text, nullable=False),  # a keyed hash of the address it goes to
    Column("event", Text, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),  # how the record does
    Column("at", Text, nullable=False),
    Column("batch", Text, nullable=False, server_default=""),  # the letter it is in
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due", Text, nullable=False),
    Column("state", Integer, nullable=False, server_default="0"),
    Column("sent", Text),
    Column("why", Text, nullable=False, server_default=""),
    UniqueConstraint("key", "target"),
)
Index("alerts_waiting", alerts.c.target, alerts.c.due, sqlite_where=alerts.c.state == 0)
Index("alerts_sent", alerts.c.target, alerts.c.sent)
Index("events_untold", events.c.number, sqlite_where=events.c.told == 0)

HEALTH = "health:"
_NEW = insert(alerts).on_conflict_do_nothing()
_LONGEST_CHAIN = 100  # verdicts that took each other's place


@dataclass(frozen=True, slots=True)
class Untold:
    """An event nobody was told of. ``key`` is that of what it says: a verdict that says again
    what an earlier one said of the same statement has that one's.
    """

    number: int
    key: str
    event: EventView


def untold(connection: Connection, most: int) -> list[Untold]:
    """Events nobody was told of, in the order they came."""
    chosen = select(events).where(events.c.told == 0).order_by(events.c.number).limit(most)
    rows = {row.id: row for row in connection.execute(chosen)}
    views = told.event_views(connection, chosen)
    return [Untold(rows[one.id].number, _root(connection, rows[one.id]), one) for one in views]


def _root(connection: Connection, row: Any) -> str:
    for _ in range(_LONGEST_CHAIN):
        older = json.loads(row.verdict).get("supersedes")
        found = _event(connection, older) if older else None
        if found is None or (found.kind, found.statement) != (row.kind, row.statement):
            break
        row = found
    return str(row.id)


def mark_told(connection: Connection, numbers: Sequence[int]) -> None:
    """These events are in the outbox now, or nobody wants to know."""
    connection.execute(update(events).where(events.c.number.in_(numbers)).values(told=1))


def put(  # noqa: PLR0913 - what, to whom, and when: the columns of a row
    connection: Connection,
    targets: Sequence[str],
    key: str,
    at: datetime,
    *,
    event: str = "",
    words: str = "",
) -> None:
    """Something to be told to these; once for each, whoever asks how often."""
    now = stamp(at)
    for target in targets:
        row = {"key": key, "target": target, "event": event, "words": words, "at": now, "due": now}
        connection.execute(_NEW, row)


def waiting(connection: Connection, target: str, now: datetime) -> list[Waiting]:
    """What waits for this address and may be tried now, in the order it came."""
    query = (
        select(alerts)
        .where(
            alerts.c.target == target,
            alerts.c.state == Post.WAITS.value,
            alerts.c.due <= stamp(now),
        )
        .order_by(alerts.c.number)
    )
    return [
        Waiting(r.number, r.key, r.event, r.words, parse_stamp(r.at), r.batch, r.tries)
        for r in connection.execute(query)
    ]


def sent_since(connection: Connection, target: str, since: datetime) -> int:
    """How many letters went to this address since then."""
    query = select(func.count(alerts.c.batch.distinct())).where(
        alerts.c.target == target, alerts.c.sent >= stamp(since)
    )
    return connection.execute(query).scalar_one()


def bind(connection: Connection, numbers: Sequence[int], batch: str) -> None:
    """These go in one letter, now and whenever it is sent again."""
    connection.execute(update(alerts).where(alerts.c.number.in_(numbers)).values(batch=batch))


def drop(connection: Connection, numbers: Sequence[int]) -> None:
    """These are not told: what they tell of is withheld."""
    change = update(alerts).where(alerts.c.number.in_(numbers))
    connection.execute(change.values(state=Post.DROPPED.value))


def settle(
    connection: Connection, letter: tuple[str, str], came: Delivery, now: datetime, due: datetime
) -> None:
    """What came of a letter (target, batch). Where it failed it is due again then."""
    change = update(alerts).where(
        alerts.c.target == letter[0],
        alerts.c.batch == letter[1],
        alerts.c.state == Post.WAITS.value,
    )
    if came.ok:
        values = {"state": Post.SENT.value, "sent": stamp(now), "why": ""}
    else:
        values = {"tries": alerts.c.tries + 1, "due": stamp(due), "why": came.why}
    connection.execute(change.values(values))


def tries_of(connection: Connection, target: str, batch: str) -> int:
    """How often a letter was tried already."""
    query = select(func.max(alerts.c.tries)).where(
        alerts.c.target == target, alerts.c.batch == batch
    )
    return connection.execute(query).scalar() or 0


def give_up(connection: Connection, tries: int) -> None:
    """What was tried so often is not tried again."""
    change = update(alerts).where(alerts.c.state == Post.WAITS.value, alerts.c.tries >= tries)
    connection.execute(change.values(state=Post.GIVEN_UP.value))


def standing_health(connection: Connection) -> set[str]:
    """Keys of what was told, or is to be told, of the record's own health."""
    query = select(alerts.c.key).where(alerts.c.key.startswith(HEALTH)).distinct()
    return set(connection.execute(query).scalars())


def forget(connection: Connection, keys: Sequence[str]) -> None:
    """These are well again: the next time is news."""
    connection.execute(delete(alerts).where(alerts.c.key.in_(keys)))


def forget_waiting(connection: Connection) -> None:
    """Nothing is news any more."""
    connection.execute(delete(alerts).where(alerts.c.state == Post.WAITS.value))


def views_of(connection: Connection, ids: Sequence[str]) -> dict[str, EventView]:
    """What these events say as it stands now: the event itself, or the one of the same kind and
    statement that took its place. What was withdrawn is not among them.
    """
    heads = {one: head for one in ids if (head := _head(connection, one)) is not None}
    chosen = told.all_events().where(events.c.id.in_(heads.values()))
    views = {one.id: one for one in told.event_views(connection, chosen)}
    return {one: views[head] for one, head in heads.items() if head in views}


def _head(connection: Connection, identity: str) -> str | None:
    row = _event(connection, identity)
    for _ in range(_LONGEST_CHAIN):
        if row is None or row.superseded_by is None:
            break
        newer = _event(connection, row.superseded_by)
        if newer is not None and (newer.kind, newer.statement) != (row.kind, row.statement):
            newer = None
        row = newer
    return str(row.id) if row is not None else None


def _event(connection: Connection, identity: str) -> Any:
    return connection.execute(select(events).where(events.c.id == identity)).first()


def newest(connection: Connection, most: int) -> list[Any]:
    """Rows of the outbox, the newest first, with the kind of their event."""
    query = (
        select(alerts, events.c.kind)
        .outerjoin(events, events.c.id == alerts.c.event)
        .order_by(alerts.c.number.desc())
        .limit(most)
    )
    return list(connection.execute(query).all())
