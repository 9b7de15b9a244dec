"""What acts of taking back are judged from, and which texts have been gone through."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from walkback.model.act import Earlier
from walkback.model.dossier import parse_reading, parse_verdict
from walkback.model.reading import Reading
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import ACTS, EventKind, State
from walkback.store.schema import (
    captures,
    events,
    imported,
    instances,
    pictures,
    readings,
    speakers,
    versions,
)

_MOST = 400  # earlier statements of a speaker that an act may be about: the newest


@dataclass(frozen=True, slots=True)
class Unheard:
    """A version whose words nobody has gone through for acts yet.

    ``look`` is the observation that brought it; ``speaker`` an id and ``name`` all names of his,
    where known. ``notice``: the words stand in place of a statement that was removed.
    ``source``: ``text``, or ``picture`` or ``alt`` with the address of the picture and its number
    in the store; the reading then holds its words.
    """

    instance: str
    statement: str
    url: str
    text: str
    reading: Reading
    at: datetime
    look: str
    capture: str | None
    speaker: str | None
    name: str
    notice: bool = False
    source: str = "text"
    picture: str = ""
    number: int = 0


_UNHEARD = (
    select(
        versions.c.instance,
        instances.c.statement,
        instances.c.url,
        versions.c.text,
        readings.c.reading,
        versions.c.first_seen,
        versions.c.capture,
        imported.c.observation,
        instances.c.speaker,
        speakers.c.name,
        speakers.c.aliases,
    )
    .select_from(readings)
    .join(
        versions,
        (versions.c.instance == readings.c.instance) & (versions.c.text == readings.c.text),
    )
    .join(instances, instances.c.id == readings.c.instance)
    .outerjoin(speakers, speakers.c.id == instances.c.speaker)
    .outerjoin(
        imported,
        (imported.c.instance == versions.c.instance)
        & (imported.c.text == versions.c.text)
        & (imported.c.at == versions.c.first_seen),
    )
    .where(readings.c.heard == 0)
    .order_by(versions.c.first_seen, versions.c.instance)
)
_HEARD = (
    update(readings)
    .where(readings.c.instance == bindparam("owner"), readings.c.text == bindparam("words"))
    .values(heard=1)
)


def unheard(connection: Connection, limit: int) -> list[Unheard]:
    """Versions to go through, by when they were first seen."""
    return [
        Unheard(
            row.instance,
            row.statement,
            row.url,
            row.text,
            parse_reading(json.loads(row.reading)),
            parse_stamp(row.first_seen),
            row.capture or json.loads(row.observation)["id"],
            row.capture,
            row.speaker,
            " ".join([row.name, *json.loads(row.aliases)]) if row.name else "",
        )
        for row in connection.execute(_UNHEARD.limit(limit))
        if row.capture or row.observation
    ]


_NOTICES = (
    select(
        events.c.instance,
        events.c.statement,
        instances.c.url,
        readings.c.text,
        readings.c.reading,
        events.c.at,
        captures.c.id.label("capture"),
    )
    .select_from(readings)
    .join(
        captures,
        (captures.c.instance == readings.c.instance) & (captures.c.text == readings.c.text),
    )
    .join(
        events,
        (events.c.instance == readings.c.instance)
        & (func.json_extract(events.c.verdict, "$.facts.notice") == captures.c.id),
    )
    .join(instances, instances.c.id == readings.c.instance)
    .where(
        readings.c.heard == 0,
        events.c.kind == EventKind.REMOVED.value,
        events.c.superseded_by.is_(None),
    )
    .order_by(events.c.at, events.c.id)
)


def notices(connection: Connection, limit: int) -> list[Unheard]:
    """What stands in place of removed statements and says more than that nothing is there."""
    return [
        Unheard(
            row.instance,
            row.statement,
            row.url,
            row.text,
            parse_reading(json.loads(row.reading)),
            parse_stamp(row.at),
            row.capture,
            row.capture,
            None,
            "",
            notice=True,
        )
        for row in connection.execute(_NOTICES.limit(limit))
    ]


def mark_heard(connection: Connection, rows: Sequence[Unheard]) -> None:
    """These were gone through."""
    texts = [{"owner": row.instance, "words": row.text} for row in rows if not row.picture]
    if texts:
        connection.execute(_HEARD, texts)
    # What markup says for a picture is gone through last.
    shown = [row.number for row in rows if row.source == "alt"]
    if shown:
        connection.execute(update(pictures).where(pictures.c.n.in_(shown)).values(heard=1))


def mark_all_heard(connection: Connection) -> None:
    """After a rebuild nothing is judged; the acts of the past are on record."""
    connection.execute(update(readings).values(heard=1))


def forget_heard(connection: Connection) -> None:
    """Every version is to be gone through anew."""
    connection.execute(update(readings).values(heard=0))
    connection.execute(update(pictures).values(heard=0))


def version_before(connection: Connection, row: Unheard) -> Reading | None:
    """What the address said before this version; None where it is the first."""
    query = (
        select(readings.c.reading)
        .join(
            versions,
            (versions.c.instance == readings.c.instance) & (versions.c.text == readings.c.text),
        )
        .where(versions.c.instance == row.instance, versions.c.first_seen < stamp(row.at))
        .order_by(versions.c.first_seen.desc())
        .limit(1)
    )
    packed = connection.execute(query).scalar()
    return parse_reading(json.loads(packed)) if packed else None


def earlier(connection: Connection, row: Unheard) -> list[Earlier]:
    """The speaker's other statements that were there before, each with its newest text by then."""
    if row.speaker is None:
        return []
    query = (
        select(
            instances.c.id,
            instances.c.statement,
            instances.c.url,
            instances.c.state,
            versions.c.first_seen,
            readings.c.reading,
        )
        .join(versions, versions.c.instance == instances.c.id)
        .join(
            readings,
            (readings.c.instance == versions.c.instance) & (readings.c.text == versions.c.text),
        )
        .where(
            instances.c.speaker == row.speaker,
            instances.c.statement != row.statement,
            versions.c.first_seen <= stamp(row.at),
        )
        .order_by(versions.c.first_seen.desc())
        .limit(_MOST)
    )
    found: dict[str, Any] = {}
    for one in connection.execute(query):
        found.setdefault(one.statement, one)
    told = _told(connection, list(found))
    return [_earlier(one, row.speaker, told.get(one.statement, [])) for one in found.values()]


def _told(connection: Connection, statements: Sequence[str]) -> dict[str, list[Any]]:
    """The removals and acts of statements, as they stand."""
    kinds = [EventKind.REMOVED.value, *(kind.value for kind in ACTS)]
    found: dict[str, list[Any]] = {}
    query = select(events.c.statement, events.c.kind, events.c.verdict).where(
        events.c.statement.in_(statements),
        events.c.kind.in_(kinds),
        events.c.superseded_by.is_(None),
    )
    for row in connection.execute(query):
        found.setdefault(row.statement, []).append(row)
    return found


def _earlier(row: Any, speaker: str, told: Sequence[Any]) -> Earlier:
    reading = parse_reading(json.loads(row.reading))
    removed = [one for one in told if one.kind == EventKind.REMOVED.value]
    return Earlier(
        id=row.statement,
        url=row.url,
        speaker=speaker,
        text=reading.text,
        title=reading.title,
        published=parse_stamp(row.first_seen),
        state=State(row.state),
        removed_between=parse_verdict(json.loads(removed[-1].verdict)).between if removed else None,
        acts=tuple(EventKind(one.kind) for one in told if one.kind != EventKind.REMOVED.value),
    )
