"""What is taken away, and the names nobody is shown: what the release gate goes by."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from walkback.model.release import Hold, Notice, ProtectedName, Reason, Restriction, Scope
from walkback.model.times import parse_stamp
from walkback.store.release_tables import forgotten, protected, restrictions
from walkback.store.schema import addresses, aliases, articles, events, instances, leaves, sources

_SOME = 500


def save_restrictions(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``restriction`` mean."""
    for entry in run:
        names = ("id", "scope", "target", "state", "reason", "at", "by")
        row = {name: entry[name] for name in names}
        packed = json.dumps(entry["statements"])
        new = insert(restrictions).on_conflict_do_nothing()
        connection.execute(new, row | {"statements": packed})


def save_releases(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``release`` mean: a second reviewer shows it again."""
    for entry in run:
        one = restrictions.c.id == entry["restriction"]
        connection.execute(update(restrictions).where(one).values(released=entry["at"]))


def save_protected(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``protected`` mean."""
    for entry in run:
        lists = {name: json.dumps(entry[name]) for name in ("sizes", "macs", "sieve")}
        connection.execute(insert(protected), {"listed": entry["list"], **lists})


def standing(connection: Connection) -> list[Restriction]:
    """Every restriction that was not released, the oldest first."""
    query = (
        select(restrictions, leaves.c.number)
        .join(leaves, leaves.c.id == restrictions.c.id)
        .where(restrictions.c.released.is_(None))
        .order_by(leaves.c.number)
    )
    return [_restriction(row) for row in connection.execute(query)]


def _restriction(row: Any) -> Restriction:
    notice = Notice(Hold(row.state), Reason(row.reason), row.number, parse_stamp(row.at))
    told = tuple(json.loads(row.statements))
    return Restriction(row.id, Scope(row.scope), row.target, notice, row.by, told)


def protected_names(connection: Connection) -> tuple[ProtectedName, ...]:
    """The names nobody is shown."""
    return tuple(
        ProtectedName(
            row.listed,
            frozenset(json.loads(row.sizes)),
            frozenset(map(bytes.fromhex, json.loads(row.macs))),
            frozenset(map(bytes.fromhex, json.loads(row.sieve))),
        )
        for row in connection.execute(select(protected))
    )


def homes(connection: Connection, statement: str) -> tuple[str, ...]:
    """A statement, and those that its places were registered with."""
    query = select(instances.c.home).where(instances.c.statement == statement)
    return tuple(sorted({statement, *connection.execute(query).scalars()}))


def as_now(connection: Connection, statements: Iterable[str]) -> dict[str, list[str]]:
    """What each statement is now: others it was linked with since, and what was taken out of it."""
    found: dict[str, list[str]] = {}
    for one in set(statements):
        query = select(aliases.c.statement).where(aliases.c.id == one)
        moved = select(instances.c.statement).where(instances.c.home == one).distinct()
        new = {*connection.execute(query).scalars(), *connection.execute(moved).scalars()}
        found[one] = sorted({one, *new})
    return found


def places_of(
    connection: Connection, statements: Iterable[str]
) -> tuple[dict[str, str], frozenset[str]]:
    """Of statements: their sources' ids, each with its statement, and every address."""
    wanted = sorted(statements)
    found: dict[str, str] = {}
    urls: set[str] = set()
    for start in range(0, len(wanted), _SOME):
        mine = instances.c.statement.in_(wanted[start : start + _SOME])
        query = select(sources.c.id, instances.c.statement)
        query = query.join(instances, instances.c.id == sources.c.instance)
        found.update((row.id, row.statement) for row in connection.execute(query.where(mine)))
        known = select(addresses.c.url).join(instances, instances.c.id == addresses.c.instance)
        urls.update(connection.execute(known.where(mine)).scalars())
    return found, frozenset(urls)


def speakers_of(connection: Connection, statements: Iterable[str]) -> frozenset[str]:
    """Ids of the speakers of statements."""
    wanted = sorted(statements)
    found: set[str] = set()
    for start in range(0, len(wanted), _SOME):
        mine = instances.c.statement.in_(wanted[start : start + _SOME])
        query = select(instances.c.speaker).where(mine, instances.c.speaker.is_not(None))
        found.update(connection.execute(query.distinct()).scalars())
    return frozenset(found)


def marks_of_change(connection: Connection) -> tuple[int, int]:
    """What changes with the cases: the last event and the number of kept articles."""
    last = connection.execute(select(func.max(events.c.number))).scalar() or 0
    return last, connection.execute(select(func.count()).select_from(articles)).scalar() or 0


def save_forgotten(connection: Connection, redaction: str, macs: Sequence[str]) -> None:
    """Addresses whose statement was erased."""
    if macs:
        new = insert(forgotten).on_conflict_do_nothing()
        connection.execute(new, [{"mac": mac, "redaction": redaction} for mac in macs])


def forgotten_statements(connection: Connection, mac: str) -> list[str]:
    """The statements that were erased at an address."""
    query = (
        select(restrictions.c.target)
        .join(forgotten, forgotten.c.redaction == restrictions.c.id)
        .where(forgotten.c.mac == mac)
    )
    return list(connection.execute(query).scalars())


def is_forgotten(connection: Connection, mac: str) -> bool:
    """Whether what stood at an address was erased."""
    query = select(forgotten.c.mac).where(forgotten.c.mac == mac)
    return connection.execute(query).first() is not None


def is_article(connection: Connection, identity: str) -> bool:
    """Whether a kept article has this id."""
    query = select(articles.c.id).where(articles.c.id == identity)
    return connection.execute(query).first() is not None


def forgotten_macs(connection: Connection) -> frozenset[str]:
    """The keyed hashes of all addresses whose statement was erased."""
    return frozenset(connection.execute(select(forgotten.c.mac)).scalars())


def any_protected(connection: Connection) -> bool:
    """Whether any name is protected."""
    return connection.execute(select(protected.c.listed).limit(1)).first() is not None


def any_forgotten(connection: Connection) -> bool:
    """Whether anything was ever erased with its address."""
    return connection.execute(select(forgotten.c.mac).limit(1)).first() is not None
