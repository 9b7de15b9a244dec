"""What must be asked before a look is judged.

Four questions tell a removed page from a host in trouble and from a host that never says 404:
does the address itself give the same answer again, does a page known to be live still answer,
what comes for a page that never existed, and where no live page is known, do the pages it
linked to and the home page answer (``notes`` 5.2: C1 and C2). Looks that found the words, and
looks that were refused or got nothing, need none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlunsplit

from walkback.judge import places
from walkback.judge.kinds import GONE_ALREADY
from walkback.judge.platforms import platform
from walkback.judge.sight import is_known, questionable, suspect
from walkback.model.exchange import OutcomeKind, Request
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing

_SIBLINGS = 2  # one may have been removed on the same day
_LINKS = 3
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the host that may be asked beside a look, each best first.

    ``siblings``: statements whose own last look was good; ``fellows``: statements that are
    present and in question just now too; ``links``: pages that the known page linked to;
    ``elsewhere``: where the words of the statement came up since it was last seen.
    """

    siblings: Sequence[str] = ()
    fellows: Sequence[str] = ()
    links: Sequence[str] = ()
    elsewhere: Sequence[str] = ()


def controls(
    obs: Observation,
    standing: Standing,
    *,
    pages: Pages,
    nonce: str,
) -> list[tuple[str, Request]]:
    """Kind and request of each question to ask beside this look, in the same round.

    ``nonce`` is a random word that no page is called. Kinds: ``again`` (the address itself),
    ``sibling``, ``fellow``, ``random-path``, ``link``, ``home``, ``elsewhere``. Empty where the
    look can be judged as it is.
    """
    missing = _missing(obs, standing)
    if not missing and not questionable(obs, standing):
        return []
    random = ("random-path", Request(never_existed(obs.url, nonce)))
    if standing.text is None:
        return [random]
    asked = [("again", Request(obs.url))]
    if missing or suspect(obs, standing):
        asked += [random, *_live_pages(obs.url, pages)]
        asked += [("elsewhere", Request(one)) for one in pages.elsewhere[:1]]
    else:
        # What is new may stand on all pages of the site now. A home page is not asked: it may
        # show the statement itself.
        beside = _live_pages(obs.url, pages)
        asked += [page for page in beside if page[0] != "home"][:_SIBLINGS]
    return asked


def _missing(obs: Observation, standing: Standing) -> bool:
    if obs.role is not Role.STATEMENT or obs.outcome is not OutcomeKind.GONE:
        return False
    if platform(obs) is not None:
        return False  # a platform says of the account what a host's other pages would say
    new = standing.text is not None and standing.state not in GONE_ALREADY
    return new and not is_known(obs, standing)


def _live_pages(url: str, pages: Pages) -> list[tuple[str, Request]]:
    """Questions to pages that should be there: known ones, or as good as there are."""

    def others(kind: str, urls: Sequence[str], most: int) -> list[tuple[str, Request]]:
        apart = [
            one for one in urls if not places.same_place(one, url) and one not in pages.elsewhere
        ]
        return [(kind, Request(one)) for one in apart[:most]]

    known = others("sibling", pages.siblings, _SIBLINGS)
    if known:
        return known
    asked = others("fellow", pages.fellows, _SIBLINGS) + others("link", pages.links, _LINKS)
    if not places.is_home(url):
        asked.append(("home", Request(_home(url))))
    return asked


def never_existed(url: str, nonce: str) -> str:
    """An address beside ``url``, of the same style, that nobody ever made.

    ``/news/on-water.html`` gives ``/news/NONCE.html``, ``/news/on-water/`` gives
    ``/news/NONCE/``, and where a script is asked for a number, ``/item.php?id=7`` gives
    ``/item.php?id=NONCE``, because another script's name would be missing in another way.
    """
    parts = places.split(url)
    root, _, last = parts.path.rstrip("/").rpartition("/")
    if parts.query and (not last or _SCRIPT.search(last)):
        query = re.sub(r"=?[^=&]*$", f"={nonce}", parts.query, count=1)
        return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
    extension = _EXTENSION.search(last)
    slash = "/" if last and parts.path.endswith("/") else ""
    name = nonce + (extension[0] if extension else "") + slash
    return urlunsplit((parts.scheme, parts.netloc, f"{root}/{name}", "", ""))


def _home(url: str) -> str:
    parts = places.split(url)
    return urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
