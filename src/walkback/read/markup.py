"""Facts that markup states: title, date, author, canonical address, language, site.

Sources, in order of trust: JSON-LD (schema.org), meta elements (Open Graph, Dublin Core and
their kin), then elements of the page itself. Malformed JSON-LD is passed over.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from walkback.read.phrases import phrase_tuple

_LARGEST_SCRIPT = 500_000
_MOST_OBJECTS = 500
_LONGEST = 500
_ARTICLES = ("Article", "Posting", "Report", "Statement", "WebPage", "Legislation", "Speech")
_DATE_NAMES = phrase_tuple(
    """
    article:published_time, og:published_time, datepublished, dc.date.issued, dcterms.issued,
    dcterms.created, dc.date.created, dc.date, dcterms.date, publish-date, publishdate, pubdate,
    publication_date, parsely-pub-date, sailthru.date, date
    """
)
_AUTHOR_NAMES = phrase_tuple(
    """
    author, article:author, dc.creator, dcterms.creator, parsely-author, byl, citation_author
    """
)
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher")
_DATED = "time[pubdate], time[itemprop~=datePublished], [itemprop~=datePublished]"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page says of itself; None where it does not."""

    titles: tuple[str, ...]  # og:title, then <title>, as written
    published: str | None
    author: str | None
    canonical: str | None
    language: str | None
    site: str | None


def markup(tree: LexborHTMLParser, url: str) -> Markup:
    """The facts of a parsed page at ``url``."""
    metas = _metas(tree)
    objects = list(_linked_data(tree))
    article = _article(objects)
    return Markup(
        titles=_titles(tree, metas),
        published=_published(tree, metas, article),
        author=_author(tree, metas, article),
        canonical=_canonical(tree, metas, url),
        language=_language(tree, metas),
        site=_site(metas, objects, article),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        name = name or attributes.get("http-equiv")
        value = clean(attributes.get("content"))
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def clean(value: Any) -> str:
    """One line of text that is safe to keep: spaces collapsed, no lone surrogates, bounded."""
    if not isinstance(value, str):
        return ""
    return _SPACE.sub(" ", _UNSAFE.sub("", value[: 4 * _LONGEST])).strip()[:_LONGEST]


def _linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD script, those of ``@graph`` too."""
    left = _MOST_OBJECTS
    for node in tree.css("script[type]"):
        if "ld+json" not in (node.attributes.get("type") or "").lower():
            continue
        text = node.text()
        try:
            waiting = [json.loads(text, strict=False)] if len(text) <= _LARGEST_SCRIPT else []
        except (ValueError, RecursionError):
            continue
        while waiting and left:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:_MOST_OBJECTS]
            elif isinstance(value, dict):
                yield value
                inner = (value.get(key) for key in ("@graph", "mainEntity"))
                waiting.extend(one for one in inner if isinstance(one, dict | list))


def _types(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _article(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the statement: the best kind first, then document order."""
    for wanted in _ARTICLES:
        for thing in objects:
            if any(kind.endswith(wanted) for kind in _types(thing)):
                return thing
    return {}


def _titles(tree: LexborHTMLParser, metas: dict[str, str]) -> tuple[str, ...]:
    node = tree.css_first("head title") or tree.css_first("title")
    written = clean(node.text()) if node is not None else ""
    named = metas.get("og:title") or metas.get("twitter:title") or ""
    return tuple(title for title in (named, written) if title)


def _published(
    tree: LexborHTMLParser, metas: dict[str, str], article: dict[str, Any]
) -> str | None:
    dated = tree.css(_DATED)[:3] + tree.css("time[datetime]")[:1]
    stated = [
        *(article.get(name) for name in ("datePublished", "dateCreated")),
        *(metas.get(name) for name in _DATE_NAMES),
        *(node.attributes.get(name) for node in dated for name in ("datetime", "content")),
    ]
    return next((date for value in stated if (date := as_date(value))), None)


def as_date(value: Any) -> str | None:
    """``YYYY-MM-DD``, with the time and zone where it states them; None where it is no date."""
    text = clean(value)
    if not 8 <= len(text) <= 40:
        return None
    try:
        if not _DATE.match(text) and not text[:8].isdigit():
            return parsedate_to_datetime(text).isoformat()
        at = datetime.fromisoformat(text)
    except (ValueError, TypeError, OverflowError):
        return text[:10] if _DATE.match(text) and _is_day(text[:10]) else None
    return at.isoformat() if len(text) > 10 else at.date().isoformat()


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _names(value: Any) -> list[str]:
    """The names in an author as JSON-LD writes it: text, an object, or a list of them."""
    found = []
    for one in (value if isinstance(value, list) else [value])[:20]:
        name = clean(one.get("name") if isinstance(one, dict) else one)
        if name and not name.startswith(("http:", "https:")) and name not in found:
            found.append(name)
    return found


def _author(tree: LexborHTMLParser, metas: dict[str, str], article: dict[str, Any]) -> str | None:
    names = _names(article.get("author"))
    for name in _AUTHOR_NAMES:
        names = names or _names(metas.get(name))
    if not names:
        nodes = tree.css("[rel~=author], [itemprop~=author]")[:5]
        names = [name for node in nodes if 2 < len(name := clean(_name_in(node))) <= 80][:1]
    return ", ".join(names) or None


def _name_in(node: LexborNode) -> str:
    inner = node.css_first("[itemprop~=name]") or node
    return inner.attributes.get("content") or inner.text(separator=" ")


def _canonical(tree: LexborHTMLParser, metas: dict[str, str], url: str) -> str | None:
    stated = [node.attributes.get("href") for node in tree.css("link[rel~=canonical][href]")[:1]]
    base = tree.css_first("base[href]")
    for value in (*stated, metas.get("og:url")):
        found = _address(value, _address(base.attributes.get("href"), url) or url if base else url)
        if found:
            return found
    return None


def _address(value: str | None, base: str) -> str | None:
    if not value or not value.strip() or len(value) > 2048:
        return None
    try:
        found = urldefrag(urljoin(base, value.strip())).url
        parts = urlsplit(found)
        safe = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return None if not safe or _UNSAFE.search(found) else found


def _language(tree: LexborHTMLParser, metas: dict[str, str]) -> str | None:
    root = tree.css_first("html")
    stated = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root else None
    stated = (
        stated or metas.get("content-language") or metas.get("og:locale") or metas.get("language")
    )
    found = re.match(r"[a-z]{2,3}(?![a-z])", (stated or "").strip().lower())
    return found[0] if found else None


def _site(
    metas: dict[str, str], objects: list[dict[str, Any]], article: dict[str, Any]
) -> str | None:
    for name in _SITE_NAMES[:1]:
        if metas.get(name):
            return metas[name]
    for thing in (article.get("publisher"), *(one for one in objects if "WebSite" in _types(one))):
        if isinstance(thing, dict) and (name := clean(thing.get("name"))):
            return name
    return next((metas[name] for name in _SITE_NAMES if metas.get(name)), None)
