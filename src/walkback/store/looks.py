"""What each look brought, and which looks are still open.

An instance's open looks are those since its standing was last seen to hold. A plain instance
has none; an unchanged look at it touches its row of the schedule alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from walkback.model.dossier import observation_json, parse_observation
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Observation, Role
from walkback.model.rollcall import RollCall
from walkback.model.times import stamp
from walkback.store import gaps
from walkback.store.rows import CaptureRow, Known
from walkback.store.schema import captures, instances, looks, schedule

# The most frequent write there is, once for every look at an unchanged page: as plain SQL with
# tuples it costs a third of what a Core statement costs (4 against 13 microseconds a row).
_SEEN = (
    "UPDATE schedule SET seen_at=?, seen=?, look_at=?, look=?, due=?, failures=0, hold=NULL"
    " WHERE n=?"
)
_LOOKED = (
    update(schedule)
    .where(schedule.c.n == bindparam("key"))
    .values(
        look_at=bindparam("time"),
        look=bindparam("outcome"),
        failures=bindparam("count"),
        plain=bindparam("calm"),
    )
)
_KEPT = (
    update(schedule)
    .where(schedule.c.n == bindparam("key"))
    .values(kept=bindparam("capture"), kept_digest=bindparam("digest"))
)
_GOOD = (
    update(schedule)
    .where(schedule.c.n == bindparam("key"))
    .values(
        good=bindparam("capture"),
        good_digest=bindparam("digest"),
        etag=bindparam("tag"),
        modified=bindparam("since"),
    )
)
_RENDERED = update(instances).where(instances.c.id == bindparam("key")).values(rendered=2)
_READ = {OutcomeKind.RECEIVED, OutcomeKind.GONE}
FAILED = {OutcomeKind.UNREACHABLE, OutcomeKind.INCOMPLETE, OutcomeKind.REFUSED}


_SAVE = insert(looks).prefix_with("OR REPLACE")
_OPEN = (
    select(looks.c.observation)
    .where(looks.c.instance == bindparam("key"), looks.c.ready == 1)
    .order_by(looks.c.at, looks.c.id)
)
_CLOSE = delete(looks).where(looks.c.instance == bindparam("key"), looks.c.at <= bindparam("time"))
_LOOK = select(looks.c.instance, looks.c.observation).where(looks.c.id == bindparam("key"))


def save_lines(
    connection: Connection,
    call: RollCall,
    known: Mapping[str, Known],
    dues: Mapping[int, datetime],
) -> None:
    """Looks that brought no new bytes. Those that are not plain open a look to be settled.

    ``dues`` says when each instance (by ``n``) is due next; it is set for the plain ones.
    """
    seen: list[tuple[str, str, str, str, str, int]] = []
    other: list[Observation] = []
    of: list[Known] = []
    for number, line in enumerate(call.lines):
        row = known.get(line.instance)
        if row is None or line.control:
            continue
        identity = call.observation_id(number)
        if row.plain and line.capture is not None and line.capture == row.good:
            at, outcome = stamp(line.at), f"{line.outcome.value} {line.reason}"
            seen.append((at, identity, at, outcome, stamp(dues[row.n]), row.n))
            continue
        other.append(
            Observation(
                identity,
                line.at,
                line.outcome,
                line.reason,
                url=row.url,
                final_url=row.url,
                capture=line.capture,
                role=row.role,
            )
        )
        of.append(row)
    if seen:
        connection.exec_driver_sql(_SEEN, seen)
    gaps.looked(connection, (line.at for line in call.lines if line.instance in known))
    _open(connection, other, of)


def save_captures(
    connection: Connection, rows: Sequence[CaptureRow], known: Mapping[str, Known]
) -> None:
    """Looks that brought bytes: list them, remember validators, open a look for each."""
    connection.execute(insert(captures), [_capture_values(row) for row in rows])
    shown = [{"key": row.instance} for row in rows if row.view == "words" and row.instance]
    if shown:
        connection.execute(_RENDERED, shown)
    mine = [
        (row, known[row.instance or ""]) for row in rows if row.instance in known and _is_look(row)
    ]
    if not mine:
        return
    gaps.looked(connection, (row.at for row, _ in mine))
    connection.execute(
        _KEPT, [{"key": k.n, "capture": row.id, "digest": row.digest} for row, k in mine]
    )
    good = [
        {
            "key": k.n,
            "capture": row.id,
            "digest": row.digest,
            "tag": row.etag.decode("latin-1") if row.etag else None,
            "since": row.modified.decode("latin-1") if row.modified else None,
        }
        for row, k in mine
        if row.outcome is OutcomeKind.RECEIVED
    ]
    if good:
        connection.execute(_GOOD, good)
    _open(connection, [_observed(row) for row, _ in mine], [k for _, k in mine])


def _is_look(row: CaptureRow) -> bool:
    return row.role in (Role.STATEMENT, Role.LISTING)


def _observed(row: CaptureRow) -> Observation:
    return Observation(
        row.id,
        row.at,
        row.outcome,
        row.reason,
        status=row.status,
        url=row.url,
        final_url=row.final_url,
        capture=row.id,
        role=row.role,
    )


def _open(connection: Connection, seen: Sequence[Observation], of: Sequence[Known]) -> None:
    if not seen:
        return
    gaps.note(connection, [(look, look.outcome in FAILED) for look in seen], of)
    connection.execute(
        _LOOKED,
        [
            {
                "key": row.n,
                "time": stamp(look.at),
                "outcome": f"{look.outcome.value} {look.reason}",
                "count": row.failures + 1 if look.outcome in FAILED else 0,
                "calm": 0,
            }
            for look, row in zip(seen, of, strict=True)
        ],
    )
    save_looks(connection, zip((row.instance for row in of), seen, strict=True), ready=0)


def _capture_values(row: CaptureRow) -> dict[str, Any]:
    # What a host says in place of a page is read too: a control may say the same.
    unread = row.outcome in _READ or row.role is Role.CONTROL
    # Pictures are read by others, with what only they need.
    unread = unread and row.role is not Role.PICTURE
    return {
        "id": row.id,
        "instance": row.instance,
        "role": row.role.value,
        "at": stamp(row.at),
        "url": row.url,
        "outcome": row.outcome.value,
        "reason": row.reason,
        "status": row.status,
        "final_url": row.final_url,
        "leaf": row.leaf,
        "read": 0 if unread else 2,
        "facts": json.dumps(dict(row.facts)),
        "view": row.view,
    }


# --- open looks


def save_looks(
    connection: Connection, given: Iterable[tuple[str, Observation]], *, ready: int
) -> None:
    """Write open looks, new or settled further."""
    values = [
        {
            "id": look.id,
            "instance": instance,
            "at": stamp(look.at),
            "capture": look.capture,
            "ready": ready,
            "observation": json.dumps(observation_json(look)),
        }
        for instance, look in given
    ]
    if values:
        connection.execute(_SAVE, values)


def unsettled(connection: Connection, limit: int = 256) -> list[tuple[str, Observation]]:
    """Looks that are not ready to be judged, oldest first, one for each instance at most."""
    query = (
        select(looks.c.instance, looks.c.observation)
        .where(looks.c.ready == 0)
        .order_by(looks.c.at, looks.c.id)
        .limit(limit)
    )
    first: dict[str, Observation] = {}
    for instance, packed in connection.execute(query):
        first.setdefault(instance, parse_observation(json.loads(packed)))
    return list(first.items())


def open_looks(connection: Connection, instance: str) -> list[Observation]:
    """The open looks of one instance that are ready, by time."""
    found = connection.execute(_OPEN, {"key": instance})
    return [parse_observation(json.loads(packed)) for (packed,) in found]


def close_looks(connection: Connection, instance: str, until: datetime) -> None:
    """Forget the open looks up to and including ``until``: they are settled."""
    connection.execute(_CLOSE, {"key": instance, "time": stamp(until)})


def drop_looks(connection: Connection, ids: Sequence[str]) -> None:
    """Forget these looks; the record keeps them."""
    connection.execute(delete(looks).where(looks.c.id.in_(ids)))


def waiting(connection: Connection) -> list[tuple[str, Observation]]:
    """Looks that wait for their controls."""
    query = select(looks.c.instance, looks.c.observation).where(looks.c.ready == 2)
    return [(i, parse_observation(json.loads(packed))) for i, packed in connection.execute(query)]


def look(connection: Connection, identity: str) -> tuple[str, Observation] | None:
    """One open look with its instance."""
    row = connection.execute(_LOOK, {"key": identity}).first()
    return (row[0], parse_observation(json.loads(row[1]))) if row else None


def with_open_looks(connection: Connection) -> list[str]:
    """Instances with looks that may be judged."""
    query = select(looks.c.instance).where(looks.c.ready == 1).distinct()
    return sorted(connection.execute(query).scalars())
