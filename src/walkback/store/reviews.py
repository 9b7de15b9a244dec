"""What reviewers say of events, and what was handled at the desk."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, Table, Text, select
from sqlalchemy.dialects.sqlite import insert

from walkback.model.desk import Handled, Lodged, NameList
from walkback.model.review import Finding, ReviewView
from walkback.model.times import parse_stamp
from walkback.model.views import SpeakerRef
from walkback.model.watched import Reply
from walkback.store.replies import replies
from walkback.store.schema import metadata, speakers

reviews = Table(
    "reviews",
    metadata,
    Column("event", Text, primary_key=True),
    Column("account", Text, primary_key=True),  # the last word of each reviewer
    Column("name", Text, nullable=False),
    Column("finding", Text, nullable=False),
    Column("at", Text, nullable=False),
)

handled = Table(
    "handled",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("target", Text, nullable=False),
)
Index("handled_at", handled.c.at)

_SOME = 500
# Of the history, what a reviewer is asked about: a first sight says no more than that it was seen.
_OPEN = (
    "FROM events e WHERE e.superseded_by IS NULL AND e.kind <> 'published' AND NOT EXISTS "
    "(SELECT 1 FROM reviews r WHERE r.event = e.id) AND e.statement NOT IN "
    "(SELECT value FROM json_each(?))"
)
# The places of a source: its own, and those that it brought.
_AROUND = """
SELECT e.number FROM events e JOIN instances i ON i.id = e.instance
WHERE e.superseded_by IS NULL AND e.id <> :own AND (
    i.id = :instance OR (i.source IS NOT NULL AND i.source =
        (SELECT source FROM instances WHERE id = :instance)))
AND {side} ORDER BY e.at {order}, e.id {order} LIMIT :most
"""


def save_reviews(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``review`` mean."""
    names = ("event", "account", "name", "finding", "at")
    new = insert(reviews)
    changed = {name: new.excluded[name] for name in ("name", "finding", "at")}
    said = new.on_conflict_do_update(index_elements=["event", "account"], set_=changed)
    connection.execute(said, [{name: entry[name] for name in names} for entry in run])


def save_handled(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``handled`` mean."""
    names = ("at", "account", "what", "target")
    connection.execute(insert(handled), [{name: entry[name] for name in names} for entry in run])


def reviews_of(connection: Connection, events: Sequence[str]) -> dict[str, tuple[ReviewView, ...]]:
    """Of these events, those that were reviewed, each with its reviews by time."""
    found: dict[str, list[ReviewView]] = defaultdict(list)
    for start in range(0, len(events), _SOME):
        query = select(reviews).where(reviews.c.event.in_(events[start : start + _SOME]))
        for row in connection.execute(query.order_by(reviews.c.at, reviews.c.account)):
            said = ReviewView(Finding(row.finding), row.name, parse_stamp(row.at))
            found[row.event].append(said)
    return {event: tuple(some) for event, some in found.items()}


def to_review(connection: Connection, hidden: Collection[str]) -> int:
    """How many events nobody has reviewed, but those of ``hidden`` statements."""
    query = f"SELECT count(*) {_OPEN}"
    return int(connection.exec_driver_sql(query, (_packed(hidden),)).scalar_one())


def unreviewed(connection: Connection, hidden: Collection[str], skip: int, most: int) -> list[str]:
    """Ids of these events, the newest first."""
    query = f"SELECT e.id {_OPEN} ORDER BY e.at DESC, e.id DESC LIMIT ? OFFSET ?"
    return list(connection.exec_driver_sql(query, (_packed(hidden), most, skip)).scalars())


def _packed(hidden: Collection[str]) -> str:
    return json.dumps(sorted(hidden))


def around(connection: Connection, event: str, most: int) -> tuple[list[int], list[int]]:
    """Numbers of the events of the same source before and after one, the nearest first."""
    row = connection.exec_driver_sql(
        "SELECT id, at, instance FROM events WHERE id = ?", (event,)
    ).one()
    sides = []
    for side, order in (
        ("(e.at, e.id) < (:at, :own)", "DESC"),
        ("(e.at, e.id) > (:at, :own)", "ASC"),
    ):
        query = _AROUND.format(side=side, order=order)
        asked = {"own": row.id, "at": row.at, "instance": row.instance, "most": most}
        sides.append(list(connection.exec_driver_sql(query, asked).scalars()))
    return sides[0], sides[1]


def name_lists(connection: Connection) -> list[NameList]:
    """The lists of protected names, with how many are on each."""
    rows = connection.exec_driver_sql(
        "SELECT listed, count(*) FROM protected GROUP BY 1 ORDER BY 1"
    )
    return [NameList(listed, count) for listed, count in rows]


def lodged(connection: Connection) -> list[Lodged]:
    """Every reply of a speaker, the newest first."""
    query = select(replies, speakers.c.name).join(speakers, speakers.c.id == replies.c.speaker)
    rows = connection.execute(query.order_by(replies.c.at.desc(), replies.c.id))
    return [
        Lodged(SpeakerRef(row.speaker, row.name), Reply(row.id, parse_stamp(row.at), row.text))
        for row in rows
    ]


def latest_handled(connection: Connection, most: int) -> list[Handled]:
    """What was handled lately, the newest first."""
    query = select(handled).order_by(handled.c.n.desc()).limit(most)
    return [
        Handled(parse_stamp(row.at), row.account, row.what, row.target)
        for row in connection.execute(query)
    ]
