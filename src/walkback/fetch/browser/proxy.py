"""The browser's only way out: a forward proxy on loopback that ends TLS itself.

Why it reads https instead of passing it on: only so is every byte that the browser got in the
archive as it was received, redirects, workers and preflights too (asking the browser for its
bodies gives them decoded, and forgets some); only so does one check of certificates hold for
both; and nothing passes that is not an HTTP request we understood: no tunnel, no websocket.
"""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass

from walkback.fetch.browser.authority import Authority
from walkback.fetch.browser.upstream import METHODS, Upstream
from walkback.fetch.browser.visit import Visit
from walkback.model.exchange import Exchange

MOST_HEAD = 64 << 10
MOST_SENT = 1 << 20  # bytes of a request's body
_IDLE = 20.0
_NEVER = ("video", "audio", "track")  # Sec-Fetch-Dest; films are no words and have no end
_HEAD_LINES = (b"alt-svc:", b"connection:", b"keep-alive:")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the browser's."""

    method: str
    target: str
    lines: list[bytes]
    body: bytes

    @property
    def kind(self) -> str:
        """What it is for, in the words of Sec-Fetch-Dest, which plain http does not send."""
        stated = self.header(b"sec-fetch-dest")
        if stated:
            return stated
        accepts = self.header(b"accept")
        if accepts.startswith("text/html"):
            return "document"
        return "empty" if accepts in {"*/*", ""} or "json" in accepts else "other"

    def header(self, name: bytes) -> str:
        """A header's value; empty where there is none."""
        for line in self.lines:
            found, _, value = line.partition(b":")
            if found.strip().lower() == name:
                return value.strip().decode("latin-1")
        return ""


class Proxy:
    """Serves on a port of loopback until the process ends. ``visit`` None: nothing goes out."""

    def __init__(self, upstream: Upstream, authority: Authority) -> None:
        self._upstream = upstream
        self._authority = authority
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.visit: Visit | None = None
        self.agent = ""  # what pages send; requests without it are the browser's own
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(_IDLE)
            threading.Thread(target=self._meet, args=(connection,), daemon=True).start()

    def _meet(self, connection: socket.socket) -> None:
        # A browser that leaves, or speaks no HTTP, costs its connection and nothing else.
        with suppress(OSError, ValueError), connection:
            asked = _read(connection)
            if asked is None:
                return
            if asked.method != "CONNECT":
                self._serve(connection, "", asked)
                return
            host = asked.target.rpartition(":")[0].strip("[]").lower()
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with self._authority.context(host).wrap_socket(connection, server_side=True) as inner:
                self._serve(inner, f"https://{asked.target}", _read(inner))

    def _serve(self, connection: socket.socket, origin: str, asked: Asked | None) -> None:
        while asked is not None:
            url = origin + asked.target if origin else asked.target
            visit = self.visit
            if visit is None or asked.header(b"user-agent") != self.agent:
                return  # it asks for updates and accounts whatever it is told
            if not self._answer(connection, visit, url, asked):
                return
            asked = _read(connection)

    def _answer(self, connection: socket.socket, visit: Visit, url: str, asked: Asked) -> bool:
        """Answers one request; whether the connection goes on."""
        visit.active += 1
        try:
            found = self._found(visit, url, asked)
        finally:
            visit.active -= 1
        if isinstance(found, str):
            visit.refuse(url, found, asked.kind)
            connection.sendall(b"HTTP/1.1 502 Not loaded\r\nContent-Length: 0\r\n\r\n")
            return True
        connection.sendall(_plain_head(found) + (b"" if asked.method == "HEAD" else found.body))
        return _is_framed(found) or asked.method == "HEAD"

    def _found(self, visit: Visit, url: str, asked: Asked) -> Exchange | str:
        """The answer, or why there is none."""
        kind = asked.kind
        own = visit.give(_normal(url), kind)
        if own is not None:
            return own
        if asked.method not in METHODS:
            return f"method {asked.method}"
        if asked.header(b"upgrade") or kind in _NEVER:
            return "a film, a sound or another protocol"
        if not visit.room():
            return "the view has loaded as much as it may"
        landing = self._upstream.send(asked.method, url, asked.lines, asked.body, visit.now())
        if landing.exchange is None:
            return f"{landing.reason}: {landing.detail}"
        visit.record(landing.exchange, kind)
        return f"{landing.reason}: {landing.detail}" if landing.reason else landing.exchange


def _normal(url: str) -> str:
    """As the house writes addresses: without the port that goes without saying."""
    for scheme, port in (("https://", ":443"), ("http://", ":80")):
        host, slash, rest = url.removeprefix(scheme).partition("/")
        if url.startswith(scheme) and host.endswith(port):
            return scheme + host.removesuffix(port) + slash + rest
    return url


def _read(connection: socket.socket) -> Asked | None:
    """The next request; None at the end, or where it is none."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more or len(data) > MOST_HEAD:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    method, target, _ = first.decode("ascii").split(" ", 2)
    asked = Asked(method, target, lines, b"")
    if asked.header(b"transfer-encoding"):
        return None
    size = int(asked.header(b"content-length") or 0)
    if size > MOST_SENT:
        return None
    while len(body) < size:
        more = connection.recv(65536)
        if not more:
            return None
        body += more
    return Asked(method, target, lines, body)


def _plain_head(exchange: Exchange) -> bytes:
    """The head as received, without what is between us and the server."""
    lines = exchange.head.rstrip(b"\r\n").split(b"\n")
    kept = [line.rstrip(b"\r") for line in lines if not line.lower().startswith(_HEAD_LINES)]
    if not _is_framed(exchange):
        kept.append(b"Connection: close")
    return b"\r\n".join([*kept, b"", b""])


def _is_framed(exchange: Exchange) -> bool:
    """Whether the head says where the body ends."""
    if exchange.status in (204, 304):
        return True
    names = {name for name, _ in exchange.headers()}
    return b"content-length" in names or b"transfer-encoding" in names
