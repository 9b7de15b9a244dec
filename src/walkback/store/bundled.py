"""What a bundle needs to know: what belongs to a statement, and where each leaf lies."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from walkback.model.dossier import parse_reading
from walkback.model.evidence import LeafKind, Place
from walkback.model.reading import Reading
from walkback.store.schema import (
    captures,
    events,
    imported,
    instances,
    leaves,
    pictures,
    readings,
    schedule,
    versions,
)
from walkback.store.store import ERASED

_MOST = 500  # names in one question


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf and where its group lies."""

    n: int
    kind: LeafKind
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event that stands; ``verdict`` is its plain JSON."""

    id: str
    leaf: int
    instance: str
    statement: str
    about: str | None
    verdict: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """A capture with the digest of its words, None where it has none."""

    id: str
    leaf: int
    instance: str | None
    role: str
    final_url: str
    text: str | None


def places_of(connection: Connection, statements: Iterable[str]) -> list[Any]:
    """Instances of these statements (id, url, statement, source, speaker), oldest first."""
    rows = _rows(connection, instances, "statement", statements)
    return sorted(rows, key=lambda row: int(row.n))


def standing_events(connection: Connection, statements: Sequence[str]) -> list[EventRow]:
    """What happened to these statements, and the acts of others about them, by time."""
    found = {
        row.id: row
        for column in ("statement", "about")
        for row in _rows(connection, events, column, statements)
        if row.superseded_by is None
    }
    ordered = sorted(found.values(), key=lambda row: (row.at, row.id))
    return [
        EventRow(row.id, row.leaf, row.instance, row.statement, row.about, json.loads(row.verdict))
        for row in ordered
    ]


def looks_named(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Looks and captures of instances: versions, last good ones, last seen, their pictures."""
    named = {row.capture for row in _rows(connection, versions, "instance", ids)}
    named |= {row.capture for row in _rows(connection, pictures, "instance", ids)}
    named |= {_look(row) for row in _rows(connection, imported, "instance", ids)}
    numbers = [row.n for row in _rows(connection, instances, "id", ids)]
    for row in _rows(connection, schedule, "n", numbers):
        named |= {row.good, row.seen}
    return {name for name in named if name}


def sights(connection: Connection, numbers: Iterable[int]) -> list[Sight]:
    """The captures among these leaves, by leaf."""
    rows = [
        Sight(row.id, row.leaf, row.instance, row.role, row.final_url, row.text)
        for row in _rows(connection, captures, "leaf", numbers)
    ]
    return sorted(rows, key=lambda row: row.leaf)


def imported_texts(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Look at an imported line: its instance and the digest of its words."""
    return {
        _look(row): (row.instance, row.text)
        for row in _rows(connection, imported, "instance", ids)
        if row.capture is None
    }


def words(connection: Connection, instance: str, text: str) -> Reading | None:
    """A text of an instance."""
    query = select(readings.c.reading).where(
        readings.c.instance == instance, readings.c.text == text
    )
    packed = connection.execute(query).scalar()
    return parse_reading(json.loads(packed)) if packed else None


def picture_words(connection: Connection, numbers: Iterable[int]) -> list[tuple[int, str]]:
    """Leaf and words of each picture among these captures."""
    ids = {sight.id: sight.leaf for sight in sights(connection, numbers)}
    rows = _rows(connection, pictures, "capture", ids)
    return [(ids[row.capture], f"{row.alt}\n{row.text}") for row in rows]


def leaves_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, LeafRow]:
    """Leaves by their ids."""
    rows = _rows(connection, leaves, "id", ids)
    return {row.id: _leaf(row) for row in rows if row.kind != ERASED}


def leaves_by_number(connection: Connection, numbers: Iterable[int]) -> list[LeafRow]:
    """Leaves by their numbers, ascending."""
    found = _rows(connection, leaves, "number", numbers)
    rows = [_leaf(row) for row in found if row.kind != ERASED]
    return sorted(rows, key=lambda row: row.n)


def tombstones(connection: Connection, numbers: Iterable[int]) -> dict[int, Place]:
    """Where the tombstones of these leaves lie; a leaf that was not erased is left out."""
    rows = _rows(connection, leaves, "number", numbers)
    return {
        row.number: Place(row.segment, row.offset, row.length, row.payload)
        for row in rows
        if row.kind == ERASED
    }


def leaves_of_kind(connection: Connection, kind: LeafKind, after: int = -1) -> Iterable[LeafRow]:
    """All leaves of one kind behind a number, ascending."""
    query = (
        select(leaves)
        .where(leaves.c.kind == kind.value, leaves.c.number > after)
        .order_by(leaves.c.number)
    )
    for row in connection.execute(query):
        yield _leaf(row)


def _look(row: Any) -> str:
    """The id of the look that stands for an imported text."""
    return str(json.loads(row.observation)["id"])


def _leaf(row: Any) -> LeafRow:
    place = Place(row.segment, row.offset, row.length, row.payload)
    return LeafRow(row.number, LeafKind(row.kind), row.id, place)


def _rows(
    connection: Connection, table: Table, column: str, values: Iterable[str] | Iterable[int]
) -> list[Any]:
    wanted = sorted(set(values))  # type: ignore[type-var]  # all of one kind
    found: list[Any] = []
    for start in range(0, len(wanted), _MOST):
        query = select(table).where(table.c[column].in_(wanted[start : start + _MOST]))
        found += connection.execute(query).all()
    return found
