"""The proxy's way out: one request of the browser's, through the guard, over libcurl.

The same wire as every other look: resolved by us, each address tested, connected only to a
tested one, certificates checked, exact bytes kept.
"""

import threading
import time
from datetime import datetime

import pycurl

from walkback.errors import BadAddress
from walkback.fetch.guard import Guard, Pin
from walkback.fetch.job import Job, Landing, Run
from walkback.fetch.manners import PIN_SECONDS, Host, Site
from walkback.fetch.names import system_resolve
from walkback.fetch.options import FetchOptions
from walkback.fetch.wire import Wire, authorities
from walkback.model.address import parse_address
from walkback.model.exchange import Request

SECONDS = 10.0
LARGEST = 8 << 20
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_KEPT_BACK = frozenset(
    (
        b"host",
        b"connection",
        b"proxy-connection",
        b"proxy-authorization",
        b"keep-alive",
        b"te",
        b"upgrade",
        b"content-length",
        b"transfer-encoding",
        b"expect",
    )
)


class Upstream:
    """Sends requests; one for all of the proxy's threads, each with a wire of its own."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._guard = Guard(options.allow_net)
        self._roots = authorities()
        self._pins: dict[str, tuple[Pin, float]] = {}
        self._own = threading.local()

    def send(self, method: str, url: str, lines: list[bytes], body: bytes, at: datetime) -> Landing:
        """What came of one request; ``lines`` are the browser's header lines."""
        try:
            address = parse_address(url)
        except BadAddress as error:
            return Landing(None, "guard", str(error))
        pin, why = self._located(address.host)
        why = why or pin.refusal or self._guard.port_refusal(pin, address.port)
        if why:
            return Landing(None, "guard", f"{address.host} {why}")
        host = Host(address.host, pin=pin)
        site = Site(address.origin, address.scheme, address.port, host, b"")
        job = Job(Request(url), Run(), address, site, SECONDS, LARGEST)
        headers = [line for line in lines if _name(line) not in _KEPT_BACK]
        first = f"{method} {address.target} HTTP/1.1\r\n".encode("ascii")
        named = b"Host: " + address.origin.partition("://")[2].encode("ascii")
        head = first + b"\r\n".join([named, *headers, b"", b""])
        return self._perform(self._wire(method, body), job, (at, headers, head + body))

    def _perform(self, wire: Wire, job: Job, sent: tuple[datetime, list[bytes], bytes]) -> Landing:
        wire.load(job, sent[0], [*sent[1], b"Expect:"], sent[2])
        code, text = 0, ""
        try:
            wire.easy.perform()
        except pycurl.error as error:
            code, text = int(error.args[0]), str(error.args[1])
        return wire.land(job, code, text)

    def _wire(self, method: str, body: bytes) -> Wire:
        if method == "GET":
            wire: Wire | None = getattr(self._own, "wire", None)
            if wire is None:
                wire = self._own.wire = Wire(self._options, self._guard, self._roots)
            return wire
        # Seldom: a handle of its own is simpler than undoing what was set.
        wire = Wire(self._options, self._guard, self._roots)
        if method == "HEAD":
            wire.easy.setopt(pycurl.NOBODY, 1)
        else:
            wire.easy.setopt(pycurl.CUSTOMREQUEST, method)
            if body:
                wire.easy.setopt(pycurl.COPYPOSTFIELDS, body)
        return wire

    def _located(self, host: str) -> tuple[Pin, str]:
        """What a host may be connected to; the answer holds for a minute."""
        known = self._pins.get(host)
        now = time.monotonic()
        if known and now < known[1]:
            return known[0], ""
        plain = host.strip("[]")
        literal = ":" in plain or plain.replace(".", "").isdigit()
        try:
            pin = self._guard.pin((plain,) if literal else system_resolve(host))
        except OSError as error:
            return Pin(()), f"could not be resolved: {error}"
        self._pins[host] = pin, now + PIN_SECONDS
        return pin, ""


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].strip().lower()
