"""What speakers have to say to what the record says of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, Table, Text, select
from sqlalchemy.dialects.sqlite import insert

from walkback.model.times import parse_stamp
from walkback.model.watched import Reply
from walkback.store.schema import metadata

replies = Table(
    "replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("speaker", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
)
Index("replies_speaker", replies.c.speaker)


def save_replies(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``reply`` mean to the store."""
    names = ("id", "speaker", "at", "text")
    rows = [{name: entry[name] for name in names} for entry in entries]
    connection.execute(insert(replies).on_conflict_do_nothing(), rows)


def replies_of(connection: Connection, speaker: str) -> tuple[Reply, ...]:
    """The replies of a speaker, the newest first."""
    query = select(replies).where(replies.c.speaker == speaker)
    rows = connection.execute(query.order_by(replies.c.at.desc(), replies.c.id))
    return tuple(Reply(row.id, parse_stamp(row.at), row.text) for row in rows)
