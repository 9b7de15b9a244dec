"""Author and date that markup does not state, found by reading like a person: slow, and a guess.

Runs after the round, for what is shown and searched. It never feeds compare or the judge: the
libraries change their minds between releases, and a statement must not.
"""

from dataclasses import dataclass
from typing import Any

import htmldate
import trafilatura

from walkback.read.charset import decode
from walkback.read.markup import as_date, clean

_LONGEST_AUTHOR = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """``published`` is ``YYYY-MM-DD``, with a time only where the page states one."""

    author: str | None
    published: str | None


def facts(body: bytes, url: str) -> Facts:
    """Author and first publication of a page; None for what was not found.

    Raises nothing for any body: whatever the libraries stumble over is not found.
    """
    text = decode(body, None)
    return Facts(_author(text, url), _published(text, url))


def _author(text: str, url: str) -> str | None:
    try:
        found: Any = trafilatura.extract_metadata(text, default_url=url)
    except Exception:  # noqa: BLE001 - a page that a library cannot read has no author we know
        return None
    name = clean(found.author if found is not None else None).replace("; ", ", ")
    return name if 2 < len(name) <= _LONGEST_AUTHOR else None


def _published(text: str, url: str) -> str | None:
    try:
        # The extensive search takes any date on the page for the page's; a wrong date is
        # worse than none where quotations are reckoned by it.
        found = htmldate.find_date(text, original_date=True, extensive_search=False, url=url)
    except Exception:  # noqa: BLE001 - as above
        return None
    return as_date(found)
