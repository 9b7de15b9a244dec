"""Addresses of accounts and statuses, as people write them and as servers do."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?"
_HANDLE = re.compile(rf"@?({_NAME})@([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)")
_PROFILE = re.compile(rf"/(?:web/)?(?:@|users/)({_NAME})/?")
_STATUS = re.compile(
    rf"/(?:web/)?(?:@|users/)({_NAME})/(?:statuses/|posts/)?([0-9A-Za-z_-]{{1,64}})/?"
)
# Sites of another kind that write their profiles the same way.
_OTHERS = re.compile(r"(?:^|\.)(?:youtube|tiktok|medium|threads|flipboard|substack)\.(?:com|net)$")


@dataclass(frozen=True, slots=True)
class Place:
    """An account's server and name, and a status's id where it is one's. ``host`` has a scheme."""

    host: str
    name: str
    id: str = ""

    @property
    def profile(self) -> str:
        """The account's address."""
        return f"{self.host}/@{self.name}"

    @property
    def actor(self) -> str:
        """The address under which Mastodon has had its actors since the beginning."""
        return f"{self.host}/users/{quote(self.name)}"

    @property
    def secret(self) -> str:
        """The name of the credential for this server."""
        return f"mastodon:{urlsplit(self.host).netloc}"


def account(text: str) -> Place | None:
    """The account that a handle (``@name@host``) or a profile's address names."""
    text = text.strip()
    handle = _HANDLE.fullmatch(text)
    if handle:
        return Place(f"https://{handle[2].lower()}", handle[1])
    return _place(text, _PROFILE)


def status(url: str) -> Place | None:
    """The account and id of a status's address."""
    return _place(url, _STATUS)


def _place(url: str, form: re.Pattern[str]) -> Place | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    found = form.fullmatch(parts.path)
    if not found or parts.scheme not in ("http", "https") or parts.username is not None:
        return None
    if not host or _OTHERS.search(host):
        return None
    return Place(f"{parts.scheme}://{parts.netloc.lower()}", *found.groups())
