"""A scripted origin server on raw sockets: it does what the web does to a page.

    def answer(head):                       # the request head, as it arrived
        if b"/gone" in head:
            return page("no longer here", status="410 Gone")
        return [page("a long page")[:40], Pause(0.1), RESET]

    with Server(answer, host="127.0.3.7") as server:
        server.url("/gone")                 # http://127.0.3.7:<port>/gone
        server.seen                         # every request, in order of arrival

An answer is bytes, or steps: bytes are sent, ``Pause`` waits, ``RESET`` breaks the connection
off with a TCP reset, ``CLOSE`` ends it, ``HANG`` says nothing more until the other side leaves.
After the last step the connection waits for its next request. A mapping from path to answer
does for a handler; what is not in it is 404. ``tls`` makes it https, see ``certificate.py``.
"""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

MOST_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds before the next step."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ending:
    """How a connection ends."""

    name: str


RESET = Ending("reset")
CLOSE = Ending("close")
HANG = Ending("hang")

Step = bytes | Pause | Ending
Answer = bytes | Iterable[Step]
Handler = Callable[[bytes], Answer]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: its head, when it was there (monotonic), and the number of its connection."""

    head: bytes
    at: float
    connection: int

    @property
    def path(self) -> str:
        """The request target."""
        return path_of(self.head)


def path_of(head: bytes) -> str:
    """The target of a request head."""
    return head.split(b" ", 2)[1].decode("ascii")


def page(body: str | bytes = "", status: str = "200 OK", **headers: str) -> bytes:
    """A whole response with its length. Header names are keywords: ``retry_after="3"``."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    fields = {"content-type": "text/html; charset=utf-8", "content-length": str(len(data))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + data


def drip(data: bytes, seconds: float) -> Iterator[Step]:
    """One byte after the other, with a pause behind each."""
    for number in range(len(data)):
        yield data[number : number + 1]
        yield Pause(seconds)


class Server:
    """Serves from entering to leaving the context, one thread for each connection."""

    def __init__(
        self,
        answer: Handler | Mapping[str, Answer],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._answer = answer if callable(answer) else _from(answer)
        self._listener = socket.create_server((host, port), backlog=256)
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._tls = tls
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self.seen: list[Seen] = []
        self.connections = 0

    def url(self, path: str = "/", *, host: str = "") -> str:
        """An address on this server; ``host`` where it goes by a name."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The targets asked for, in order of arrival."""
        return [seen.path for seen in self.seen]

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        # A blocked accept() does not notice close(); shutdown wakes it.
        self._listener.shutdown(socket.SHUT_RDWR)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _spawn(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                number = self.connections
            self._spawn(self._meet, connection, number)

    def _meet(self, connection: socket.socket, number: int) -> None:
        try:
            if self._tls:
                connection.settimeout(5)
                connection = self._tls.wrap_socket(connection, server_side=True)
                connection.settimeout(None)
        except OSError:  # the client did not like our certificate
            connection.close()
        else:
            self._serve(connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        with self._lock:
            self._open.add(connection)
        try:
            while (head := _request_head(connection)) and not self._ended.is_set():
                self.seen.append(Seen(head, time.monotonic(), number))
                answer = self._answer(head)
                if not self._play(connection, [answer] if isinstance(answer, bytes) else answer):
                    return
        except OSError:
            pass  # the client left
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _play(self, connection: socket.socket, steps: Iterable[Step]) -> bool:
        """Plays an answer; whether the connection lives on."""
        for step in steps:
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, Pause):
                self._ended.wait(step.seconds)
            else:
                self._end(connection, step)
                return False
            if self._ended.is_set():
                return False
        return True

    def _end(self, connection: socket.socket, how: Ending) -> None:
        if how is HANG:
            while connection.recv(4096):
                pass
        elif how is RESET:
            # Lingering for no time makes close() send RST instead of FIN.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _request_head(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        data = connection.recv(65536)
        if not data or len(head) > MOST_HEAD:
            return b""
        head += data
    return head


def _from(answers: Mapping[str, Answer]) -> Handler:
    def answer(head: bytes) -> Answer:
        return answers.get(path_of(head), page("not found", status="404 Not Found"))

    return answer
