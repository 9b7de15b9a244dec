"""The title of a page: its heading, or what it calls itself without the site's name.

The heading comes first because it is part of the statement; ``<title>`` and ``og:title`` are
written for search engines and change with fashion.
"""

import re
from urllib.parse import urlsplit

from walkback.model.words import tokens
from walkback.read.markup import Markup

_PARTS = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u2022\u00bb\u00ab-]|::|//)\s+|\s*(?:\||::)\s*")
_SURE = re.compile(r"\||::|\u00bb|\u2022")


def choose_title(heading: str, facts: Markup, url: str, *, inside: bool) -> str:
    """``heading`` is the page's h1, ``inside`` whether it stands in the main part."""
    named = [without_site(title, facts.site, url) for title in facts.titles]
    if heading and (inside or not named or _agrees(heading, facts.titles)):
        return named[0] if named and _is_masthead(heading, facts, url) else heading
    return named[0] if named else heading


def without_site(title: str, site: str | None, url: str) -> str:
    """``A statement | The Paper`` as ``A statement``."""
    cuts = list(_PARTS.finditer(title))
    if not cuts:
        return title
    first, last = cuts[0], cuts[-1]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if head and _is_site(tail, site, url):
        return without_site(head, site, url)
    if _SURE.search(last[0]) and len(head.split()) >= 2:
        return head
    if _is_site(title[: first.start()].strip(), site, url) and title[first.end() :].strip():
        return title[first.end() :].strip()
    return title


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_site(text: str, site: str | None, url: str) -> bool:
    name = _letters(text)
    if not name:
        return False
    if site and name == _letters(site):
        return True
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    labels = host.removeprefix("www.").split(".")
    names = {_letters(label) for label in (*labels[:-1], "".join(labels[:-1]), "".join(labels))}
    return len(name) >= 3 and not names.isdisjoint((name, name.removeprefix("the")))


def _is_masthead(heading: str, facts: Markup, url: str) -> bool:
    """Whether an h1 is the site's name: some sites set it so on every page."""
    if _is_site(heading, facts.site, url):
        return True
    name = _letters(heading)
    ends = [_PARTS.split(title) for title in facts.titles]
    return any(len(parts) > 1 and _letters(parts[-1]) == name for parts in ends)


def _agrees(heading: str, titles: tuple[str, ...]) -> bool:
    """Whether most words of the heading are in what the page calls itself."""
    words = {word.casefold() for word in tokens(heading)}
    return any(
        2 * len(words & {word.casefold() for word in tokens(title)}) > len(words)
        for title in titles
    )
