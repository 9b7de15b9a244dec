"""Say something to an authority or a witness and hear the answer, through the same guard.

    address -> names -> guard -> one pinned connection -> POST or GET -> status, type, body

One request, one answer: no redirects, no cookies, no second try, bounded in time and size.
Nothing is raised for what the world does. The answer is hostile until somebody has checked it.
"""

from dataclasses import dataclass
from io import BytesIO
from socket import socket
from typing import Any

import pycurl

from walkback.errors import BadAddress
from walkback.fetch.guard import Guard, Pin
from walkback.fetch.names import Names, Resolve
from walkback.fetch.options import FetchOptions
from walkback.fetch.reception import Reception
from walkback.fetch.wire import REASONS, authorities, resolve_entry, set_up
from walkback.model.address import Address, parse_address

LARGEST = 64 << 10  # bytes of an answer; timestamps have two to eight thousand


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered. ``reason`` is ``ok`` where a whole answer of any status came, else why
    none did, in the codes of an ``Outcome``; ``body`` is then what came of it.
    """

    reason: str
    status: int = 0
    kind: str = ""
    body: bytes = b""
    detail: str = ""

    @property
    def told(self) -> str:
        """In words, for people."""
        if self.reason == "ok":
            return f"status {self.status}"
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


class Post:
    """Asks, from any thread."""

    def __init__(self, options: FetchOptions, *, resolve: Resolve | None = None) -> None:
        self._guard = Guard(options.allow_net)
        self._seconds = options.timeout.total_seconds()
        self._agent = options.agent
        self._resolve = resolve

    def post(self, url: str, body: bytes, kind: str) -> Said:
        """POST ``body`` of the media type ``kind``."""
        return self._ask(url, (f"Content-Type: {kind}", "Expect:"), body)

    def get(self, url: str) -> Said:
        """GET."""
        return self._ask(url, (), None)

    def _ask(self, url: str, headers: tuple[str, ...], body: bytes | None) -> Said:
        try:
            address = parse_address(url)
        except BadAddress as error:
            return Said("guard", detail=str(error))
        pin = self._pinned(address)
        if isinstance(pin, Said):
            return pin
        call = _Call(self._guard, pin, self._seconds)
        return call.make(address, [f"User-Agent: {self._agent}", *headers], body)

    def _pinned(self, address: Address) -> Pin | Said:
        host = address.host.strip("[]")
        found: tuple[str, ...] = (host,)
        if self._guard.pin(found).refusal.endswith("is no IP address"):
            names = Names(self._resolve)
            names.ask(host)
            answers = names.answers(self._seconds)
            names.close()
            if not answers or answers[0].reason:
                why = answers[0].detail if answers else f"{host}: no answer"
                return Said("dns", detail=why)
            found = answers[0].addresses
        pin = self._guard.pin(found)
        why = pin.refusal or self._guard.port_refusal(pin, address.port)
        return Said("guard", detail=f"{address.host} {why}") if why else pin


class _Call:
    """One transfer."""

    def __init__(self, guard: Guard, pin: Pin, seconds: float) -> None:
        self._guard, self._pin, self._seconds = guard, pin, seconds
        self._got = Reception()
        self._got.expect(LARGEST)
        self._opened: list[socket] = []

    def make(self, address: Address, headers: list[str], body: bytes | None) -> Said:
        """Make it; a GET where ``body`` is None."""
        easy = pycurl.Curl()
        try:
            set_up(easy, authorities(), self._seconds)
            easy.setopt(pycurl.TIMEOUT_MS, max(1, int(self._seconds * 1000)))
            easy.setopt(pycurl.URL, address.url)
            easy.setopt(pycurl.HTTPHEADER, headers)
            easy.setopt(pycurl.RESOLVE, [resolve_entry(address.host, address.port, self._pin)])
            easy.setopt(pycurl.OPENSOCKETFUNCTION, self._on_open)
            easy.setopt(pycurl.HEADERFUNCTION, self._got.on_head)
            easy.setopt(pycurl.WRITEFUNCTION, self._got.on_body)
            if body is not None:
                easy.setopt(pycurl.POST, 1)
                easy.setopt(pycurl.POSTFIELDSIZE, len(body))
                # By a reader: pycurl takes no field text with a NUL in it.
                easy.setopt(pycurl.READFUNCTION, BytesIO(body).read)
            return self._heard(*_perform(easy))
        finally:
            easy.close()
            for each in self._opened:
                each.close()

    def _heard(self, code: int, text: str) -> Said:
        got = self._got
        status, body = got.status, got.body
        if got.fault:
            return Said(got.fault[0], status, "", body, got.fault[1])
        if code:
            return Said(REASONS.get(code, "protocol"), status, "", body, text[:200])
        return Said("ok", status, _kind(got.head), body)

    def _on_open(self, _purpose: int, address: tuple[int, int, int, tuple[str, int]]) -> Any:
        family, kind, protocol, name = address
        if not self._guard.connects(name[0], self._pin):
            self._got.give_up("guard", f"{name[0]} is not an address the guard let through")
            return pycurl.SOCKET_BAD
        try:
            opened = socket(family, kind, protocol)
        except OSError:
            return pycurl.SOCKET_BAD
        self._opened.append(opened)
        return opened


def _perform(easy: pycurl.Curl) -> tuple[int, str]:
    try:
        easy.perform()
    except pycurl.error as error:
        return int(error.args[0]), str(error.args[1])
    return 0, ""


def _kind(head: bytes) -> str:
    """The media type without its parameters, in lower case."""
    for line in head.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.partition(b";")[0].strip().decode("latin-1").lower()
    return ""
