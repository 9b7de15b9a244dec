"""Events as an Atom feed (RFC 4287). Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET  # writing only; nothing is parsed here

from walkback.model.times import stamp
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses, quoted
from walkback.publish.shield import visible
from walkback.publish.when import plain
from walkback.publish.words import changed, happened, label

_ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # RFC 4287 wants an instant, also of an empty feed


def feed(events: Sequence[EventView], title: str, addresses: Addresses) -> bytes:
    """A feed of ``events`` as given, newest first. Ids last: ``urn:walkback:event:<id>``."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    own = addresses.public(addresses.page("/feed.atom"))
    _text(root, "id", own if addresses.base else "urn:walkback:feed")
    _text(root, "title", title)
    _text(root, "updated", stamp(max(map(_updated, events), default=_BEGINNING)))
    _text(ET.SubElement(root, "author"), "name", title)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    front = addresses.public(addresses.page("/"))
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": front})
    for event in events:
        _entry(root, event, addresses)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'.encode()


def _entry(root: ET.Element, event: EventView, addresses: Addresses) -> None:
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", f"urn:walkback:event:{quoted(event.id)}")
    _text(entry, "title", f"{label(event.kind)}: {event.statement.title or event.statement.url}")
    _text(entry, "published", stamp(event.at))
    _text(entry, "updated", stamp(_updated(event)))
    if event.statement.speaker is not None:
        _text(ET.SubElement(entry, "author"), "name", event.statement.speaker.name)
    page = addresses.statement(event.statement.id, f"event-{event.id}")
    href = addresses.public(page)
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": href})
    kind = visible(event.kind)
    ET.SubElement(entry, "category", {"term": kind, "label": label(kind)})
    _text(entry, "summary", _summary(event))


def _summary(event: EventView) -> str:
    # Plain text (RFC 4287 3.1.1.1): no markup of ours or anybody's in a feed reader.
    told = [plain(happened(event)), *filter(None, [changed(event)]), event.statement.url]
    told += [reason.text for reason in event.reasons]
    told.append(f"Confidence: {event.confidence}. Leaf {event.leaf} of the ledger.")
    return "\n".join(told)


def _updated(event: EventView) -> datetime:
    return max(event.at, event.confirmed_at or event.at)


def _text(parent: ET.Element, name: str, text: str) -> None:
    # visible() also takes away what XML 1.0 cannot carry: control characters and surrogates.
    ET.SubElement(parent, name).text = visible(text)
