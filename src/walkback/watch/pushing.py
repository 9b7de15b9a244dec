"""What platforms push: it becomes part of the record, and what it names is looked at now.

    Ear -> Listener (a thread each) -> Heard
        -> a register record    it is kept and committed, where it names what is watched
        -> due now              the next round asks the platform itself, which decides
        -> the cursor moves     a restart goes on behind it

A message is a hint and never a verdict: the look that follows brings the proof. After a crash
between keeping and the cursor the same message comes again, under the id that is kept already.
"""

import base64
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection

from walkback.fetch.cursors import Cursors
from walkback.fetch.push import Heard, Listener
from walkback.model.conversation import Ear, Pushed, Pushing
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.ids import derived_id
from walkback.model.times import stamp
from walkback.sources import Adapters
from walkback.store import accounts, due, register
from walkback.store.accounts import AccountRow
from walkback.watch.keeper import BATCH, Keeper

# The others are seen better by looking; and words lie in captures alone, where they can be erased.
_KEPT = ("deleted", "account")
_WAITING = 1000  # what was heard and not yet taken; then the platform waits, too
_SLICE = 0.5  # seconds


class Pushes:
    """Listens beside the rounds of one process; ``turn`` is called between them."""

    def __init__(
        self,
        keeper: Keeper,
        adapters: Adapters,
        listener: Listener,
        cursors: Cursors,
        clock: Callable[[], datetime],
    ) -> None:
        self._keeper, self._adapters, self._clock = keeper, adapters, clock
        self._listener, self._cursors = listener, cursors
        self.given: Mapping[str, Mapping[str, Any]] = {}  # as an ``AccountLooker``'s
        self._lines: dict[str, _Line] = {}
        self._heard: Queue[tuple[str, Heard]] = Queue(_WAITING)
        self._news = threading.Event()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all lines. What was heard and not taken comes again at the next start."""
        for line in self._lines.values():
            line.stop.set()

    @property
    def troubles(self) -> dict[str, str]:
        """Why streams are not listened to just now, by stream."""
        return {name: line.trouble for name, line in self._lines.items() if line.trouble}

    def turn(self) -> int:
        """Take what was heard, then listen to what is watched now; how much it was."""
        self._news.clear()
        taken = self._take()
        for kind, adapter in self._adapters.found.items():
            if isinstance(adapter, Pushing):
                self._listen(kind, adapter)
        return taken

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Until something is heard, at most so long; ends early when stopped."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            if not self._lines:
                stop.wait(left)
            elif self._news.wait(min(left, _SLICE)):
                return

    def _take(self) -> int:
        taken = 0
        while True:
            try:
                stream, heard = self._heard.get_nowait()
            except Empty:
                return taken
            taken += len(heard.pushed)
            for start in range(0, len(heard.pushed), BATCH):
                self._keep(heard.pushed[start : start + BATCH], stream)
            # True now: all of it is durable and due. A crash here: it is heard once more.
            self._cursors.keep(stream, heard.cursor)

    def _keep(self, pushed: Sequence[Pushed], stream: str) -> None:
        """Keep, commit and make due, in one batch."""
        now = self._clock()
        with self._keeper.held():
            with self._keeper.store.reading() as connection:
                sources = {one.url: one for one in self._watched(connection)}
                named = [one.url for one in pushed if one.url]
                known = register.known_addresses(connection, named)
                before = accounts.committed(connection, [_leaf(one) for one in pushed])
            mine = [one for one in pushed if one.source in sources]
            evidence = [
                Evidence(LeafKind.REGISTER, leaf, now, document=[_entry(one, stream, now)])
                for leaf, one in {_leaf(one): one for one in mine}.items()
                if one.what in _KEPT and leaf not in before and (not one.url or one.url in known)
            ]

            def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
                del first, kept
                _make_due(connection, mine, (sources, known), now)

            if evidence:
                self._keeper.commit(evidence, save)
            elif mine:
                with self._keeper.store.writing() as connection:
                    save(connection, 0, ())

    def _watched(self, connection: Connection) -> list[AccountRow]:
        pushing = [kind for kind, one in self._adapters.found.items() if isinstance(one, Pushing)]
        return [row for kind in pushing for row in accounts.watched(connection, kind)]

    def _listen(self, kind: str, adapter: Pushing) -> None:
        """Begin, keep or end the lines of one platform, as its accounts want it."""
        with self._keeper.store.reading() as connection:
            rows = accounts.watched(connection, kind)
        given = self.given.get(kind, {})
        memories = {row.url: {**row.memory, **given} for row in rows}
        wanted = {ear.stream: ear for ear in adapter.ears(memories, self._cursors.all())}
        for stream, line in list(self._lines.items()):
            ear = wanted.get(stream)
            if line.kind == kind and (ear is None or ear.heeds != line.ear.heeds):
                line.stop.set()
                # Its thread ends at its next second; what it says until then counts no more than
                # what comes again, and the cursor stays behind it.
                del self._lines[stream]
        for stream, ear in wanted.items():
            if stream not in self._lines:
                self._lines[stream] = _Line(kind, ear, self._listener, self._put)

    def _put(self, line: "_Line", heard: Heard) -> None:
        while not line.stop.is_set():
            try:
                self._heard.put((line.ear.stream, heard), timeout=_SLICE)
            except Full:
                continue
            if heard.pushed:
                self._news.set()
            return


class _Line:
    """One ear and the thread that listens for it."""

    def __init__(
        self,
        kind: str,
        ear: Ear,
        listener: Listener,
        put: Callable[["_Line", Heard], None],
    ) -> None:
        self.kind, self.ear = kind, ear
        self.trouble = ""
        self.stop = threading.Event()
        self._put, self._listener = put, listener
        threading.Thread(target=self._run, name=f"push {ear.stream}", daemon=True).start()

    def _run(self) -> None:
        told = self.ear.cursor
        for heard in self._listener.listen(self.ear):
            if self.stop.is_set():
                return
            self.trouble = heard.trouble
            if heard.pushed or heard.cursor != told:
                told = heard.cursor
                self._put(self, heard)


def _leaf(one: Pushed) -> str:
    """The id of its leaf, which says nothing of anybody."""
    return derived_id("pushed", one.id)


def _entry(one: Pushed, stream: str, now: datetime) -> dict[str, Any]:
    """A message as it is kept."""
    return {
        "type": "pushed",
        "what": one.what,
        "source": one.source,
        "url": one.url,
        "stream": stream,
        "at": stamp(one.at) if one.at else None,
        "heard": stamp(now),
        "item": one.item,
        "account": one.account,
        "code": one.code,
        "message": base64.b64encode(one.message).decode("ascii"),
    }


def _make_due(
    connection: Connection,
    pushed: Sequence[Pushed],
    known: tuple[dict[str, AccountRow], dict[str, tuple[str, str, str]]],
    now: datetime,
) -> None:
    sources, addresses = known
    posts = [addresses[one.url][0] for one in pushed if one.url in addresses]
    lists = [sources[one.source].instance for one in pushed if one.what != "deleted"]
    # What is said of an account, or not said, is asked of each of its statements.
    whole = [sources[one.source].source for one in pushed if not one.url]
    due.hurry(connection, now, instances_of=[*posts, *lists], sources_of=whole)
    for one in pushed:
        if one.memory:
            accounts.save_memory(connection, sources[one.source].source, one.memory)
