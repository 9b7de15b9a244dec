"""What is told of a text on record in which quoted words were found."""

import json
from datetime import datetime

from sqlalchemy import Connection, select

from walkback.model.dossier import parse_verdict
from walkback.model.quotation import Candidate, OnRecord
from walkback.model.verdict import EventKind, State
from walkback.store import shown
from walkback.store.schema import events
from walkback.store.shown import Judged


def on_record(connection: Connection, candidate: Candidate, judged: Judged) -> OnRecord:
    """Where the text stands, which version it is, and how its address stands now."""
    view = shown.statement_view(connection, candidate.statement, candidate.instance, judged)
    version = next(item for item in view.versions if item.sha256 == candidate.sha256)
    return OnRecord(
        statement=view.id,
        url=view.url,
        title=version.title or view.title,
        speaker=view.speaker.id if view.speaker else None,
        speaker_name=view.speaker.name if view.speaker else "",
        version=version.number,
        state=view.state,
        removed_between=_removed(connection, candidate.instance, view.state),
        published=view.published,
        first_seen=version.first_seen,
        last_seen=version.last_seen,
        current=candidate.current,
        text=candidate.text,
    )


def _removed(connection: Connection, instance: str, state: str) -> tuple[datetime, datetime] | None:
    """Last seen and first missing, where the address is removed now."""
    if state != State.REMOVED.value:
        return None
    query = (
        select(events.c.verdict)
        .where(
            events.c.instance == instance,
            events.c.kind == EventKind.REMOVED.value,
            events.c.superseded_by.is_(None),
        )
        .order_by(events.c.at.desc(), events.c.id.desc())
        .limit(1)
    )
    packed = connection.execute(query).scalar()
    return parse_verdict(json.loads(packed)).between if packed else None
