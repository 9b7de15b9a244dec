"""One libcurl handle: a request out, the exact bytes of the answer in.

libcurl's own decoding is off, so a body keeps its chunk framing and content coding. Two things
are not as they were on the wire: header lines that were folded arrive joined, and interim (1xx)
responses are dropped.
"""

import errno
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import certifi
import pycurl

from walkback.fetch.guard import Guard, Pin
from walkback.fetch.job import Job, Landing
from walkback.fetch.options import FetchOptions
from walkback.fetch.reception import Reception
from walkback.model.exchange import Exchange, Trace

_CONNECT_MS = 10_000
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)
_TIMES = (
    pycurl.CONNECT_TIME,
    pycurl.APPCONNECT_TIME,
    pycurl.STARTTRANSFER_TIME,
    pycurl.TOTAL_TIME,
)
_LONGEST_CHAIN = 64 << 10
_NO_PIN = Pin(())

# libcurl's error numbers; pycurl has no or several names for some of them.
REASONS = {
    6: "dns",
    7: "connect",
    **dict.fromkeys((35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98), "tls"),
    18: "cut",
    28: "timeout",
    **dict.fromkeys((52, 55, 56), "reset"),
}


def authorities() -> str:
    """The file of root certificates: the system's, or certifi's where there is none.

    pycurl's wheels carry a libcurl that does not know where Debian keeps them.
    """
    found = ssl.get_default_verify_paths().cafile
    paths = (found, *_BUNDLES) if found else _BUNDLES
    return next((path for path in paths if Path(path).is_file()), certifi.where())


class Wire:
    """A reused handle. ``job`` is what it carries; None while it is free."""

    __slots__ = (
        "_at",
        "_got",
        "_guard",
        "_headers",
        "_opened",
        "_pin",
        "_request_head",
        "_timeout",
        "easy",
        "job",
        "started",
    )

    def __init__(self, options: FetchOptions, guard: Guard, roots: str) -> None:
        self.job: Job | None = None
        self.started = 0.0
        self._guard = guard
        self._got = Reception()
        self._pin = _NO_PIN
        self._request_head = b""
        self._at = datetime.min.replace(tzinfo=UTC)
        self._headers: list[bytes] = []
        self._opened: list[socket.socket] = []
        self._timeout = 0
        self.easy = pycurl.Curl()
        self.easy.wire = self
        self._set_up(roots, options.timeout.total_seconds())

    def load(self, job: Job, at: datetime, headers: list[bytes], request_head: bytes) -> None:
        """Makes the handle ready for a job's present hop; sets only what has changed."""
        site, easy = job.site, self.easy
        self.job = job
        self._at = at
        self._request_head = request_head
        self._pin = pin = site.host.pin or _NO_PIN
        self._got.expect(job.limit)
        easy.setopt(pycurl.URL, job.address.url)
        if headers is not self._headers:
            easy.setopt(pycurl.HTTPHEADER, headers)
            self._headers = headers
        timeout = max(1, int(job.left * 1000))
        if timeout != self._timeout:
            easy.setopt(pycurl.TIMEOUT_MS, timeout)
            self._timeout = timeout
        if site.pinned is not pin:
            # libcurl keeps the entry in the name cache that all handles of the multi share.
            if not site.host.literal:
                easy.setopt(pycurl.RESOLVE, [resolve_entry(site.host.name, site.port, pin)])
            site.pinned = pin

    def land(self, job: Job, code: int, text: str) -> Landing:
        """What the hop brought; ``code`` and ``text`` are libcurl's. Frees the wire."""
        self.job = None
        while self._opened:
            self._opened.pop().close()  # pycurl has handed libcurl a duplicate
        got = self._got
        reason, detail, cut = self._failure(code, text)
        if not got.head:
            return Landing(None, reason, detail, dark=self._is_dark(reason))
        ip = self.easy.getinfo(pycurl.PRIMARY_IP)
        url, sent = job.address.url, self._request_head
        # An unchanged look is a line in a roll call, which says nothing of this.
        trace = None if got.status == 304 else self._trace(job)
        exchange = Exchange(url, self._at, sent, got.status, got.head, got.body, ip, cut, trace)
        got.parts = []
        return Landing(exchange, reason, detail)

    def _trace(self, job: Job) -> Trace:
        get = self.easy.getinfo
        site = job.site
        if site.scheme == "https" and get(pycurl.NUM_CONNECTS):
            site.chain = _chain(self.easy)
        times = (get(number) for number in _TIMES)
        connected, secure, first, end = (int(1000 * seconds) for seconds in times)
        return Trace((connected, secure, first, end), site.chain)

    def _set_up(self, roots: str, seconds: float) -> None:
        easy = self.easy
        set_up(easy, roots, seconds)
        easy.setopt(pycurl.OPT_CERTINFO, 1)
        easy.setopt(pycurl.HTTP_CONTENT_DECODING, 0)
        easy.setopt(pycurl.HTTP_TRANSFER_DECODING, 0)
        easy.setopt(pycurl.BUFFERSIZE, 128 << 10)
        easy.setopt(pycurl.HEADERFUNCTION, self._got.on_head)
        easy.setopt(pycurl.WRITEFUNCTION, self._got.on_body)
        easy.setopt(pycurl.OPENSOCKETFUNCTION, self._on_open)

    def _failure(self, code: int, text: str) -> tuple[str, str, str | None]:
        """Reason, detail and the word of WARC-Truncated; empty and None where all is well."""
        got = self._got
        if got.fault:
            return got.fault
        if not code:
            # libcurl takes a head without its empty line, ended by the connection's end.
            return ("", "", None) if got.head else ("cut", "the response head ends early", None)
        detail = text[:200] or f"libcurl error {code}"
        if not got.head:
            return REASONS.get(code, "protocol"), detail, None
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return "timeout", detail, "time"
        return "coding" if "chunk" in text else "cut", detail, "disconnect"

    def _is_dark(self, reason: str) -> bool:
        if reason not in ("connect", "timeout") or self.easy.getinfo(pycurl.CONNECT_TIME):
            return False
        return bool(self.easy.getinfo(pycurl.OS_ERRNO) != errno.ECONNREFUSED)

    def _on_open(self, _purpose: int, address: tuple[int, int, int, tuple[str, int]]) -> object:
        # libcurl asks before it opens a socket: the guard's last word.
        family, kind, protocol, name = address
        if not self._guard.connects(name[0], self._pin):
            self._got.give_up("guard", f"{name[0]} is not an address the guard let through")
            return pycurl.SOCKET_BAD
        try:
            opened = socket.socket(family, kind, protocol)
        except OSError:  # no IPv6 here, or no descriptor left; another address may still do
            return pycurl.SOCKET_BAD
        self._opened.append(opened)
        return opened


def set_up(easy: pycurl.Curl, roots: str, seconds: float) -> None:
    """What holds for every handle of ours: no proxy, no redirects, http and https only."""
    easy.setopt(pycurl.NOSIGNAL, 1)
    easy.setopt(pycurl.PROXY, "")
    easy.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    easy.setopt(pycurl.FOLLOWLOCATION, 0)
    easy.setopt(pycurl.HTTP09_ALLOWED, 0)
    easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    easy.setopt(pycurl.PATH_AS_IS, 1)
    easy.setopt(pycurl.CAINFO, roots)
    easy.setopt(pycurl.CONNECTTIMEOUT_MS, max(1, min(_CONNECT_MS, int(seconds * 1000))))


def resolve_entry(host: str, port: int, pin: Pin) -> str:
    """What makes libcurl connect to the pinned addresses and ask nobody else."""
    addresses = ",".join(f"[{text}]" if ":" in text else text for text in pin.addresses)
    return f"{host}:{port}:{addresses}"


def _chain(easy: "pycurl.Curl") -> bytes:
    """The certificates of the last handshake as PEM, the server's own first."""
    found = easy.getinfo_raw(pycurl.INFO_CERTINFO)
    pem = [value for fields in found for name, value in fields if name == b"Cert"]
    whole = b"".join(value.strip() + b"\n" for value in pem)
    return whole if len(whole) <= _LONGEST_CHAIN else b""
