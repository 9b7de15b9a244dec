"""One worker's process, seen from its parent: two pipes, a deadline, a job or none."""

import contextlib
import fcntl
import math
import os
import pickle
import select
import signal
import subprocess
import sys
import time
from typing import Any

from walkback.read.workers.worker import LENGTH

_START_WITHIN = 60.0  # seconds; imports take half a second on a quiet machine
_PIPE = 1 << 20  # bytes; with the default of 64 KiB a page takes several wake-ups
_CHILD = (
    "import sys; sys.path[:] = {path!r}; "
    "from walkback.read.workers.worker import main; main({fds!r}, {memory!r})"
)


class Process:
    """A started worker. Nothing here blocks but ``end``."""

    def __init__(self, memory: int) -> None:
        jobs, self._jobs = os.pipe()
        self._answers, answers = os.pipe()
        # A pipe of its own for each: who is told of its end is a property of the pipe's end,
        # and workers that shared one would take it from each other.
        life, self._life = os.pipe()
        fds = (jobs, answers, life)
        code = _CHILD.format(path=sys.path, fds=fds, memory=memory)
        try:
            # Its own process group: Ctrl-C at the terminal is the parent's to handle.
            self._child = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.DEVNULL,
                pass_fds=fds,
                process_group=0,
            )
        except BaseException:
            _close(self._jobs, self._answers, self._life)
            raise
        finally:
            _close(*fds)
        for fd in (self._jobs, self._answers):
            os.set_blocking(fd, False)
            with contextlib.suppress(OSError):  # over the user's limit for pipes
                fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE)
        self.ready = False
        self.busy = False
        self.jobs = 0
        self.deadline = time.monotonic() + _START_WITHIN
        self._key: Any = None
        self._out = memoryview(b"")
        self._in = bytearray()

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.poll() is None

    def interests(self) -> list[tuple[int, int]]:
        """What to poll for."""
        wanted = [(self._answers, select.POLLIN)]
        return [*wanted, (self._jobs, select.POLLOUT)] if self._out else wanted

    def welcome(self) -> None:
        """Its modules are imported; it waits for a job."""
        self.ready = True
        self.deadline = math.inf

    def give(self, key: Any, data: bytes, seconds: float) -> None:
        """Send a job; ``key`` comes back from ``free``."""
        self._key = key
        self.busy = True
        self.jobs += 1
        self.deadline = time.monotonic() + seconds
        self._out = memoryview(LENGTH.pack(len(data)) + data)
        self.push()

    def free(self) -> Any:
        """The job is over; its key."""
        key, self._key = self._key, None
        self.busy = False
        self.deadline = math.inf
        return key

    def push(self) -> None:
        """Write what the pipe takes of the job."""
        try:
            while self._out:
                self._out = self._out[os.write(self._jobs, self._out) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._out = memoryview(b"")  # ``pull`` says that it ended

    def pull(self) -> tuple[str, Any] | None:
        """The answer if it is whole; ``("ended", how)`` if the process is gone; else None."""
        gone = False
        with contextlib.suppress(BlockingIOError):
            while more := os.read(self._answers, _PIPE):
                self._in += more
            gone = True
        if len(self._in) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._in)[0]
            if len(self._in) >= end:
                return self._answer(end)
        return ("ended", self._how()) if gone else None

    def _answer(self, end: int) -> tuple[str, Any]:
        data = bytes(self._in[LENGTH.size : end])
        del self._in[:end]
        try:
            answer: tuple[str, Any] = pickle.loads(data)  # noqa: S301 - our own worker's bytes
        except Exception as error:  # noqa: BLE001 - a result that cannot be rebuilt is the job's fault
            return ("error", f"{type(error).__name__}: {error}")
        return answer

    def _how(self) -> str:
        try:
            code = self._child.wait(1.0)
        except subprocess.TimeoutExpired:
            return "it closed its pipe"
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"signal {-code} ({signal.Signals(-code).name})"
        except ValueError:
            return f"signal {-code}"

    def end(self) -> None:
        """End the process, whatever it does, and wait for that."""
        if self._jobs < 0:
            return
        self._child.kill()
        self._child.wait()
        _close(self._jobs, self._answers, self._life)
        self._jobs = self._answers = self._life = -1


def _close(*fds: int) -> None:
    for fd in fds:
        os.close(fd)
