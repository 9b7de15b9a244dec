"""Which pages a browser is to show, and where its pictures lie."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from walkback.model.evidence import Place
from walkback.store.schema import captures, instances, leaves

_NOTICE = (
    update(instances)
    .where(
        instances.c.id == bindparam("key"),
        instances.c.rendered == 0,
        instances.c.capture.is_(None),
    )
    .values(rendered=1)
)


def notice(connection: Connection, instance: str) -> None:
    """A page that shows nothing without scripts; one with a version stays what it is."""
    connection.execute(_NOTICE, {"key": instance})


def noticed(connection: Connection) -> list[str]:
    """Instances that were noticed and not yet seen with a browser."""
    query = select(instances.c.id).where(instances.c.rendered == 1, instances.c.capture.is_(None))
    return list(connection.execute(query.order_by(instances.c.n)).scalars())


def rendered(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of these instances whose words are the ones that a browser shows."""
    query = select(instances.c.id).where(instances.c.id.in_(list(ids)), instances.c.rendered == 2)
    return set(connection.execute(query).scalars())


def picture_of(connection: Connection, capture: str) -> tuple[str, Place] | None:
    """The statement of a capture with a picture, and where its group lies; None for none."""
    place = (leaves.c.segment, leaves.c.offset, leaves.c.length, leaves.c.payload)
    row = connection.execute(
        select(instances.c.statement, *place)
        .join(captures, captures.c.leaf == leaves.c.number)
        .join(instances, instances.c.id == captures.c.instance)
        .where(captures.c.id == capture, captures.c.view != "")
    ).first()
    return (row[0], Place(*row[1:])) if row else None


def with_picture(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of these captures that a browser's picture lies beside."""
    query = select(captures.c.id).where(captures.c.id.in_(list(ids)), captures.c.view != "")
    return set(connection.execute(query).scalars())
