"""A stage for replays: one small HTTP server on many loopback addresses, changed between rounds.

    with stage(["127.0.4.1", "127.0.4.2"]) as play:
        play.put("127.0.4.1", "/feed.json", b"{…}", "application/feed+json")
        play.address("127.0.4.1", "/feed.json")

One thread, one event loop, raw sockets: some thousands of requests a second, so that the stage is
not what a replay waits for. It knows GET and HEAD, keep-alive, ETag and If-None-Match.
"""

import asyncio
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.local_web import free_port

NOT_FOUND = b"<!doctype html><title>Not found</title><h1>Not found</h1><p>There is no such page."


@dataclass(frozen=True)
class Shown:
    """A page as it is served just now."""

    body: bytes
    kind: str
    etag: str


@dataclass
class Stage:
    """What is served where. ``asked`` counts requests by status; ``open`` are connections."""

    port: int
    pages: dict[tuple[str, str], Shown] = field(default_factory=dict)
    asked: dict[int, int] = field(default_factory=dict)
    open: set[asyncio.WriteTransport] = field(default_factory=set)

    def put(self, host: str, path: str, body: bytes, kind: str = "text/html; charset=utf-8") -> str:
        """Shows a page from now on; gives its address."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        self.pages[host, path] = Shown(body, kind, etag)
        return self.address(host, path)

    def take_down(self, host: str, path: str) -> None:
        """From now on the page is not found; its host stays up."""
        self.pages.pop((host, path), None)

    def address(self, host: str, path: str) -> str:
        """The address of a page."""
        return f"http://{host}:{self.port}{path}"

    def answer(self, host: str, request: bytes) -> bytes:
        """The whole response to one request head."""
        method, path, *_ = request.split(b" ", 2)
        shown = self.pages.get((host, path.decode("latin-1")))
        if shown is None:
            head, body = _head(404, "Not Found", "text/html", len(NOT_FOUND)), NOT_FOUND
        elif shown.etag.encode() in _header(request, b"if-none-match"):
            head, body = _head(304, "Not Modified", shown.kind, None, shown.etag), b""
        else:
            head = _head(200, "OK", shown.kind, len(shown.body), shown.etag)
            body = shown.body
        status = int(head[9:12])
        self.asked[status] = self.asked.get(status, 0) + 1
        return head if method == b"HEAD" else head + body


def _head(status: int, reason: str, kind: str, length: int | None, etag: str = "") -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Type: {kind}"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    if etag:
        lines.append(f"ETag: {etag}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _header(request: bytes, name: bytes) -> bytes:
    for line in request.split(b"\r\n")[1:]:
        if line.lower().startswith(name + b":"):
            return line
    return b""


class _Talk(asyncio.Protocol):
    """One connection; requests without bodies, one after another."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.waiting = stage, b""

    def connection_made(self, transport: asyncio.WriteTransport) -> None:  # type: ignore[override]  # TCP
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]
        self.stage.open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        self.stage.open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            request, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.transport.write(self.stage.answer(self.host, request))


@contextmanager
def stage(hosts: list[str]) -> Iterator[Stage]:
    """Serves on all ``hosts`` at one free port until the end of the block."""
    play, loop = Stage(free_port()), asyncio.new_event_loop()
    servers = loop.run_until_complete(_listen(loop, play, hosts))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield play
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_close(play, servers))
        loop.close()


async def _listen(
    loop: asyncio.AbstractEventLoop, play: Stage, hosts: list[str]
) -> list[asyncio.Server]:
    return [await loop.create_server(lambda: _Talk(play), host, play.port) for host in hosts]


async def _close(play: Stage, servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    for transport in list(play.open):
        transport.abort()
    await asyncio.sleep(0)  # lets the transports close their sockets
