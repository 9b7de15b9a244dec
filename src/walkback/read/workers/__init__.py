"""Processes that read, so that one poisonous page costs one page.

Not pure, and named so. Each worker has one job at a time; it is replaced after ``jobs_each``
jobs (parsers leak), when a job overruns its time, when it dies. Workers end with their parent.
"""

import pickle
import select
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

from walkback.errors import WalkbackError
from walkback.read.workers.process import Process

_MOST_FALSE_STARTS = 3  # processes in a row that end before their first job

K = TypeVar("K")
Job = tuple[K, Callable[..., Any], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Failure:
    """A job without a result. ``reason``: ``crashed``, ``timeout``, ``memory`` or ``error``."""

    reason: str
    detail: str


class Workers:
    """A pool of ``count`` processes that run functions of importable modules.

    ``seconds`` is the wall-clock limit of one job, kept from outside; ``memory`` the address
    space of one process in bytes (0: no limit). Use it as a context manager, from one thread
    at a time.
    """

    def __init__(
        self, count: int, *, jobs_each: int = 200, seconds: float = 20.0, memory: int = 1 << 30
    ) -> None:
        self.count = max(1, count)
        self.jobs_each = max(1, jobs_each)
        self.seconds = seconds
        self.memory = memory
        self._processes: list[Process] = []
        self._false_starts = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Return when all processes are up with the reading modules imported."""
        self._fill()
        while not all(process.ready for process in self._processes):
            self._settled()

    def run(self, jobs: Iterable[Job[K]]) -> Iterator[tuple[K, Any | Failure]]:
        """Results as they come, each with its job's key; jobs are taken as processes fall free.

        A job that fails is a ``Failure``, and the others go on. Stopping early (closing the
        iterator, Ctrl-C) ends the processes that are busy.
        """
        self._fill()
        waiting = iter(jobs)
        more = True
        results: list[tuple[Any, Any]] = []
        try:
            while True:
                # Hand out before giving away: the caller's work overlaps with the workers'.
                more = more and self._hand_out(waiting, results)
                yield from results
                if not more and not any(process.busy for process in self._processes):
                    return
                results = self._settled()
        finally:
            for process in [process for process in self._processes if process.busy]:
                self._processes.remove(process)
                process.end()

    def close(self) -> None:
        """End all processes. The pool can be started again."""
        for process in self._processes:
            process.end()
        self._processes.clear()

    def _fill(self) -> None:
        while len(self._processes) < self.count:
            self._processes.append(Process(self.memory))

    def _hand_out(self, waiting: Iterator[Job[K]], results: list[tuple[Any, Any]]) -> bool:
        """Give each free process a job; whether there may be more of them."""
        for process in list(self._processes):
            if process.ready and not process.busy and not process.alive():
                self._replace(process)  # it was killed while idle, which must cost no job
                continue
            while process.ready and not process.busy:
                job = next(waiting, None)
                if job is None:
                    return False
                key, function, arguments = job
                try:
                    data = pickle.dumps((function, arguments), protocol=5)
                except Exception as error:  # noqa: BLE001 - a job that does not pickle is its own failure
                    results.append((key, Failure("error", f"{type(error).__name__}: {error}")))
                    continue
                process.give(key, data, self.seconds)
        return True

    def _settled(self) -> list[tuple[Any, Any]]:
        """Wait until something happens; the keys and results of the jobs that ended."""
        poll = select.poll()
        by_fd: dict[int, Process] = {}
        for process in self._processes:
            for fd, wanted in process.interests():
                poll.register(fd, wanted)
                by_fd[fd] = process
        now = time.monotonic()
        until = min((process.deadline for process in self._processes), default=now)
        events = poll.poll(max(0.0, min(until - now, 60.0)) * 1000 + 1)
        touched = {id(by_fd[fd]): by_fd[fd] for fd, _ in events}
        ended = [self._advance(process) for process in touched.values()]
        now = time.monotonic()
        late = [process for process in self._processes if process.deadline < now]
        ended += [
            self._lost(process, "timeout", f"no result within {self.seconds:g} s")
            for process in late
        ]
        return [one for one in ended if one is not None]

    def _advance(self, process: Process) -> tuple[Any, Any] | None:
        process.push()
        answer = process.pull()
        if answer is None:
            return None
        kind, value = answer
        if kind == "ended":
            return self._lost(process, "crashed", value)
        if kind == "ready":
            self._false_starts = 0
            process.welcome()
            return None
        key = process.free()
        # After running out of memory what is left of a process is not to be trusted.
        if process.jobs >= self.jobs_each or kind == "memory":
            self._replace(process)
        return key, value if kind == "done" else Failure(kind, value)

    def _lost(self, process: Process, reason: str, detail: str) -> tuple[Any, Any] | None:
        """Replace a process that ended or overran; its job, if it had one, is a failure."""
        self._replace(process)
        if process.busy:
            return process.free(), Failure(reason, detail)
        if not process.ready:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                self.close()
                raise WalkbackError(
                    "reading processes do not start",
                    found=detail,
                    todo="see the messages above; memory may be set too low",
                )
        return None

    def _replace(self, process: Process) -> None:
        process.end()
        self._processes.remove(process)
        self._fill()
