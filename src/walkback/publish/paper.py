"""What pages are printed on: the Jinja environment with its escapes, filters and addresses."""

import hashlib
import shlex
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from walkback.model.times import stamp
from walkback.publish import findings, when, words
from walkback.publish.addresses import Addresses
from walkback.publish.jsonld import case_data, statement_data
from walkback.publish.running import running, shortened, stretches
from walkback.publish.shield import host, link, visible, visible_address
from walkback.publish.when import Moment, Words

_HERE = Path(__file__).parent
STATIC = {
    "walkback.css": "text/css; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


# Other parts of the site add theirs here.
NAVIGATION = (
    ("/", "Lately"),
    ("/cases", "Cases"),
    ("/speakers", "Speakers"),
    ("/sources", "Sources"),
    ("/check", "Check"),
)
FOOT = (("/feed.atom", "Feed"), ("/?kind=all", "Everything"))


def static(name: str) -> bytes:
    """A file of the site's own design; ``name`` must be one of ``STATIC``."""
    return (_HERE / "static" / name).read_bytes()


def paper(title: str, addresses: Addresses) -> Environment:
    """Templates with autoescape on, a fault for every name that is missing, and our filters."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "address": visible_address,
        "channel": words.channel,
        "clock": when.clock,
        "dated": when.dated,
        "dated_day": when.short_day,
        "day": when.day,
        "day_moment": when.day_moment,
        "duration": when.duration,
        "every": when.every,
        "excerpt": words.excerpt,
        "health": words.health,
        "host": host,
        "label": words.label,
        "link": link,
        "marked": _marked,
        "moment": when.moment,
        "plain": when.plain,
        "running": running,
        "shell": shlex.quote,
        "shortened": shortened,
        "stamp": stamp,
        "stretches": stretches,
        "with_page": _with_page,
    }
    environment.globals |= {
        "at": addresses,
        "case_data": case_data,
        "statement_data": statement_data,
        "site": title,
        "said": words,
        "found": findings,
        "css": f"{addresses.page('/static/walkback.css')}?v={_version()}",
        "desk_css": f"{addresses.page('/static/desk.css')}?v={_version('desk.css')}",
        "mark": addresses.page("/static/mark.svg"),
        "nav": NAVIGATION,
        "foot": FOOT,
        "replay": None,
    }
    return environment


def _with_page(query: dict[str, Any], page: int, **more: str | None) -> dict[str, Any]:
    """A query that asks for a page of the same list."""
    return {**more, **query, "page": page if page > 1 else None}


def _shown(value: Any) -> Any:
    """Every printed text passes here before it is escaped; finished markup passes untouched."""
    return visible(value) if type(value) is str else value


def _marked(told: Words | Moment) -> Markup:
    """Words as markup, each moment as ``<time datetime>``."""
    parts = (told,) if isinstance(told, Moment) else told
    return Markup("".join(map(_part, parts)))  # noqa: S704 - _part escapes each part


def _part(part: str | Moment) -> str:
    if isinstance(part, Moment):
        return f'<time datetime="{stamp(part.at)}">{escape(part.text)}</time>'
    return escape(visible(part))


def _version(name: str = "walkback.css") -> str:
    return hashlib.sha256(static(name)).hexdigest()[:12]
