"""The events: verdicts that became part of the history."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from walkback.model.change import NamedChange, named_json
from walkback.model.dossier import parse_verdict, verdict_json
from walkback.model.times import stamp
from walkback.model.verdict import ACTS, EventKind, Verdict
from walkback.store.schema import events, instances

_STATEMENT = (
    select(instances.c.statement).where(instances.c.id == bindparam("key")).scalar_subquery()
)
_SAVE = insert(events).on_conflict_do_nothing()
_STATEMENT_OF = select(instances.c.statement).where(instances.c.id == bindparam("key"))
_HAS_KIND = (
    select(events.c.id)
    .where(
        events.c.statement == _STATEMENT,
        events.c.kind == bindparam("sort"),
        events.c.superseded_by.is_(None),
    )
    .limit(1)
)
_ACTS = sorted(kind.value for kind in ACTS)
_BY_WORDS = [EventKind.PUBLISHED.value, *_ACTS]
_HAS = select(events.c.id).where(events.c.id == bindparam("key"))
_OF_KIND = select(events.c.id, events.c.at).where(
    events.c.instance == bindparam("key"),
    events.c.kind == bindparam("sort"),
    events.c.superseded_by.is_(None),
)


def save_event(
    connection: Connection,
    verdict: Verdict,
    leaf: int,
    *,
    told: bool,
    changes: Sequence[NamedChange] = (),
) -> None:
    """A verdict that became part of the history. ``told``: alerts have had it already.

    ``changes`` name what an edit changed; they follow from the readings and are no evidence.
    """
    row = {
        "id": verdict.id,
        "kind": verdict.kind.value,
        "at": stamp(verdict.between[1]),
        "instance": verdict.instance,
        "statement": connection.execute(_STATEMENT_OF, {"key": verdict.instance}).scalar_one(),
        "about": verdict.facts.get("about"),
        "leaf": leaf,
        "verdict": json.dumps(verdict_json(verdict), ensure_ascii=False),
        "told": int(told),
        "changes": json.dumps([named_json(one) for one in changes], ensure_ascii=False),
    }
    connection.execute(_SAVE, row)
    if verdict.supersedes:
        supersede(connection, verdict.supersedes, verdict.id)


def supersede(connection: Connection, old: str, new: str) -> None:
    """``old`` no longer stands; ``new`` took its place."""
    connection.execute(update(events).where(events.c.id == old).values(superseded_by=new))


def has_kind(connection: Connection, instance: str, kind: EventKind) -> bool:
    """Whether the statement of this instance has an event of this kind that stands."""
    found = connection.execute(_HAS_KIND, {"key": instance, "sort": kind.value})
    return found.first() is not None


def has(connection: Connection, identity: str) -> bool:
    """Whether an event of this id is in the history."""
    return connection.execute(_HAS, {"key": identity}).first() is not None


def of_kind(connection: Connection, instance: str, kind: EventKind) -> Sequence[Any]:
    """The events of one kind that stand, of this instance: id and at."""
    return connection.execute(_OF_KIND, {"key": instance, "sort": kind.value}).all()


def edits_of(connection: Connection, instance: str) -> list[tuple[str, str | None]]:
    """The edits of an instance that stand: each with the look that first saw the new words."""
    query = select(events.c.id, events.c.verdict).where(
        events.c.instance == instance,
        events.c.kind == EventKind.EDITED.value,
        events.c.superseded_by.is_(None),
    )
    return [
        (identity, json.loads(verdict)["facts"].get("bounds", (None, None))[1])
        for identity, verdict in connection.execute(query)
    ]


def newest_edit(connection: Connection, instance: str) -> tuple[str, Verdict] | None:
    """The id and verdict of the newest edit of an instance that stands."""
    query = (
        select(events.c.id, events.c.verdict)
        .where(
            events.c.instance == instance,
            events.c.kind == EventKind.EDITED.value,
            events.c.superseded_by.is_(None),
        )
        .order_by(events.c.at.desc(), events.c.number.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.id, parse_verdict(json.loads(row.verdict)))


def mark_all_told(connection: Connection) -> None:
    """After a rebuild nothing is news."""
    connection.execute(update(events).values(told=1))


def last_changed(connection: Connection, ids: Sequence[str]) -> str | None:
    """Of these instances, the one with the newest event."""
    query = (
        select(events.c.instance)
        .where(
            events.c.instance.in_(ids),
            events.c.superseded_by.is_(None),
            events.c.kind.not_in(_ACTS),
        )
        .order_by(events.c.at.desc(), events.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def judged_instances(connection: Connection) -> set[str]:
    """Instances with a verdict that stands."""
    return set(connection.execute(select(events.c.instance).where(_judged())).scalars())


def verdict_ids(connection: Connection, instance: str) -> set[str]:
    """The verdicts that stand of one instance."""
    query = select(events.c.id).where(_judged(), events.c.instance == instance)
    return set(connection.execute(query).scalars())


def _judged() -> ColumnElement[bool]:
    # First sights were judged by nobody, acts by their words and not by looks.
    return and_(events.c.superseded_by.is_(None), events.c.kind.not_in(_BY_WORDS))
