"""What must be asked before a look is judged.

Three questions tell a removed page from a host in trouble and from a host that never says
404: does a page known to be live still answer, what comes for a page that never existed, and
does the home page answer (``notes`` 5.2: C1 and C2). Looks that found the words, and looks
that were refused or got nothing, need none.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlunsplit

from walkback.judge import places
from walkback.judge.sight import GONE_ALREADY, is_known, suspect
from walkback.model.exchange import OutcomeKind, Request
from walkback.model.look import Observation, Role
from walkback.model.verdict import Standing

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)


def controls(
    obs: Observation, standing: Standing, *, siblings: Sequence[str], nonce: str
) -> list[tuple[str, Request]]:
    """Kind and request of each question to ask beside this look, in the same round.

    ``siblings`` are addresses on the same host whose own last look was good, best first;
    ``nonce`` is a random word that no page is called. Kinds: ``sibling``, ``random-path``,
    ``home``. Empty where the look can be judged as it is.
    """
    if not _wanted(obs, standing):
        return []
    asked: list[tuple[str, Request]] = []
    sibling = next((url for url in siblings if not places.same_place(url, obs.url)), None)
    if sibling is not None:
        asked.append(("sibling", Request(sibling)))
    asked.append(("random-path", Request(never_existed(obs.url, nonce))))
    if sibling is None and not places.is_home(obs.url):
        asked.append(("home", Request(_home(obs.url))))
    return asked


def _wanted(obs: Observation, standing: Standing) -> bool:
    if obs.role is not Role.STATEMENT or standing.text is None:
        return False
    if obs.outcome is OutcomeKind.GONE:
        return standing.state not in GONE_ALREADY and not is_known(obs, standing)
    return suspect(obs, standing)


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
