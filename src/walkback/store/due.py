"""What is due to be looked at, and when it is due next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select, update

from walkback.model.look import Role
from walkback.model.times import stamp
from walkback.store.rows import Known
from walkback.store.schema import instances, schedule, sources

CHUNK = 1000


def _known() -> Select[Any]:
    return (
        select(
            schedule.c.n,
            instances.c.id,
            instances.c.url,
            instances.c.role,
            instances.c.source,
            schedule.c.plain,
            schedule.c.failures,
            schedule.c.good,
            schedule.c.good_digest,
            schedule.c.etag,
            schedule.c.modified,
            schedule.c.kept,
            schedule.c.kept_digest,
            sources.c.every,
            instances.c.added,
            instances.c.state,
            (sources.c.instance == instances.c.id).label("own"),
            sources.c.kind,
            sources.c.browser,
            instances.c.rendered,
            instances.c.capture,
        )
        .join(instances, instances.c.n == schedule.c.n)
        .outerjoin(sources, sources.c.id == instances.c.source)
    )


def _row(values: Any) -> Known:
    n, instance, url, role, source, plain, failures, good, digest, etag, modified, *rest = values
    kept, kept_digest, every, added, state, own, kind, browser, rendered, shown = rest
    return Known(
        n,
        instance,
        url,
        Role(role),
        source,
        plain == 1,
        failures,
        good,
        digest,
        etag.encode("latin-1") if etag else None,
        modified.encode("latin-1") if modified else None,
        kept,
        kept_digest,
        every,
        "" if own else added,
        state,
        kind,
        browser == 1,
        rendered,
        shown is not None,
    )


def due(connection: Connection, now: datetime, *, after: int = 0) -> list[Known]:
    """Up to a thousand instances that are due at ``now``, by ``n``, beyond ``after``."""
    query = _ready(now, after).where(schedule.c.due <= stamp(now))
    return [_row(values) for values in connection.execute(query)]


def everything(connection: Connection, now: datetime, *, after: int = 0) -> list[Known]:
    """As ``due``, whatever the due time: only Retry-After holds."""
    return [_row(values) for values in connection.execute(_ready(now, after))]


def _ready(now: datetime, after: int) -> Select[Any]:
    return (
        _known()
        .where(schedule.c.active == 1, schedule.c.n > after)
        .where((schedule.c.hold.is_(None)) | (schedule.c.hold <= stamp(now)))
        .order_by(schedule.c.n)
        .limit(CHUNK)
    )


def known_instances(connection: Connection, ids: Sequence[str]) -> dict[str, Known]:
    """What is known of these instances."""
    rows: dict[str, Known] = {}
    for start in range(0, len(ids), 500):
        query = _known().where(instances.c.id.in_(ids[start : start + 500]))
        rows.update((values[1], _row(values)) for values in connection.execute(query))
    return rows


def plan(connection: Connection, dues: Mapping[int, tuple[datetime, datetime | None]]) -> None:
    """Set when each instance (by ``n``) is due next, and until when Retry-After holds."""
    if dues:
        connection.execute(
            update(schedule)
            .where(schedule.c.n == bindparam("key"))
            .values(due=bindparam("next"), hold=bindparam("until")),
            [
                {"key": n, "next": stamp(when), "until": stamp(hold) if hold else None}
                for n, (when, hold) in dues.items()
            ],
        )


def hurry(
    connection: Connection, now: datetime, *, instances_of: Sequence[str], sources_of: Sequence[str]
) -> None:
    """Make instances due at ``now``, and all that belong to these sources; Retry-After holds."""
    chosen = select(instances.c.n).where(
        or_(instances.c.id.in_(instances_of), instances.c.source.in_(sources_of))
    )
    wanted = (schedule.c.n.in_(chosen)) & (schedule.c.due > stamp(now))
    connection.execute(update(schedule).where(wanted).values(due=stamp(now)))
