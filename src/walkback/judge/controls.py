"""What must be asked before a look is judged.

Four questions tell a removed page from a host in trouble and from a host that never says 404:
does the address itself give the same answer again, does a page known to be live still answer,
what comes for a page that never existed, and where no live page is known, do the pages it
linked to and the home page answer (``notes`` 5.2: C1 and C2). Looks that found the words, and
looks that were refused or got nothing, need none.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlunsplit

from walkback.judge import places
from walkback.judge.kinds import GONE_ALREADY
from walkback.judge.sight import is_known, questionable, suspect
from walkback.model.exchange import OutcomeKind, Request
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing

_SIBLINGS = 2  # one may have been removed on the same day
_LINKS = 3
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)


def controls(
    obs: Observation,
    standing: Standing,
    *,
    siblings: Sequence[str],
    nonce: str,
    links: Sequence[str] = (),
) -> list[tuple[str, Request]]:
    """Kind and request of each question to ask beside this look, in the same round.

    ``siblings`` are addresses on the same host whose own last look was good, best first;
    ``links`` are pages of the host that the known page linked to; ``nonce`` is a random word
    that no page is called. Kinds: ``again`` (the address itself), ``sibling``, ``random-path``,
    ``link``, ``home``. Empty where the look can be judged as it is.
    """
    missing = _missing(obs, standing)
    if not missing and not questionable(obs, standing):
        return []
    random = ("random-path", Request(never_existed(obs.url, nonce)))
    if standing.text is None:
        return [random]
    asked = [("again", Request(obs.url))]
    if missing or suspect(obs, standing):
        asked += [random, *_live_pages(obs.url, siblings, links)]
    else:
        # What is new may stand on all pages of the site now. A home page is not asked: it may
        # show the statement itself.
        pages = _live_pages(obs.url, siblings, links)
        asked += [page for page in pages if page[0] != "home"][:_SIBLINGS]
    return asked


def _missing(obs: Observation, standing: Standing) -> bool:
    if obs.role is not Role.STATEMENT or obs.outcome is not OutcomeKind.GONE:
        return False
    new = standing.text is not None and standing.state not in GONE_ALREADY
    return new and not is_known(obs, standing)


def _live_pages(
    url: str, siblings: Sequence[str], links: Sequence[str]
) -> list[tuple[str, Request]]:
    """Questions to pages that should be there: known ones, or as good as there are."""
    known = [one for one in siblings if not places.same_place(one, url)][:_SIBLINGS]
    if known:
        return [("sibling", Request(one)) for one in known]
    asked = [("link", Request(one)) for one in links if not places.same_place(one, url)][:_LINKS]
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
