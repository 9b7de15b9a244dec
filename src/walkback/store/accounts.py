"""Accounts that are watched, and what their adapters remember."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from walkback.store.schema import sources


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


def save_memory(connection: Connection, source: str, memory: Mapping[str, Any]) -> None:
    """What an account's adapter wants to be given again; a None forgets."""
    one = sources.c.id == source
    known = connection.execute(select(sources.c.memory).where(one)).scalar()
    both = {**json.loads(known or "{}"), **memory}
    kept = {name: value for name, value in both.items() if value is not None}
    connection.execute(update(sources).where(one).values(memory=json.dumps(kept)))
