"""What runs inside a worker's process: take a job, do it, send back what came of it.

Started by ``workers`` as ``python -c``, so that the caller's ``__main__`` is never imported.
Messages are pickles behind an eight-byte length, over two pipes of their own: what a job
prints goes to stderr and disturbs nothing. The room's package is imported on the way here, so a
worker that answers is warm.
"""

import fcntl
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any

LENGTH = struct.Struct("!Q")

Answer = tuple[str, Any]
"""``done`` with the result, or ``error`` or ``memory`` with what was raised, in words."""


def main(fds: tuple[int, int, int], memory: int) -> None:
    """Serve jobs until the pipe ends. ``fds``: jobs in, answers out, the parent's life."""
    jobs, answers, life = fds
    _end_with_parent(life)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _send(answers, ("ready", None))
    while (job := _receive(jobs)) is not None:
        _send(answers, _answer(job))


def _end_with_parent(life: int) -> None:
    """Have the kernel end this process when the parent's end of ``life`` closes, even by SIGKILL.

    Nothing is ever written to that pipe, so the only SIGIO it causes is its closing; the
    signal's default action ends the process, whatever it is doing. (PR_SET_PDEATHSIG would
    fire when the thread that started us ends, which is not the parent's end.)
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
    try:
        closed = os.read(life, 1) == b""
    except BlockingIOError:
        closed = False
    if closed:  # the parent went before we asked to be told
        os._exit(0)


def _answer(job: bytes) -> Answer:
    try:
        work: tuple[Callable[..., Any], tuple[Any, ...]] = pickle.loads(job)  # noqa: S301 - our parent's own bytes
        function, arguments = work
        return ("done", function(*arguments))
    except MemoryError as error:
        return ("memory", str(error) or "out of memory")
    except Exception as error:  # noqa: BLE001 - a job's fault is its answer, never the worker's end
        return ("error", f"{type(error).__name__}: {error}"[:1000])


def _send(answers: int, answer: Answer) -> None:
    try:
        data = pickle.dumps(answer, protocol=5)
    except MemoryError:
        data = pickle.dumps(("memory", "the answer does not fit"), protocol=5)
    except Exception as error:  # noqa: BLE001 - an answer that does not pickle is the job's fault
        data = pickle.dumps(("error", f"{type(error).__name__}: {error}"[:1000]), protocol=5)
    view = memoryview(LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(answers, view) :]


def _receive(jobs: int) -> bytes | None:
    """The next job's bytes; None at the end of the pipe."""
    head = _exactly(jobs, LENGTH.size)
    return None if head is None else _exactly(jobs, LENGTH.unpack(head)[0])


def _exactly(fd: int, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        more = os.read(fd, min(size - len(data), 1 << 20))
        if not more:
            return None
        data += more
    return bytes(data)
