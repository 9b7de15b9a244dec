"""A record of a hundred thousand events to read in: written straight into the store.

Statements are invented (``statements``). One in four was edited, others removed, brought back,
taken back by a later one; each has the rows that a round would have left. Nothing lies in the
archive behind it: it is made to be read on pages, not to be verified.
"""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.statements import Language, statements
from sqlalchemy import Connection, Table, insert

from walkback.model.act import Act, Part, act_json
from walkback.model.change import NamedChange, Rank, Sort, named_json
from walkback.model.dossier import reading_json, verdict_json
from walkback.model.reading import Reading
from walkback.model.times import stamp
from walkback.model.verdict import Confidence, EventKind, Reason, State, Verdict
from walkback.store import Store, schema, shingles

SEED = 20261102
SPEAKERS = 100
START = datetime(2022, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=40)
# What happens to one statement in ten, beside being published: one and a half further events.
_LIVES: tuple[tuple[EventKind, ...], ...] = (
    (),
    (),
    (EventKind.EDITED,),
    (EventKind.EDITED, EventKind.EDITED),
    (EventKind.REMOVED,),
    (EventKind.EDITED, EventKind.REMOVED),
    (EventKind.REMOVED, EventKind.RESTORED),
    (EventKind.EDITED, EventKind.REMOVED),
    (EventKind.RETRACTED, EventKind.APOLOGISED),
    (EventKind.EDITED, EventKind.EDITED, EventKind.REMOVED),
)
_STATE = {EventKind.REMOVED: State.REMOVED}
_ACTS = {EventKind.RETRACTED, EventKind.APOLOGISED}


def fill(store: Store, events: int) -> None:
    """So many events, of a hundred speakers."""
    made = _statements(events)
    with store.writing() as connection:
        connection.execute(insert(schema.speakers), [_speaker(n) for n in range(SPEAKERS)])
        while batch := list(itertools.islice(made, 500)):
            _save(connection, batch)
        shingles.merge(connection)
        connection.exec_driver_sql("ANALYZE")


Rows = dict[Table, list[dict[str, Any]]]


def _save(connection: Connection, batch: list[tuple[Rows, list[tuple[int, str]]]]) -> None:
    for table in (schema.instances, schema.addresses, schema.schedule):
        connection.execute(insert(table), [row for rows, _ in batch for row in rows[table]])
    for table in (schema.readings, schema.versions, schema.events):
        connection.execute(insert(table), [row for rows, _ in batch for row in rows[table]])
    for _, texts in batch:
        for number, text in texts:
            shingles.add(connection, number, text)


def _speaker(number: int) -> dict[str, Any]:
    name = f"Deputy Number {number} of Halder"
    empty = {"aliases": "[]", "handles": "[]", "sites": "[]"}
    return {"id": f"speaker{number:04}", "name": name, **empty}


def _statements(events: int) -> Iterator[tuple[Rows, list[tuple[int, str]]]]:
    texts = statements(Language(SEED), SEED, events)
    reading = itertools.count(1)
    done = 0
    for number in itertools.count(1):
        if done >= events:
            return
        life = _LIVES[number % len(_LIVES)]
        at = START + number * _STEP
        rows, said = _one(number, next(texts), at, life[: events - done - 1])
        for row in rows[schema.readings]:
            row["n"] = next(reading)
        first = rows[schema.readings][0]["n"]
        done += len(rows[schema.events])
        yield rows, [(first + place, text) for place, text in enumerate(said)]


def _one(
    number: int, text: str, at: datetime, life: tuple[EventKind, ...]
) -> tuple[Rows, list[str]]:
    instance, statement = f"i{number:025}", f"s{number:025}"
    speaker = f"speaker{number * 7 % SPEAKERS:04}"
    url = f"https://deputy{number * 7 % SPEAKERS}.example/statements/{number}"
    said, spells = [text], [(at, at)]
    made = [_event(number, EventKind.PUBLISHED, at, at, None)]
    state = State.PRESENT
    for place, kind in enumerate(life, start=1):
        last, then = at + place * timedelta(hours=9), at + place * timedelta(hours=10)
        spells[-1] = (spells[-1][0], last)
        made.append(_event(number, kind, last, then, said[-1]))
        state = _STATE.get(kind, State.PRESENT)
        if kind is EventKind.EDITED:
            said.append(f"{said[-1]} And this came in with edit {place}.")
            spells.append((then, then))
    ids = [f"{number:058}t{place:05}" for place in range(len(said))]
    day = stamp(at)
    return {
        schema.instances: [
            {
                "n": number,
                "id": instance,
                "url": url,
                "statement": statement,
                "source": None,
                "speaker": speaker,
                "channel": "page",
                "role": "statement",
                "state": state.value,
                "text": ids[-1],
                "capture": None,
                "added": day,
                "home": statement,
                "said_at": day,
                "weighed": 1,
            }
        ],
        schema.addresses: [{"url": url, "instance": instance}],
        schema.schedule: [
            {
                "n": number,
                "due": day,
                "active": 0,
                "plain": 1,
                "failures": 0,
                "look_at": stamp(spells[-1][1]),
                "look": "received ok",
                "seen_at": stamp(spells[-1][1]),
            }
        ],
        schema.readings: [
            {"instance": instance, "text": ident, "reading": _reading(one, ident), "heard": 1}
            for ident, one in zip(ids, said, strict=True)
        ],
        schema.versions: [
            {
                "instance": instance,
                "first_seen": stamp(first),
                "last_seen": stamp(last),
                "text": ident,
                "capture": None,
                "leaf": 0,
            }
            for ident, (first, last) in zip(ids, spells, strict=True)
        ],
        schema.events: made,
    }, said


def _reading(text: str, identity: str) -> str:
    title = " ".join(text.split()[:7])
    return json.dumps(reading_json(Reading(title, text, (), identity, "bench")))


def _event(
    number: int, kind: EventKind, last: datetime, then: datetime, said: str | None
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    about = None
    if kind in _ACTS:
        about = f"s{max(1, number - 4):025}"  # one that was removed
        facts = {"about": about, "act": _act(kind)}
    verdict = Verdict(
        id=f"e{number:020}{kind.value[:5]}{int(then.timestamp())}",
        instance=f"i{number:025}",
        kind=kind,
        state=_STATE.get(kind, State.PRESENT),
        between=(last, then),
        confirmed_at=then + timedelta(hours=1),
        confidence=Confidence.HIGH,
        reasons=(Reason("gone-404", f"It answered so at look {number}.", (f"o{number}",)),),
        policy="1",
        facts=facts,
    )
    change = NamedChange(Sort.WORDING, "", "And this came in", Rank.PASSAGE, "a sentence came in")
    return {
        "id": verdict.id,
        "kind": kind.value,
        "at": stamp(then),
        "instance": verdict.instance,
        "statement": f"s{number:025}",
        "about": about,
        "leaf": 0,
        "verdict": json.dumps(verdict_json(verdict)),
        "told": 1,
        "changes": json.dumps([named_json(change)] if said and kind is EventKind.EDITED else []),
    }


def _act(kind: EventKind) -> dict[str, Any]:
    words = "I withdraw what I said about the harbour."
    made = Act(kind, 0, len(words), words, Part.FULL, Confidence.HIGH, "withdraw", "it says so")
    return act_json(made)
