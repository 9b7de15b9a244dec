"""RSS, Atom, RDF and JSON Feed: which statements a feed names.

Entries are followed at their own addresses; what a feed says of them is only how they were
found. An entry that is no longer listed has rolled off, and nothing follows from it (lessons
D6). RSS and Atom go through feedparser, which is given a stream: a body given as it is would
be tried as a file's name first, ``/etc/passwd`` too.
"""

import calendar
import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from itertools import islice
from typing import Any

import feedparser

from walkback.model.address import join
from walkback.model.source import Item, Listing, SourceKind
from walkback.model.times import stamp
from walkback.sources.kinds import parse_json
from walkback.sources.survey import Survey, survey

MOST_ITEMS = 5000
_TAG = re.compile(r"<[^<>]{0,1000}>")
_ENTRY = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_TITLE = 1000  # characters; a title of 100 MB is somebody's joke
_OUR_DOING = (
    feedparser.NonXMLContentType,  # a wrong Content-Type changes nothing in the body
    feedparser.CharacterEncodingOverride,
)


def feed_items(body: bytes, *, url: str, content_type: str) -> Listing:
    """The entries of a feed in its order; ``defect`` says why they may not be all."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(body, url)
    found = survey(body, MOST_ITEMS)
    if found.hostile:
        return Listing(SourceKind.FEED, (), defect=found.defect)
    parsed = feedparser.parse(
        io.BytesIO(_within(body, found)),
        response_headers={"content-type": content_type, "content-location": url},
        resolve_relative_uris=False,  # links are resolved all the same; contents are not used
        sanitize_html=False,  # nine tenths of feedparser's time, for contents that are not used
    )
    entries = [_entry(entry) for entry in parsed.entries]
    items, notes = collect(entries, url)
    title = plain(str(parsed.feed.get("title", "")))
    return Listing(
        SourceKind.FEED, items, title, defect=_defect(parsed, found, len(entries)), notes=notes
    )


def _within(body: bytes, found: Survey) -> bytes:
    """The body up to the last entry that is taken."""
    if found.defect:
        # The tolerant parser would read all of a broken body: count its entries roughly.
        starts = islice(_ENTRY.finditer(body), MOST_ITEMS, MOST_ITEMS + 1)
        return next((body[: start.start()] for start in starts), body)
    if found.cut is None:
        return body
    closing = "".join(f"</{name}>" for name in reversed(found.open))
    # Names are ASCII in every feed vocabulary; UTF-16 feeds have their own width.
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(body[:2], "utf-8")
    return body[: found.cut] + closing.encode(wide)


def _defect(parsed: Any, found: Survey, entries: int) -> str | None:
    # feedparser trips over DOCTYPEs that expat reads, expat over encodings that feedparser
    # knows: what either of them reads whole is whole.
    error = parsed.get("bozo_exception")
    if found.defect and parsed.bozo and not isinstance(error, _OUR_DOING):
        return found.defect
    if found.cut is not None:
        return f"more than {MOST_ITEMS} entries; the first {MOST_ITEMS} were read"
    return None if entries else "no entries"


def _entry(entry: Mapping[str, Any]) -> tuple[str, str, str | None]:
    address = entry.get("link") or ""
    if not address and _is_address(entry.get("id")):
        address = entry["id"]
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return str(address), str(entry.get("title", "")), _rfc3339(moment)


def _rfc3339(moment: time.struct_time | None) -> str | None:
    # feedparser gives UTC; years outside 1..9999 are nobody's date.
    try:
        return stamp(datetime.fromtimestamp(calendar.timegm(moment), UTC)) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def collect(
    entries: Iterable[tuple[str, str, str | None]], url: str
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Items of (address, title, date), each address once; and a note on what was left out."""
    items: dict[str, Item] = {}
    skipped = 0
    for address, title, published in entries:
        target = join(url, address) if address.strip() else None
        if target is None:
            skipped += 1
        elif target not in items:
            items[target] = Item(target, plain(title), published)
    count = "1 entry has" if skipped == 1 else f"{skipped} entries have"
    notes = (f"{count} no address that can be followed",) if skipped else ()
    return tuple(items.values()), notes


def plain(title: str) -> str:
    """A title as one line of text: tags dropped, entities read, at most 1,000 characters."""
    text = title[: 4 * _TITLE]
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", text))
    return " ".join(text.split())[:_TITLE]


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.lower().startswith(("http://", "https://"))


def _json_feed(body: bytes, url: str) -> Listing:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org): ``url``, else ``external_url``, else an ``id``."""
    value = parse_json(body)
    listed = value.get("items") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return Listing(SourceKind.FEED, (), defect="no JSON feed: it has no list of items")
    entries = list(_json_entries(listed[:MOST_ITEMS]))
    items, notes = collect(entries, url)
    defect = None if listed else "no entries"
    if len(listed) > MOST_ITEMS:
        defect = f"more than {MOST_ITEMS} entries; the first {MOST_ITEMS} were read"
    return Listing(SourceKind.FEED, items, _text(value.get("title")), defect=defect, notes=notes)


def _json_entries(listed: list[Any]) -> Iterator[tuple[str, str, str | None]]:
    for entry in listed:
        if not isinstance(entry, dict):
            yield "", "", None
            continue
        address = _text(entry.get("url")) or _text(entry.get("external_url"))
        if not address and _is_address(entry.get("id")):
            address = entry["id"]
        yield address, _text(entry.get("title")), stated_date(_text(entry.get("date_published")))


def _text(value: Any) -> str:
    # A lone surrogate has no place in an address or a title that is kept as UTF-8.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def stated_date(text: str) -> str | None:
    """RFC 3339 of an ISO date or time as pages and feeds state it; a day stays a day."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return datetime.fromisoformat(text).date().isoformat()
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Without a zone only the day is certain.
    return stamp(at) if at.tzinfo is not None else at.date().isoformat()
