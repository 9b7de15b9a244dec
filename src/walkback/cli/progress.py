"""How far long work is: one line on stderr, only on a terminal, gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from walkback.cli import screen
from walkback.model.views import RoundProgress

Progress = Callable[[RoundProgress], None]


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """A function to call with each ``RoundProgress``; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with screen.paper(sys.stderr).status(f"{what} …") as status:
        yield lambda now: status.update(f"{what} … {progress_words(now)}")


def progress_words(now: RoundProgress) -> str:
    """``12 of 40 looked at, 3 kept, 2 read, 1 judged``."""
    looked = f"{now.looked} of {now.due} looked at"
    return f"{looked}, {now.kept} kept, {now.read} read, {now.judged} judged"
