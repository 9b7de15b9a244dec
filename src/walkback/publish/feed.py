"""Events as an Atom feed (RFC 4287). Pure."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # writing only; nothing is parsed here

from walkback.model.pages import SearchHit
from walkback.model.times import stamp
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses
from walkback.publish.entries import BEGINNING, Entry, entry
from walkback.publish.shield import visible
from walkback.publish.words import label

_ATOM = "http://www.w3.org/2005/Atom"


def feed(
    items: Sequence[EventView | SearchHit],
    title: str,
    addresses: Addresses,
    own: str = "/feed.atom",
) -> bytes:
    """A feed of events, or of texts that a search found, as given. Ids last:
    ``urn:walkback:event:<id>``, ``urn:walkback:text:<statement>:<sha256>``. ``own`` is its path.
    """
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    own = addresses.public(f"{addresses.root}{own}")
    entries = [entry(one, addresses) for one in items]
    _text(root, "id", own if addresses.base else f"urn:walkback:feed{own.partition('?')[2]}")
    _text(root, "title", title)
    _text(root, "updated", stamp(max((one.updated for one in entries), default=BEGINNING)))
    _text(ET.SubElement(root, "author"), "name", title)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    front = addresses.public(addresses.page("/"))
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": front})
    for one in entries:
        _entry(root, one)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def _entry(root: ET.Element, one: Entry) -> None:
    made = ET.SubElement(root, "entry")
    _text(made, "id", one.id)
    _text(made, "title", one.title)
    _text(made, "published", stamp(one.published))
    _text(made, "updated", stamp(one.updated))
    if one.author:
        _text(ET.SubElement(made, "author"), "name", one.author)
    ET.SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": one.href})
    for term in one.terms:
        ET.SubElement(made, "category", {"term": term, "label": label(term)})
    _text(made, "summary", one.summary)
    # Escaped here once more: HTML in a feed is text of XML (RFC 4287 3.1.1.2).
    ET.SubElement(made, "content", {"type": "html"}).text = visible(one.html)


def _text(parent: ET.Element, name: str, text: str) -> None:
    # visible() also takes away what XML 1.0 cannot carry: control characters and surrogates.
    ET.SubElement(parent, name).text = visible(text)
