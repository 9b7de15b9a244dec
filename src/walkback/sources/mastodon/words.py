"""The words of a status: its HTML is a server's, and a link in it is shown shortened."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_EMPTY = re.compile(r"\n{3,}")
_FALLBACK = "p.quote-inline"  # "RE: <address>" for clients that cannot show a quoted post
_LONGEST = 1_000_000


def words_of(html: str) -> str:
    """Plain text with a blank line between paragraphs; links with their whole address."""
    if "<" not in html and "&" not in html:
        return html.strip()
    tree = LexborHTMLParser(html[:_LONGEST])
    for node in tree.css(_FALLBACK):
        node.decompose()
    for node in tree.css("a[href]"):
        if not _is_name(node):
            # What is cut off lies in hidden spans, and joined they are the address itself.
            node.replace_with("".join(node.text(deep=True).split()))
    for node in tree.css("br"):
        node.replace_with("\n")
    for node in tree.css("p, li, blockquote, pre, h1, h2, h3, h4, h5, h6"):
        node.insert_before("\n\n")
        node.insert_after("\n\n")
    body = tree.body
    return tidy(body.text(deep=True)) if body is not None else ""


def tidy(text: str) -> str:
    """Spaces as one, at most one blank line, none around."""
    return _EMPTY.sub("\n\n", _LINES.sub("\n", _SPACES.sub(" ", text))).strip()


def links_of(html: str) -> tuple[str, ...]:
    """Addresses that a status links to; mentions and hashtags are none."""
    if "<a" not in html:
        return ()
    found = LexborHTMLParser(html[:_LONGEST]).css("a[href]")
    hrefs = [node.attributes.get("href") or "" for node in found if not _is_name(node)]
    return tuple(dict.fromkeys(href for href in hrefs if href.startswith(("http://", "https://"))))


def _is_name(node: LexborNode) -> bool:
    names = (node.attributes.get("class") or "").split()
    return "mention" in names or "hashtag" in names
