"""Answers to what people and programs ask: each opens the store once and gives views."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from walkback.errors import BadAddress, NotFound
from walkback.model.address import normal
from walkback.model.evidence import Place
from walkback.model.look import Observation
from walkback.model.pages import Asked
from walkback.model.reading import Reading
from walkback.model.source import Speaker
from walkback.model.verdict import Standing
from walkback.model.views import (
    EventView,
    ListingView,
    PendingLine,
    PendingView,
    SourceView,
    SpeakerView,
    StatementRef,
    StatementView,
    StatusView,
    VersionView,
)
from walkback.model.watched import Gap
from walkback.store import browsing, gaps, history, looks, replies, shown, texts
from walkback.store import events as told
from walkback.store import status as health
from walkback.store.schema import events as event_table
from walkback.store.schema import imported as import_table
from walkback.store.schema import instances, leaves
from walkback.store.shown import Judged
from walkback.store.store import Store

PAGE = 50  # statements and events of a speaker; the history has all
GAPS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: since when, whose (an id), of which kind, how many, the replaced too."""

    since: datetime | None = None
    speaker: str | None = None
    kind: str | None = None
    newest: int | None = None
    replaced: bool = False


def events(store: Store, wanted: Wanted) -> list[EventView]:
    """The history by time, or its newest part, newest first."""
    query = told.all_events(replaced=wanted.replaced)
    if wanted.since:
        query = told.since(query, wanted.since)
    if wanted.speaker:
        query = told.of_speaker(query, wanted.speaker)
    if wanted.kind:
        query = told.of_kind(query, wanted.kind)
    if wanted.newest is not None:
        query = told.newest(query, wanted.newest)
    with store.reading() as connection:
        return told.event_views(connection, query)


def last_event(store: Store) -> int:
    """A mark from which ``events_after`` counts."""
    with store.reading() as connection:
        return connection.execute(select(func.max(event_table.c.number))).scalar() or 0


def events_after(store: Store, mark: int, *, imported: bool = False) -> list[EventView]:
    """What became history since the mark; only of what was ever imported where that is asked."""
    query = told.all_events(replaced=True).where(event_table.c.number > mark)
    if imported:
        query = query.where(event_table.c.instance.in_(select(import_table.c.instance)))
    with store.reading() as connection:
        return told.event_views(connection, query)


def show(store: Store, ref: str, judged: Judged) -> StatementView | ListingView:
    """A statement, or a listing source with its statements."""
    with store.reading() as connection:
        statement, instance = shown.find(connection, ref, _address(ref))
        source = shown.source_of(connection, statement)
        if source is None:
            return shown.statement_view(connection, statement, instance, judged)
        lines = shown.statement_lines(
            connection, shown.of_source(shown.line_query(), source), judged
        )
        return ListingView(shown.source_views(connection, only=source)[0], tuple(lines))


def _address(ref: str) -> str | None:
    if "://" not in ref:
        return None
    try:
        return normal(ref)
    except BadAddress:
        return None


def versions(
    store: Store, ref: str, numbers: tuple[int | None, int | None], judged: Judged
) -> tuple[StatementRef, tuple[VersionView, VersionView], tuple[Reading, Reading]]:
    """Two versions of a statement with their readings; the last two where no numbers are given.

    Raises ``NotFound`` where there is no such statement or version.
    """
    view = show(store, ref, judged)
    if isinstance(view, ListingView):
        raise NotFound("a listing has no versions", subject=ref, todo="Name one statement")
    count = len(view.versions)
    last = _last_edited(view, _address(ref))
    after = numbers[1] or (last if numbers[0] is None else min(numbers[0] + 1, count))
    before = numbers[0] or _before(view, after)
    if not (1 <= before <= count and 1 <= after <= count):
        raise NotFound(
            "there is no such version",
            subject=view.url,
            expected=f"numbers from 1 to {count}",
            found=f"{before} and {after}",
        )
    pair = view.versions[before - 1], view.versions[after - 1]
    ref_view = StatementRef(view.id, view.url, view.title, view.speaker)
    with store.reading() as connection:
        readings = [
            texts.reading_of_statement(connection, view.id, version.sha256) for version in pair
        ]
    return ref_view, pair, (readings[0], readings[1])


def _last_edited(view: StatementView, url: str | None) -> int:
    """The newest version that took another's place: at the address asked for, else anywhere."""
    places = [version.url for version in view.versions]
    edited = [at for at, place in enumerate(places, start=1) if place in places[: at - 1]]
    asked = [at for at in edited if places[at - 1] == url]
    return (asked or edited or [len(places)])[-1]


def _before(view: StatementView, after: int) -> int:
    """The version before at the same place; where it is the first there, the one before in time."""
    after = min(after, len(view.versions))
    place = view.versions[after - 1].url if view.versions else ""
    older = [one.number for one in view.versions[: after - 1] if one.url == place]
    return older[-1] if older else max(1, after - 1)


def sources(store: Store, ids: Sequence[str]) -> list[SourceView]:
    """Sources by their ids, in that order."""
    with store.reading() as connection:
        only = ids[0] if len(ids) == 1 else None
        views = {view.id: view for view in shown.source_views(connection, only=only)}
    return [views[identity] for identity in ids]


def plain_speaker(person: Speaker) -> SpeakerView:
    """A speaker without statements."""
    return SpeakerView(person.id, person.name, person.aliases, person.handles, person.sites)


def speaker(store: Store, person: Speaker, judged: Judged) -> SpeakerView:
    """A speaker's page: sources, and the newest statements and events."""
    with store.reading() as connection:
        mine = shown.of_speaker(shown.line_query(), person.id).limit(PAGE)
        newest = browsing.page(connection, Asked(speaker=person.id, most=PAGE))
        watched = shown.source_views(connection, of=person.id)
        return SpeakerView(
            person.id,
            person.name,
            person.aliases,
            person.handles,
            person.sites,
            tuple(watched),
            tuple(shown.statement_lines(connection, mine, judged)),
            tuple(newest),
            browsing.tallies(connection, person.id),
            _gaps(connection, watched),
            replies.replies_of(connection, person.id),
        )


def _gaps(connection: Connection, watched: Sequence[SourceView]) -> tuple[Gap, ...]:
    if not watched:
        return ()
    ids = json.dumps([view.id for view in watched])
    begin = min(view.added for view in watched)
    every = max(view.every for view in watched)
    return gaps.gaps_of(connection, ids, begin, every, GAPS)


def status_view(store: Store, judged: Judged, now: datetime) -> StatusView:
    """How the record does, as far as the store knows; the app adds folder and ledger."""
    with store.reading() as connection:
        counts = health.counts(connection, now)
        return StatusView(
            folder="",
            origin="",
            leaves=0,
            sources=tuple(shown.source_views(connection)),
            statements=counts["statements"],
            due=counts["due"],
            unread=counts["unread"],
            last_round=health.last_look(connection),
            archive_bytes=0,
            disk_free=0,
            polling=None,
            pending=tuple(_pending(connection, judged)),
        )


def _pending(connection: Any, judged: Judged) -> Sequence[PendingLine]:
    lines = []
    rows = health.open_instances(connection)
    named = told.statement_refs(connection, {row.statement for row in rows})
    for row in rows:
        open_looks = looks.open_looks(connection, row.id)
        state, pending = judged(history.standing(connection, row.id), open_looks)
        view: PendingView | None = shown.pending_view(pending)
        if view is not None:
            lines.append(PendingLine(named[row.statement], row.url, state.value, view))
    return lines


def open_questions(store: Store, statement: str) -> list[tuple[Standing, list[Observation]]]:
    """How each instance of a statement stands that has open looks, and these."""
    query = select(instances.c.id).where(instances.c.statement == statement).order_by(instances.c.n)
    with store.reading() as connection:
        found = [
            (history.standing(connection, identity), looks.open_looks(connection, identity))
            for identity in connection.execute(query).scalars()
        ]
    return [(standing, list(waiting)) for standing, waiting in found if waiting]


def place(store: Store, leaf: int) -> Place | None:
    """Where the group of a leaf lies."""
    query = select(leaves).where(leaves.c.number == leaf)
    with store.reading() as connection:
        row = connection.execute(query).first()
    return Place(row.segment, row.offset, row.length, row.payload) if row else None
