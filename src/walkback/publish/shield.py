"""What stands between hostile values and a reader's browser: headers, links, visible characters.

Every value a page shows may have been written by somebody who wants to harm its readers.
Templates escape; this module does what escaping does not: it refuses links other than http
and https, shows characters that reorder or hide text, and sets the headers that hold even if
an escape were forgotten.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# Embeddings, overrides and isolates turn "nwoD" into "Down" on the screen (CVE-2021-42574).
# Left-to-right and right-to-left marks stay: Arabic and Hebrew need them and they reorder little.
_REORDER = "\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_HIDDEN = re.compile(f"[{_REORDER}{_CONTROL}]")
# In an address nothing invisible has a place: zero-width characters too make look-alikes.
_HIDDEN_IN_ADDRESS = re.compile(
    f"[{_REORDER}{_CONTROL}\\s\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]"
)


def visible(text: str) -> str:
    """``text`` with characters that reorder, hide or break it written as ``[U+202E]``."""
    return _HIDDEN.sub(_named, text)


def visible_address(url: str) -> str:
    """An address to look at: invisible characters and spaces written out as well."""
    return _HIDDEN_IN_ADDRESS.sub(_named, url)


def _named(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def link(url: str) -> str | None:
    """``url`` if it may become a link, else None: http or https, a host, nothing invisible."""
    if _HIDDEN_IN_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None


def host(url: str) -> str:
    """The host of an address that may become a link, else nothing."""
    return urlsplit(url).netloc.rpartition("@")[2] if link(url) else ""


class Shield:
    """ASGI middleware: the security headers on every response the application gives."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what is not set yet; a 500 sets them itself, it is made outside of us."""

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, shielded if scope["type"] == "http" else send)
