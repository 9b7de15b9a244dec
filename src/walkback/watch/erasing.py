"""Erase: destroy bytes and salts, and leave the ledger whole.

    what is to be erased -> Traces            from the store: ids, addresses, words
    every group          -> whole, in part, or as it is
                         -> archive.prepare   new segments beside the old, durable
    redaction leaf       -> archive, ledger   commits to what replaces what; never erased itself
                         -> put_in_place      renames: no name leads to an erased byte
                         -> store             made anew, compacted, its log emptied

A crash before the leaf leaves the record as it was. One after it is finished by the next start.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from walkback.archive import (
    Group,
    Stone,
    Tail,
    Tombstone,
    build_tombstone,
    groups,
    load_document,
)
from walkback.archive.names import segment_names
from walkback.archive.records import record_id
from walkback.archive.rewriting import (
    drop_prepared,
    mark,
    marked_by,
    prepare,
    prepared,
    put_in_place,
    unmark,
    warcinfo_of,
)
from walkback.errors import NotFound
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.release import Hold
from walkback.model.times import stamp
from walkback.store.erasing import Known, leave_nothing
from walkback.watch.replay import apply_redaction
from walkback.watch.sifting import Sifter, Verdict, traces_of
from walkback.watch.withholding import Decision

if TYPE_CHECKING:  # it resumes an erasure when it opens
    from walkback.watch.record import Record


@dataclass(slots=True)
class _Plan:
    """What replaces which group, by segment and offset; ``targets`` as the leaf names them."""

    new: dict[str, dict[int, tuple[bytes, ...]]] = field(default_factory=lambda: defaultdict(dict))
    lengths: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    targets: list[dict[str, Any]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: its id, leaves that went whole and in part, and what else names it."""

    id: str
    whole: int
    part: int
    left: tuple[str, ...]


def erase(
    record: "Record", wanted: Decision, known: Known, tools: tuple[str, datetime, Sequence[str]]
) -> Erased:
    """Destroy what is ``known``. ``tools``: an id, the time, keyed hashes of its addresses.

    Raises ``Busy`` where another process polls, ``NotFound`` where there is nothing.
    """
    identity, at, macs = tools
    with record.polling(), record.keeper.held():
        drop_prepared(record.archive.folder)
        with record.store.reading() as connection:
            sifter = Sifter(record.archive.folder, traces_of(connection, known))
        plan = _plan(record, sifter, (identity, wanted, at))
        if not plan.targets:
            raise NotFound("there is nothing to erase", subject=wanted.target)
        mark(record.archive.folder, identity)
        for segment, new in sorted(plan.new.items()):
            prepare(record.archive.folder, segment, new, plan.lengths[segment])
        # The new segments are durable and nobody looks at them. A crash here: the next start
        # takes them away, and nothing was erased.
        _commit(record, wanted, (identity, at, macs), plan)
        # The redaction leaf is committed. A crash from here on: the next start finishes.
        _finish(record)
    plan.left += [f"{url} still names it, and will be kept with it" for url in known.lists]
    whole = sum(one["how"] == "whole" for one in plan.targets)
    return Erased(identity, whole, len(plan.targets) - whole, tuple(plan.left))


def resume(record: "Record") -> bool:
    """Finish an erasure that a crash cut short, or take away what it had prepared.

    True where it was finished. At the start, before anything is read from the archive by place.
    """
    folder = record.archive.folder
    marked = marked_by(folder)
    if marked is None or not _is_committed(folder, marked):
        drop_prepared(folder)
        return False
    if len(prepared(folder)) == _segments(folder, marked):
        # Nothing took its place yet: the leaf, where a crash came before it, is still the first.
        record.keeper.catch_up()
    _finish(record)
    return True


def _is_committed(folder: Path, identity: str) -> bool:
    return _segments(folder, identity) > 0


def _segments(folder: Path, identity: str) -> int:
    """How many segments a redaction writes anew; 0 where there is no such redaction.

    Its group begins a segment, and only leaves of other kinds may follow it.
    """
    for name in reversed(segment_names(folder)):
        first = next(groups(folder, (name, 0)), None)
        if isinstance(first, Group) and first.leaf.id == identity:
            return len(load_document(folder, first.place)["segments"])
    return 0


def _finish(record: "Record") -> None:
    folder = record.archive.folder
    put_in_place(folder)
    # No name leads to an erased byte. A crash here: the mark is still there, and the next start
    # makes the store anew, which follows groups that have moved.
    record.rebuild()
    leave_nothing(record.store)
    unmark(folder)
    # True now: no byte of it is in the record's folder.


def _plan(record: "Record", sifter: Sifter, what: tuple[str, Decision, datetime]) -> _Plan:
    plan = _Plan()
    for item in _walk(record):
        sifter.look_ahead(item)
    for number, item in enumerate(_walk(record)):
        verdict = sifter.sift(item)
        if verdict.left:
            plan.left.append(f"leaf {number}: {verdict.left}")
        if verdict.gone:
            _replace(record, plan, (number, item, verdict), what)
    return plan


def _walk(record: "Record") -> Iterator[Group | Tombstone]:
    for item in groups(record.archive.folder):
        if isinstance(item, Tail):
            return
        yield item


def _replace(
    record: "Record",
    plan: _Plan,
    found: tuple[int, Group | Tombstone, Verdict],
    what: tuple[str, Decision, datetime],
) -> None:
    number, item, verdict = found
    identity, wanted, at = what
    leaf = item.leaf
    made = item.opening["at"] if isinstance(item, Group) else item.stone.made
    told = (identity, wanted.reason.value, at, "" if verdict.rest is None else made)
    stone = Stone(number, leaf.kind, leaf.id, *told, verdict.salts)
    ids = record_id(secrets.token_bytes(16)), record_id(secrets.token_bytes(16))
    info = warcinfo_of(record.archive.folder, item)
    members = build_tombstone(stone, verdict.rest, ids, info)
    place = item.place
    plan.new[place.segment][place.offset] = members
    plan.lengths[place.segment][place.offset] = place.length
    plan.targets.append(
        {
            "n": number,
            "id": leaf.id,
            "kind": leaf.kind.value,
            "how": "whole" if verdict.rest is None else "part",
            "sha256": hashlib.sha256(b"".join(members)).hexdigest(),
        }
    )


def _commit(
    record: "Record", wanted: Decision, tools: tuple[str, datetime, Sequence[str]], plan: _Plan
) -> None:
    identity, at, macs = tools
    document = {
        "v": 1,
        "id": identity,
        "scope": wanted.scope.value,
        "target": wanted.target,
        "state": Hold.ERASED.value,
        "reason": wanted.reason.value,
        "at": stamp(at),
        "by": wanted.by,
        "statements": list(wanted.statements),
        "addresses": sorted(macs),
        "segments": sorted(plan.new),
        "targets": plan.targets,
    }
    evidence = Evidence(LeafKind.REDACTION, identity, at, document=document)

    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del first, kept
        apply_redaction(connection, document)

    record.archive.roll()  # its own segment: the older ones may be written anew
    record.keeper.commit([evidence], save)
