"""Where statements appear: pages, site sections, feeds, accounts, and the lists operators bring.

The room is pure parsing, but for ``load_adapters``, which asks what is installed. ``find_kind``
says what a body is, ``items`` what a feed, sitemap or
listing page names; ``read_watchlist``, ``read_people`` and ``read_statements`` read the files
that fill a record. ``heard`` and ``told`` are of conversations with platforms.
"""

from walkback.sources.adapters import Adapters, load_adapters
from walkback.sources.conversations import heard, told
from walkback.sources.kinds import find_kind
from walkback.sources.people import PersonLine, read_people
from walkback.sources.sources import items
from walkback.sources.statements import StatementLine, read_statements
from walkback.sources.watchlist import read_watchlist

__all__ = [
    "Adapters",
    "PersonLine",
    "StatementLine",
    "find_kind",
    "heard",
    "items",
    "load_adapters",
    "read_people",
    "read_statements",
    "read_watchlist",
    "told",
]
