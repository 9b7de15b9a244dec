"""How to fetch: one frozen noun, checked when it is made."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from walkback.errors import BadSettings

# multi.select() of libcurl sees file descriptors below 1024 only; the connection cache holds
# four connections for each transfer in flight.
MOST_AT_ONCE = 200


def user_agent(contact: str = "https://walkback.invalid/") -> str:
    """The User-Agent header: who asks, where to complain, and why."""
    return f"Walkback/{version('walkback')} (+{contact}; keeps the record of public statements)"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits and manners of a ``Fetcher``. Raises ``BadSettings`` for what cannot be meant.

    ``timeout`` is the whole time on the wire of a request, redirects included, without waiting
    for a host's pace. ``max_body`` bounds a body in bytes, as received and as decoded. ``pace``
    is the least time between the starts of two requests to one host. ``robots``: ``obey`` or
    ``ignore``. ``allow_net``: networks let through the guard, on every port and unpaced.
    ``agent`` is the User-Agent header; it should say where a site's owner finds out who asks.
    """

    timeout: timedelta = timedelta(seconds=30)
    max_body: int = 32 << 20
    pace: timedelta = timedelta(seconds=1)
    robots: str = "obey"
    concurrency: int = 64
    allow_net: tuple[str, ...] = ()
    agent: str = user_agent()

    def __post_init__(self) -> None:
        """One complaint for each setting, in its own words."""
        _check("fetch.timeout", self.timeout, "more than 0s", ok=self.timeout > timedelta())
        _check("fetch.max_body", self.max_body, "at least 1 byte", ok=self.max_body > 0)
        _check("fetch.pace", self.pace, "0s or more", ok=self.pace >= timedelta())
        _check("fetch.robots", self.robots, "obey or ignore", ok=self.robots in ("obey", "ignore"))
        fits = 1 <= self.concurrency <= MOST_AT_ONCE
        _check("fetch.concurrency", self.concurrency, f"1 to {MOST_AT_ONCE}", ok=fits)
        plain = self.agent.isascii() and self.agent.isprintable() and self.agent.strip()
        _check("fetch.agent", self.agent, "printable ASCII", ok=bool(plain))


def _check(name: str, value: object, expected: str, *, ok: bool) -> None:
    if not ok:
        raise BadSettings(
            "a setting cannot be used", subject=name, expected=expected, found=str(value)
        )
