"""What hangs together: acts and what they are about, statements that an article quotes together,
and what was removed and may have been put up again.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from walkback.model.case import CaseArticle, CaseQuotation
from walkback.model.dossier import parse_verdict
from walkback.model.times import parse_stamp
from walkback.model.verdict import EventKind
from walkback.store.schema import articles, events, instances, quoted

WENT = (EventKind.REMOVED.value, EventKind.MOVED.value)
_SOME = 400  # statements asked about at once
_STANDS = events.c.superseded_by.is_(None)
_HAPPENED = and_(_STANDS, events.c.kind != EventKind.PUBLISHED.value)


@dataclass(frozen=True, slots=True)
class Span:
    """From a statement's first event to its last, and how many there are of each kind."""

    statement: str
    begin: datetime
    last: datetime
    kinds: dict[str, int]
    first: str  # the id of the instance that was registered first


@dataclass(frozen=True, slots=True)
class Gone:
    """A removal that holds: its event, the place, its statement and whose it is."""

    event: str
    instance: str
    statement: str
    speaker: str


def active(connection: Connection) -> set[str]:
    """Statements to which anything happened beside being published."""
    return set(connection.execute(select(events.c.statement).where(_HAPPENED)).scalars())


def acts(connection: Connection) -> list[tuple[str, str]]:
    """Each act's statement and the one it is about."""
    query = select(events.c.statement, events.c.about).where(_STANDS, events.c.about.is_not(None))
    return [(one, other) for one, other in connection.execute(query) if one != other]


def quoted_together(connection: Connection) -> list[tuple[str, str]]:
    """Statements of one speaker that one kept article quotes, as a chain of pairs."""
    query = (
        select(quoted.c.article, instances.c.speaker, quoted.c.statement)
        .join(instances, instances.c.statement == quoted.c.statement)
        .where(instances.c.speaker.is_not(None))
        .distinct()
        .order_by(quoted.c.article, instances.c.speaker, quoted.c.statement)
    )
    chains: dict[tuple[str, str], list[str]] = defaultdict(list)
    for article, speaker, statement in connection.execute(query):
        chains[article, speaker].append(statement)
    return [(chain[0], other) for chain in chains.values() for other in chain[1:]]


def removed(connection: Connection) -> list[Gone]:
    """What is removed or moved now, by the time it went."""
    query = (
        select(events.c.id, events.c.instance, events.c.statement, instances.c.speaker)
        .join(instances, instances.c.id == events.c.instance)
        .where(
            _STANDS,
            # A near copy at the same site may have been judged to be where it moved to.
            events.c.kind == instances.c.state,
            events.c.kind.in_(WENT),
            instances.c.speaker.is_not(None),
        )
        .order_by(events.c.at)
    )
    return [Gone(*row) for row in connection.execute(query)]


def between(connection: Connection, gone: Gone) -> tuple[datetime, datetime]:
    """Between which looks it went."""
    query = select(events.c.verdict).where(events.c.id == gone.event)
    return parse_verdict(json.loads(connection.execute(query).scalar_one())).between


def marks(connection: Connection) -> dict[str, tuple[int, int, int]]:
    """Of each speaker's places: how many, the newest, and how many were weighed.

    While these are the same, so are the texts that a removed one may have been put up as.
    """
    query = (
        select(
            instances.c.speaker,
            func.count(),
            func.max(instances.c.n),
            func.sum(instances.c.weighed),
        )
        .where(instances.c.speaker.is_not(None))
        .group_by(instances.c.speaker)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def statements_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Which statement each of these instances is of."""
    query = select(instances.c.id, instances.c.statement).where(instances.c.id.in_(ids))
    return {row.id: row.statement for row in connection.execute(query)}


def spans(connection: Connection, statements: Iterable[str]) -> dict[str, Span]:
    """The spans of statements; those without an event are left out."""
    found: dict[str, Span] = {}
    wanted = sorted(set(statements))
    for start in range(0, len(wanted), _SOME):
        part = wanted[start : start + _SOME]
        firsts = _first_instances(connection, part)
        counts: dict[str, list[Any]] = defaultdict(list)
        query = (
            select(
                events.c.statement,
                events.c.kind,
                func.count().label("count"),
                func.min(events.c.at).label("begin"),
                func.max(events.c.at).label("last"),
            )
            .where(_STANDS, events.c.statement.in_(part))
            .group_by(events.c.statement, events.c.kind)
        )
        for row in connection.execute(query):
            counts[row.statement].append(row)
        for statement, rows in counts.items():
            found[statement] = Span(
                statement,
                parse_stamp(min(row.begin for row in rows)),
                parse_stamp(max(row.last for row in rows)),
                {row.kind: row._mapping["count"] for row in rows},  # noqa: SLF001 - SQLAlchemy's way to a column named as a method
                firsts[statement],
            )
    return found


def _first_instances(connection: Connection, statements: Sequence[str]) -> dict[str, str]:
    query = select(instances.c.statement, instances.c.id).order_by(instances.c.n.desc())
    rows = connection.execute(query.where(instances.c.statement.in_(statements)))
    return {row.statement: row.id for row in rows}  # the last of each is its first


def articles_of(
    connection: Connection, statements: Sequence[str], speaker: str | None
) -> list[tuple[CaseArticle, str]]:
    """Kept articles that quote these statements, by the time they were kept; each with its text.

    Of its quotations those that are of these statements or of the same speaker.
    """
    which = select(quoted.c.article).where(quoted.c.statement.in_(statements))
    rows = connection.execute(
        select(articles).where(articles.c.id.in_(which)).order_by(articles.c.at, articles.c.id)
    ).all()
    found = []
    for row in rows:
        packed = json.loads(row.quotations)
        query = select(quoted).where(quoted.c.article == row.id).order_by(quoted.c.number)
        told = tuple(
            CaseQuotation(
                one.text, one.finding, one.statement, packed[one.number].get("reason") or ""
            )
            for one in connection.execute(query)
            if one.statement in statements or (speaker is not None and one.speaker == speaker)
        )
        at = parse_stamp(row.at)
        found.append((CaseArticle(row.id, row.url, row.title, row.published, at, told), row.text))
    return found
