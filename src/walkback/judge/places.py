"""What two addresses have to do with each other: the same place, a home page, a gate.

Only the look of an address is judged here. None of it decides alone: a redirect is one sign,
where it leads is a second one, what the host's other pages do is a third (lessons D10, D11).
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_SESSION = re.compile(r";[a-z]*sess(?:ion)?(?:id)?=[^/]*", re.IGNORECASE)
_LANGUAGE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_GATE = re.compile(
    r"(?:log-?in|log-?on|sign-?in|wp-login\.php|sso|oauth2?|authori[sz]e|auth|saml2?|accounts?|"
    r"consent|cookie-?(?:consent|wall)|captcha|challenge|unblock|verify-human|are-you-human|"
    r"subscribe|paywall|geo-?block(?:ed)?)(?:\.\w{2,5})?",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"(?:(?:error|page)[-_]?)?(?:404|not[-_]?found)(?:[-_]?(?:error|page))?(?:\.\w{2,5})?",
    re.IGNORECASE,
)


def split(url: str) -> SplitResult:
    """The parts of an address; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def host(url: str) -> str:
    """Host and port without ``www.``, in lower case; default ports are left out."""
    found = split(url).netloc.rpartition("@")[2].lower()
    return re.sub(r":(?:80|443)?$", "", found.removeprefix("www."))


def path(url: str) -> str:
    """The path without index file and closing slash; empty for the home page."""
    return _INDEX.sub("/", split(url).path).rstrip("/")


def same_place(one: str, other: str) -> bool:
    """Whether the addresses differ at most in how they are written: scheme, ``www.``, closing
    slash, index file, capital letters, percent signs, a session in the path.
    """
    if one == other:
        return True
    return host(one) == host(other) and _written(one) == _written(other)


def _written(url: str) -> tuple[str, str]:
    parts = split(url)
    return unquote(_SESSION.sub("", path(url))).casefold(), parts.query


def same_page(one: str, other: str) -> bool:
    """``same_place``, or the same but for a query that only one of them has."""
    if same_place(one, other):
        return True
    alone = not (split(one).query and split(other).query)
    return alone and same_path(one, other)


def same_path(one: str, other: str) -> bool:
    """``same_place``, whatever their queries: two searches, two items of one script."""
    return host(one) == host(other) and _written(one)[0] == _written(other)[0]


def is_home(url: str) -> bool:
    """Whether it is a site's front page, or that of one language."""
    found = path(url)
    return not split(url).query and (not found or _LANGUAGE.fullmatch(found) is not None)


def is_above(url: str, below: str) -> bool:
    """Whether ``url`` is a folder that ``below`` lies in: a section above the statement."""
    return host(url) == host(below) and path(below).startswith(path(url) + "/")


def beside(url: str, other: str) -> bool:
    """Whether both lie in one folder that is not the top one."""
    folder = path(url).rpartition("/")[0]
    return bool(folder) and host(url) == host(other) and folder == path(other).rpartition("/")[0]


def is_gate(url: str) -> bool:
    """Whether its host or path names a login, consent, challenge or subscription page."""
    names = [name for name in path(url).split("/") if name]
    return any(_GATE.fullmatch(name) for name in (host(url).split(".")[0], *names))


def says_not_found(url: str) -> bool:
    """Whether its last part names a not-found page."""
    return _NOT_FOUND.fullmatch(path(url).rpartition("/")[2]) is not None
