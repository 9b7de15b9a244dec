"""Which parts of a page are navigation, and which links are words in running text."""

import re

from selectolax.lexbor import LexborNode

_NAVIGATION_TAGS = frozenset({"nav", "footer", "aside", "form", "dialog", "template", "noscript"})
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"}
)
# Parts of names, as whole words: "nav-primary" and "site_footer", but never "navigator-news".
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|footer|sidebar|pagination|"
    r"pager|paging|share|sharing|social|cookies?|tabs?|toolbar|skip|skiplinks?|related|"
    r"tags?|tagcloud|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"p|li|td|th|div|article|section|dd|dt|blockquote|h[1-6]|figure|main|body")
_DEEPEST = 64


def in_navigation(node: LexborNode) -> bool:
    """Whether the link or a part around it is navigation. A card's own header is none."""
    in_card = False
    current: LexborNode | None = node
    for _ in range(_DEEPEST):
        if current is None or current.tag in {"body", "html"}:
            return False
        tag = current.tag or ""
        in_card = in_card or tag == "article"
        if tag in _NAVIGATION_TAGS or (tag == "header" and not _in_article(current)):
            return True
        if _named_so(current, in_card=in_card):
            return True
        current = current.parent
    return False


def _named_so(node: LexborNode, *, in_card: bool) -> bool:
    attributes = node.attributes
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    if in_card and node.tag != "ul":  # an article tagged "post tag-water" is still an article
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(names) > 3 and len(names) < 2000 and _NAMES.search(names) is not None


def _in_article(node: LexborNode) -> bool:
    current = node.parent
    for _ in range(_DEEPEST):
        if current is None or current.tag in {"body", "html"}:
            return False
        if current.tag in {"article", "li"}:
            return True
        current = current.parent
    return False


def in_prose(node: LexborNode) -> bool:
    """Whether the link is a few words within a paragraph's sentence.

    A teaser's paragraph that begins or ends with its link ("Read more") is none: there the link
    stands beside the sentence, not in it.
    """
    block = node.parent
    for _ in range(_DEEPEST):
        if block is None or _BLOCKS.fullmatch(block.tag or ""):
            break
        block = block.parent
    if block is None or block.tag != "p":
        return False
    words = " ".join(block.text().split())
    own = " ".join(node.text().split())
    at = words.find(own) if own else -1
    if at <= 0:
        return False
    before, after = words[:at].strip(), words[at + len(own) :].strip(" .\u2026\u00bb\u2192>")
    return len(before) > 15 and bool(after)
