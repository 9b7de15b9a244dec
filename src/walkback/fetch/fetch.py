"""The fetcher: requests in, outcomes out, in the order in which they are known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from walkback.errors import BadAddress
from walkback.fetch.conclude import conclude
from walkback.fetch.credentials import Credentials, Secrets, none
from walkback.fetch.engine import Engine
from walkback.fetch.guard import Guard
from walkback.fetch.job import Job, Landing, Run
from walkback.fetch.names import Names, Resolve
from walkback.fetch.options import FetchOptions
from walkback.fetch.robots import ALL_ALLOWED, LARGEST, Robots, parse_robots
from walkback.fetch.traffic import Refusal, Traffic
from walkback.model.address import Address, parse_address
from walkback.model.content import decode
from walkback.model.exchange import Outcome, OutcomeKind, Request

_LONGEST_SLEEP = 1.0
_END = "no more requests"


class Fetcher:
    """Fetches for one thread. Keeps connections, names, robots.txt and Retry-After between calls.

    ``clock`` gives the times that stand in outcomes; ``resolve`` turns a host name into IP
    addresses, raising ``OSError``, and is called from threads of our own. ``secrets`` gives the
    value of a credential by its name.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        clock: Callable[[], datetime],
        resolve: Resolve | None = None,
        secrets: Secrets = none,
    ) -> None:
        self._options = options
        self._clock = clock
        self._seconds = options.timeout.total_seconds()
        self._window = max(64, 4 * options.concurrency)
        self._names = Names(resolve)
        self._credentials = Credentials(secrets)
        self._engine = Engine(options, Guard(options.allow_net), self._credentials)
        self._traffic = Traffic(options, clock, self._engine, self._names, self._refused)

    def fetch(self, requests: Iterable[Request | None]) -> Iterator[Outcome]:
        """One outcome for each request, as they come; never raises for what the world does.

        Requests are pulled as they can be started, and a little further (four times the
        concurrency), so that a slow or paced host does not hold up the others. Outcomes should
        be taken promptly: nothing moves between two of them. Calls may be nested.
        """
        return (outcome for outcome in self.flow(requests) if outcome is not None)

    def flow(self, requests: Iterable[Request | None]) -> Iterator[Outcome | None]:
        """As ``fetch``, with a None at least each second in which nothing came: for callers who
        have something to finish meanwhile.

        A None among the requests: there is none just now, but outcomes will bring more. Where
        nothing is under way it ends them.
        """
        run = Run()
        feed = iter(requests)
        try:
            more = True
            while more or run.open or run.done:
                more = more and self._pull(feed, run)
                moved = self._move()
                if run.done:
                    done, run.done = run.done, []
                    yield from done
                elif run.open and not moved:
                    self._traffic.wait(_LONGEST_SLEEP)
                    yield None
        finally:
            run.closed = True
            for job in self._engine.drop(run):
                self._traffic.landed(job, dark="")

    def close(self) -> None:
        """Ends all transfers, connections and threads."""
        self._engine.close()
        self._names.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _pull(self, feed: Iterator[Request | None], run: Run) -> bool:
        """Takes requests while there are free wires; False when there are no more."""
        while self._engine.free and run.open < self._window:
            request = next(feed, _END)
            if request is None:
                return bool(run.open or run.done)
            if isinstance(request, str):
                return False
            try:
                address = parse_address(request.url)
            except BadAddress as error:
                kind = OutcomeKind.REFUSED
                run.done.append(Outcome(request, kind, self._clock(), "guard", str(error)))
                continue
            run.open += 1
            site = self._traffic.site(address)
            self._traffic.admit(
                Job(request, run, address, site, self._seconds, self._options.max_body)
            )
        return True

    def _move(self) -> bool:
        """Moves transfers on; whether anything came to an end."""
        moved = False
        for job, landing in self._engine.landed():
            moved = True
            host = job.host
            self._traffic.landed(job, dark=landing.reason if landing.dark else "")
            self._landed(job, landing)
            if host.waiting:
                self._traffic.pump(host)
        self._traffic.turn()
        return moved

    def _landed(self, job: Job, landing: Landing) -> None:
        found = conclude(job, landing, self._clock())
        if job.request.secret and self._repeats(job, found):
            kind, detail = OutcomeKind.UNREACHABLE, "the answer repeats our credential: not kept"
            self._answer(job, Outcome(job.request, kind, self._clock(), "secret-repeated", detail))
            return
        if isinstance(found, Address):
            job.address = found
            job.site = self._traffic.site(found)
            self._traffic.admit(job, first=True)
            return
        if found.retry_at:
            job.host.hold = found.retry_at
        self._answer(job, found)

    def _repeats(self, job: Job, found: Outcome | Address) -> bool:
        led = found.url.encode() if isinstance(found, Address) else b""
        return any(
            self._credentials.repeats(job.request, hop, decode(hop, job.limit).data + led)
            for hop in job.exchanges
        )

    def _refused(self, job: Job, refusal: Refusal) -> None:
        at, exchanges = self._clock(), tuple(job.exchanges)
        self._answer(
            job,
            Outcome(
                job.request,
                refusal.kind,
                at,
                refusal.reason,
                refusal.detail,
                exchanges,
                None,
                refusal.retry_at,
            ),
        )

    def _answer(self, job: Job, outcome: Outcome) -> None:
        if job.robots_for:
            self._robots_answered(job, outcome)
        else:
            job.run.open -= 1
            job.run.done.append(outcome)

    def _robots_answered(self, job: Job, outcome: Outcome) -> None:
        if job.robots_for:
            self._traffic.robots_known(job.robots_for, _robots(outcome))


def _robots(outcome: Outcome) -> Robots | None:
    """The rules of a robots.txt answer; None where it could not be had."""
    if outcome.kind is OutcomeKind.RECEIVED and outcome.content is not None:
        return parse_robots(outcome.content)
    if outcome.reason == "too-large" and (last := outcome.last):
        return parse_robots(decode(replace(last, cut=None), LARGEST).data)
    if 400 <= (outcome.status or 0) < 500:
        return ALL_ALLOWED
    return None
