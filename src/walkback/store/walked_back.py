"""Events as the manner of walking back is told from: with their acts, words and status."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from walkback.model.act import Act, Happening, parse_act
from walkback.model.dossier import parse_verdict
from walkback.model.verdict import ACTS, EventKind, Verdict
from walkback.model.views import EventView
from walkback.store.schema import captures, events, readings

_ACTS = sorted(kind.value for kind in ACTS)
_QUIET = {EventKind.PUBLISHED.value, EventKind.RESTORED.value, EventKind.MOVED.value}
_SOME = 400  # statements asked about at once


def happenings(
    connection: Connection, views: Sequence[EventView]
) -> Iterator[tuple[EventView, Happening, tuple[Happening, ...]]]:
    """Each event that may walk something back, with the acts that are about the same statement."""
    told = [view for view in views if view.kind not in _QUIET]
    acts = _acts(connection, sorted({view.statement.id for view in told}))
    verdicts = _verdicts(connection, [view.id for view in told])
    for view in told:
        of_it = acts[view.statement.id]
        others = tuple(_act(row) for row in of_it if row.id != view.id)
        yield view, _happening(connection, view, verdicts[view.id], of_it), others


def _acts(connection: Connection, statements: Sequence[str]) -> dict[str, list[Any]]:
    """The acts that are of a statement or about it."""
    found: dict[str, list[Any]] = defaultdict(list)
    for start in range(0, len(statements), _SOME):
        part = set(statements[start : start + _SOME])
        query = select(events).where(
            events.c.kind.in_(_ACTS),
            events.c.superseded_by.is_(None),
            or_(events.c.statement.in_(part), events.c.about.in_(part)),
        )
        for row in connection.execute(query):
            for statement in {row.statement, row.about} & part:
                found[statement].append(row)
    return found


def _verdicts(connection: Connection, ids: Sequence[str]) -> dict[str, Verdict]:
    found = {}
    for start in range(0, len(ids), _SOME):
        query = select(events.c.id, events.c.verdict).where(
            events.c.id.in_(ids[start : start + _SOME])
        )
        for row in connection.execute(query):
            found[row.id] = parse_verdict(json.loads(row.verdict))
    return found


def _act_of(row: Any) -> Act:
    return parse_act(json.loads(row.verdict)["facts"]["act"])


def _act(row: Any) -> Happening:
    verdict = parse_verdict(json.loads(row.verdict))
    return Happening(row.id, EventKind(row.kind), verdict.between[1], acts=(_act_of(row),))


def _happening(
    connection: Connection, view: EventView, verdict: Verdict, acts: Sequence[Any]
) -> Happening:
    kind = EventKind(view.kind)
    if kind in ACTS:
        own = tuple(_act_of(row) for row in acts if row.id == view.id)
        return Happening(view.id, kind, view.at, acts=own)
    if kind is EventKind.EDITED:
        # Acts in the very words that the edit brought.
        own = tuple(
            _act_of(row)
            for row in acts
            if row.instance == verdict.instance and json.loads(row.verdict)["text"] == verdict.text
        )
        return Happening(view.id, kind, view.at, acts=own)
    words, status = _notice(connection, verdict)
    return Happening(view.id, kind, view.at, words=words, status=status)


def _notice(connection: Connection, verdict: Verdict) -> tuple[str, int | None]:
    """What stood at the address in place of the statement, where that is kept: words, status."""
    capture = verdict.facts.get("notice") or verdict.capture
    if capture is None:
        return "", None
    query = (
        select(captures.c.status, readings.c.reading)
        .outerjoin(
            readings,
            (readings.c.instance == captures.c.instance) & (readings.c.text == captures.c.text),
        )
        .where(captures.c.id == capture)
    )
    row = connection.execute(query).first()
    if row is None:
        return "", None
    packed = json.loads(row.reading) if row.reading and verdict.facts.get("notice") else None
    return (f"{packed['title']}\n\n{packed['text']}" if packed else ""), row.status
