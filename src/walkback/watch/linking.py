"""Find which new statements are earlier ones at another place, and keep that as the record's.

    first texts nobody has weighed -> the speaker's texts of the same days
                                   -> compare.same_statement -> a register entry, then the store

Which texts were weighed stands in the store alone: after a rebuild they are weighed again, with
the same links on record and the same outcome.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from walkback.compare import WINDOW, may_join, same_statement
from walkback.compare.copies import wording
from walkback.errors import BadInput, NotFound
from walkback.model.address import normal
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.instances import Alike, Copy, Linked, linked_json
from walkback.model.times import stamp
from walkback.model.verdict import EventKind
from walkback.read.acts import acts
from walkback.store import linking, register
from walkback.watch.keeper import BATCH, Keeper
from walkback.watch.registering import Registrar

_TAKING_BACK = frozenset({EventKind.RETRACTED, EventKind.CORRECTED, EventKind.APOLOGISED})

Tools = tuple[Callable[[], str], Callable[[], datetime]]


def link(keeper: Keeper, tools: Tools) -> int:
    """Weigh every new text against its speaker's others; how many were linked.

    ``tools`` make new ids and tell the time. Whatever is interrupted is weighed again.
    """
    count = 0
    while _waits(keeper, dated=False):
        with keeper.store.writing() as connection:
            linking.date(connection, BATCH * 4)
    while _waits(keeper, dated=True):
        with keeper.held():  # else another process may weigh the same texts meanwhile
            count += _link_some(keeper, tools)
    return count


def _waits(keeper: Keeper, *, dated: bool) -> bool:
    with keeper.store.reading() as connection:
        return linking.waits(connection, dated=dated)


def _link_some(keeper: Keeper, tools: Tools) -> int:
    new_id, clock = tools
    with keeper.store.reading() as connection:
        done, fresh = linking.unweighed(connection, BATCH)
        entries = list(_entries(connection, fresh, clock()))
    if not entries:
        with keeper.store.writing() as connection:
            linking.mark_weighed(connection, done)
        return 0

    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del first, kept
        register.save_register(connection, entries)
        linking.mark_weighed(connection, done)

    evidence = Evidence(LeafKind.REGISTER, new_id(), clock(), document=entries)
    # A crash after this: the links are on record, and what was not linked is weighed again.
    keeper.commit([evidence], save)
    return len(entries)


def _entries(
    connection: Connection, fresh: Sequence[Copy], now: datetime
) -> Iterator[dict[str, Any]]:
    for speaker, some in groupby(fresh, key=lambda copy: copy.speaker):
        mine = list(some)
        since, until = mine[0].at - WINDOW, mine[-1].at + WINDOW
        known = linking.near(connection, speaker or "", since, until)
        yield from _Weighing(connection, now).entries(known, mine)


class _Weighing:
    """Weighs one speaker's new texts; knows what it linked itself and the store does not yet."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._moved: dict[str, str] = {}
        self._groups: dict[str, list[Copy]] = {}

    def entries(self, known: Sequence[Copy], fresh: Sequence[Copy]) -> Iterator[dict[str, Any]]:
        """Register entries for what is linked, each new text against all before it in the list."""
        there = sorted(known, key=_when)
        for copy in fresh:
            start = bisect_left(there, copy.at - WINDOW, key=_when)
            end = bisect_right(there, copy.at + WINDOW, key=_when)
            found = [
                (linked, other)
                for other in there[start:end]
                if (linked := same_statement(copy, other)) is not None
            ]
            found.sort(key=lambda pair: (-pair[0].score, abs(pair[1].at - copy.at), pair[1].id))
            entries = (self._entry(copy, other, linked) for linked, other in found)
            yield from (entry for entry in entries if entry is not None)
            insort(there, copy, key=_when)

    def _entry(self, copy: Copy, other: Copy, linked: Linked) -> dict[str, Any] | None:
        mine, theirs = self._statement(copy), self._statement(other)
        if mine == theirs or not self._holds(copy, other, linked):
            return None
        groups = self._group(mine), self._group(theirs)
        if not may_join(*groups):
            return None
        first = [min((one.at, one.id) for one in group) for group in groups]
        keep, gone = (mine, theirs) if first[0] < first[1] else (theirs, mine)
        self._groups[keep] = [*groups[0], *groups[1]]
        self._moved[gone] = keep
        return {
            "type": "link",
            "keep": keep,
            "gone": gone,
            "instance": copy.id,
            "other": other.id,
            **linked_json(linked),
            "at": stamp(self._now),
        }

    def _statement(self, copy: Copy) -> str:
        found = copy.statement
        while found in self._moved:
            found = self._moved[found]
        return found

    def _group(self, statement: str) -> list[Copy]:
        if statement not in self._groups:
            self._groups[statement] = linking.members(self._connection, statement)
        return self._groups[statement]

    def _holds(self, copy: Copy, other: Copy, linked: Linked) -> bool:
        """Whether it still is one statement, given what only the record knows."""
        if linked.alike is not Alike.SAME:
            one, two = (replace(each, acts=_taken_back(each)) for each in (copy, other))
            if same_statement(one, two) is None:
                return False
        words = min((wording(copy.text).words, wording(other.text).words), key=len)
        days = min(copy.at, other.at) - WINDOW, max(copy.at, other.at) + WINDOW
        worn = linking.worn(self._connection, words, copy.speaker or "", days)
        return same_statement(copy, other, worn=worn) is not None


def _when(copy: Copy) -> datetime:
    return copy.at


def _taken_back(copy: Copy) -> tuple[str, ...]:
    return tuple(act.kind.value for act in acts(copy.text) if act.kind in _TAKING_BACK)


def unlink(keeper: Keeper, registrar: Registrar, url: str) -> None:
    """A person says that an address is no place of its statement; it is never linked again.

    Raises ``NotFound`` for an address that is not on record, ``BadInput`` where it is alone.
    """
    address = normal(url)
    with keeper.store.reading() as connection:
        known = register.known_addresses(connection, [address]).get(address)
        if known is None:
            raise NotFound("this address is not on record", subject=address)
        instance, statement, _ = known
        if len(linking.members(connection, statement)) < 2:
            raise BadInput("this address is the only one of its statement", subject=address)
    registrar.save([{"type": "unlink", "instance": instance}])
