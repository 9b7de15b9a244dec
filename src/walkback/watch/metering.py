"""How much of a day's reads is left, of a platform that counts and sells them.

Kept in the store, so that a restart does not begin the day anew; a store that is made again does.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Protocol, runtime_checkable

from walkback.model.exchange import Outcome
from walkback.model.views import ReadsLine
from walkback.store import Store, accounts


@runtime_checkable
class Counting(Protocol):
    """An adapter whose platform counts what it is asked for."""

    kind: str

    def reads(self, outcome: Outcome) -> int:
        """How many reads an answer costs."""
        ...


class Meter:
    """Counts reads by kind and day. ``allowed``: at most so many a day; a kind left out is free."""

    def __init__(
        self, store: Store, allowed: Mapping[str, int], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._allowed = dict(allowed)
        self._clock = clock

    def until(self, adapter: object) -> datetime | None:
        """Until when nothing may be asked through an adapter; None where something is left.

        What is on its way when the last read is spent still comes: a page of a hundred posts may
        go over by as many.
        """
        if not isinstance(adapter, Counting) or adapter.kind not in self._allowed:
            return None
        now = self._clock().astimezone(UTC)
        with self._store.reading() as connection:
            spent = accounts.reads_of(connection, adapter.kind, now.date())
        if spent < self._allowed[adapter.kind]:
            return None
        return datetime.combine(now.date() + timedelta(days=1), time(), UTC)

    def count(self, adapter: object, outcome: Outcome) -> None:
        """Add what an answer cost."""
        if isinstance(adapter, Counting) and (reads := adapter.reads(outcome)):
            day = outcome.at.astimezone(UTC).date()
            with self._store.writing() as connection:
                accounts.add_reads(connection, adapter.kind, day, reads)


def reads_today(store: Store, allowed: Mapping[str, int], now: datetime) -> Iterator[ReadsLine]:
    """What was spent today of each kind that is watched."""
    with store.reading() as connection:
        for kind in sorted(accounts.kinds(connection) & allowed.keys()):
            spent = accounts.reads_of(connection, kind, now.astimezone(UTC).date())
            yield ReadsLine(kind, spent, allowed[kind])
