"""The browser's process, seen from ours: started, given pages, ended with all it started."""

import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any

from walkback.fetch.browser.framing import Message, pack, unpack, whole_size, write_all
from walkback.fetch.browser.groups import descendants, end_groups, memory

_TICK = 0.25  # seconds between two looks at its memory
_CHILD = (
    "import sys; sys.path[:] = {path!r}; "
    "from walkback.fetch.browser.worker import main; main({fds!r})"
)


class LostError(Exception):
    """The process gave no answer. ``reason``: ``timeout``, ``crashed`` or ``memory``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Process:
    """One process with a browser in it. ``views`` counts the pages it was given."""

    def __init__(self, how: dict[str, Any], *, seconds: float, most_memory: int) -> None:
        jobs, self._jobs = os.pipe()
        self._answers, answers = os.pipe()
        life, self._life = os.pipe()
        fds = (jobs, answers, life)
        self._most = most_memory
        self._groups: set[int] = set()
        self.views = 0
        self.version = ""
        try:
            # What Chromium has to say on stderr is for its makers.
            self._child = subprocess.Popen(
                [sys.executable, "-c", _CHILD.format(path=sys.path, fds=fds)],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=fds,
                process_group=0,
            )
        finally:
            for fd in fds:
                os.close(fd)
        self._groups.add(self._child.pid)
        try:
            value, _ = self.ask(pack(how), seconds)
        except BaseException:
            self.end()
            raise
        self.version = str(value.get("ready", ""))
        self._groups |= {int(group) for group in value.get("groups", ())}

    def ask(self, message: bytes, seconds: float) -> Message:
        """Its answer. Raises ``LostError``; the process is of no use then."""
        end = time.monotonic() + seconds
        try:
            write_all(self._jobs, message)
        except OSError as error:
            raise LostError("crashed", str(error)) from None
        data = bytearray()
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise LostError("timeout", f"no view within {seconds:g} s")
            ready, _, _ = select.select([self._answers], [], [], min(left, _TICK))
            if not ready:
                self._check_memory()
                continue
            more = os.read(self._answers, 1 << 20)
            if not more:
                raise LostError("crashed", "the browser's process ended")
            data += more
            try:
                if whole_size(bytes(data[:8])) == len(data):
                    return unpack(bytes(data))
            except (ValueError, KeyError, TypeError) as error:
                raise LostError("crashed", f"an answer that is none: {error}") from None

    def _check_memory(self) -> None:
        below = descendants(self._child.pid)
        held = memory([self._child.pid, *below])
        if held > self._most:
            raise LostError("memory", f"{held >> 20} MiB, {self._most >> 20} MiB allowed")

    def end(self) -> None:
        """Kill it and all that it started, and wait for it."""
        if self._jobs < 0:
            return
        groups = set(self._groups)
        for one in descendants(self._child.pid):
            with suppress(OSError):
                groups.add(os.getpgid(one))
        end_groups(groups)
        self._child.wait()
        for fd in (self._jobs, self._answers, self._life):
            os.close(fd)
        self._jobs = self._answers = self._life = -1
