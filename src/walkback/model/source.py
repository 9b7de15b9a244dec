"""Who speaks, and where."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from walkback.errors import BadInput


class SourceKind(StrEnum):
    """What a source is, where the kind is one of ours. Further kinds come with their adapters."""

    PAGE = "page"
    SECTION = "section"
    FEED = "feed"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    X = "x"


WEB = frozenset({SourceKind.PAGE, SourceKind.SECTION, SourceKind.FEED})
_KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")


def source_kind(word: str) -> str:
    """A kind by its word: ours as a ``SourceKind``, an adapter's as it is. Raises ``BadInput``."""
    word = word.lower()
    if word in set(map(str, SourceKind)):
        return SourceKind(word)
    if not _KIND.fullmatch(word):
        raise BadInput(
            "not a kind of source",
            expected=f"one of {', '.join(SourceKind)}, or the word of an adapter",
            found=repr(word[:40]),
        )
    return word


def is_account(kind: str | None) -> bool:
    """Whether a kind is an account on a platform, which an adapter speaks with."""
    return kind is not None and kind not in WEB


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
    kind: str | None
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

    kind: str
    items: tuple[Item, ...]
    title: str = ""
    defect: str | None = None
    more: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WatchLine:
    """One line of a watch list, as the operator wrote it.

    ``url`` is an address, or the handle of an account (``@name@social.example``). ``speaker`` is
    a name or id; ``kind`` None is found out at the first look; ``every`` None takes the default of
    the kind.
    """

    url: str
    speaker: str | None = None
    kind: str | None = None
    every: timedelta | None = None
    browser: bool = False
