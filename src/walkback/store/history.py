"""How each instance stands, and its versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, exists, func, insert, select, update

from walkback.model.look import Observation, Role
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import Standing, State
from walkback.store.schema import (
    addresses,
    captures,
    controls,
    instances,
    looks,
    schedule,
    versions,
)

_STANDING = (
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
    .where(instances.c.id == bindparam("key"))
)
_N = select(instances.c.n).where(instances.c.id == bindparam("key")).scalar_subquery()
# While a later look is open the instance is not plain: where looks are settled long after they were
# saved, as a rebuild does, an equal answer to that later look would pass for the known words.
_OPEN = exists().where(looks.c.instance == bindparam("key"))
_SEE = (
    update(schedule)
    .where(schedule.c.n == _N)
    .values(
        seen=bindparam("look_id"),
        seen_at=bindparam("time"),
        plain=case((_OPEN.where(looks.c.at > bindparam("time")), 0), else_=bindparam("calm")),
    )
)
_PLAIN = update(schedule).where(schedule.c.n == _N, ~_OPEN).values(plain=1)
_STAND = (
    update(instances)
    .where(instances.c.id == bindparam("key"))
    .values(state=bindparam("how"), text=bindparam("words"), capture=bindparam("shown"))
)
_SAVE_VERSION = insert(versions).prefix_with("OR REPLACE")
_NEWEST = (
    select(versions.c.first_seen)
    .where(versions.c.instance == bindparam("key"))
    .order_by(versions.c.first_seen.desc())
    .limit(1)
    .scalar_subquery()
)
_END_VERSION = (
    update(versions)
    .where(versions.c.instance == bindparam("key"), versions.c.first_seen == _NEWEST)
    .values(last_seen=bindparam("time"))
)
_VERSIONS = (
    select(versions).where(versions.c.instance == bindparam("key")).order_by(versions.c.first_seen)
)


def standing(connection: Connection, instance: str) -> Standing:
    """How an instance stands by its last verdict and the last look that bore it out."""
    row = connection.execute(_STANDING, {"key": instance}).one()
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


def see(connection: Connection, instance: str, look: Observation, *, plain: bool) -> None:
    """A look that bore out the standing."""
    values = {"key": instance, "look_id": look.id, "time": stamp(look.at), "calm": int(plain)}
    connection.execute(_SEE, values)


def set_plain(connection: Connection, instance: str) -> None:
    """No look is open: until its bytes differ there is nothing to do."""
    connection.execute(_PLAIN, {"key": instance})


def stand(
    connection: Connection, instance: str, state: State, *, text: str | None, capture: str | None
) -> None:
    """The state a verdict gave, and the current version."""
    values = {"key": instance, "how": state.value, "words": text, "shown": capture}
    connection.execute(_STAND, values)


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
    connection.execute(_SAVE_VERSION, row)


def end_version(connection: Connection, instance: str, last_seen: datetime) -> None:
    """The newest version was last seen then."""
    connection.execute(_END_VERSION, {"key": instance, "time": stamp(last_seen)})


def version_rows(connection: Connection, instance: str) -> Sequence[Any]:
    """The versions of an instance, oldest first."""
    return connection.execute(_VERSIONS, {"key": instance}).all()


def drop_versions(connection: Connection, instance: str, *, of_captures: bool) -> None:
    """Forget the versions that came from captures, or from imported lines, to write them anew."""
    mine = versions.c.capture.is_not(None) if of_captures else versions.c.capture.is_(None)
    connection.execute(delete(versions).where(versions.c.instance == instance, mine))


def appearances(connection: Connection, instance: str, text: str, before: datetime) -> int:
    """How often captures brought these words before an instant, and made no version."""
    seen = (
        select(func.count())
        .select_from(captures)
        .where(
            captures.c.instance == instance,
            captures.c.text == text,
            captures.c.at < stamp(before),
            captures.c.role == Role.STATEMENT.value,
        )
    )
    known = (
        select(func.count())
        .select_from(versions)
        .where(versions.c.instance == instance, versions.c.text == text)
    )
    count = connection.execute(seen).scalar_one() - connection.execute(known).scalar_one()
    return max(0, int(count))


def faces(connection: Connection, instance: str, before: str) -> int:
    """How often looks before an instant (as stored) brought other words than the address did
    when it was asked again at once.
    """
    again = captures.alias("again")
    query = (
        select(func.count())
        .select_from(captures)
        .join(controls, (controls.c.look == captures.c.id) & (controls.c.kind == "again"))
        .join(again, again.c.id == controls.c.capture)
        .where(
            captures.c.instance == instance,
            captures.c.at < before,
            captures.c.text.is_not(None),
            again.c.text.is_not(None),
            captures.c.text != again.c.text,
        )
    )
    return int(connection.execute(query).scalar_one())


def instance_at(connection: Connection, url: str) -> str | None:
    """The instance that has or had an address, if one has."""
    query = select(addresses.c.instance).where(addresses.c.url == url)
    return connection.execute(query).scalar()


def is_another(connection: Connection, instance: str, url: str, before: str) -> bool:
    """Whether an address was that of another statement before an instant (as stored)."""
    own = select(instances.c.statement).where(instances.c.id == instance).scalar_subquery()
    query = (
        select(instances.c.id)
        .join(addresses, addresses.c.instance == instances.c.id)
        .where(
            addresses.c.url == url,
            instances.c.role == Role.STATEMENT.value,
            instances.c.statement != own,
            instances.c.added < before,
        )
    )
    return connection.execute(query).first() is not None
