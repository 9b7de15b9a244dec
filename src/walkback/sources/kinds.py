"""What kind of source a body is. The body decides: servers name feeds text/html and the reverse."""

import json
import re
from typing import Any

from walkback.model.source import SourceKind
from walkback.sources.inflate import inflated

_SNIFFED = 65_536
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DOTS = re.DOTALL | re.IGNORECASE
# What may stand before the root element: declaration, comments, and a DOCTYPE with its subset.
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", _DOTS)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)([^>]*)")
_RSS1 = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "channel.netscape")
_ROOTS = {
    "rss": SourceKind.FEED,
    "feed": SourceKind.FEED,
    "urlset": SourceKind.SECTION,
    "sitemapindex": SourceKind.SECTION,
}


def find_kind(body: bytes, *, url: str, content_type: str) -> SourceKind:
    """FEED for RSS, Atom, RDF and JSON Feed; SECTION for XML sitemaps; PAGE for all else.

    A listing page in HTML is a PAGE here: only its reader knows that he means what it lists.
    ``url`` settles nothing; ``content_type`` only whether unnamed JSON is a feed. Never raises.
    """
    del url
    data = inflated(body[:_SNIFFED], _SNIFFED)[0]
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return SourceKind.FEED if _is_json_feed(body, content_type) else SourceKind.PAGE
    name, rest = root(data)
    if name == "RDF":
        return SourceKind.FEED if any(space in rest for space in _RSS1) else SourceKind.PAGE
    return _ROOTS.get(name, SourceKind.PAGE)


def root(data: bytes) -> tuple[str, str]:
    """The root element's local name and its attributes' text; both empty where there is none."""
    data = data[:_SNIFFED]
    text = data.decode(_UTF16.get(data[:2], "utf-8-sig"), "replace").lstrip("\ufeff")
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    element = _ROOT.match(text, at)
    return (element[1], element[2]) if element else ("", "")


def _is_json_feed(body: bytes, content_type: str) -> bool:
    value = parse_json(body)
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    version = str(value.get("version", ""))
    return "jsonfeed.org/version/" in version or "feed+json" in content_type.lower()


def parse_json(body: bytes) -> Any:
    """The value of a JSON body, None where it is none (or nested beyond all use)."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
