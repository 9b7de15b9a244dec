"""How the record does as a whole."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from walkback.model.look import Role
from walkback.model.times import parse_stamp, stamp
from walkback.store.schema import captures, instances, looks, schedule


def counts(connection: Connection, now: datetime) -> dict[str, int]:
    """Statements, what is due and what is unread."""
    statements = select(func.count(func.distinct(instances.c.statement))).where(
        instances.c.role != Role.LISTING.value, instances.c.text.is_not(None)
    )
    due = select(func.count()).where(schedule.c.active == 1, schedule.c.due <= stamp(now))
    unread = select(func.count()).where(captures.c.read == 0)
    return {
        "statements": connection.execute(statements).scalar() or 0,
        "due": connection.execute(due).scalar() or 0,
        "unread": connection.execute(unread).scalar() or 0,
    }


def last_look(connection: Connection) -> datetime | None:
    """When anything was looked at last."""
    at = connection.execute(select(func.max(schedule.c.look_at))).scalar()
    return parse_stamp(at) if at else None


def next_due(connection: Connection) -> datetime | None:
    """When the next look is due."""
    at = connection.execute(select(func.min(schedule.c.due)).where(schedule.c.active == 1)).scalar()
    return parse_stamp(at) if at else None


def open_instances(connection: Connection) -> list[Any]:
    """Instances with open looks: id, statement, address, state."""
    query = (
        select(instances.c.id, instances.c.statement, instances.c.url, instances.c.state)
        .where(instances.c.id.in_(select(looks.c.instance).where(looks.c.ready == 1)))
        .order_by(instances.c.n)
    )
    return list(connection.execute(query).all())
