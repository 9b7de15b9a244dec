"""Who speaks, and where."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is. The social kinds come with their adapters."""

    PAGE = "page"
    SECTION = "section"
    FEED = "feed"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    X = "x"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A registered public figure or body."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One place that is watched. ``kind`` is None until the first look has found it out."""

    id: str
    url: str
    kind: SourceKind | None
    every: timedelta
    added: datetime
    speaker: str | None = None
    active: bool = True
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A statement that a listing names: its address, and title and date as listed."""

    url: str
    title: str = ""
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page or feed says: its kind as found, and its items in order.

    ``defect`` is set where the listing could not be read in full; absence from a defective
    listing means nothing. ``more`` are addresses of further listings (a sitemap index).
    ``notes`` say in sentences what was left out without being a defect.
    """

    kind: SourceKind
    items: tuple[Item, ...]
    title: str = ""
    defect: str | None = None
    more: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One line of a watch list, as the operator wrote it.

    ``speaker`` is a name or id; ``kind`` None is found out at the first look; ``every`` None
    takes the default of the kind.
    """

    url: str
    speaker: str | None = None
    kind: SourceKind | None = None
    every: timedelta | None = None
    browser: bool = False
