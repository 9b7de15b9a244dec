"""One round: look at what is due, read what came, ask, judge, and plan the next looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from walkback.fetch import Fetcher
from walkback.model.verdict import Pending, Policy
from walkback.sources import load_adapters
from walkback.store import Known, Store, due, looks, status, views
from walkback.store.unread import Unread
from walkback.watch import understanding
from walkback.watch.asking import Asker
from walkback.watch.attach import attach
from walkback.watch.hearing import hear
from walkback.watch.judging import Judging, confirming_pause, open_question
from walkback.watch.keeper import Keeper
from walkback.watch.linking import Tools, link
from walkback.watch.looking import Looked, Looker, every_of
from walkback.watch.metering import Meter
from walkback.watch.picturing import Picturer
from walkback.watch.reader import Follower, Reader
from walkback.watch.reading import Words
from walkback.watch.record import Record
from walkback.watch.schedule import Rhythm, next_look
from walkback.watch.settle import settle
from walkback.watch.speaking import AccountLooker
from walkback.watch.talking import Talker
from walkback.watch.viewing import Browses, Viewer

MOST_PASSES = 20  # a listing may name listings; what is left waits for the next round


@dataclass(frozen=True, slots=True)
class Tally:
    """What a round has done so far."""

    due: int = 0
    looks: int = 0
    kept: int = 0
    confirmed: int = 0
    failed: int = 0
    read: int = 0
    judged: int = 0
    verdicts: tuple[str, ...] = ()


class Round:
    """Conducts rounds on one record; the caller holds ``poll.lock``."""

    def __init__(
        self,
        keeper: Keeper,
        stages: tuple[Looker, Reader, Follower, Asker, Judging, Picturer],
        policy: Policy,
        tools: Tools,
    ) -> None:
        self._keeper = keeper
        self._store: Store = keeper.store
        self._looker, self._reader, self._follower, self._asker, self._judging = stages[:5]
        self._picturer = stages[5]
        self._policy = policy
        self._tools = tools
        self._clock = tools[1]
        self._tally = Tally()
        self._shown: set[str] = set()

    def poll(self, *, everything: bool, progress: Callable[[Tally], None]) -> Tally:
        """Look at what is due (or at everything that is watched) and settle what it brought."""
        self._tally = Tally()
        self._shown.clear()
        self._picturer.begin()
        self._settle(progress)  # what an earlier process left open, before anything newer
        now = self._clock()
        known = due.everything if everything else due.due
        after = 0
        for _ in range(MOST_PASSES):
            seen = 0
            for looked in self._looker.look(rows := _Rows(self._store, known, now, after)):
                self._add(looked)
                progress(self._tally)
                seen += looked.looks
            self._settle(progress)
            self._look_again(progress)
            if not seen:
                break
            # What listings named in this pass is new and due: it is looked at in this round.
            after, now, known = rows.last, self._clock(), due.due
        self._plan()
        return self._tally

    def _look_again(self, progress: Callable[[Tally], None]) -> None:
        """Show those pages with a browser that were found to say nothing without scripts."""
        if not self._looker.viewer.on:
            return
        with self._store.reading() as connection:
            new = [one for one in views.noticed(connection) if one not in self._shown]
            rows = due.known_instances(connection, new)
        self._shown.update(new)
        if rows:
            for looked in self._looker.look(rows.values()):
                self._add(looked)
                progress(self._tally)
            self._settle(progress)

    def look(self) -> Iterator[Looked]:
        """Only look at everything and keep it; reading and judging are left to the next poll."""
        rows = _Rows(self._store, due.everything, self._clock(), 0)
        yield from self._looker.look(rows)

    def settle(self) -> Tally:
        """Read, ask and judge what earlier looks left open."""
        self._tally = Tally()
        self._settle(lambda _: None)
        return self._tally

    def _add(self, looked: Looked) -> None:
        tally = self._tally
        self._tally = replace(
            tally,
            due=tally.due + looked.looks,
            looks=tally.looks + looked.looks,
            kept=tally.kept + looked.kept,
            confirmed=tally.confirmed + looked.confirmed,
            failed=tally.failed + looked.failed,
        )

    def _settle(self, progress: Callable[[Tally], None]) -> None:
        self._read(progress)
        questions = list(settle(self._store))
        if questions and self._asker.ask(questions):
            self._read(progress)
        attach(self._store)
        given = self._judging.judge()
        link(self._keeper, self._tools)
        self._picturer.picture()
        given += hear(self._keeper, self._policy, self._clock)
        tally = self._tally
        self._tally = replace(
            tally, judged=tally.judged + len(given), verdicts=(*tally.verdicts, *given)
        )
        progress(self._tally)

    def _read(self, progress: Callable[[Tally], None]) -> None:
        done = self._reader.read(self._follow)
        self._tally = replace(self._tally, read=self._tally.read + done.captures)
        progress(self._tally)

    def _follow(self, row: Unread, words: Words) -> bool:
        return self._follower.follow(row, words)

    def _plan(self) -> None:
        """Ask an open question again as soon as its answer can count."""
        now = self._clock()
        plans: dict[int, tuple[datetime, datetime | None]] = {}
        with self._store.reading() as connection:
            instances = looks.with_open_looks(connection)
            rows = due.known_instances(connection, instances)
            for instance, row in rows.items():
                pending = open_question(connection, instance, self._policy, now)
                if isinstance(pending, Pending) and not row.failures:
                    pause = confirming_pause(pending, self._policy, now)
                    rhythm = Rhythm(every_of(row), confirming=pause)
                    plans[row.n] = (next_look(now, rhythm), None)
        with self._store.writing() as connection:
            due.plan(connection, plans)


def conduct(
    record: Record,
    fetcher: Fetcher,
    policy: Policy,
    tools: Tools,
    browser: Browses | None = None,
) -> Round:
    """The stages of a round wired to a record; ``tools`` make new ids and tell the time.

    Without a browser every page is what its body says.
    """
    new_id, clock = tools
    understanding.note(record.store, load_adapters())
    viewer = Viewer(browser)
    keeper = record.keeper
    talker = Talker(fetcher, clock, Meter(record.store, record.budgets, clock))
    speaking = AccountLooker(keeper, talker, load_adapters(), tools, record.given)
    stages = (
        Looker(keeper, fetcher, new_id, speaking.look, viewer),
        record.reader,
        Follower(keeper, new_id, clock),
        Asker(keeper, fetcher, viewer, new_id),
        Judging(keeper, policy, new_id, clock),
        Picturer(keeper, fetcher, record.pictures, new_id),
    )
    return Round(keeper, stages, policy, tools)


class _Rows:
    """What is due, a thousand at a time; ``last`` is the highest ``n`` that was given."""

    def __init__(
        self,
        store: Store,
        known: Callable[..., list[Known]],
        now: datetime,
        after: int,
    ) -> None:
        self._store, self._known, self._now = store, known, now
        self.last = after

    def __iter__(self) -> Iterator[Known]:
        while True:
            with self._store.reading() as connection:
                rows = self._known(connection, self._now, after=self.last)
            if not rows:
                return
            for row in rows:
                self.last = max(self.last, row.n)
                yield row


def until_due(store: Store, now: datetime) -> float:
    """Seconds until something is due: a fifth of one at least, a minute at most."""
    with store.reading() as connection:
        next_due = status.next_due(connection)
    wait = next_due - now if next_due is not None else timedelta(minutes=1)
    return max(0.2, min(wait.total_seconds(), 60.0))
