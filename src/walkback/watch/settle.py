"""What each new look says of its instance, as far as it can be said without asking further.

a look -> its capture's words -> known text, or other words
       -> first sight | the standing borne out | a question: controls, then the judge
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from walkback.compare import compare, likeness, same_words
from walkback.compare.masks import apart, same_after_all, set_aside
from walkback.judge import Sight, against, first_of_many, sight
from walkback.model.change import Change, ChangeKind
from walkback.model.exchange import OutcomeKind
from walkback.model.ids import derived_id
from walkback.model.look import Observation, Role
from walkback.model.reading import Reading
from walkback.model.verdict import (
    Confidence,
    EventKind,
    Reason,
    Standing,
    State,
    Verdict,
)
from walkback.store import Store, happened, history, looks, masks, texts
from walkback.watch.telling import returns

GOOD = (OutcomeKind.RECEIVED, OutcomeKind.NOT_MODIFIED)
MOST_OPEN = 100

_AROUND = (ChangeKind.TYPOGRAPHY, ChangeKind.ADDED, ChangeKind.TITLE)
# Which sight bears out which state.
_BEARS_OUT = {
    State.PRESENT: (Sight.PRESENT,),
    State.REMOVED: (
        Sight.ABSENT_FIRM,
        Sight.ABSENT_SOFT,
        Sight.PROVED_ABSENT,
        Sight.TOMBSTONE,
        Sight.NOT_SHOWN,
        Sight.MISSING_ALONE,
    ),
    State.WITHHELD: (Sight.WITHHELD,),
    State.MOVED: (Sight.MOVED, Sight.ELSEWHERE),
    State.ACCOUNT_GONE: (Sight.ACCOUNT_GONE,),
    State.ACCOUNT_SUSPENDED: (Sight.ACCOUNT_SUSPENDED,),
    State.ACCOUNT_PRIVATE: (Sight.ACCOUNT_PRIVATE,),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A look that says something new: what it saw, and how the instance stood."""

    instance: str
    look: Observation
    standing: Standing


def settle(store: Store) -> Iterator[Question]:
    """Settle every look that has not been; yields those that raise a question."""
    while (questions := settle_some(store)) is not None:
        yield from questions


def settle_some(store: Store) -> list[Question] | None:
    """Settle the oldest look of some instances; the questions raised, None where none was left."""
    with store.writing() as connection:
        batch = looks.unsettled(connection)
        questions = [
            question
            for instance, look in batch
            if (question := _settle(connection, instance, look)) is not None
        ]
    return questions if batch else None


def _settle(connection: Connection, instance: str, look: Observation) -> Question | None:
    if look.role is Role.LISTING:
        _settle_listing(connection, instance, look)
        return None
    standing = history.standing(connection, instance)
    seen = _with_words(connection, standing, look)
    if standing.state is State.UNKNOWN and seen.known:
        history.stand(
            connection, instance, State.PRESENT, text=standing.text, capture=standing.capture
        )
        standing = replace(standing, state=State.PRESENT)
    if bears_out(connection, standing, seen):
        return None
    looks.save_looks(connection, [(instance, seen)], ready=1)
    if wait_for_first(connection, standing):
        return None
    _forget_oldest(connection, instance)
    return Question(instance, seen, standing)


def bears_out(connection: Connection, standing: Standing, look: Observation) -> bool:
    """Whether the look found what was to be found; if so it is settled: a first sight is kept,
    or the standing was seen to hold.
    """
    seen = sight(look, standing)
    if standing.text is None and seen is Sight.PRESENT and look.text is not None:
        first_sight(connection, standing, look)
        return True
    if standing.text is None or seen not in _BEARS_OUT.get(standing.state, ()):
        return False
    # Words that are known only by what stood still between two answers are no plain page: the
    # same bytes may be an edit when they come again.
    plain = standing.state is State.PRESENT and "steady" not in look.facts
    history.see(connection, standing.instance, look, plain=plain)
    looks.close_looks(connection, standing.instance, look.at)
    return True


def wait_for_first(connection: Connection, standing: Standing) -> bool:
    """Take for the statement what came again and again, where only words speak against it."""
    if standing.text is not None:
        return False
    first = first_of_many(looks.open_looks(connection, standing.instance))
    if first is not None:
        first_sight(connection, standing, first)
    return first is not None


def _settle_listing(connection: Connection, instance: str, look: Observation) -> None:
    looks.drop_looks(connection, [look.id])
    if look.outcome in GOOD:
        history.see(connection, instance, look, plain=True)


def _with_words(connection: Connection, standing: Standing, look: Observation) -> Observation:
    """The look with what its capture shows: status, words, and how they stand to the version."""
    if look.capture is None:
        return look
    row = texts.capture_row(connection, look.capture)
    facts = _facts(connection, standing, row)
    seen = replace(look, status=row.status, final_url=row.final_url, facts=facts)
    if look.outcome not in (*GOOD, OutcomeKind.GONE) or row.text is None:
        return seen
    seen = replace(seen, text=row.text)
    if row.text == standing.text:
        return replace(seen, known=True, likeness=1.0)
    new = texts.reading_of(connection, standing.instance, row.text)
    old = texts.reading_of(connection, standing.instance, standing.text) if standing.text else None
    if new is None or old is None:
        return seen
    seen = replace(
        seen, canonical=new.canonical, facts=facts | _seen_before(connection, standing, row)
    )
    return _compared(connection, standing, seen, (old, new))


def _compared(
    connection: Connection, standing: Standing, look: Observation, readings: tuple[Reading, Reading]
) -> Observation:
    """The look with how its words stand to the version, less the lines that were set aside."""
    ignored = masks.masks_of(connection, standing.instance).ignored
    old, new = apart(readings, ignored)
    changes = compare(old, new)
    known = _is_known(standing, (old, new), changes)
    facts, left_out = look.facts, set_aside(*readings, ignored)
    if (old, new) != readings:
        facts = {**facts, "steady": new.sha256}
    if known and standing.state is not State.UNKNOWN:
        left_out += same_after_all(changes)
    masks.save_masked(connection, standing.instance, left_out, look.at)
    return replace(look, known=known, likeness=round(likeness(old.text, new.text), 3), facts=facts)


def _facts(connection: Connection, standing: Standing, row: Any) -> dict[str, Any]:
    """What the look's page shows, beside what the known page shows."""
    known = texts.capture_row(connection, standing.capture) if standing.capture else None
    before = json.loads(known.facts) if known is not None else {}
    led = row.final_url != standing.url and history.is_another(
        connection, standing.instance, row.final_url, row.at
    )
    return against(json.loads(row.facts), before, final_url=row.final_url, led_to_another=led)


def _seen_before(connection: Connection, standing: Standing, row: Any) -> dict[str, Any]:
    """How often these words came and went while others stood, and how often the page showed
    two faces in one moment.
    """
    if standing.seen_at is None:
        return {}
    instance = standing.instance
    count = history.appearances(connection, instance, row.text, standing.seen_at)
    moved = history.faces(connection, instance, row.at)
    back = returns(connection, standing, row.text)
    found = (("seen_before", count), ("faces", moved), ("returns", back))
    return {name: value for name, value in found if value}


def _is_known(
    standing: Standing, readings: tuple[Reading, Reading], changes: Sequence[Change]
) -> bool:
    """Whether the differences leave the words what they are.

    An operator's own text of a statement is rarely all of its page: where only that is known,
    a page that holds it is the statement.
    """
    if standing.state is State.UNKNOWN:
        return all(change.kind in _AROUND for change in changes)
    return same_words(*readings, changes)


def _forget_oldest(connection: Connection, instance: str) -> None:
    """Failed looks say nothing to the judge; the record keeps them, the store the newest."""
    open_looks = looks.open_looks(connection, instance)
    extra = len(open_looks) - MOST_OPEN
    if extra > 0:
        failed = [look.id for look in open_looks if look.outcome in looks.FAILED]
        looks.drop_looks(connection, failed[:extra])


def first_sight(connection: Connection, standing: Standing, look: Observation) -> None:
    """The statement as it was first seen: version 1, and the event that it was published."""
    row = texts.capture_row(connection, look.capture or "")
    instance = standing.instance
    history.stand(connection, instance, State.PRESENT, text=look.text, capture=look.capture)
    history.save_version(
        connection, instance, look.text or "", (look.at, look.at), (look.capture, row.leaf)
    )
    if not happened.has_kind(connection, instance, EventKind.PUBLISHED):
        happened.save_event(connection, published(standing, look), row.leaf, told=False)
    history.see(connection, instance, look, plain=True)
    looks.close_looks(connection, instance, look.at)


def published(standing: Standing, look: Observation) -> Verdict:
    """The first sight needs no verdict record: its leaf is its capture's."""
    return Verdict(
        id=derived_id(standing.instance, EventKind.PUBLISHED.value, look.id),
        instance=standing.instance,
        kind=EventKind.PUBLISHED,
        state=State.PRESENT,
        between=(look.at, look.at),
        confirmed_at=look.at,
        confidence=Confidence.HIGH,
        reasons=(Reason("first-sight", "first seen at this address", (look.id,)),),
        policy="1",
        capture=look.capture,
        text=look.text,
    )


def questions_by_host(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Questions grouped by scheme and host of what was asked."""
    grouped: dict[str, list[Question]] = {}
    for question in questions:
        origin = "/".join(question.standing.url.split("/", 3)[:3])
        grouped.setdefault(origin, []).append(question)
    return grouped
