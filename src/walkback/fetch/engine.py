"""The wires in flight: libcurl's multi interface, in one thread."""

import re
import time
from collections.abc import Iterator
from datetime import datetime

import pycurl

from walkback.fetch.credentials import Credentials, none
from walkback.fetch.guard import Guard
from walkback.fetch.job import Job, Landing, Run
from walkback.fetch.options import FetchOptions
from walkback.fetch.wire import Wire, authorities

_ACCEPT = b"*/*"
_CODINGS = b"gzip, deflate"
_LONGEST_VALIDATOR = 2048
_CONTROLS = re.compile(rb"[\0-\x08\x0a-\x1f\x7f]")


class Engine:
    """Carries jobs; ``free`` says how many more it takes now."""

    def __init__(
        self, options: FetchOptions, guard: Guard, credentials: Credentials | None = None
    ) -> None:
        self.credentials = credentials or Credentials(none)
        self._options = options
        self._guard = guard
        self._roots = authorities()
        self._multi = pycurl.CurlMulti()
        # Four kept connections for each transfer: a round visits many hosts in turn.
        self._multi.setopt(pycurl.M_MAXCONNECTS, 4 * options.concurrency)
        self._idle: list[Wire] = []
        self._flying: set[Wire] = set()
        self._fixed = [
            b"User-Agent: " + options.agent.encode("ascii"),
            b"Accept: " + _ACCEPT,
            b"Accept-Encoding: " + _CODINGS,
        ]
        self.free = options.concurrency

    def request_tail(self, host_and_port: str) -> bytes:
        """A request head from behind its target to the last line that all requests share."""
        host = host_and_port.encode("ascii")
        return b" HTTP/1.1\r\nHost: " + host + b"\r\n" + b"\r\n".join(self._fixed) + b"\r\n"

    def start(self, job: Job, at: datetime) -> None:
        """Puts a job's present hop on the wire. The host must be pinned, a wire free."""
        headers = self._fixed
        head = b"GET " + job.address.target.encode("ascii")
        if job.request.headers or job.request.secret:
            sent, kept = self.credentials.lines(job.request, job.address)
            headers = [*_besides(self._fixed, sent), *sent]
            host = job.site.origin.partition("://")[2].encode("ascii")
            lines = [*_besides(self._fixed, sent), *kept]
            head += b" HTTP/1.1\r\nHost: " + host + b"\r\n" + b"\r\n".join(lines) + b"\r\n"
        else:
            head += job.site.request_tail
        if not job.exchanges:
            own = _conditions(job)
            if own:
                headers = headers + own
                head += b"\r\n".join(own) + b"\r\n"
        wire = self._idle.pop() if self._idle else Wire(self._options, self._guard, self._roots)
        wire.load(job, at, headers, head + b"\r\n")
        wire.started = time.monotonic()
        self._flying.add(wire)
        self.free -= 1
        self._multi.add_handle(wire.easy)

    def landed(self) -> Iterator[tuple[Job, Landing]]:
        """Moves all transfers on and gives those that came to an end."""
        self._multi.perform()
        queued = 1
        while queued:
            queued, whole, broken = self._multi.info_read()
            for easy in whole:
                yield self._land(easy.wire, 0, "")
            for easy, code, text in broken:
                yield self._land(easy.wire, code, text)

    def wait(self, seconds: float) -> None:
        """Sleeps until a transfer can move, at most so long."""
        if not self._flying:
            time.sleep(seconds)
            return
        own = self._multi.timeout()
        if own >= 0:
            seconds = min(seconds, own / 1000)
        # Below zero or zero at once: no socket yet, as between two steps of connecting.
        if seconds > 0 and self._multi.select(seconds) < 0:
            time.sleep(min(seconds, 0.001))

    @property
    def flying(self) -> int:
        """How many transfers are under way."""
        return len(self._flying)

    def drop(self, run: Run) -> list[Job]:
        """Breaks off what flies for a run whose reader has gone; gives its jobs."""
        dropped = []
        for wire in [wire for wire in self._flying if wire.job and wire.job.run is run]:
            job, _ = self._land(wire, pycurl.E_ABORTED_BY_CALLBACK, "")
            dropped.append(job)
        return dropped

    def close(self) -> None:
        """Ends all transfers and connections."""
        for wire in list(self._flying):
            self._land(wire, pycurl.E_ABORTED_BY_CALLBACK, "")
        for wire in self._idle:
            del wire.easy.wire
            wire.easy.close()
        self._idle.clear()
        self._multi.close()

    def _land(self, wire: Wire, code: int, text: str) -> tuple[Job, Landing]:
        self._multi.remove_handle(wire.easy)
        self._flying.discard(wire)
        self.free += 1
        job = wire.job
        if job is None:
            raise AssertionError("a wire in flight carries a job")
        job.left -= time.monotonic() - wire.started
        landing = wire.land(job, code, text)
        self._idle.append(wire)
        return job, landing


def _besides(fixed: list[bytes], own: list[bytes]) -> list[bytes]:
    """Our lines, less those that a request has its own of."""
    names = {line.partition(b":")[0].lower() for line in own}
    return [line for line in fixed if line.partition(b":")[0].lower() not in names]


def _conditions(job: Job) -> list[bytes]:
    # The server's own values byte for byte: nginx answers 304 to nothing else.
    request = job.request
    own = []
    if request.etag and _is_plain(request.etag):
        own.append(b"If-None-Match: " + request.etag)
    if request.modified and _is_plain(request.modified):
        own.append(b"If-Modified-Since: " + request.modified)
    return own


def _is_plain(value: bytes) -> bool:
    # A line break would end the header and begin one of the server's choosing.
    return len(value) <= _LONGEST_VALIDATOR and not _CONTROLS.search(value)
