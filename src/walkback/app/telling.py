"""The cases, found once for all readers: found anew when something that may change them came."""

from collections.abc import Sequence
from threading import Lock

from walkback.model.case import CaseLine
from walkback.store import Store
from walkback.store.browsing import newest_news
from walkback.watch.reposts import Reposts
from walkback.watch.stories import Story, lines, stories

_NEVER = -2  # a mark that no record has


class Stories:
    """Every case of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reposts = Reposts()
        self._lock = Lock()
        self._mark = _NEVER
        self._found: list[Story] = []

    def all(self) -> list[Story]:
        """Every case, those of weight first, the newest of them first.

        A leaf that is no roll call makes them anew. Readers who come meanwhile are given those
        of before: only what hangs together is remembered, all that is told of it is asked anew.
        """
        if not self._lock.acquire(blocking=self._mark == _NEVER):
            return self._found
        try:
            mark = newest_news(self._store)
            if mark != self._mark:
                self._found, self._mark = stories(self._store, self._reposts), mark
        finally:
            self._lock.release()
        return self._found

    def part(self, skip: int, most: int) -> tuple[Sequence[CaseLine], int]:
        """A stretch of their list, and how long it is."""
        found = self.all()
        return lines(self._store, found[skip : skip + most]), len(found)
