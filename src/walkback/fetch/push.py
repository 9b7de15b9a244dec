"""Listening: what platforms push over a websocket, on a socket that the guard has checked.

    address -> names, all of them checked -> socket to a checked address -> TLS -> handshake
            -> messages -> ear.hear -> Heard, for the caller to make durable

The protocol is that of ``websockets`` without its input and output, so that no address is
connected to that the guard did not see. A connection that ends, or says nothing for too long, is
made anew from the ear's cursor: the server sends what came after it, so nothing is missed and
nothing heard twice. A caller that keeps ``Heard.cursor`` after it kept ``Heard.pushed`` loses
nothing by a crash either: what it hears again then has the ids that it knows.
"""

import random
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

from walkback.errors import BadAddress
from walkback.fetch.guard import Guard
from walkback.fetch.names import Resolve, system_resolve
from walkback.fetch.options import FetchOptions
from walkback.fetch.wire import authorities
from walkback.model.address import parse_address
from walkback.model.conversation import Ear, Pushed

LARGEST = 8 << 20  # bytes of a message; the firehose's are at most about two million
_TURN = 1.0  # seconds in which the caller has its say at least once
_SILENCE = 20.0  # seconds until we ask whether somebody is there
_DEAD = 60.0  # and until we take it that nobody is
_PAUSE = (1.0, 60.0)  # between two tries: the first, and the longest
_PIECE = 256 << 10


@dataclass(frozen=True, slots=True)
class Heard:
    """What came since the last, in order; often nothing.

    ``cursor`` is the place behind it all. ``trouble`` says why nobody is listened to just now,
    empty while the connection stands.
    """

    pushed: tuple[Pushed, ...] = ()
    cursor: str | None = None
    trouble: str = ""


class _Ended(Exception):  # noqa: N818 - it says what happened
    """The connection is over, for the reason given."""


class Listener:
    """Listens to ears, each in a thread of its caller's. ``options`` are those of the fetcher.

    ``resolve`` turns a host name into addresses; ``pause`` waits so many seconds.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        resolve: Resolve | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._guard = Guard(options.allow_net)
        self._options = options
        self._resolve = resolve or system_resolve
        self._pause = pause
        self._context = ssl.create_default_context(cafile=authorities())

    def listen(self, ear: Ear) -> Iterator[Heard]:
        """What the ear hears, for ever, at least once a second; never raises for the world."""
        pause = _PAUSE[0]
        while True:
            trouble = "connecting"
            try:
                with self._connected(ear.address()) as line:
                    for messages in line.messages():
                        heard = [one for message in messages for one in ear.hear(message)]
                        pause = _PAUSE[0] if messages else pause
                        yield Heard(tuple(heard), ear.cursor)
            except (_Ended, OSError) as error:
                trouble = str(error) or type(error).__name__
            except Exception as error:  # noqa: BLE001 - a line that dies is deaf and says nothing
                trouble = f"what was heard cannot be taken: {type(error).__name__}"
            # Many listeners lose a server at the same moment: they must not all come back at one.
            wait = pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
            pause = min(2 * pause, _PAUSE[1])
            while wait > 0:
                yield Heard((), ear.cursor, trouble)
                self._pause(min(wait, _TURN))
                wait -= _TURN

    def _connected(self, address: str) -> "_Line":
        url = urlsplit(address)
        scheme = {"ws": "http", "wss": "https"}.get(url.scheme, "")
        try:
            place = parse_address(f"{scheme}{address[len(url.scheme) :]}")
        except BadAddress as error:
            raise _Ended(str(error)) from None
        name = place.host.strip("[]")
        pin = self._guard.pin(tuple(self._resolve(name)))
        if why := pin.refusal or self._guard.port_refusal(pin, place.port):
            raise _Ended(f"{place.host} {why}")
        seconds = self._options.timeout.total_seconds()
        last: OSError | None = None
        for ip in pin.addresses:
            if not self._guard.connects(ip, pin):
                continue
            try:
                opened: socket.socket = socket.create_connection((ip, place.port), seconds)
            except OSError as error:
                last = error
                continue
            if scheme == "https":
                opened = self._context.wrap_socket(opened, server_hostname=name)
            return _Line(opened, address, self._options.agent, seconds)
        raise last or _Ended("no address could be connected to")


class _Line:
    """One open connection."""

    def __init__(self, opened: socket.socket, address: str, agent: str, seconds: float) -> None:
        self._socket = opened
        self._protocol = ClientProtocol(parse_uri(address), max_size=LARGEST)
        self._parts: list[bytes] = []
        try:
            self._shake_hands(agent, seconds)
        except BaseException:
            opened.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def messages(self) -> Iterator[list[bytes]]:
        """The messages of each piece that came; an empty list after each second without one."""
        self._socket.settimeout(_TURN)
        last = asked = time.monotonic()
        while self._protocol.state is not State.CLOSED:
            if found := self._whole():
                yield found
            try:
                data = self._socket.recv(_PIECE)
            except TimeoutError:
                yield []
                now = time.monotonic()
                if now - last > _DEAD:
                    raise _Ended(f"nothing came for {_DEAD:.0f} seconds") from None
                if now - asked > _SILENCE:
                    asked = now
                    self._protocol.send_ping(b"")
                    self._send()
                continue
            last = time.monotonic()
            self._take(data)
        yield self._whole()
        raise _Ended(f"the server closed the connection: {self._protocol.close_exc}")

    def _shake_hands(self, agent: str, seconds: float) -> None:
        request = self._protocol.connect()
        request.headers["User-Agent"] = agent
        self._protocol.send_request(request)
        self._send()
        ends = time.monotonic() + seconds
        while self._protocol.state is State.CONNECTING:
            self._socket.settimeout(max(0.01, ends - time.monotonic()))
            self._take(self._socket.recv(_PIECE))
            if error := self._protocol.handshake_exc:
                raise _Ended(_refused(error))

    def _take(self, data: bytes) -> None:
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        self._send()
        if not data and self._protocol.state is not State.CLOSED:
            raise _Ended("the connection ended")

    def _send(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._socket.sendall(data)

    def _whole(self) -> list[bytes]:
        """The messages that are whole; the parts of one that is not wait for the rest."""
        found: list[bytes] = []
        for event in self._protocol.events_received():
            if isinstance(event, Response) or not isinstance(event, Frame):
                continue
            if event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                if event.fin and not self._parts:
                    found.append(bytes(event.data))
                    continue
                self._parts.append(bytes(event.data))
                if event.fin:
                    found.append(b"".join(self._parts))
                    self._parts.clear()
        return found


def _refused(error: Exception) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"http-{status}"
    return str(error) if isinstance(error, InvalidHandshake) else f"no websocket: {error}"
