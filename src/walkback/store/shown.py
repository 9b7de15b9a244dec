"""Statements and sources as they are shown."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from walkback.errors import NotFound
from walkback.model.change import parse_named
from walkback.model.look import Observation, Role
from walkback.model.reading import Reading
from walkback.model.times import parse_duration, parse_stamp, stamp
from walkback.model.verdict import Pending, Standing, State
from walkback.model.views import (
    InstanceView,
    PendingView,
    SourceView,
    StatementLine,
    StatementView,
    VersionView,
)
from walkback.store import events, happened, history, looks, masks, pictures, texts, views
from walkback.store.linking import links_of
from walkback.store.schema import (
    addresses,
    aliases,
    captures,
    instances,
    readings,
    schedule,
    sources,
    speakers,
)

# How the judge sees an instance now: its state, and what is being confirmed.
Judged = Callable[[Standing, Sequence[Observation]], tuple[State, Pending | None]]

_SHORTEST_PREFIX = 6
_ALIAS = select(aliases.c.statement)
# Of one text: first and last seen, its row, its words, its place.
_Stay = tuple[str, str, Any, Reading, str]


def find(connection: Connection, ref: str, url: str | None) -> tuple[str, str | None]:
    """The statement that ``ref`` names, and the instance where it names an address.

    ``ref`` is an id of a statement, instance or source, or a prefix of at least six letters that
    only one has; ``url`` is ``ref`` as a normalised address where it is one. Raises ``NotFound``.
    """
    if url is not None:
        query = select(instances.c.statement, instances.c.id).join(
            addresses, addresses.c.instance == instances.c.id
        )
        row = connection.execute(query.where(addresses.c.url == url)).first()
        if row:
            return row.statement, row.id
    elif ref.isascii():
        names = (instances.c.statement, instances.c.id, instances.c.source)
        exact = or_(*(name == ref for name in names[:2]))
        query = select(instances.c.statement).distinct().where(exact)
        found = connection.execute(query).scalars().all()
        found = found or connection.execute(_ALIAS.where(aliases.c.id == ref)).scalars().all()
        if not found and len(ref) >= _SHORTEST_PREFIX:
            like = or_(*(name.startswith(ref, autoescape=True) for name in names[:2]))
            query = select(instances.c.statement).distinct().where(like).limit(2)
            once = _ALIAS.where(aliases.c.id.startswith(ref, autoescape=True)).limit(2)
            found = sorted(
                {
                    *connection.execute(query).scalars(),
                    *connection.execute(once).scalars(),
                }
            )
        if len(found) == 1:
            return found[0], None
    raise NotFound(
        "there is no such statement",
        subject=ref,
        todo="'walkback status' lists what is watched, 'walkback events' what happened",
    )


def source_of(connection: Connection, statement: str) -> str | None:
    """The id of the listing source whose own address this is, or None."""
    query = (
        select(sources.c.id)
        .join(instances, instances.c.id == sources.c.instance)
        .where(instances.c.statement == statement, instances.c.role == Role.LISTING.value)
    )
    return connection.execute(query).scalar()


def statement_view(
    connection: Connection, statement: str, instance: str | None, judged: Judged
) -> StatementView:
    """One statement, whole; ``instance`` is the one that was asked for by address."""
    rows = connection.execute(
        select(instances).where(instances.c.statement == statement).order_by(instances.c.n)
    ).all()
    told = {row.id: _judged(connection, row.id, judged) for row in rows}
    why = links_of(connection, [row.id for row in rows])
    seen = {row.id: _instance_view(connection, row, told[row.id], why.get(row.id)) for row in rows}
    ref = events.statement_refs(connection, {statement})[statement]
    shown = next((row for row in rows if row.id == instance), rows[0])
    reading = texts.reading_of(connection, shown.id, shown.text) if shown.text else None
    return StatementView(
        id=statement,
        url=shown.url if instance else ref.url,
        title=ref.title,
        speaker=ref.speaker,
        state=seen[shown.id].state if instance else _state_of_all(connection, rows, seen),
        instances=tuple(seen.values()),
        versions=tuple(_versions(connection, rows)),
        events=tuple(
            events.event_views(connection, events.of_statement(events.all_events(), statement))
        ),
        pending=seen[shown.id].pending,
        published=(reading.published if reading else None) or shown.listed_published,
        author=reading.author if reading else None,
        pictures=tuple(pictures.of_instances(connection, [row.id for row in rows])),
        masked=masks.masked_of(connection, [row.id for row in rows]),
    )


def _judged(connection: Connection, instance: str, judged: Judged) -> tuple[State, Pending | None]:
    open_looks = looks.open_looks(connection, instance)
    return judged(history.standing(connection, instance), open_looks)


def _state_of_all(
    connection: Connection, rows: Sequence[Any], seen: dict[str, InstanceView]
) -> str:
    """Present if any instance is; else that of the last to change."""
    states = [seen[row.id].state for row in rows]
    if State.PRESENT.value in states:
        return State.PRESENT.value
    last = happened.last_changed(connection, [row.id for row in rows])
    return seen[last or rows[0].id].state


def _instance_view(
    connection: Connection, row: Any, told: tuple[State, Pending | None], link: Any
) -> InstanceView:
    state, pending = told
    known = connection.execute(
        select(addresses.c.url).where(addresses.c.instance == row.id).order_by(addresses.c.url)
    )
    return InstanceView(
        url=row.url,
        channel=row.channel or "page",
        state=state.value,
        last_seen=_last_seen(connection, row),
        addresses=tuple(known.scalars()),
        pending=pending_view(pending),
        reasons=tuple(json.loads(link.reasons)) if link else (),
        differences=tuple(map(parse_named, json.loads(link.differences))) if link else (),
    )


def pending_view(pending: Pending | None) -> PendingView | None:
    """What is being confirmed, as it is shown."""
    if pending is None:
        return None
    return PendingView(pending.kind.value, pending.since, pending.looks, pending.of)


def _last_seen(connection: Connection, row: Any) -> datetime | None:
    """When the words were last seen there: of a present instance at its last good look."""
    if row.state in (State.PRESENT.value, State.UNKNOWN.value):
        query = select(schedule.c.seen_at).where(schedule.c.n == row.n)
        at = connection.execute(query).scalar()
        if at:
            return parse_stamp(at)
    versions = history.version_rows(connection, row.id)
    return parse_stamp(versions[-1].last_seen) if versions else None


def _versions(connection: Connection, rows: Sequence[Any]) -> list[VersionView]:
    """The text states of all instances by first seen.

    A text that several places show is one version. One that came back after another is a
    version of its own: every state is kept.
    """
    found: dict[tuple[str, int], _Stay] = {}
    for row in rows:
        listed = history.version_rows(connection, row.id)
        stays: Counter[str] = Counter()
        for version in listed:
            reading = texts.reading_of(connection, row.id, version.text)
            if reading is None:
                continue
            first, last = version.first_seen, version.last_seen
            if version is listed[-1] and version.text == row.text:
                last = max(last, _text(_last_seen(connection, row), last))
            key = version.text, stays[version.text]
            stays[version.text] += 1
            stay = (first, last, version, reading, row.url)
            found[key] = _one(found[key], stay) if key in found else stay
    ordered = sorted(found.values(), key=lambda item: (item[0], item[2].leaf))
    pictured = views.with_picture(connection, [stay[2].capture for stay in ordered])
    return [
        VersionView(
            number,
            parse_stamp(first),
            parse_stamp(last),
            reading.title,
            reading.text,
            reading.sha256,
            version.leaf,
            url,
            version.capture if version.capture in pictured else None,
        )
        for number, (first, last, version, reading, url) in enumerate(ordered, start=1)
    ]


def _one(one: _Stay, other: _Stay) -> _Stay:
    """One text at two places: from its first sight anywhere to its last."""
    first, second = sorted((one, other), key=lambda stay: stay[0])
    return (first[0], max(first[1], second[1]), *first[2:])


def _text(at: datetime | None, otherwise: str) -> str:
    return stamp(at) if at else otherwise


# --- lists


def statement_lines(
    connection: Connection, chosen: Select[Any], judged: Judged
) -> list[StatementLine]:
    """Statements in a list; ``chosen`` narrows ``line_query``."""
    return [
        StatementLine(
            row.statement,
            row.url,
            events.title_of(row),
            row.state if row.plain else _judged(connection, row.id, judged)[0].value,
            events.speaker_ref(row.speaker, row.name),
            parse_stamp(row.seen_at) if row.seen_at else None,
        )
        for row in connection.execute(chosen)
    ]


def line_query() -> Select[Any]:
    """Every address that carries a statement, newest first."""
    return (
        select(
            instances.c.statement,
            instances.c.id,
            instances.c.url,
            instances.c.state,
            schedule.c.plain,
            instances.c.listed_title,
            readings.c.reading,
            schedule.c.seen_at,
            speakers.c.id.label("speaker"),
            speakers.c.name,
        )
        .outerjoin(
            readings,
            (readings.c.instance == instances.c.id) & (readings.c.text == instances.c.text),
        )
        .outerjoin(schedule, schedule.c.n == instances.c.n)
        .outerjoin(speakers, speakers.c.id == instances.c.speaker)
        .where(instances.c.role != Role.LISTING.value)
        .order_by(instances.c.n.desc())
    )


def of_source(query: Select[Any], source: str) -> Select[Any]:
    """Those that a source named."""
    return query.where(instances.c.source == source)


def of_speaker(query: Select[Any], speaker: str) -> Select[Any]:
    """Those of a speaker."""
    return query.where(instances.c.speaker == speaker)


def source_views(
    connection: Connection, *, only: str | None = None, of: str | None = None
) -> list[SourceView]:
    """What is watched, in the order in which it was added; ``only`` one, or ``of`` a speaker."""
    counts = (
        select(instances.c.source, func.count().label("count"))
        .where(instances.c.role != Role.LISTING.value)
        .group_by(instances.c.source)
        .subquery()
    )
    query = (
        select(
            sources,
            schedule.c.look,
            schedule.c.look_at,
            schedule.c.due,
            captures.c.at.label("good_at"),
            schedule.c.seen_at,
            counts.c.count,
            speakers.c.id.label("speaker_id"),
            speakers.c.name,
        )
        .join(instances, instances.c.id == sources.c.instance)
        .outerjoin(schedule, schedule.c.n == instances.c.n)
        .outerjoin(captures, captures.c.id == schedule.c.good)
        .outerjoin(counts, counts.c.source == sources.c.id)
        .outerjoin(speakers, speakers.c.id == sources.c.speaker)
        .order_by(sources.c.added, sources.c.id)
    )
    if only is not None:
        query = query.where(sources.c.id == only)
    if of is not None:
        query = query.where(sources.c.speaker == of)
    return [_source_view(row) for row in connection.execute(query)]


def _source_view(row: Any) -> SourceView:
    good = max(filter(None, (row.good_at, row.seen_at)), default=None)
    return SourceView(
        id=row.id,
        url=row.url,
        kind=row.kind,
        every=parse_duration(row.every),
        speaker=events.speaker_ref(row.speaker_id, row.name),
        active=row.active == 1,
        health=_health(row.look),
        statements=row.count or 0,
        last_look=parse_stamp(row.look_at) if row.look_at else None,
        last_good=parse_stamp(good) if good else None,
        next_look=parse_stamp(row.due) if row.active and row.due else None,
        added=parse_stamp(row.added),
        note=row.note,
    )


def _health(look: str | None) -> str:
    """``new``, ``good``, or the outcome of the last look with its reason."""
    if look is None:
        return "new"
    outcome, _, reason = look.partition(" ")
    return "good" if outcome in ("received", "not-modified") else f"{outcome} ({reason})"
