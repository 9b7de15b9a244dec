"""The same feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Pure."""

import json
from collections.abc import Sequence
from typing import Any

from walkback.model.pages import SearchHit
from walkback.model.times import stamp
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses
from walkback.publish.entries import Entry, entry

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(
    items: Sequence[EventView | SearchHit], title: str, addresses: Addresses, own: str
) -> bytes:
    """A feed of events or of texts that a search found, as given. ``own`` is its path."""
    told = {
        "version": VERSION,
        "title": title,
        "home_page_url": addresses.public(addresses.page("/")),
        "feed_url": addresses.public(f"{addresses.root}{own}"),
        "language": "en",
        "items": [_item(entry(one, addresses)) for one in items],
    }
    return json.dumps(told, separators=(",", ":")).encode()  # ASCII: surrogates cost nothing


def _item(one: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.id,
        "url": one.href,
        "title": one.title,
        "content_html": one.html,
        "summary": one.summary,
        "date_published": stamp(one.published),
        "date_modified": stamp(one.updated),
    }
    if one.author:
        item["authors"] = [{"name": one.author}]
    if one.terms:
        item["tags"] = list(one.terms)
    return item
