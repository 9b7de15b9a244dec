"""Judge history anew: the same looks, today's reader and rules.

The whole archive is played into a store that is thrown away, with the judge in place of the
verdict records. Where an instance comes out otherwise, one record says so: the verdicts that
are new, those that no longer stand, and how the instance stands now.
"""

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from walkback.archive import Tail, Tombstone, groups, load_document
from walkback.model.dossier import Dossier, dossier_json
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.verdict import Policy
from walkback.read import Workers
from walkback.store import Store, happened, history, imports, looks, masks
from walkback.store.acts import forget_heard
from walkback.store.answers import Wanted, events
from walkback.watch.attach import attach
from walkback.watch.bring import edits
from walkback.watch.hearing import hear
from walkback.watch.judging import apply_rejudged, apply_verdict, open_question
from walkback.watch.keeper import BATCH
from walkback.watch.reader import Reader
from walkback.watch.record import Record
from walkback.watch.replay import Item, Replay
from walkback.watch.settle import settle_some


def rejudge(
    record: Record,
    policy: Policy,
    workers: Workers,
    tools: tuple[Callable[[], str], Callable[[], datetime]],
) -> tuple[int, int]:
    """Judge every look of the record again; events that stand now, and events replaced.

    The write lock is held until it is done: what a round found meanwhile would be overwritten.
    """
    with record.keeper.held():
        answer = _rejudge(record, policy, workers, tools)
        _hear_again(record, policy, tools[1])
        return answer


def _hear_again(record: Record, policy: Policy, clock: Callable[[], datetime]) -> None:
    """Go through all words again for acts; one that today's rules do not find stays on record."""
    with record.store.writing() as connection:
        forget_heard(connection)
    hear(record.keeper, policy, clock)


def _rejudge(
    record: Record,
    policy: Policy,
    workers: Workers,
    tools: tuple[Callable[[], str], Callable[[], datetime]],
) -> tuple[int, int]:
    new_id, clock = tools
    with tempfile.TemporaryDirectory(prefix="walkback-") as folder:
        store = Store(Path(folder) / "store.db")
        try:
            with record.store.reading() as old, store.writing() as new:
                masks.save_masks(new, masks.entries(old))
            dossiers = _judged_again(record, store, (workers, policy, clock()))
            changes = _changes(record, store, dossiers)
        finally:
            store.close()
    for change in changes:
        _commit(record, change, new_id(), clock())
    replaced = sum(len(change["withdrawn"]) for change in changes)
    return len(events(record.store, Wanted())), replaced


def _judged_again(
    record: Record, store: Store, tools: tuple[Workers, Policy, datetime]
) -> dict[str, list[Dossier]]:
    """The dossiers of each instance, in order, that today's rules give."""
    workers, policy, now = tools
    found: dict[str, list[Dossier]] = {}

    def judge_so_far() -> None:
        replay.read()
        while settle_some(store) is not None:
            attach(store)
            for dossier in _judge_open(store, policy):
                found.setdefault(dossier.verdict.instance, []).append(dossier)

    folder = record.archive.folder
    replay = Replay(folder, store, Reader(store, workers, folder), judge_so_far)
    batch: list[tuple[int, Item]] = []
    for number, group in enumerate(groups(folder)):
        if isinstance(group, Tail):
            break
        if group.leaf.kind is not LeafKind.VERDICT and not _is_mask(folder, group):
            batch.append((number, group))
        if len(batch) == BATCH:
            replay.apply(batch)
            batch = []
    replay.apply(batch)
    judge_so_far()
    with store.writing() as connection:
        for instance in imports.instances_of(connection):
            found.setdefault(instance, []).extend(edits(connection, instance, policy, now))
    return found


def _is_mask(folder: Path, group: Item) -> bool:
    """Whether a record only sets masks: today's hold from the beginning, not those of their day."""
    if group.leaf.kind is not LeafKind.REGISTER or (isinstance(group, Tombstone) and group.whole):
        return False
    entries = [entry for entry in load_document(folder, group.place) if entry]
    return all(entry["type"] == "mask" for entry in entries)


def _judge_open(store: Store, policy: Policy) -> list[Dossier]:
    given = []
    with store.writing() as connection:
        for instance in looks.with_open_looks(connection):
            newest = looks.open_looks(connection, instance)[-1].at
            dossier = open_question(connection, instance, policy, newest)
            if isinstance(dossier, Dossier):
                apply_verdict(connection, dossier, 0, told=True)
                given.append(dossier)
    return given


def _changes(
    record: Record, store: Store, dossiers: dict[str, list[Dossier]]
) -> list[dict[str, Any]]:
    changes = []
    with record.store.reading() as old, store.reading() as new:
        for instance in happened.judged_instances(old) | set(dossiers):
            before = happened.verdict_ids(old, instance)
            given = dossiers.get(instance, [])
            replaced = {dossier.verdict.supersedes for dossier in given}
            after = {one.verdict.id: one for one in given if one.verdict.id not in replaced}
            fresh = [after[identity] for identity in after if identity not in before]
            gone = sorted(before - set(after))
            if fresh or gone:
                standing = history.standing(new, instance)
                changes.append(
                    {
                        "rejudged": instance,
                        "verdicts": [dossier_json(dossier) for dossier in fresh],
                        "withdrawn": gone,
                        "state": standing.state.value,
                        "capture": standing.capture,
                        "versions": [
                            [row.first_seen, row.last_seen, row.capture]
                            for row in history.version_rows(new, instance)
                        ],
                    }
                )
    return sorted(changes, key=lambda change: str(change["rejudged"]))


def _commit(record: Record, change: dict[str, Any], identity: str, at: datetime) -> None:
    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del kept
        apply_rejudged(connection, change, identity, first)

    record.keeper.commit([Evidence(LeafKind.VERDICT, identity, at, document=change)], save)
