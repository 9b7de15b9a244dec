"""Texts that came from an import, each at the import's own time.

The versions of an address that was only imported are the distinct texts in order of that time,
whatever the order in which they arrived.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, insert, select

from walkback.model.dossier import observation_json, parse_observation
from walkback.model.evidence import Place
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Observation, Role
from walkback.model.reading import Reading
from walkback.model.times import parse_stamp, stamp
from walkback.store import happened, history
from walkback.store.schema import captures, imported, instances, leaves, schedule


@dataclass(frozen=True, slots=True)
class Sighting:
    """A text at a time, and the look that stands for it."""

    instance: str
    at: datetime
    text: str
    look: Observation
    capture: str | None
    leaf: int
    fingerprint: str = ""


def save_sightings(connection: Connection, rows: Sequence[Sighting]) -> None:
    """Add imported texts; one that is known at that time already changes nothing."""
    values = [
        {
            "instance": row.instance,
            "at": stamp(row.at),
            "text": row.text,
            "observation": json.dumps(observation_json(row.look)),
            "capture": row.capture,
            "leaf": row.leaf,
            "fingerprint": row.fingerprint,
        }
        for row in rows
    ]
    if values:
        connection.execute(insert(imported).prefix_with("OR IGNORE"), values)


def copied_at(
    connection: Connection, instants: Sequence[datetime]
) -> dict[tuple[str, str], list[Place]]:
    """By time and address: where records of somebody's archive lie that were brought already."""
    found: dict[tuple[str, str], list[Place]] = {}
    wanted = sorted({stamp(at) for at in instants})
    for start in range(0, len(wanted), 500):
        query = (
            select(captures.c.at, captures.c.url, leaves)
            .join(leaves, leaves.c.number == captures.c.leaf)
            .where(captures.c.role == Role.IMPORT.value)
            .where(captures.c.at.in_(wanted[start : start + 500]))
        )
        for row in connection.execute(query):
            place = Place(row.segment, row.offset, row.length, row.payload)
            found.setdefault((row.at, row.url), []).append(place)
    return found


def save_capture_sighting(connection: Connection, capture: str, reading: Reading) -> str | None:
    """The text of a capture that came from somebody's archive; gives its instance."""
    row = connection.execute(select(captures).where(captures.c.id == capture)).one()
    if row.instance is None or row.outcome != OutcomeKind.RECEIVED.value:
        return None
    at = parse_stamp(row.at)
    look = Observation(
        row.id,
        at,
        OutcomeKind.RECEIVED,
        row.reason,
        status=row.status,
        url=row.url,
        final_url=row.final_url,
        capture=row.id,
        text=reading.sha256,
        role=Role.IMPORT,
    )
    save_sightings(
        connection,
        [Sighting(row.instance, at, reading.sha256, look, row.id, row.leaf)],
    )
    return str(row.instance)


def sightings(connection: Connection, instance: str) -> list[Sighting]:
    """The imported texts of an instance by time."""
    query = (
        select(imported)
        .where(imported.c.instance == instance)
        .order_by(imported.c.at, imported.c.leaf, imported.c.text)
    )
    return [
        Sighting(
            row.instance,
            parse_stamp(row.at),
            row.text,
            parse_observation(json.loads(row.observation)),
            row.capture,
            row.leaf,
            row.fingerprint,
        )
        for row in connection.execute(query)
    ]


def fingerprints(connection: Connection, ids: Sequence[str]) -> dict[str, set[str]]:
    """Of these instances, the fingerprints of the lines that were imported already."""
    found: dict[str, set[str]] = {}
    query = select(imported.c.instance, imported.c.fingerprint)
    for instance, mark in connection.execute(query.where(imported.c.instance.in_(ids))):
        found.setdefault(instance, set()).add(mark)
    return found


def states(rows: Sequence[Sighting]) -> list[tuple[Sighting, Sighting]]:
    """Runs of one text by time: the first and the last sighting of each."""
    runs: list[tuple[Sighting, Sighting]] = []
    for row in rows:
        if runs and runs[-1][0].text == row.text:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def edits(rows: Sequence[Sighting]) -> list[tuple[Sighting, Sighting]]:
    """Where one text follows another: the last sighting of the old, the first of the new."""
    return [(before[1], after[0]) for before, after in pairwise(states(rows))]


def instances_of(connection: Connection) -> list[str]:
    """Every instance of which anything was imported."""
    query = select(imported.c.instance).distinct().order_by(imported.c.instance)
    return list(connection.execute(query).scalars())


def replace_edits(connection: Connection, instance: str, verdict: str) -> None:
    """Edits between imported texts that are none any more since earlier texts were brought in.

    ``verdict`` takes their place.
    """
    rows = sightings(connection, instance)
    current = {new.look.id for _, new in edits(rows)}
    gone = {row.look.id for row in rows} - current
    for event, first in happened.edits_of(connection, instance):
        if first in gone:
            happened.supersede(connection, event, verdict)


def restate(connection: Connection, instance: str) -> None:
    """Make the versions and the standing of an instance anew from its imported texts.

    An instance that has been looked at since has versions of its own; only the earlier ones are
    made anew then.
    """
    runs = states(sightings(connection, instance))
    if not runs:
        return
    untouched = not _looked_at(connection, instance)
    history.drop_versions(connection, instance, of_captures=False)
    if untouched:
        history.drop_versions(connection, instance, of_captures=True)
    for first, last in runs:
        history.save_version(
            connection, instance, first.text, (first.at, last.at), (first.capture, first.leaf)
        )
    if untouched:
        newest = runs[-1]
        state = history.standing(connection, instance).state
        history.stand(connection, instance, state, text=newest[0].text, capture=newest[0].capture)
        history.see(connection, instance, newest[1].look, plain=False)


def _looked_at(connection: Connection, instance: str) -> bool:
    query = (
        select(schedule.c.look_at)
        .join(instances, instances.c.n == schedule.c.n)
        .where(instances.c.id == instance, schedule.c.look_at.is_not(None))
    )
    return connection.execute(query).first() is not None
