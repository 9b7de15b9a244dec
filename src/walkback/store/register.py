"""Who speaks, what is watched, and every address that is known."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, exists, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from walkback.model.look import Role
from walkback.model.source import Source, SourceKind, Speaker
from walkback.model.times import parse_duration, parse_stamp
from walkback.model.verdict import State
from walkback.store.rows import Address
from walkback.store.schema import addresses, instances, listed, schedule, sources, speakers

_LISTINGS = {SourceKind.FEED.value, SourceKind.SECTION.value}


def save_register(connection: Connection, entries: Iterable[Mapping[str, Any]]) -> None:
    """Apply register entries in order: the one way by which the store learns of them."""
    plain: list[Address] = []
    for entry in entries:
        if entry["type"] == "address":
            plain.append(Address(**{k: v for k, v in entry.items() if k != "type"}))
            continue
        save_addresses(connection, plain)
        plain = []
        _APPLY[entry["type"]](connection, entry)
    save_addresses(connection, plain)


def save_addresses(connection: Connection, rows: Sequence[Address]) -> None:
    """New instances with their address; known addresses stay what they are."""
    if not rows:
        return
    values = [
        {
            "id": row.instance,
            "url": row.url,
            "statement": row.statement,
            "source": row.source,
            "speaker": row.speaker,
            "channel": row.channel,
            "role": Role(row.role).value,
            "state": State.UNKNOWN.value,
            "listed_title": row.title,
            "listed_published": row.published,
            "added": row.added,
        }
        for row in rows
    ]
    # An imported address that is watched from now on keeps its identity and changes its role.
    new = insert(instances)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["id"],
            set_={"role": new.excluded.role, "source": new.excluded.source},
            where=and_(
                instances.c.role == Role.IMPORT.value, new.excluded.role != Role.IMPORT.value
            ),
        ),
        values,
    )
    connection.execute(
        insert(addresses).on_conflict_do_nothing(),
        [{"url": row.url, "instance": row.instance} for row in rows],
    )
    _plan(connection, [row.instance for row in rows if row.role != Role.IMPORT], active=1)
    _plan(connection, [row.instance for row in rows if row.role == Role.IMPORT], active=0)


def _plan(connection: Connection, ids: Sequence[str], *, active: int) -> None:
    for start in range(0, len(ids), 500):
        chosen = select(
            instances.c.n, instances.c.added, literal(active), literal(0), literal(0)
        ).where(instances.c.id.in_(ids[start : start + 500]))
        new = insert(schedule).from_select(["n", "due", "active", "plain", "failures"], chosen)
        update_active = new.on_conflict_do_update(index_elements=["n"], set_={"active": active})
        connection.execute(update_active if active else new.on_conflict_do_nothing())


def _save_speaker(connection: Connection, entry: Mapping[str, Any]) -> None:
    row = {key: entry[key] for key in ("id", "name")}
    row |= {key: json.dumps(entry[key]) for key in ("aliases", "handles", "sites")}
    connection.execute(
        insert(speakers).values(row).on_conflict_do_update(index_elements=["id"], set_=row)
    )


def _merge(connection: Connection, entry: Mapping[str, Any]) -> None:
    keep, gone = entry["keep"], entry["gone"]
    connection.execute(update(speakers).where(speakers.c.id == gone).values(merged_into=keep))
    connection.execute(update(sources).where(sources.c.speaker == gone).values(speaker=keep))
    connection.execute(update(instances).where(instances.c.speaker == gone).values(speaker=keep))


def _save_source(connection: Connection, entry: Mapping[str, Any]) -> None:
    names = ("id", "url", "kind", "every", "speaker", "added", "instance")
    row = {name: entry[name] for name in names}
    row |= {"active": int(entry["active"]), "browser": int(entry["browser"])}
    connection.execute(
        insert(sources).values(row).on_conflict_do_update(index_elements=["id"], set_=row)
    )
    role = Role.LISTING if entry["kind"] in _LISTINGS else Role.STATEMENT
    address = Address(
        instance=entry["instance"],
        statement=entry["statement"],
        url=entry["url"],
        role=role,
        added=entry["added"],
        source=entry["id"],
        speaker=entry["speaker"],
        channel="page",
    )
    save_addresses(connection, [address])
    if entry["speaker"]:
        connection.execute(
            update(instances)
            .where(or_(instances.c.id == entry["instance"], instances.c.source == entry["id"]))
            .values(speaker=entry["speaker"])
        )
    if entry["kind"] is not None:
        _set_role(connection, entry["instance"], role)
    _set_active(connection, entry["id"], entry["instance"])


def _set_role(connection: Connection, instance: str, role: Role) -> None:
    connection.execute(update(instances).where(instances.c.id == instance).values(role=role.value))


def _set_active(connection: Connection, source: str, instance: str) -> None:
    """An instance is looked at while a source that is its own or lists it is active."""
    alive = sources.alias()
    own = exists().where(and_(alive.c.instance == instances.c.id, alive.c.active == 1))
    lists = exists().where(
        and_(
            listed.c.instance == instances.c.id,
            alive.c.instance == listed.c.listing,
            alive.c.active == 1,
        )
    )
    found = exists().where(and_(alive.c.id == instances.c.source, alive.c.active == 1))
    chosen = select(instances.c.n).where(
        or_(instances.c.id == instance, instances.c.source == source)
    )
    live = (
        select(case((or_(own, lists, found), 1), else_=0))
        .where(instances.c.n == schedule.c.n)
        .scalar_subquery()
    )
    connection.execute(update(schedule).where(schedule.c.n.in_(chosen)).values(active=live))


def _save_kind(connection: Connection, entry: Mapping[str, Any]) -> None:
    connection.execute(
        update(sources).where(sources.c.id == entry["source"]).values(kind=entry["kind"])
    )
    if entry["kind"] in _LISTINGS:
        instance = select(sources.c.instance).where(sources.c.id == entry["source"])
        connection.execute(
            update(instances)
            .where(instances.c.id == instance.scalar_subquery())
            .values(role=Role.LISTING.value)
        )


def _note(connection: Connection, entry: Mapping[str, Any]) -> None:
    """An entry for the record alone, such as an adopted second copy."""
    del connection, entry


_APPLY = {
    "speaker": _save_speaker,
    "merge": _merge,
    "source": _save_source,
    "kind": _save_kind,
    "adopted": _note,
}


def all_speakers(connection: Connection) -> list[Speaker]:
    """The register by name; merged speakers are left out."""
    query = select(speakers).where(speakers.c.merged_into.is_(None)).order_by(speakers.c.name)
    return [
        Speaker(
            row.id,
            row.name,
            tuple(json.loads(row.aliases)),
            tuple(json.loads(row.handles)),
            tuple(json.loads(row.sites)),
        )
        for row in connection.execute(query)
    ]


def known_addresses(connection: Connection, urls: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Of these addresses, those that are known, each with its instance, statement and role."""
    found: dict[str, tuple[str, str, str]] = {}
    for start in range(0, len(urls), 500):
        query = (
            select(addresses.c.url, instances.c.id, instances.c.statement, instances.c.role)
            .join(instances, instances.c.id == addresses.c.instance)
            .where(addresses.c.url.in_(urls[start : start + 500]))
        )
        for url, instance, statement, role in connection.execute(query):
            found[url] = (instance, statement, role)
    return found


def save_listed(connection: Connection, listing: str, present: Sequence[str]) -> None:
    """Which instances a listing names now; the others it named before have rolled off."""
    connection.execute(update(listed).where(listed.c.listing == listing).values(now=0))
    if present:
        connection.execute(
            insert(listed).on_conflict_do_update(
                index_elements=["listing", "instance"], set_={"now": 1}
            ),
            [{"listing": listing, "instance": instance, "now": 1} for instance in present],
        )


def speaker_of(connection: Connection, source: str) -> str | None:
    """The id of a source's speaker."""
    return connection.execute(select(sources.c.speaker).where(sources.c.id == source)).scalar()


def save_note(connection: Connection, source: str, note: str) -> None:
    """What is to be said of a source's last listing."""
    connection.execute(update(sources).where(sources.c.id == source).values(note=note))


def address_entry(connection: Connection, instance: str) -> dict[str, Any]:
    """An instance's own register entry, to make one of for another address."""
    row = connection.execute(select(instances).where(instances.c.id == instance)).one()
    return {
        "type": "address",
        "instance": row.id,
        "statement": row.statement,
        "url": row.url,
        "role": row.role,
        "added": row.added,
        "source": row.source,
        "speaker": row.speaker,
        "channel": row.channel,
        "title": row.listed_title or "",
        "published": row.listed_published,
    }


def all_sources(connection: Connection) -> list[Source]:
    """Every source that was ever watched."""
    return [
        Source(
            row.id,
            row.url,
            SourceKind(row.kind) if row.kind else None,
            parse_duration(row.every),
            parse_stamp(row.added),
            row.speaker,
            row.active == 1,
            row.browser == 1,
        )
        for row in connection.execute(select(sources).order_by(sources.c.added, sources.c.id))
    ]
