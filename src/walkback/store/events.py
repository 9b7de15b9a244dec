"""The history as it is shown."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from walkback.model.change import parse_named
from walkback.model.dossier import parse_verdict
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import ACTS, EventKind
from walkback.model.views import AboutRef, EventView, ReasonView, SpeakerRef, StatementRef
from walkback.store.reviews import reviews_of
from walkback.store.schema import events, instances, readings, speakers

OPENING = 280  # letters of a statement that lists show
# Things that are first seen, and acts, have no last look at the old.
_WITHOUT_INTERVAL = {EventKind.PUBLISHED, *ACTS}


def event_views(connection: Connection, chosen: Select[Any]) -> list[EventView]:
    """Views of the events that ``chosen`` (a select of ``events``) gives, in its order."""
    rows = connection.execute(chosen).all()
    named = statement_refs(connection, {row.statement for row in rows})
    about = statement_refs(connection, {row.about for row in rows if row.about})
    places = _places(connection, {row.instance for row in rows})
    said = reviews_of(connection, [row.id for row in rows])
    # It happened at one of the statement's places, and is told of that one.
    views = [
        _view(row, replace(named[row.statement], url=places[row.instance]), about.get(row.about))
        for row in rows
    ]
    return [replace(view, reviews=said[view.id]) if view.id in said else view for view in views]


def _places(connection: Connection, ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        query = select(instances.c.id, instances.c.url)
        rows = connection.execute(query.where(instances.c.id.in_(wanted[start : start + 500])))
        found.update((row.id, row.url) for row in rows)
    return found


def all_events(*, replaced: bool = False) -> Select[Any]:
    """Every event by ``at``, then id; those that stand, or the replaced ones too."""
    query = select(events).order_by(events.c.at, events.c.id)
    return query if replaced else query.where(events.c.superseded_by.is_(None))


def since(query: Select[Any], at: datetime) -> Select[Any]:
    """Those at or after ``at``."""
    return query.where(events.c.at >= stamp(at))


def of_kind(query: Select[Any], kind: str) -> Select[Any]:
    """Those of one kind."""
    return query.where(events.c.kind == kind)


def of_speaker(query: Select[Any], speaker: str) -> Select[Any]:
    """Those of one speaker's statements."""
    mine = select(instances.c.statement).where(instances.c.speaker == speaker)
    return query.where(events.c.statement.in_(mine))


def of_statement(query: Select[Any], statement: str) -> Select[Any]:
    """Those of one statement, and the acts of others that are about it."""
    return query.where(or_(events.c.statement == statement, events.c.about == statement))


def newest(query: Select[Any], count: int) -> Select[Any]:
    """The last so many, newest first."""
    return query.order_by(None).order_by(events.c.at.desc(), events.c.id.desc()).limit(count)


def by_id(identities: Sequence[str]) -> Select[Any]:
    """The events of these ids, by ``at``, then id."""
    return all_events(replaced=True).where(events.c.id.in_(identities))


def _view(row: Any, statement: StatementRef, about: StatementRef | None) -> EventView:
    verdict = parse_verdict(json.loads(row.verdict))
    seen = verdict.kind not in _WITHOUT_INTERVAL
    return EventView(
        id=row.id,
        kind=row.kind,
        at=parse_stamp(row.at),
        between=verdict.between if seen else None,
        confirmed_at=verdict.confirmed_at if seen else None,
        confidence=verdict.confidence.value,
        statement=statement,
        about=AboutRef(about.id, about.url) if about else None,
        reasons=tuple(ReasonView(r.rule, r.text, r.observations) for r in verdict.reasons),
        leaf=row.leaf,
        changes=tuple(parse_named(kept) for kept in json.loads(row.changes)),
    )


def statement_refs(connection: Connection, ids: set[str]) -> dict[str, StatementRef]:
    """Statements by id: the address that was registered first, its newest title, its speaker."""
    found: dict[str, StatementRef] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        query = (
            select(
                instances.c.statement,
                instances.c.url,
                instances.c.listed_title,
                readings.c.reading,
                speakers.c.id.label("speaker"),
                speakers.c.name,
            )
            .outerjoin(
                readings,
                (readings.c.instance == instances.c.id) & (readings.c.text == instances.c.text),
            )
            .outerjoin(speakers, speakers.c.id == instances.c.speaker)
            .where(instances.c.statement.in_(wanted[start : start + 500]))
            .order_by(instances.c.n.desc())
        )
        # The last row of a statement is that of its first instance.
        for row in connection.execute(query):
            read = json.loads(row.reading) if row.reading else {}
            found[row.statement] = StatementRef(
                row.statement,
                row.url,
                str(read.get("title") or row.listed_title or ""),
                speaker_ref(row.speaker, row.name),
                str(read.get("text") or "")[:OPENING],
            )
    return found


def title_of(row: Any) -> str:
    """The title as read; as the listing has it where nothing was read."""
    read = json.loads(row.reading)["title"] if row.reading else ""
    return str(read or row.listed_title or "")


def speaker_ref(identity: str | None, name: str | None) -> SpeakerRef | None:
    """A speaker by id and name."""
    return SpeakerRef(identity, name or "") if identity else None
