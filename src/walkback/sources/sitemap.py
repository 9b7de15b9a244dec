"""XML sitemaps (sitemaps.org 0.9, with Google's news names): addresses and further sitemaps."""

from dataclasses import dataclass, field
from xml.parsers import expat

from walkback.model.address import join
from walkback.model.source import Item, Listing, SourceKind
from walkback.sources.feed import MOST_ITEMS, plain, stated_date
from walkback.sources.sites import same_site
from walkback.sources.survey import DEEPEST

_MOST_SEEN = 50_000  # sitemaps.org: a sitemap has at most that many
_MOST_MORE = 1000
_TEXT = frozenset({"loc", "lastmod", "title", "publication_date"})


@dataclass(slots=True)
class _Reader:
    """Collects one ``url`` or ``sitemap`` element after the other."""

    entries: list[dict[str, str]] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    entry: dict[str, str] = field(default_factory=dict)

    def started(self, name: str, _attributes: dict[str, str]) -> None:
        self.stack.append(name.rpartition(":")[2])
        if len(self.stack) > DEEPEST or len(self.entries) > _MOST_SEEN:
            raise ValueError("it is nested too deep or holds too much")

    def said(self, text: str) -> None:
        name = self.stack[-1] if self.stack else ""
        # Pictures and films have a loc and a title of their own, deeper down.
        own = len(self.stack) == 3 or (len(self.stack) == 4 and self.stack[2] == "news")
        if own and name in _TEXT and len(self.entry.get(name, "")) < 10_000:
            self.entry[name] = self.entry.get(name, "") + text

    def ended(self, _name: str) -> None:
        name = self.stack.pop()
        if len(self.stack) != 1 or not self.entry:
            return
        if name == "sitemap":
            self.more.append(self.entry.get("loc", ""))
        elif name == "url":
            self.entries.append(self.entry)
        self.entry = {}


def sitemap_items(body: bytes, *, url: str) -> Listing:
    """The addresses of a sitemap on its own site, in order; of an index, ``more`` instead.

    Beyond 5,000 those with the newest ``lastmod`` are taken, since a sitemap's order says
    nothing. External entities are never fetched: expat is given no way to.
    """
    defect: str | None = None
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.started
    parser.EndElementHandler = reader.ended
    parser.CharacterDataHandler = reader.said
    try:
        parser.Parse(body.lstrip(), True)
    except expat.ExpatError as error:
        place = f"line {error.lineno}, column {error.offset + 1}"
        defect = f"not well-formed at {place} ({expat.ErrorString(error.code)})"
    except (ValueError, LookupError) as error:
        defect = f"not readable: {error}"
    return _listing(reader, url, defect)


def _listing(reader: _Reader, url: str, defect: str | None) -> Listing:
    items: dict[str, Item] = {}
    foreign = 0
    for entry in _newest(reader.entries):
        target = join(url, entry.get("loc", ""))
        if target is None or not same_site(target, url):
            foreign += 1
            continue
        date = stated_date(entry.get("publication_date", ""))
        items.setdefault(target, Item(target, plain(entry.get("title", "")), date))
    joined = (join(url, address) for address in reader.more[:_MOST_MORE])
    more = dict.fromkeys(address for address in joined if address and same_site(address, url))
    notes = [f"{foreign} addresses lead to other sites or nowhere"] if foreign else []
    if len(reader.entries) > MOST_ITEMS:
        defect = defect or f"more than {MOST_ITEMS} addresses; the newest {MOST_ITEMS} were taken"
    if not items and not more:
        defect = defect or "no addresses"
    return Listing(
        SourceKind.SECTION,
        tuple(items.values()),
        defect=defect,
        more=tuple(more),
        notes=tuple(notes),
    )


def _newest(entries: list[dict[str, str]]) -> list[dict[str, str]]:
    if len(entries) <= MOST_ITEMS:
        return entries
    return sorted(entries, key=lambda entry: entry.get("lastmod", ""), reverse=True)[:MOST_ITEMS]
