"""Headers of a request's own, and the credential that goes with them and stays nowhere.

A credential is named, never handed about: its value is put in where the bytes for libcurl are
made, and what is kept of the request has ``[withheld]`` in its place. An answer that repeats it
is not kept at all.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from walkback.errors import WalkbackError
from walkback.model.address import Address
from walkback.model.exchange import Exchange, Request

Secrets = Callable[[str], str | None]

PLACE = "{secret}"
WITHHELD = "[withheld]"
_BEARER = ("Authorization", f"Bearer {PLACE}")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]{0,4096}")
_PORTS = {"http": 80, "https": 443}
# What frames the message, names the host or keeps a state between requests is ours to say.
_OURS = {
    *("host", "connection", "content-length", "transfer-encoding", "expect", "te", "trailer"),
    *("upgrade", "cookie", "accept-encoding", "if-none-match", "if-modified-since", "range"),
}


def none(_name: str) -> str | None:
    """No credentials at all."""
    return None


class Credentials:
    """Makes the lines of a request's own headers. ``secrets`` gives a value by its name."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def refusal(self, request: Request, address: Address, *, plain: bool) -> tuple[str, str] | None:
        """Reason and detail why a request does not go; ``plain``: plain http may carry it."""
        for name, text in request.headers:
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(text) or name.lower() in _OURS:
                return "header", f"the header {name[:40]!r} cannot be sent"
        why = self._withheld(request.secret, address, plain=plain) if request.secret else ""
        return ("no-secret", why) if why else None

    def _withheld(self, secret: str, address: Address, *, plain: bool) -> str:
        """Why a credential is not sent; empty where it is."""
        if not belongs(secret, address):
            return f"the credential {secret} is not for {address.origin}"
        if address.scheme == "http" and not plain:
            return f"{secret} is not sent over plain http"
        try:
            value = self._secrets(secret)
        except WalkbackError as error:
            return str(error)
        if not value:
            return f"there is no credential {secret}: give it with 'walkback secret set {secret}'"
        return "" if _VALUE.fullmatch(value) else f"the credential {secret} is no header's value"

    def lines(self, request: Request, address: Address) -> tuple[list[bytes], list[bytes]]:
        """The lines for the wire and those for the record, for one hop.

        A hop to another host goes without the credential, and without what it stands in.
        """
        sent: list[bytes] = []
        kept: list[bytes] = []
        value = self._value(request, address)
        for name, text in self._headers(request):
            if PLACE in text and value is None:
                continue
            sent.append(f"{name}: {text.replace(PLACE, value or '')}".encode("latin-1"))
            kept.append(f"{name}: {text.replace(PLACE, WITHHELD)}".encode("latin-1"))
        return sent, kept

    def repeats(self, request: Request, exchange: Exchange, content: bytes) -> bool:
        """Whether an answer holds the credential that was sent: as it is or percent-encoded."""
        value = self._of(request.secret)
        if not value:
            return False
        forms = {value.encode("latin-1"), quote(value, safe="").encode("ascii")}
        places = (exchange.head, exchange.body, content, exchange.url.encode())
        return any(form in place for form in forms for place in places)

    def _headers(self, request: Request) -> tuple[tuple[str, str], ...]:
        named = any(PLACE in value for _, value in request.headers)
        return request.headers if named or not request.secret else (*request.headers, _BEARER)

    def _value(self, request: Request, address: Address) -> str | None:
        return self._of(request.secret) if belongs(request.secret, address) else None

    def _of(self, secret: str) -> str | None:
        try:
            return self._secrets(secret) if secret else None
        except WalkbackError:
            return None  # refused before; whoever asks now asks of what was sent


def belongs(secret: str, address: Address) -> bool:
    """Whether a credential is for this host: ``kind:host``, or ``kind:host:port``."""
    host = secret.partition(":")[2].lower()
    own_port = address.port == _PORTS[address.scheme]
    return host == f"{address.host}:{address.port}" or (own_port and host == address.host)
