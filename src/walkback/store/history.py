"""How each instance stands, its versions, and the events that made it so."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from walkback.model.dossier import parse_reading, reading_json, verdict_json
from walkback.model.look import Observation, Role
from walkback.model.reading import Reading
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import EventKind, Standing, State, Verdict
from walkback.store.schema import captures, events, instances, readings, schedule, versions


def standing(connection: Connection, instance: str) -> Standing:
    """How an instance stands by its last verdict and the last look that bore it out."""
    query = (
        select(
            instances.c.state,
            instances.c.text,
            instances.c.capture,
            schedule.c.seen,
            schedule.c.seen_at,
            instances.c.url,
            captures.c.final_url,
        )
        .outerjoin(schedule, schedule.c.n == instances.c.n)
        .outerjoin(captures, captures.c.id == instances.c.capture)
        .where(instances.c.id == instance)
    )
    row = connection.execute(query).one()
    return Standing(
        instance,
        State(row.state),
        row.text,
        row.capture,
        row.seen,
        parse_stamp(row.seen_at) if row.seen_at else None,
        row.url,
        row.final_url or "",
    )


def save_reading(
    connection: Connection, capture: str, instance: str | None, reading: Reading
) -> None:
    """The words of a capture; a text seen before is kept once."""
    connection.execute(
        update(captures)
        .where(captures.c.id == capture)
        .values(read=1, text=None if reading.defect else reading.sha256, defect=reading.defect)
    )
    if instance and not reading.defect:
        save_text(connection, instance, reading)


def save_text(connection: Connection, instance: str, reading: Reading) -> None:
    """One distinct text of an instance."""
    row = {
        "instance": instance,
        "text": reading.sha256,
        "reading": json.dumps(reading_json(reading), ensure_ascii=False),
    }
    connection.execute(upsert(readings).values(row).on_conflict_do_nothing())


def mark_read(connection: Connection, capture: str, defect: str | None) -> None:
    """A capture with nothing to read, or that broke the reader: kept and marked."""
    connection.execute(
        update(captures).where(captures.c.id == capture).values(read=2, defect=defect)
    )


def add_facts(connection: Connection, capture: str, facts: Mapping[str, Any]) -> None:
    """What the judge is told of a capture beside its words."""
    if facts:
        merged = json.loads(capture_facts(connection, capture).facts) | dict(facts)
        connection.execute(
            update(captures).where(captures.c.id == capture).values(facts=json.dumps(merged))
        )


def reading_of(connection: Connection, instance: str, text: str) -> Reading | None:
    """A text of an instance."""
    query = select(readings.c.reading).where(
        readings.c.instance == instance, readings.c.text == text
    )
    packed = connection.execute(query).scalar()
    return parse_reading(json.loads(packed)) if packed else None


def reading_of_statement(connection: Connection, statement: str, text: str) -> Reading:
    """A text of any instance of a statement; it must be known."""
    query = (
        select(readings.c.reading)
        .join(instances, instances.c.id == readings.c.instance)
        .where(instances.c.statement == statement, readings.c.text == text)
        .limit(1)
    )
    return parse_reading(json.loads(connection.execute(query).scalar_one()))


def capture_facts(connection: Connection, capture: str) -> Any:
    """A capture's row, or None."""
    return connection.execute(select(captures).where(captures.c.id == capture)).first()


# --- standing


def see(connection: Connection, instance: str, look: Observation, *, plain: bool) -> None:
    """A look that bore out the standing."""
    n = select(instances.c.n).where(instances.c.id == instance).scalar_subquery()
    connection.execute(
        update(schedule)
        .where(schedule.c.n == n)
        .values(seen=look.id, seen_at=stamp(look.at), plain=int(plain))
    )


def set_plain(connection: Connection, instance: str) -> None:
    """A listing that was read: until its bytes differ there is nothing to do."""
    n = select(instances.c.n).where(instances.c.id == instance).scalar_subquery()
    connection.execute(update(schedule).where(schedule.c.n == n).values(plain=1))


def stand(
    connection: Connection, instance: str, state: State, *, text: str | None, capture: str | None
) -> None:
    """The state a verdict gave, and the current version."""
    connection.execute(
        update(instances)
        .where(instances.c.id == instance)
        .values(state=state.value, text=text, capture=capture)
    )


def save_version(
    connection: Connection,
    instance: str,
    text: str,
    seen: tuple[datetime, datetime],
    where: tuple[str | None, int],
) -> None:
    """A text state, first and last seen, with the capture (or None) and leaf that show it."""
    row = {
        "instance": instance,
        "first_seen": stamp(seen[0]),
        "text": text,
        "last_seen": stamp(seen[1]),
        "capture": where[0],
        "leaf": where[1],
    }
    connection.execute(insert(versions).prefix_with("OR REPLACE"), row)


def end_version(connection: Connection, instance: str, last_seen: datetime) -> None:
    """The newest version was last seen then."""
    newest = (
        select(versions.c.first_seen)
        .where(versions.c.instance == instance)
        .order_by(versions.c.first_seen.desc())
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(
        update(versions)
        .where(versions.c.instance == instance, versions.c.first_seen == newest)
        .values(last_seen=stamp(last_seen))
    )


def version_rows(connection: Connection, instance: str) -> Sequence[Any]:
    """The versions of an instance, oldest first."""
    query = select(versions).where(versions.c.instance == instance).order_by(versions.c.first_seen)
    return connection.execute(query).all()


# --- events


def save_event(connection: Connection, verdict: Verdict, leaf: int, *, told: bool) -> None:
    """A verdict that became part of the history. ``told``: alerts have had it already."""
    at = verdict.between[1]
    statement = (
        select(instances.c.statement).where(instances.c.id == verdict.instance).scalar_subquery()
    )
    row = {
        "id": verdict.id,
        "kind": verdict.kind.value,
        "at": stamp(at),
        "instance": verdict.instance,
        "statement": statement,
        "about": None,
        "leaf": leaf,
        "verdict": json.dumps(verdict_json(verdict), ensure_ascii=False),
        "told": int(told),
    }
    connection.execute(upsert(events).values(row).on_conflict_do_nothing())
    if verdict.supersedes:
        supersede(connection, verdict.supersedes, verdict.id)


def supersede(connection: Connection, old: str, new: str) -> None:
    """``old`` no longer stands; ``new`` took its place."""
    connection.execute(update(events).where(events.c.id == old).values(superseded_by=new))


def has_event(connection: Connection, instance: str, kind: EventKind) -> bool:
    """Whether the statement of this instance has an event of this kind that stands."""
    statement = select(instances.c.statement).where(instances.c.id == instance).scalar_subquery()
    query = select(events.c.id).where(
        events.c.statement == statement,
        events.c.kind == kind.value,
        events.c.superseded_by.is_(None),
    )
    return connection.execute(query.limit(1)).first() is not None


def mark_all_told(connection: Connection) -> None:
    """After a rebuild nothing is news."""
    connection.execute(update(events).values(told=1))


def has(connection: Connection, identity: str) -> bool:
    """Whether an event of this id is in the history."""
    return (
        connection.execute(select(events.c.id).where(events.c.id == identity)).first() is not None
    )


def text_of(connection: Connection, capture: str) -> str | None:
    """The text digest of a capture's reading."""
    return connection.execute(select(captures.c.text).where(captures.c.id == capture)).scalar()


def events_of(connection: Connection, instance: str, kind: EventKind) -> Sequence[Any]:
    """The events of one kind that stand, of this instance: id and at."""
    query = select(events.c.id, events.c.at).where(
        events.c.instance == instance,
        events.c.kind == kind.value,
        events.c.superseded_by.is_(None),
    )
    return connection.execute(query).all()


def last_changed(connection: Connection, ids: Sequence[str]) -> str | None:
    """Of these instances, the one with the newest event."""
    query = (
        select(events.c.instance)
        .where(events.c.instance.in_(ids), events.c.superseded_by.is_(None))
        .order_by(events.c.at.desc(), events.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def judged_instances(connection: Connection) -> set[str]:
    """Instances with a verdict that stands and came from looks of our own."""
    return set(connection.execute(select(events.c.instance).where(_judged())).scalars())


def verdict_ids(connection: Connection, instance: str) -> set[str]:
    """The verdicts that stand of one instance and came from looks of our own."""
    query = select(events.c.id).where(_judged(), events.c.instance == instance)
    return set(connection.execute(query).scalars())


def _judged() -> ColumnElement[bool]:
    # First sights and imported texts carry no looks of ours; nobody judged them.
    mine = select(instances.c.id).where(instances.c.role != Role.IMPORT.value)
    return and_(
        events.c.superseded_by.is_(None),
        events.c.kind != EventKind.PUBLISHED.value,
        events.c.instance.in_(mine),
    )


def drop_versions(connection: Connection, instance: str) -> None:
    """Forget the versions that came from captures, to write them anew."""
    connection.execute(
        delete(versions).where(versions.c.instance == instance, versions.c.capture.is_not(None))
    )
