"""Which pictures a page shows as part of its statement.

Furniture has pictures too: logos, faces of authors, teasers of other pages. What stands in the
page's main element, outside of navigation and the like, leads nowhere else and is large enough
to hold words, is the statement's.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from walkback.model.address import join
from walkback.model.picture import PictureRef
from walkback.model.reading import Reading
from walkback.model.words import tokens
from walkback.read.charset import decode
from walkback.read.limits import too_costly

MOST = 4
_WIDE, _HIGH = 200, 80  # pixels: below either a picture holds no statement
_FEW_WORDS = 60  # a page with so few may have its statement in the picture that stands for it
_LONGEST_ALT = 4000
_MAIN = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_FURNITURE = frozenset(("nav", "footer", "aside", "form", "header", "button", "noscript"))
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:logo|avatar|icon|share|sharing|social|related|teaser|promo|author|byline|"
    r"sidebar|banner|advert|ads?|cookie|newsletter|comments?|menu|nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_NO_PICTURE = re.compile(r"\.(?:svg|ico)(?:$|[?#])", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,6})(?:px)?\s*$")


def images(
    body: bytes, *, url: str, content_type: str | None, reading: Reading
) -> tuple[PictureRef, ...]:
    """At most four pictures of the statement that ``reading`` was read from, in page order."""
    if b"<img" not in body.lower() and b"og:image" not in body:
        return ()
    text = decode(body, content_type)
    if too_costly(text):
        return ()
    try:
        tree = LexborHTMLParser(text)
    except SelectolaxError:
        return ()
    found: dict[str, str] = {}
    for node in _main(tree, reading).css("img"):
        address = _address(node, url)
        if address and _large(node) and _belongs(node, address, url):
            found.setdefault(address, _alt(node))
    if not found and len(tokens(reading.text)) < _FEW_WORDS:
        found.update(_standing_for_it(tree, url))
    return tuple(PictureRef(address, alt) for address, alt in list(found.items())[:MOST])


def _main(tree: LexborHTMLParser, reading: Reading) -> LexborNode:
    """The element that holds the statement; the page where markup names none."""
    wanted = reading.passages[0].text[:40] if reading.passages else reading.title[:40]
    for selector in _MAIN:
        for node in tree.css(selector):
            if wanted and wanted in " ".join(node.text(separator=" ").split()):
                return node
    root = tree.root
    assert root is not None  # noqa: S101 - the parser always makes one
    return root


def _address(node: LexborNode, url: str) -> str:
    """The picture's own address: lazy pages keep it beside a placeholder."""
    tries = [node.attributes.get(name) or "" for name in ("src", "data-src", "data-lazy-src")]
    largest = (node.attributes.get("srcset") or "").rpartition(",")[2].split()
    tries += largest[:1]
    for one in tries:
        if one and not one.startswith("data:") and not _NO_PICTURE.search(one):
            return join(url, one.strip()) or ""
    return ""


def _large(node: LexborNode) -> bool:
    for name, least in (("width", _WIDE), ("height", _HIGH)):
        found = _NUMBER.match(node.attributes.get(name) or "")
        if found and int(found[1]) < least:
            return False
    return True


def _belongs(node: LexborNode, address: str, url: str) -> bool:
    """Not among the furniture, and no teaser: it leads to itself at most."""
    for outer in _outward(node):
        named = f"{outer.attributes.get('class') or ''} {outer.attributes.get('id') or ''}"
        if outer.tag in _FURNITURE or _NAMED.search(named):
            return False
        href = outer.attributes.get("href") if outer.tag == "a" else None
        if href and not _PICTURE.search(href) and join(url, href) not in (address, url):
            return False
    return True


def _outward(node: LexborNode) -> Iterator[LexborNode]:
    """The element and those it stands in, as far as the main one."""
    outer: LexborNode | None = node
    while outer is not None and outer.tag not in ("body", "html", "main", "article"):
        yield outer
        outer = outer.parent


def _alt(node: LexborNode) -> str:
    return " ".join((node.attributes.get("alt") or "").split())[:_LONGEST_ALT]


def _standing_for_it(tree: LexborHTMLParser, url: str) -> dict[str, str]:
    """The picture that is shown where the page is shared, with its own alternative text."""
    told = {
        node.attributes.get("property") or node.attributes.get("name") or "": node
        for node in tree.css("meta[content]")
    }
    node = told.get("og:image") or told.get("og:image:url")
    if node is None:
        return {}
    address = join(url, node.attributes.get("content") or "") or ""
    alt = told.get("og:image:alt")
    words = " ".join(((alt.attributes.get("content") if alt else "") or "").split())
    return {address: words[:_LONGEST_ALT]} if address and not _NO_PICTURE.search(address) else {}
