"""Run the site: in this thread until it is stopped, or beside other work."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Self

import uvicorn
from starlette.applications import Starlette

from walkback.errors import BadInput

_PATIENCE = 3  # seconds a stop waits for answers under way; readers come again, operators do not
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - to tell, not to bind


def serve(
    app: Starlette, host: str, port: int, *, ready: Callable[[str], None] | None = None
) -> None:
    """Serve ``app`` until Ctrl-C or SIGTERM; ``ready`` is told the address once it answers.

    Raises ``BadInput`` where nothing can listen at ``host`` and ``port``; port 0 takes a free one.
    """
    with contextlib.closing(_listening(host, port)) as listener:
        server = _Server(app, lambda: ready(_address(host, listener)) if ready else None)
        # uvicorn stops in good order and then raises the signal again; Ctrl-C is no fault here.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


class Serving:
    """The site in a thread of its own, for ``run`` and ``demo``. A context manager too.

    ``url`` is its address without a closing slash, known from ``start`` on.
    """

    def __init__(self, app: Starlette, host: str = "127.0.0.1", port: int = 0) -> None:
        self.url = ""
        self._app, self._host, self._port = app, host, port
        self._listener: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Return the address once it answers; raises ``BadInput`` where nothing can listen."""
        up = threading.Event()
        self._listener = _listening(self._host, self._port)
        self.url = _address(self._host, self._listener)
        self._server = _Server(self._app, up.set)
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [self._listener]},
            name="walkback-site",
            daemon=True,
        )
        self._thread.start()
        # The socket listens already, so a reader who comes before `up` waits and is not refused.
        while not up.wait(0.1) and self._thread.is_alive():
            pass
        return self.url

    def stop(self) -> None:
        """End it: answers under way get three seconds. Stopping twice is nothing."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_PATIENCE + 2)
        if self._listener is not None:
            self._listener.close()
        self._server = self._thread = self._listener = None

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Stop it."""
        self.stop()


class _Server(uvicorn.Server):
    """uvicorn, quiet, that says when it is ready."""

    def __init__(self, app: Starlette, ready: Callable[[], object]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,  # nobody's X-Forwarded-… is believed
                timeout_keep_alive=5,
                timeout_graceful_shutdown=_PATIENCE,
                limit_concurrency=500,  # beyond it a 503, long before files run out
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn, then tell."""
        await super().startup(sockets)
        self._ready()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port taken is found before anything else begins."""
    if not 0 <= port <= 65535:  # getaddrinfo would quietly take the rest of a division
        raise BadInput("not a port", subject=str(port), expected="0 to 65535")
    listener = None
    try:
        # The protocol must be TCP by name: asyncio sets TCP_NODELAY on no other, and without it
        # each answer of two writes waits 40 ms for a delayed acknowledgement (measured).
        family, kind, _, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
    except OSError as error:
        if listener is not None:
            listener.close()
        raise BadInput(
            "the site cannot listen",
            subject=f"{host}:{port}",
            found=error.strerror or str(error),
            todo="Choose another port with --port, or end the program that listens there.",
        ) from None
    return listener


def _address(host: str, listener: socket.socket) -> str:
    shown = _ANYWHERE.get(host, host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}:{listener.getsockname()[1]}"
