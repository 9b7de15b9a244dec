"""A listing page in HTML: which of its links lead to statements.

No list of sites' class names decides; each link has to give reasons. It must lead to a page of
this site that is no listing itself, stand outside navigation, carry words (its own or its
card's heading), and belong to the section: by its address, or because the page repeats links
of its kind (lessons D25: site-specific parsers rot within weeks).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from walkback.model.address import join
from walkback.model.source import Item, Listing, SourceKind
from walkback.sources.cards import Card, card_of, has_heading, heading, is_headline, own_title, tidy
from walkback.sources.depth import too_deep
from walkback.sources.feed import MOST_ITEMS, stated_date
from walkback.sources.links import place, shape, url_date, wanted
from walkback.sources.regions import in_navigation, in_prose

_MOST_LINKS = 10_000
_CLIMB = 8  # levels above a link at which its card may end


@dataclass(slots=True)
class _Link:
    """One link that may lead to a statement, in document order."""

    node: LexborNode
    url: str
    place: str  # deeper | beside | elsewhere
    card: Card
    title: str = ""
    headed: bool = False


def section_items(body: bytes, *, url: str) -> Listing:
    """The statements that a listing page links to, once each, with the best title found."""
    if too_deep(body):
        return Listing(SourceKind.SECTION, (), defect="elements nested too deep")
    tree = LexborHTMLParser(body)
    found = _links(tree, url)
    _dress(found)
    chosen = _chosen(found)
    title = tidy(heading(tree.css_first("title")))
    items = tuple(_item(address, links) for address, links in chosen.items())[:MOST_ITEMS]
    defect = None if items else "no links to statements found"
    if len(chosen) > MOST_ITEMS:
        defect = f"more than {MOST_ITEMS} links; the first {MOST_ITEMS} were taken"
    return Listing(SourceKind.SECTION, items, title, defect=defect)


def _links(tree: LexborHTMLParser, url: str) -> list[_Link]:
    base_node = tree.css_first("base[href]")
    base = join(url, (base_node.attributes.get("href") or "") if base_node else "") or url
    found: list[_Link] = []
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        target = join(base, node.attributes.get("href") or "")
        if target is None or not wanted(target, url):
            continue
        if in_navigation(node) or in_prose(node):
            continue
        found.append(_Link(node, target, place(target, url), Card(None)))
    return found


def _dress(found: list[_Link]) -> None:
    """Find each link's card: the largest part of the page with no statement but this one."""
    holds: dict[int, set[str]] = defaultdict(set)
    for link in found:
        for node in _above(link.node):
            if len(holds[node.mem_id]) < 2:
                holds[node.mem_id].add(link.url)
    for link in found:
        own: LexborNode | None = None
        for node in _above(link.node):
            if len(holds[node.mem_id]) > 1 or node.tag in {"body", "html", "main"}:
                break
            own = node
        link.card = card_of(own)
        link.title = own_title(link.node) or link.card.title
        link.headed = link.card.headed or has_heading(link.node)


def _above(node: LexborNode) -> list[LexborNode]:
    chain: list[LexborNode] = []
    parent = node.parent
    while parent is not None and len(chain) < _CLIMB:
        chain.append(parent)
        parent = parent.parent
    return chain


def _chosen(found: list[_Link]) -> dict[str, list[_Link]]:
    """Links by address, of those that belong to the section."""
    shapes = Counter({shape(link.url): 0 for link in found})
    for address in {link.url for link in found if link.title}:
        shapes[shape(address)] += 1
    chosen: dict[str, list[_Link]] = {}
    for link in found:
        if _belongs(link, shapes[shape(link.url)]):
            chosen.setdefault(link.url, []).append(link)
    for link in found:  # "read more" adds its card's title and date to an address already chosen
        if link.url in chosen and link not in chosen[link.url]:
            chosen[link.url].append(link)
    return chosen


def _belongs(link: _Link, alike: int) -> bool:
    if not link.title:
        return False
    dated = link.card.published is not None or url_date(link.url) is not None
    if not is_headline(link.title) and not link.headed and not dated:
        # One or two words in a list: the address must look like one of many statements.
        return link.card.listed and link.place == "deeper" and alike >= 2 and _named(link.url)
    if link.place == "deeper":
        return True
    if link.place == "beside":
        return alike >= 2 or dated or link.headed
    return alike >= 2 and (dated or link.headed or (link.card.listed and _named(link.url)))


def _named(url: str) -> bool:
    """Whether the address names one thing: a slug of several words, or a number."""
    last = url.rstrip("/").rpartition("/")[2]
    return last.count("-") + last.count("_") >= 2 or any(ch.isdigit() for ch in last)


def _item(address: str, links: list[_Link]) -> Item:
    titles = [link.title for link in links if link.title]
    headed = [link.title for link in links if link.title and link.headed]
    best = max(headed or titles, key=lambda title: (is_headline(title), len(title)), default="")
    dates = (link.card.published or url_date(address) for link in links)
    published = next((date for date in dates if date), None)
    return Item(address, best, stated_date(published) if published else None)
