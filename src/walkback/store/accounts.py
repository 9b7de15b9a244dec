"""Accounts that are watched, and what their adapters remember."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from walkback.store.schema import leaves, meta, reads, sources

_VERSION = "adapter "


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A source that is an account: its own instance, its address, what its adapter remembers."""

    source: str
    instance: str
    url: str
    kind: str
    memory: Mapping[str, Any]


def account(connection: Connection, source: str) -> AccountRow:
    """One account that is watched."""
    row = connection.execute(select(sources).where(sources.c.id == source)).one()
    return AccountRow(row.id, row.instance, row.url, row.kind, json.loads(row.memory))


def watched(connection: Connection, kind: str) -> list[AccountRow]:
    """The accounts of a platform that are looked at."""
    mine = (sources.c.kind == kind) & (sources.c.active == 1)
    return [
        AccountRow(row.id, row.instance, row.url, row.kind, json.loads(row.memory))
        for row in connection.execute(select(sources).where(mine).order_by(sources.c.url))
    ]


def save_memory(connection: Connection, source: str, memory: Mapping[str, Any]) -> None:
    """What an account's adapter wants to be given again; a None forgets."""
    one = sources.c.id == source
    known = connection.execute(select(sources.c.memory).where(one)).scalar()
    both = {**json.loads(known or "{}"), **memory}
    kept = {name: value for name, value in both.items() if value is not None}
    connection.execute(update(sources).where(one).values(memory=json.dumps(kept)))


def committed(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Of these ids of leaves, those that the record has."""
    return set(connection.execute(select(leaves.c.id).where(leaves.c.id.in_(ids))).scalars())


def reads_of(connection: Connection, kind: str, day: date) -> int:
    """How many reads a platform has counted on a day."""
    query = select(reads.c.number).where(reads.c.kind == kind, reads.c.day == day.isoformat())
    return connection.execute(query).scalar() or 0


def add_reads(connection: Connection, kind: str, day: date, number: int) -> None:
    """Count reads of a day."""
    row = insert(reads).values(kind=kind, day=day.isoformat(), number=number)
    more = row.on_conflict_do_update(
        index_elements=[reads.c.kind, reads.c.day],
        set_={"number": reads.c.number + row.excluded.number},
    )
    connection.execute(more)


def kinds(connection: Connection) -> set[str]:
    """The kinds of sources that are watched."""
    query = select(sources.c.kind).where(sources.c.active == 1, sources.c.kind.is_not(None))
    return set(connection.execute(query.distinct()).scalars())


def versions(connection: Connection) -> dict[str, str]:
    """By kind, the version of the adapter that understood what is here."""
    known = connection.execute(select(meta).where(meta.c.key.startswith(_VERSION)))
    return {row.key.removeprefix(_VERSION): row.value for row in known}


def save_versions(connection: Connection, found: Mapping[str, str]) -> None:
    """What is here was understood by these versions."""
    rows = [{"key": f"{_VERSION}{kind}", "value": value} for kind, value in found.items()]
    if rows:
        connection.execute(insert(meta).prefix_with("OR REPLACE"), rows)
