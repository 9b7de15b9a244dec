"""What a source's answer lists."""

from dataclasses import replace

from walkback.model.source import Listing, SourceKind
from walkback.sources.feed import feed_items
from walkback.sources.inflate import inflated
from walkback.sources.kinds import find_kind
from walkback.sources.section import section_items
from walkback.sources.sitemap import sitemap_items


def items(kind: SourceKind, body: bytes, *, url: str, content_type: str) -> Listing:
    """What a listing's body lists, in its own order. Never raises for what a body holds.

    ``body`` has its codings undone; ``url`` is the address that answered. A page lists
    nothing. ``kind`` of the result is what the body is: a sitemap or feed given as a section
    is read as what it is.
    """
    if kind is SourceKind.PAGE:
        return Listing(kind, ())
    data, cut = inflated(body)
    found = find_kind(data, url=url, content_type=content_type)
    if found is SourceKind.SECTION:
        listing = sitemap_items(data, url=url)
    elif found is SourceKind.FEED:
        listing = feed_items(data, url=url, content_type=content_type)
    elif kind is SourceKind.SECTION:
        listing = section_items(data, url=url)
    elif b"<html" in data[:4096].lower():
        return Listing(kind, (), defect="an HTML page, not a feed")
    else:
        listing = feed_items(data, url=url, content_type=content_type)
    # A body cut short explains every other defect.
    return replace(listing, defect=cut) if cut else listing
