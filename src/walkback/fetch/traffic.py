"""Who may go now: names, guard, robots.txt, pace and Retry-After of each host."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from walkback.fetch.egress import Egress
from walkback.fetch.engine import Engine
from walkback.fetch.guard import Guard
from walkback.fetch.job import Job, Run
from walkback.fetch.manners import (
    FAILED_NAME_SECONDS,
    PER_HOST,
    PIN_SECONDS,
    ROBOTS_HOLD_FOR,
    ROBOTS_RETRY_AFTER,
    Host,
    Site,
)
from walkback.fetch.names import Answer, Names
from walkback.fetch.options import FetchOptions
from walkback.fetch.robots import LARGEST, Robots
from walkback.model.address import Address, parse_address
from walkback.model.exchange import OutcomeKind, Request


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a job does not go on the wire."""

    kind: OutcomeKind
    reason: str
    detail: str
    retry_at: datetime | None = None


class Traffic:
    """Holds the jobs that wait. ``refuse`` is told of each that will not go."""

    def __init__(
        self,
        options: FetchOptions,
        clock: Callable[[], datetime],
        engine: Engine,
        names: Names,
        refuse: Callable[[Job, Refusal], None],
    ) -> None:
        self._guard = Guard(options.allow_net)
        self._timeout = options.timeout.total_seconds()
        self._pace = options.pace.total_seconds()
        self._obeys = options.robots == "obey"
        self._clock = clock
        self._engine = engine
        self._names = names
        self._refuse = refuse
        self._credentials = engine.credentials
        self._egress = Egress()
        self._hosts: dict[str, Host] = {}
        self._sites: dict[tuple[str, str, int], Site] = {}
        self._timers: list[tuple[float, int, Host]] = []
        self._count = 0
        self._ready: deque[Host] = deque()
        self._house = Run()  # the run of robots.txt jobs, which nobody reads

    def site(self, address: Address) -> Site:
        """What is known of an address's origin."""
        key = (address.host, address.scheme, address.port)
        site = self._sites.get(key)
        if site is None:
            host = self._hosts.get(address.host)
            if host is None:
                host = self._hosts[address.host] = Host(address.host)
            tail = self._engine.request_tail(address.origin.partition("://")[2])
            site = Site(address.origin, address.scheme, address.port, host, tail)
            self._sites[key] = site
        return site

    def admit(self, job: Job, *, first: bool = False) -> None:
        """Takes a job; ``first`` where it is on its way already and only changes hosts."""
        waiting = job.host.waiting
        waiting.insert(0, job) if first else waiting.append(job)
        self.pump(job.host)

    def pump(self, host: Host) -> None:
        """Lets a host's jobs go, in order, as far as they may."""
        waiting = host.waiting
        while waiting:
            job = waiting[0]
            if job.run.closed:
                del waiting[0]
                continue
            now = time.monotonic()
            if not self._is_located(host, now):
                return
            at = self._clock()
            refusal = self._refusal(job, at)
            if refusal:
                del waiting[0]
                self._refuse(job, refusal)
            elif self._obeys and self._must_ask_robots(job, at):
                self._ask_robots(job)
            elif self._may_start(host, now):
                del waiting[0]
                host.active += 1
                host.next_start = now + self._pace
                self._engine.start(job, at)
            else:
                return

    def landed(self, job: Job, *, dark: str) -> None:
        """A job's hop is off the wire; ``dark`` is the reason where the host gave no sign."""
        host = job.host
        host.active -= 1
        if dark:
            self._egress.dark(host.name, dark, time.monotonic())
        else:
            self._egress.lit()

    def robots_known(self, site: Site, robots: Robots | None) -> None:
        """A site's robots.txt was asked for; None where it could not be had, which allows all."""
        site.robots = robots or Robots()
        site.robots_until = self._clock() + (
            ROBOTS_RETRY_AFTER if robots is None else ROBOTS_HOLD_FOR
        )
        site.asking = False
        parked, site.parked = site.parked, []
        site.host.waiting[:0] = parked
        self.pump(site.host)

    def turn(self) -> None:
        """Lets go what waited for a name, a moment or a wire."""
        if self._names.pending:
            self.answered(self._names.answers())
        if self._timers:
            now = time.monotonic()
            while self._timers and self._timers[0][0] <= now:
                host = heapq.heappop(self._timers)[2]
                host.timed = False
                self.pump(host)
        while self._ready and self._engine.free:
            host = self._ready.popleft()
            host.ready = False
            self.pump(host)

    def wait(self, longest: float) -> None:
        """Sleeps until something can move."""
        if self._timers:
            longest = min(longest, max(0.0, self._timers[0][0] - time.monotonic()))
        if not self._names.pending:
            self._engine.wait(longest)
        elif self._engine.flying:
            self._engine.wait(min(longest, 0.002))  # libcurl cannot be woken by our threads
        else:
            self.answered(self._names.answers(longest))

    def answered(self, answers: list[Answer]) -> None:
        """Names came back from the resolver."""
        for answer in answers:
            host = self._hosts[answer.host]
            now = time.monotonic()
            host.asked_at = None
            if answer.reason:
                host.no_name = (answer.reason, answer.detail)
                host.pin_until = now + FAILED_NAME_SECONDS
            else:
                self._pin(host, answer.addresses, now)
            if answer.reason == "dns-temporary":
                self._egress.dark(host.name, answer.reason, now)
            else:
                self._egress.lit()
            self.pump(host)

    def _pin(self, host: Host, addresses: tuple[str, ...], now: float) -> None:
        host.no_name = None
        pin = self._guard.pin(addresses)
        if pin != host.pin:
            host.pin = pin
        host.pin_until = now + PIN_SECONDS

    def _is_located(self, host: Host, now: float) -> bool:
        """Whether the host's name is resolved, or known not to be; asks for it where it is not."""
        if now < host.pin_until:
            return True
        if host.literal:
            self._pin(host, (host.name.strip("[]"),), now)
            return True
        if host.asked_at is None:
            if self._egress.down(now):
                host.no_name = (self._egress.reason, "not tried: no host answers just now")
                host.pin_until = now + FAILED_NAME_SECONDS
                return True
            host.asked_at = now
            self._names.ask(host.name)
        elif now >= host.asked_at + self._timeout:
            host.no_name = ("dns-temporary", f"{host.name}: no answer in {self._timeout:g} s")
            host.pin_until = now + FAILED_NAME_SECONDS
            return True
        self._call_at(host, host.asked_at + self._timeout)
        return False

    def _refusal(self, job: Job, at: datetime) -> Refusal | None:
        host, site = job.site.host, job.site
        if host.hold is not None:
            if at < host.hold:
                detail = f"{host.name} asked us to wait"
                return Refusal(OutcomeKind.REFUSED, "retry-after", detail, host.hold)
            host.hold = None
        if host.no_name:
            return Refusal(OutcomeKind.UNREACHABLE, *host.no_name)
        pin = host.pin
        why = (pin.refusal or self._guard.port_refusal(pin, site.port)) if pin else "no address"
        if why:
            return Refusal(OutcomeKind.REFUSED, "guard", f"{host.name} {why}")
        if self._egress.down(time.monotonic()):
            detail = "not tried: no host answers just now"
            return Refusal(OutcomeKind.UNREACHABLE, self._egress.reason, detail)
        return self._own_refusal(job)

    def _own_refusal(self, job: Job) -> Refusal | None:
        """What speaks against this request where its host may be asked."""
        site, request = job.site, job.request
        if (request.secret or request.headers) and not job.exchanges:
            plain = site.host.pin is not None and site.host.pin.let_through
            refused = self._credentials.refusal(request, job.address, plain=plain)
            if refused:
                return Refusal(OutcomeKind.REFUSED, *refused)
        # Whoever gave us a credential let us in; robots.txt is for those who come unasked.
        if site.robots and self._obeys and job.robots_for is None and not request.secret:
            line = site.robots.refusal(job.address.target)
            if line:
                return Refusal(OutcomeKind.REFUSED, "robots", f"{site.origin}/robots.txt: {line}")
        return None

    def _must_ask_robots(self, job: Job, at: datetime) -> bool:
        until = job.site.robots_until
        if job.robots_for is not None or job.request.secret:
            return False
        return until is None or at >= until

    def _ask_robots(self, job: Job) -> None:
        site = job.site
        site.host.waiting.remove(job)
        site.parked.append(job)
        if site.asking:
            return
        site.asking = True
        url = f"{site.origin}/robots.txt"
        asking = Job(
            Request(url), self._house, parse_address(url), site, self._timeout, LARGEST, site
        )
        site.host.waiting.insert(0, asking)

    def _may_start(self, host: Host, now: float) -> bool:
        if host.active >= PER_HOST:
            return False  # pumped again when one of them lands
        if now < host.next_start and not (host.pin and host.pin.let_through):
            self._call_at(host, host.next_start)
            return False
        if not self._engine.free:
            if not host.ready:
                host.ready = True
                self._ready.append(host)
            return False
        return True

    def _call_at(self, host: Host, when: float) -> None:
        if not host.timed:
            host.timed = True
            self._count += 1  # equal moments fall in order of asking; hosts do not compare
            heapq.heappush(self._timers, (when, self._count, host))
