"""Addresses of accounts and posts, under the names that the platform has had."""

import re
from urllib.parse import urlsplit

HOME = "https://x.com"
_HOSTS = {"x.com", "twitter.com"}
_BEFORE = ("www.", "mobile.", "m.")
_NAME = re.compile(r"[A-Za-z0-9_]{1,15}")
_POST = re.compile(r"/(?:i/(?:web/)?|([A-Za-z0-9_]{1,15})/)status(?:es)?/([0-9]{1,19})(?:/.*)?")
_PROFILE = re.compile(r"/([A-Za-z0-9_]{1,15})(?:/(?:with_replies|media)?)?")
# First steps of the site's own pages, which no account can be called.
_PAGES = {
    *("home", "search", "explore", "settings", "login", "signup", "intent", "share", "hashtag"),
    *("notifications", "messages", "compose", "jobs", "premium", "privacy", "tos", "about", "i"),
}


def name_of(text: str) -> str | None:
    """The account's name of ``@name`` or of a profile's or post's address; None for all else."""
    text = text.strip()
    if text.startswith("@") and _NAME.fullmatch(text[1:]):
        return text[1:]
    path = _path(text)
    found = _PROFILE.fullmatch(path) or _POST.fullmatch(path)
    name = found[1] if found else None
    return name if name and name.lower() not in _PAGES else None


def id_of(url: str) -> str | None:
    """The id of a post's address, None where it is none."""
    found = _POST.fullmatch(_path(url))
    return found[2] if found else None


def profile(name: str) -> str:
    """An account's address."""
    return f"{HOME}/{name}"


def post(number: str) -> str:
    """A post's address without its author's name, which may change."""
    return f"{HOME}/i/status/{number}"


def names_of_post(name: str, number: str) -> tuple[str, str]:
    """The addresses by which people know a post."""
    return f"{HOME}/{name}/status/{number}", f"https://twitter.com/{name}/status/{number}"


def is_the_platforms(url: str) -> bool:
    """Whether an address is on a host that gives the platform's posts: site, API, embeds."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return any(host == one or host.endswith(f".{one}") for one in (*_HOSTS, "twimg.com"))


def _path(text: str) -> str:
    """The path of an address of the platform; empty for any other's."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    for before in _BEFORE:
        host = host.removeprefix(before)
    plain = parts.scheme in ("http", "https") and parts.username is None
    return parts.path if plain and host in _HOSTS else ""
