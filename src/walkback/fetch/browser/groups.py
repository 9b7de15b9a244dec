"""Processes that a process started, and theirs: found, measured, ended."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_GONE_WITHIN = 3.0  # seconds
_PAUSE = 0.02


def descendants(parent: int) -> list[int]:
    """All processes below one, nearest first. Empty where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*"):
        # It may end while we look.
        with suppress(OSError, ValueError, IndexError):
            after = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            children.setdefault(int(after[1]), []).append(int(entry.name))
    found, waiting = [], [parent]
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def memory(processes: list[int]) -> int:
    """Bytes these processes hold that are theirs alone or shared memory."""
    total = 0
    for one in processes:
        with suppress(OSError, ValueError):
            for line in (_PROC / str(one) / "status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) << 10
    return total


def end_groups(groups: set[int]) -> None:
    """Kill whole process groups, and wait a little until they are gone; never our own."""
    wanted = groups - {os.getpgrp(), 0, 1}
    for group in wanted:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
    end = time.monotonic() + _GONE_WITHIN
    while alive(wanted) and time.monotonic() < end:
        time.sleep(_PAUSE)


def alive(groups: set[int]) -> list[int]:
    """Processes of these groups that run; those that ended and wait for their parent do not."""
    found = []
    for entry in _PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, _, group, *_ = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            if int(group) in groups and state not in b"ZX":
                found.append(int(entry.name))
    return found
