"""Who speaks, what is watched, and every address that is known."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Connection,
    Update,
    and_,
    bindparam,
    case,
    exists,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from walkback.model.look import Role
from walkback.model.source import Source, SourceKind, Speaker, is_account, source_kind
from walkback.model.times import parse_duration, parse_stamp
from walkback.model.verdict import State
from walkback.store.articles import save_articles
from walkback.store.linking import save_links, save_unlinks, weigh_again
from walkback.store.masks import save_masks
from walkback.store.replies import replies, save_replies
from walkback.store.reviews import save_handled, save_reviews
from walkback.store.rows import Address
from walkback.store.schema import addresses, instances, listed, schedule, sources, speakers
from walkback.store.withholding import save_protected, save_releases, save_restrictions

_LISTINGS = {SourceKind.FEED.value, SourceKind.SECTION.value}


def save_register(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """Apply register entries in order: the one way by which the store learns of them."""
    for kind, run in groupby(entries, key=lambda entry: str(entry["type"])):
        _APPLY[kind](connection, list(run))


def _save_address_entries(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    fields = [{key: value for key, value in entry.items() if key != "type"} for entry in run]
    save_addresses(connection, [Address(**each) for each in fields])


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
            "home": row.statement,
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


def _save_speakers(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        {key: entry[key] for key in ("id", "name")}
        | {key: json.dumps(entry[key]) for key in ("aliases", "handles", "sites")}
        for entry in run
    ]
    new = insert(speakers)
    changed = {name: new.excluded[name] for name in ("name", "aliases", "handles", "sites")}
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


def _merge(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    for entry in run:
        keep, gone = entry["keep"], entry["gone"]
        connection.execute(update(speakers).where(speakers.c.id == gone).values(merged_into=keep))
        for table in (sources, instances, replies):
            connection.execute(update(table).where(table.c.speaker == gone).values(speaker=keep))
        weigh_again(connection, keep)


def _save_sources(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    names = ("id", "url", "kind", "every", "speaker", "added", "instance")
    rows = [
        {name: entry[name] for name in names}
        | {"active": int(entry["active"]), "browser": int(entry["browser"])}
        for entry in run
    ]
    new = insert(sources)
    changed = {name: new.excluded[name] for name in (*names[1:], "active", "browser")}
    connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=changed), rows)
    save_addresses(connection, [_address_of(entry) for entry in run])
    told = [entry for entry in run if entry["kind"] is not None]
    _set_roles(connection, [(entry["instance"], _role(entry["kind"])) for entry in told])
    spoken = [entry for entry in run if entry["speaker"]]
    if spoken:
        connection.execute(
            _SPEAKER,
            [{"own": e["instance"], "origin": e["id"], "person": e["speaker"]} for e in spoken],
        )
    connection.execute(
        _ACTIVE, [{"own": entry["instance"], "origin": entry["id"]} for entry in run]
    )


def _address_of(entry: Mapping[str, Any]) -> Address:
    return Address(
        instance=entry["instance"],
        statement=entry["statement"],
        url=entry["url"],
        role=_role(entry["kind"]),
        added=entry["added"],
        source=entry["id"],
        speaker=entry["speaker"],
        channel="page",
    )


def _role(kind: str | None) -> Role:
    return Role.LISTING if kind in _LISTINGS or is_account(kind) else Role.STATEMENT


def _set_roles(connection: Connection, roles: Sequence[tuple[str, Role]]) -> None:
    if roles:
        connection.execute(
            _ROLE, [{"own": instance, "part": role.value} for instance, role in roles]
        )


_ROLE = update(instances).where(instances.c.id == bindparam("own")).values(role=bindparam("part"))
_SPEAKER = (
    update(instances)
    .where(or_(instances.c.id == bindparam("own"), instances.c.source == bindparam("origin")))
    .values(speaker=bindparam("person"))
)


def _activity() -> Update:
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
    named = select(listed.c.instance).where(listed.c.listing == bindparam("own"))
    chosen = select(instances.c.n).where(
        or_(
            instances.c.id == bindparam("own"),
            instances.c.source == bindparam("origin"),
            instances.c.id.in_(named),
        )
    )
    live = (
        select(case((or_(own, lists, found), 1), else_=0))
        .where(instances.c.n == schedule.c.n)
        .scalar_subquery()
    )
    return update(schedule).where(schedule.c.n.in_(chosen)).values(active=live)


_ACTIVE = _activity()
_WAKE = (
    update(schedule)
    .where(
        schedule.c.active == 0,
        schedule.c.n.in_(
            select(instances.c.n)
            .join(listed, listed.c.instance == instances.c.id)
            .where(listed.c.listing == bindparam("by"), listed.c.now == 1)
        ),
        exists().where(sources.c.id == bindparam("origin"), sources.c.active == 1),
    )
    .values(active=1)
)


def _save_kinds(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    for entry in run:
        one = sources.c.id == entry["source"]
        connection.execute(update(sources).where(one).values(kind=entry["kind"]))
        instance = connection.execute(select(sources.c.instance).where(one)).scalar_one()
        _set_roles(connection, [(instance, _role(entry["kind"]))])


def _save_aliases(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """Further addresses of instances; an address that is known stays what it is."""
    connection.execute(
        insert(addresses).on_conflict_do_nothing(),
        [{"url": entry["url"], "instance": entry["instance"]} for entry in run],
    )


def _note(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """Entries for the record alone, such as an adopted second copy, or what a platform pushed."""
    del connection, run


_APPLY = {
    "address": _save_address_entries,
    "alias": _save_aliases,
    "speaker": _save_speakers,
    "merge": _merge,
    "source": _save_sources,
    "kind": _save_kinds,
    "adopted": _note,
    "pushed": _note,
    "article": save_articles,
    "link": save_links,
    "unlink": save_unlinks,
    "mask": save_masks,
    "restriction": save_restrictions,
    "release": save_releases,
    "protected": save_protected,
    "reply": save_replies,
    "review": save_reviews,
    "handled": save_handled,
}


def all_speakers(connection: Connection) -> list[Speaker]:
    """The register by name; merged speakers are left out."""
    query = select(speakers).where(speakers.c.merged_into.is_(None)).order_by(speakers.c.name)
    return [_speaker(row) for row in connection.execute(query)]


def speaker_of_id(connection: Connection, identity: str) -> Speaker | None:
    """The speaker with this id; None where there is none, or it was merged into another."""
    query = select(speakers).where(speakers.c.merged_into.is_(None), speakers.c.id == identity)
    row = connection.execute(query).first()
    return _speaker(row) if row else None


def _speaker(row: Any) -> Speaker:
    lists = (row.aliases, row.handles, row.sites)
    return Speaker(row.id, row.name, *(tuple(json.loads(packed)) for packed in lists))


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


def save_listed(
    connection: Connection, listing: str, source: str | None, present: Sequence[str]
) -> None:
    """Which instances a listing names now; the others it named before have rolled off.

    What it names is looked at while ``source`` is active, whoever named it before and was ended.
    """
    connection.execute(update(listed).where(listed.c.listing == listing).values(now=0))
    if present:
        connection.execute(
            insert(listed).on_conflict_do_update(
                index_elements=["listing", "instance"], set_={"now": 1}
            ),
            [{"listing": listing, "instance": instance, "now": 1} for instance in present],
        )
        connection.execute(_WAKE, {"by": listing, "origin": source})


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
            source_kind(row.kind) if row.kind else None,
            parse_duration(row.every),
            parse_stamp(row.added),
            row.speaker,
            row.active == 1,
            row.browser == 1,
        )
        for row in connection.execute(select(sources).order_by(sources.c.added, sources.c.id))
    ]
