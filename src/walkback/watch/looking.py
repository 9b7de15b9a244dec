"""Go round: ask for what is due, and make each batch of outcomes part of the record.

Known -> Request -> fetch.fetch -> Outcome -> a capture | a line of the roll call
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection

from walkback.fetch import Fetcher
from walkback.model.evidence import Evidence, Kept, LeafKind, Resource
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.model.look import Role
from walkback.model.rollcall import Line, RollCall
from walkback.model.source import is_account
from walkback.model.times import parse_duration, parse_stamp
from walkback.model.verdict import State
from walkback.store import CaptureRow, Known, due
from walkback.store import looks as look_store
from walkback.watch.keeper import BATCH, Keeper
from walkback.watch.provenance import Provenance
from walkback.watch.schedule import Rhythm, next_look
from walkback.watch.viewing import Lane, Seen, Viewer

T = TypeVar("T")

LONGEST_BATCH = 1.0  # seconds
_SETTLED = frozenset(
    {
        *(State.REMOVED, State.MOVED, State.WITHHELD),
        *(State.ACCOUNT_GONE, State.ACCOUNT_SUSPENDED, State.ACCOUNT_PRIVATE),
    }
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one batch of looks came to."""

    looks: int
    kept: int
    confirmed: int
    failed: int


class Looker:
    """Asks for instances and keeps what comes."""

    def __init__(
        self,
        keeper: Keeper,
        fetcher: Fetcher,
        new_id: Callable[[], str],
        accounts: Callable[[Iterable[Known]], Iterator["Looked"]],
        viewer: Viewer,
    ) -> None:
        self._keeper = keeper
        self._accounts = accounts
        self._fetcher = fetcher
        self.viewer = viewer
        self._provenance = Provenance()
        self._new_id = new_id

    def look(self, rows: Iterable[Known]) -> Iterator[Looked]:
        """Look at each; yields after each batch that is kept, committed and saved.

        What stands in accounts is looked at after the pages; after these, one by one, what a
        browser is to show: a view takes seconds.
        """
        asked: dict[str, Known] = {}
        spoken: list[Known] = []
        slow: list[tuple[Known, Lane]] = []

        def requests() -> Iterator[Request]:
            for row in rows:
                if is_account(row.kind):
                    spoken.append(row)
                    continue
                if (lane := self.viewer.lane(row)) is not Lane.PLAIN:
                    slow.append((row, lane))
                    continue
                asked[row.instance] = row
                yield Request(row.url, row.instance, row.etag, row.modified)

        # A batch with bodies is kept while the next is fetched: hashing, writing and fsync leave
        # the interpreter free. In order, and never more than one, so that a crash or a full disk
        # costs what it would cost without the thread. Lines of a roll call are all interpreter:
        # there a second thread only gets in the way.
        with ThreadPoolExecutor(1, "walkback-keep") as thread:
            keeping: Future[Looked] | None = None
            for batch in batches(self._fetcher.flow(requests())):
                pairs = [(asked.pop(outcome.request.subject), outcome) for outcome in batch]
                if keeping is not None:
                    yield keeping.result()
                    keeping = None
                if all(outcome.kind is OutcomeKind.NOT_MODIFIED for outcome in batch):
                    yield self._keep(pairs)
                else:
                    keeping = thread.submit(self._keep, pairs)
            if keeping is not None:
                yield keeping.result()
        yield from self._accounts(spoken)
        for row, lane in slow:
            yield self._view(row, lane)

    def _view(self, row: Known, lane: Lane) -> Looked:
        """Look at one page with a browser."""
        request = Request(row.url, row.instance)
        if lane is Lane.BESIDE:  # else a body that is as it was says nothing of its words
            request = Request(row.url, row.instance, row.etag, row.modified)
        outcome = next(self._fetcher.fetch([request]))
        if lane is Lane.BESIDE and _equal_capture(row, outcome, _digest(outcome)):
            return self._keep([(row, outcome)])
        seen = self.viewer.see(outcome, lane, (row.good_digest, row.rendered == 2))
        return self._keep([(row, seen.outcome)], seen)

    def _keep(self, pairs: Sequence[tuple[Known, Outcome]], seen: Seen | None = None) -> Looked:
        """Keep a batch; ``seen`` where it is of one page that a browser showed."""
        captures: list[Evidence] = []
        found: list[tuple[Known, Outcome, str]] = []
        lines: list[Line] = []
        pairs = self._without_erased(pairs)
        seen = seen if seen and pairs[0][1] is seen.outcome else None
        for row, outcome in pairs:
            digest = (seen.digest if seen else None) or _digest(outcome)
            same = _equal_capture(row, outcome, digest)
            if digest is None or same is not None:
                at = to_milliseconds(outcome.at)
                lines.append(Line(row.instance, at, outcome.kind, outcome.reason, same))
            else:
                how = self._provenance.of(outcome)
                captures.append(_capture(row, seen or Seen(outcome), how, self._new_id()))
                found.append((row, outcome, digest))
        evidence = list(captures)
        call = None
        if lines:
            call = RollCall(self._new_id(), min(line.at for line in lines), tuple(lines))
            evidence.append(Evidence(LeafKind.ROLLCALL, call.id, call.at, document=call.document()))
        known = {row.instance: row for row, _ in pairs}
        dues = {row.n: next_due(row, outcome.kind, outcome.at) for row, outcome in pairs}

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            rows = [
                _capture_row(
                    item, seen or Seen(outcome), (first + index, digest, captures[index].id)
                )
                for index, (item, outcome, digest) in enumerate(found)
            ]
            if rows:
                look_store.save_captures(connection, rows, known)
            if call:
                look_store.save_lines(connection, call, known, dues)
            due.plan(
                connection,
                {
                    row.n: (dues[row.n], outcome.retry_at)
                    for row, outcome in pairs
                    if not row.plain or outcome.kind is not OutcomeKind.NOT_MODIFIED
                },
            )

        self._keeper.commit(evidence, save)
        failed = sum(1 for _, outcome in pairs if outcome.kind in look_store.FAILED)
        return Looked(len(pairs), len(captures), len(pairs) - len(captures) - failed, failed)

    def _without_erased(
        self, pairs: Sequence[tuple[Known, Outcome]]
    ) -> list[tuple[Known, Outcome]]:
        """The same, but that what lies where a statement was erased is not kept by a detour."""
        led = {hop.url for _, outcome in pairs for hop in outcome.exchanges[1:]}
        gone = self._keeper.forgotten(sorted(led)) if led else set()
        if not gone:
            return list(pairs)
        return [
            (row, _not_kept(outcome) if gone & {hop.url for hop in outcome.exchanges} else outcome)
            for row, outcome in pairs
        ]


def _not_kept(outcome: Outcome) -> Outcome:
    detail = "it leads to what was erased"
    refused = OutcomeKind.REFUSED
    return Outcome(outcome.request, refused, outcome.at, "erased", detail)


def batches(outcomes: Iterable[T | None]) -> Iterator[list[T]]:
    """At most 256 outcomes or one second each: one fsync, one signature, one transaction.

    A None is a moment in which nothing came.
    """
    batch: list[T] = []
    began = time.monotonic()
    for outcome in outcomes:
        if not batch:
            began = time.monotonic()
        if outcome is not None:
            batch.append(outcome)
        if len(batch) == BATCH or (batch and time.monotonic() - began > LONGEST_BATCH):
            yield batch
            batch = []
    if batch:
        yield batch


def to_milliseconds(at: datetime) -> datetime:
    """Every look's time is cut to what a roll call can say."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def body_digest(status: int, final_url: str, cut: str | None, body: bytes) -> str:
    """What makes two answers the same bytes: status, address that answered, body as received."""
    head = f"{status} {final_url} {cut or ''}\0".encode()
    return hashlib.sha256(head + body).hexdigest()


def _digest(outcome: Outcome) -> str | None:
    last = outcome.last
    if last is None or outcome.kind is OutcomeKind.NOT_MODIFIED:
        return None
    return body_digest(last.status, last.url, last.cut, last.body)


def _equal_capture(row: Known, outcome: Outcome, digest: str | None) -> str | None:
    if outcome.kind is OutcomeKind.NOT_MODIFIED:
        return row.good
    if digest is not None and digest == row.good_digest:
        return row.good
    if digest is not None and digest == row.kept_digest:
        return row.kept
    return None


def _capture(
    row: Known, seen: Seen, how: tuple[dict[str, Any], tuple[Resource, ...]], identity: str
) -> Evidence:
    outcome = seen.outcome
    kept = seen.kept
    kept["resources"] = (*kept.get("resources", ()), *how[1])
    about = {
        "instance": row.instance,
        "role": row.role.value,
        "url": row.url,
        **outcome_facts(outcome),
        **seen.about,
        **how[0],
    }
    at = to_milliseconds(outcome.at)
    return Evidence(LeafKind.CAPTURE, identity, at, about, exchanges=outcome.exchanges, **kept)


def outcome_facts(outcome: Outcome) -> dict[str, Any]:
    """What an opening says of an outcome beside its bytes."""
    return {
        "outcome": outcome.kind.value,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "status": outcome.status,
        "final_url": outcome.final_url,
        "facts": hop_facts(outcome),
    }


def hop_facts(outcome: Outcome) -> dict[str, list[int]]:
    """What a look's earlier hops say to the judge: their status codes."""
    hops = [hop.status for hop in outcome.exchanges[:-1]]
    return {"redirects": hops} if hops else {}


def _capture_row(row: Known, seen: Seen, where: tuple[int, str, str]) -> CaptureRow:
    leaf, digest, identity = where
    outcome = seen.outcome
    last = outcome.exchanges[-1]
    direct = outcome.kind is OutcomeKind.RECEIVED and len(outcome.exchanges) == 1
    direct = direct and seen.words is None
    return CaptureRow(
        identity,
        row.instance,
        row.role,
        to_milliseconds(outcome.at),
        row.url,
        outcome.kind,
        outcome.reason,
        last.status,
        seen.final_url,
        leaf,
        digest,
        # Validators are sent with the first hop only, so they count only where it answered.
        last.header(b"etag") if direct else None,
        last.header(b"last-modified") if direct else None,
        hop_facts(outcome),
        view_of(seen),
    )


def view_of(seen: Seen) -> str:
    """The lane of a view that was kept; empty where there is none."""
    return seen.lane.value if seen.view else ""


def beside_row(identity: str, role: Role, seen: Outcome | Seen, leaf: int) -> CaptureRow:
    """The store's row of an answer that is of no instance: a control's, a picture's."""
    seen = seen if isinstance(seen, Seen) else Seen(seen)
    outcome = seen.outcome
    last = outcome.exchanges[-1]
    return CaptureRow(
        identity,
        None,
        role,
        to_milliseconds(outcome.at),
        outcome.request.url,
        outcome.kind,
        outcome.reason,
        last.status,
        seen.final_url,
        leaf,
        facts=hop_facts(outcome),
        view=view_of(seen),
    )


def next_due(row: Known, kind: OutcomeKind, at: datetime) -> datetime:
    """When an instance is due next after a look at ``at``."""
    failed = kind in look_store.FAILED
    rhythm = Rhythm(
        every=every_of(row),
        since=parse_stamp(row.changed) if row.changed else None,
        failures=row.failures + 1 if failed else 0,
        settled=row.state in _SETTLED,
    )
    return next_look(at, rhythm)


def every_of(row: Known) -> timedelta:
    """How often the instance's source is looked at; daily where it has no source."""
    return _every(row.every or "1d")


@lru_cache(maxsize=1024)
def _every(text: str) -> timedelta:
    return parse_duration(text)
