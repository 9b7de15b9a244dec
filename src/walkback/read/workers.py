"""Read in processes that may be lost: spawned, recycled after N jobs, ended with their parent.

A page can be made to crash, hang or swell a parser (evidence: 200,000 nested tags, entity bombs,
hour-long patterns). One worker that is killed costs one page: its job comes back as a
``Failure``, and the next job gets a new worker. Not pure, and named so.
"""

import contextlib
import ctypes
import importlib
import os
import pickle
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeVar

K = TypeVar("K")

_HEAD = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1
_COMMAND = "from walkback.read.workers import serve; serve()"
_MEMORY = 4 << 30  # address space, most of it never touched: shared libraries and arenas


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that gave no result. ``reason``: ``crashed``, ``timeout``, ``memory`` or ``error``."""

    reason: str
    detail: str


class Workers:
    """Up to ``count`` processes that run functions of modules with picklable arguments.

    ``each`` is how many jobs a process runs before a fresh one takes its place; ``seconds`` how
    long one job may take by the wall clock. Processes start with the first job, or ``start``.
    """

    def __init__(self, count: int = 2, *, each: int = 500, seconds: float = 20.0) -> None:
        self._count = count
        self._each = each
        self._seconds = seconds
        self._idle: list[_Worker] = []

    def start(self, module: str) -> None:
        """Start all processes now, with the module imported that their jobs come from."""
        fresh = [_Worker() for _ in range(self._count - len(self._idle))]
        for worker in fresh:
            worker.send((_prepare, (module,)))
        for worker in fresh:
            worker.receive()
            self._idle.append(worker)

    def run(
        self, jobs: Iterable[tuple[K, Callable[..., Any], tuple[Any, ...]]]
    ) -> Iterator[tuple[K, Any]]:
        """Each job's key with its result or ``Failure``, in the order in which they finish."""
        waiting = iter(jobs)
        busy: dict[_Worker, tuple[K, float]] = {}
        try:
            with selectors.DefaultSelector() as ready:
                while self._fill(waiting, busy, ready) or busy:
                    for worker in self._finished(busy, ready):
                        key, _ = busy.pop(worker)
                        ready.unregister(worker.output)
                        result = worker.receive()
                        self._put_back(worker)
                        yield key, result
                    yield from self._overdue(busy, ready)
        finally:
            for worker in busy:
                worker.kill()

    def close(self) -> None:
        """End all processes."""
        while self._idle:
            self._idle.pop().kill()

    def _fill(
        self,
        waiting: Iterator[tuple[K, Callable[..., Any], tuple[Any, ...]]],
        busy: "dict[_Worker, tuple[K, float]]",
        ready: selectors.BaseSelector,
    ) -> bool:
        """Give jobs to free workers; false where there is nothing more to give."""
        while len(busy) < self._count:
            job = next(waiting, None)
            if job is None:
                return False
            key, function, arguments = job
            worker = self._idle.pop() if self._idle else _Worker()
            worker.send((function, arguments))
            busy[worker] = (key, time.monotonic() + self._seconds)
            ready.register(worker.output, selectors.EVENT_READ, worker)
        return True

    def _finished(
        self, busy: "dict[_Worker, tuple[K, float]]", ready: selectors.BaseSelector
    ) -> "list[_Worker]":
        nearest = min(deadline for _, deadline in busy.values())
        events = ready.select(max(0.0, nearest - time.monotonic()))
        return [key.data for key, _ in events]

    def _overdue(
        self, busy: "dict[_Worker, tuple[K, float]]", ready: selectors.BaseSelector
    ) -> Iterator[tuple[K, Failure]]:
        now = time.monotonic()
        for worker in [worker for worker, (_, deadline) in busy.items() if deadline <= now]:
            key, _ = busy.pop(worker)
            ready.unregister(worker.output)
            worker.kill()
            yield key, Failure("timeout", f"not done within {self._seconds:g} s")

    def _put_back(self, worker: "_Worker") -> None:
        if worker.alive and worker.jobs < self._each:
            self._idle.append(worker)
        else:
            worker.kill()


class _Worker:
    """One process, asked over its standard input and answering on its standard output."""

    def __init__(self) -> None:
        self.jobs = 0
        self.alive = True
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and a constant
            [sys.executable, "-c", _COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    @property
    def output(self) -> IO[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - asked for as a pipe above
        return self._process.stdout

    def send(self, job: tuple[Callable[..., Any], tuple[Any, ...]]) -> None:
        self.jobs += 1
        assert self._process.stdin is not None  # noqa: S101 - asked for as a pipe above
        with contextlib.suppress(BrokenPipeError):  # a dead worker shows when it is read from
            _write(self._process.stdin, pickle.dumps(job))

    def receive(self) -> Any:
        data = _read(self.output)
        if data is None:
            self.kill()
            return Failure("crashed", f"the reading process ended with {self._process.returncode}")
        return pickle.loads(data)  # noqa: S301 - from our own process, not from outside

    def kill(self) -> None:
        self.alive = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def serve() -> None:
    """What a worker process does: one job after another until its input ends."""
    _end_with_parent()
    source = sys.stdin.buffer
    # Results have the real standard output; whatever a library prints goes to standard error.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (data := _read(source)) is not None:
        _write(sink, pickle.dumps(_result(data)))


def _result(data: bytes) -> Any:
    try:
        function, arguments = pickle.loads(data)  # noqa: S301 - from our own parent
        value = function(*arguments)
        pickle.dumps(value)
    except MemoryError:
        return Failure("memory", "the page needs more memory than a reader may use")
    except Exception as error:  # noqa: BLE001 - whatever a page makes of a parser is its failure
        return Failure("error", f"{type(error).__name__}: {error}"[:500])
    return value


def _prepare(module: str) -> None:
    importlib.import_module(module)


def _end_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_HEAD.pack(len(data)) + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size = _HEAD.unpack(head)[0]
    data = pipe.read(size)
    return data if len(data) == size else None
