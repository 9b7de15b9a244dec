"""Pages whose parsing would take minutes are known by their bytes, before they are parsed.

lexbor looks at every open element for each new one, and at every attribute of a tag for each
further one: 20,000 of either take half a second, 200,000 a minute. No real page has a hundredth
of that.
"""

import re

MOST_OPEN = 20_000
MOST_ATTRIBUTES = 10_000

_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{40000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^>]*?(/?)>")
# Elements that have no end tag, or whose end is understood.
_LEFT_OPEN = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot"),
        *("option", "optgroup", "colgroup", "rp", "rt", "html", "head", "body", "param", "frame"),
    )
)


def too_costly(text: str) -> bool:
    """Whether a page nests deeper, or has a tag with more attributes, than can be parsed soon."""
    if text.count("<") > MOST_OPEN and _deepest(text) > MOST_OPEN:
        return True
    return any(
        len(_QUOTED.sub("", found[0]).split()) > MOST_ATTRIBUTES
        for found in _LONG_TAG.finditer(text)
    )


def _deepest(text: str) -> int:
    depth = deepest = 0
    for end, name, closed in _TAG.findall(text):
        if closed or name.lower() in _LEFT_OPEN:
            continue
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    return deepest
