"""What one page asked for while it was shown: recorded, counted, bounded."""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from walkback.model.exchange import Exchange

MOST_LOADED = 300
MOST_BYTES = 32 << 20
_TOLD = 20  # refused addresses that are named
_NEEDED = ("script", "empty")  # what Sec-Fetch-Dest calls scripts, and what they ask for


@dataclass(slots=True)
class Visit:
    """One page's stay in the browser. ``start`` is the asker's time when it began.

    ``own`` is the page's body as it was fetched, given to the browser once. ``lacking`` names
    scripts and data of the page's own site that could not be had: what is shown without them
    may be an error's words.
    """

    own: Exchange
    start: datetime
    began: float = field(default_factory=time.monotonic)
    loaded: list[Exchange] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    active: int = 0
    over: bool = False
    _size: int = 0
    _given: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """The time by the asker's clock."""
        return self.start + timedelta(seconds=time.monotonic() - self.began)

    def give(self, url: str, kind: str) -> Exchange | None:
        """The page's own body, to the first who asks for it as a document."""
        with self._lock:
            if self._given or kind != "document" or url != self.own.url:
                return None
            self._given = True
            return self.own

    def room(self) -> bool:
        """Whether more may be loaded."""
        return not self.over and len(self.loaded) < MOST_LOADED and self._size < MOST_BYTES

    def record(self, exchange: Exchange, kind: str) -> None:
        """Something was loaded, whole or in part."""
        with self._lock:
            self.loaded.append(exchange)
            self._size += len(exchange.body)
            if exchange.cut or exchange.status >= 500 or exchange.status in (401, 403, 407, 429):
                self._lack(exchange.url, kind, f"status {exchange.status}")

    def refuse(self, url: str, why: str, kind: str) -> None:
        """Something could not be loaded, or we declined."""
        with self._lock:
            if len(self.refused) < _TOLD:
                self.refused[url[:300]] = why[:200]
            self._lack(url, kind, why)

    def _lack(self, url: str, kind: str, why: str) -> None:
        if kind in _NEEDED and same_site(url, self.own.url) and len(self.lacking) < _TOLD:
            self.lacking.append(f"{url[:200]}: {why[:100]}")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or hosts with the same last labels."""
    a, b = (urlsplit(url).hostname or "" for url in (one, other))
    if a == b:
        return True
    if a.replace(".", "").isdigit() or ":" in a:
        return False
    return a.split(".")[-2:] == b.split(".")[-2:] and "." in a
