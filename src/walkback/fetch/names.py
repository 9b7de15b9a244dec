"""Host names into addresses, in threads of our own.

libcurl never resolves: what it would get could differ from what the guard saw. The threads are
daemons because getaddrinfo cannot be interrupted and must not hold up the end of the program.
"""

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

THREADS = 16

Resolve = Callable[[str], Sequence[str]]

# No such name, or a name without addresses: the resolver did its work and the answer is no.
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name resolves to.

    ``reason`` is empty, ``dns`` (there is no such name) or ``dns-temporary`` (ask again).
    """

    host: str
    addresses: tuple[str, ...] = ()
    reason: str = ""
    detail: str = ""


def system_resolve(host: str) -> Sequence[str]:
    """All addresses of a name, in the system's order of preference. Raises ``OSError``."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Names:
    """Asks for names without waiting; the answers are collected by the one thread that asked."""

    def __init__(self, resolve: Resolve | None = None) -> None:
        self._resolve = resolve or system_resolve
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        self._answered: SimpleQueue[Answer] = SimpleQueue()
        self._threads = 0
        self.pending = 0

    def ask(self, host: str) -> None:
        """Has a name resolved; the answer comes from ``answers``."""
        self.pending += 1
        if self._threads < min(self.pending, THREADS):
            self._threads += 1
            threading.Thread(target=self._work, name="walkback-names", daemon=True).start()
        self._asked.put(host)

    def answers(self, timeout: float = 0.0) -> list[Answer]:
        """What was answered since; waits up to ``timeout`` seconds for the first."""
        found: list[Answer] = []
        try:
            while self.pending:
                block = timeout > 0 and not found
                found.append(self._answered.get(block=block, timeout=timeout if block else None))
                self.pending -= 1
        except Empty:
            pass
        return found

    def close(self) -> None:
        """Ends the threads, those that are busy after their last answer."""
        for _ in range(self._threads):
            self._asked.put(None)
        self._threads = 0

    def _work(self) -> None:
        while (host := self._asked.get()) is not None:
            self._answered.put(self._answer(host))

    def _answer(self, host: str) -> Answer:
        try:
            return Answer(host, tuple(self._resolve(host)))
        except socket.gaierror as error:
            temporary = error.errno not in _NO_SUCH_NAME
            detail = f"{host}: {error.strerror or error}"
            return Answer(host, (), "dns-temporary" if temporary else "dns", detail)
        except Exception as error:  # noqa: BLE001 - a thread that dies would leave its asker waiting
            return Answer(host, (), "dns-temporary", f"{host}: {error}")
