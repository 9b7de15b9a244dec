"""A page as a browser showed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from walkback.model.exchange import Exchange


@dataclass(frozen=True, slots=True)
class View:
    """What a browser made of one page.

    ``url`` is the document that stood there in the end, ``dom`` its markup as UTF-8,
    ``picture`` a PNG of the whole page (to a bounded height) without what asked for consent,
    ``untouched`` the frame before that was taken away, None where nothing was. ``loaded`` is
    all that the page asked for beyond its own address, as it was on the wire. ``digest`` is of
    title, visible words and large pictures' addresses: equal digests are one view. ``facts``
    are plain JSON for people: program, size, banner, what was refused.
    """

    url: str
    dom: bytes
    picture: bytes
    untouched: bytes | None
    loaded: tuple[Exchange, ...]
    digest: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotViewed:
    """Why there is no view. ``reason``: ``no-browser``, ``timeout``, ``crashed``, ``memory``,
    ``too-large``, ``no-words``, ``parts-missing``, ``http-…``, ``render``. It is a failure to
    look and says nothing of the page.
    """

    reason: str
    detail: str = ""
