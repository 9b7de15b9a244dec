"""Whether markup is nested beyond all sense, found out before a parser has to build the tree.

lexbor's time grows with the square of the depth: 50,000 open elements take it over six seconds.
"""

import re

DEEPEST = 2000  # real pages stay under 100
_TAG = re.compile(
    # Elements without an end tag, or whose end is implied, nest in nothing of their own.
    rb"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|"
    rb"t[dhr]|track|wbr)\b)[a-z]",
    re.IGNORECASE,
)


def too_deep(body: bytes) -> bool:
    """Whether more than 2,000 elements are open at one place, reckoned roughly."""
    if body.count(b"<") <= DEEPEST:
        return False
    depth = 0
    for tag in _TAG.finditer(body):
        if not tag[1]:
            depth += 1
            if depth > DEEPEST:
                return True
        elif depth:
            depth -= 1
    return False
