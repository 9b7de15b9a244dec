"""Captures that wait to be read, and the controls that wait beside looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, case, delete, func, insert, or_, select, update

from walkback.model.evidence import Place
from walkback.model.look import Role
from walkback.model.source import SourceKind, source_kind
from walkback.model.times import stamp
from walkback.store.schema import (
    captures,
    controls,
    instances,
    leaves,
    looks,
    readings,
    schedule,
    sources,
    versions,
)

_BESIDE = timedelta(days=7)  # for so long a new address and the old one may both answer
# A further listing, such as one sitemap of an index: no source's own address.
_LISTS = (instances.c.role == Role.LISTING.value) & sources.c.id.is_(None)


@dataclass(frozen=True, slots=True)
class Unread:
    """A capture without a reading, where it lies, and what it is to be read as.

    ``source`` is set where the capture is of a source's own address or of a further listing of
    it; ``kind`` is None where it is still to be found out. ``spoken``: an adapter conversed.
    """

    capture: str
    instance: str | None
    role: Role
    place: Place
    leaf: int
    source: str | None
    kind: str | None
    redirected: bool
    spoken: bool = False


def unread(connection: Connection, after: int, limit: int = 256) -> list[Unread]:
    """Captures without a reading beyond the leaf ``after``, by leaf."""
    query = (
        select(
            captures.c.id,
            captures.c.instance,
            captures.c.role,
            leaves.c.segment,
            leaves.c.offset,
            leaves.c.length,
            leaves.c.payload,
            captures.c.leaf,
            captures.c.facts.contains("redirects"),
            captures.c.facts.contains('"adapter": '),
            case((_LISTS, instances.c.source), else_=sources.c.id),
            case((_LISTS, SourceKind.SECTION.value), else_=sources.c.kind),
        )
        .join(leaves, leaves.c.number == captures.c.leaf)
        .outerjoin(sources, sources.c.instance == captures.c.instance)
        .outerjoin(instances, instances.c.id == captures.c.instance)
        .where(captures.c.read == 0, captures.c.leaf > after)
        .order_by(captures.c.leaf)
        .limit(limit)
    )
    found = connection.execute(query)
    return [
        Unread(
            capture,
            instance,
            Role(role),
            Place(*place),
            leaf,
            source,
            # What a listing names is a page; only a source's own address may turn out to list.
            source_kind(kind) if kind else (None if source else SourceKind.PAGE),
            redirected == 1,
            spoken == 1,
        )
        for capture, instance, role, *place, leaf, redirected, spoken, source, kind in found
    ]


def save_controls(connection: Connection, capture: str, served: Sequence[Sequence[str]]) -> None:
    """A control's capture and the looks it answers, as pairs of look id and kind."""
    connection.execute(
        insert(controls).prefix_with("OR IGNORE"),
        [{"capture": capture, "look": identity, "kind": kind} for identity, kind in served],
    )


def unattached(connection: Connection) -> list[tuple[str, str, str]]:
    """Controls whose answer was read and not yet put beside its look: capture, look, kind.

    A look that is not settled yet waits: its own words are not known.
    """
    query = (
        select(controls.c.capture, controls.c.look, controls.c.kind)
        .join(captures, captures.c.id == controls.c.capture)
        .outerjoin(looks, looks.c.id == controls.c.look)
        .where(controls.c.attached == 0, captures.c.read != 0)
        .where(or_(looks.c.ready.is_(None), looks.c.ready != 0))
        .order_by(controls.c.capture, controls.c.look)
    )
    return [(capture, look, kind) for capture, look, kind in connection.execute(query)]


def mark_attached(connection: Connection, done: Sequence[tuple[str, str]]) -> None:
    """These answers, as pairs of capture and look, are beside their looks."""
    if done:
        connection.execute(
            update(controls)
            .where(
                controls.c.capture == bindparam("answer"), controls.c.look == bindparam("asked_by")
            )
            .values(attached=1),
            [{"answer": capture, "asked_by": look} for capture, look in done],
        )
        # Their words are not needed again, unless a look that is to be settled shares them.
        needed = select(controls.c.capture).where(controls.c.attached == 0)
        answers = select(controls.c.capture).where(controls.c.attached == 1)
        connection.execute(
            delete(readings).where(
                readings.c.instance.in_(answers), readings.c.instance.not_in(needed)
            )
        )


def heirs(
    connection: Connection, instance: str, prefix: str, seen_at: datetime, limit: int = 40
) -> list[tuple[str, str, str]]:
    """Statements that came up under ``prefix`` about when ``instance`` was last seen, newest
    first: address, instance, text.

    Only what was named after the first look at ``instance``: what stood beside it from the
    beginning is another copy and no new place.
    """
    first = (
        select(func.min(versions.c.first_seen))
        .where(versions.c.instance == instance)
        .scalar_subquery()
    )
    query = (
        select(instances.c.url, instances.c.id, instances.c.text)
        .where(
            instances.c.url >= prefix,
            instances.c.url < prefix + "\uffff",
            instances.c.role == Role.STATEMENT.value,
            instances.c.state == "present",
            instances.c.text.is_not(None),
            instances.c.id != instance,
            instances.c.added > first,
            instances.c.added > stamp(seen_at - _BESIDE),
        )
        .order_by(instances.c.n.desc())
        .limit(limit)
    )
    return [(row.url, row.id, row.text) for row in connection.execute(query)]


def siblings(connection: Connection, prefix: str, limit: int = 3) -> list[str]:
    """Addresses under ``prefix`` (scheme and host) present when last seen, newest first."""
    query = (
        select(instances.c.url)
        .join(schedule, schedule.c.n == instances.c.n)
        .where(
            instances.c.url >= prefix,
            instances.c.url < prefix + "\uffff",
            instances.c.state == "present",
            schedule.c.plain == 1,
        )
        .order_by(schedule.c.seen_at.desc(), instances.c.url)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())
