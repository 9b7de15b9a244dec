"""What the rooms' parts hand each other: a run, its jobs, and how a hop on the wire came back."""

from dataclasses import dataclass, field

from walkback.fetch.manners import Host, Site
from walkback.model.address import Address
from walkback.model.exchange import Exchange, Outcome, Request


@dataclass(slots=True, eq=False)
class Run:
    """One call of ``fetch``: outcomes not yet taken, requests not yet answered."""

    done: list[Outcome] = field(default_factory=list)
    open: int = 0
    closed: bool = False  # its reader has gone; what still waits for it is dropped


@dataclass(slots=True, eq=False)
class Job:
    """One request on its way. ``address`` is the hop it stands before or on.

    ``left`` are the seconds it may still spend on the wire; ``limit`` bounds its body;
    ``robots_for`` is the site whose robots.txt this is, None for everybody else's request.
    """

    request: Request
    run: Run
    address: Address
    site: Site
    left: float
    limit: int
    robots_for: Site | None = None
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def host(self) -> Host:
        """The host of the present hop."""
        return self.site.host


@dataclass(frozen=True, slots=True)
class Landing:
    """One hop, back from the wire.

    ``exchange`` is None where no whole response head came. ``reason`` is empty where the
    response came to its end. ``dark`` where there was not even a connection, nor a refusal of
    one: our own side may be down.
    """

    exchange: Exchange | None
    reason: str = ""
    detail: str = ""
    dark: bool = False
