"""How far long work is: one line on stderr, only on a terminal, gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from walkback.cli import screen
from walkback.model.views import RoundProgress

T = TypeVar("T")


@contextmanager
def progress(what: str, words: Callable[[T], str]) -> Iterator[Callable[[T], None] | None]:
    """A function to call with how far it is; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with screen.paper(sys.stderr).status(f"{what} …") as status:
        yield lambda now: status.update(f"{what} … {words(now)}")


def round_progress(now: RoundProgress) -> str:
    """``12 of 40 looked at, 3 kept, 2 read, 1 judged``."""
    looked = f"{now.looked} of {now.due} looked at"
    return f"{looked}, {now.kept} kept, {now.read} read, {now.judged} judged"


def count_progress(now: int) -> str:
    """``1,200 so far``."""
    return f"{now:,} so far"
