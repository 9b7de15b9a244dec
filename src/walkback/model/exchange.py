"""One request and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """What came of a request, named from the asker's side."""

    RECEIVED = "received"  # a complete response that is none of the others
    NOT_MODIFIED = "not-modified"  # 304 to a validator we sent
    GONE = "gone"  # a complete 404 or 410
    REFUSED = (
        "refused"  # 401, 403, 407, 429, 451, 503 with Retry-After; or we declined: robots, guard
    )
    UNREACHABLE = "unreachable"  # nothing usable came: DNS, connection, TLS, timeout, 5xx
    INCOMPLETE = "incomplete"  # a response that ends early or does not decode


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. ``subject`` is the asker's own token and comes back with the outcome.

    ``etag`` and ``modified`` are a server's own header values, sent back byte for byte.
    ``headers`` are further ones, name and value; they win over our own (``Accept``).

    ``secret`` names the credential to send along, ``kind:host`` or ``kind:host:port``
    (``mastodon:social.example``), and is sent to that host alone, never over plain http. Its
    value takes the place of ``{secret}`` in a header (``("X-Key", "{secret}")``), else it is sent
    as ``Authorization: Bearer``. It is put in on the wire and is in no exchange. Where there is
    none the outcome is refused, ``no-secret``.
    """

    url: str
    subject: str = ""
    etag: bytes | None = None
    modified: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """How a hop went: milliseconds from its start until it was connected, until TLS stood, until
    the first byte and until the end (0: on a connection that stood already, or no TLS).

    ``chain`` are the certificates that the server showed when this client last connected to it,
    its own first, as PEM; empty without TLS.
    """

    ms: tuple[int, int, int, int]
    chain: bytes = b""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One hop on the wire: both heads and the body exactly as they were sent and received.

    ``head`` is the final response's status line and header lines with their line ends and the
    empty line; ``body`` still has its transfer and content coding. ``cut`` says why the body
    ends early, in the words of ``WARC-Truncated``: length, time, disconnect, unspecified.
    ``trace`` is known of what was fetched just now, and not of what was read again.
    """

    url: str
    at: datetime
    request_head: bytes
    status: int
    head: bytes
    body: bytes
    ip: str
    cut: str | None = None
    trace: Trace | None = None

    def headers(self) -> Iterator[tuple[bytes, bytes]]:
        """Lower-case names and stripped values, in order, folded lines joined."""
        name, value = b"", b""
        for line in self.head.split(b"\n")[1:]:
            if line[:1] in (b" ", b"\t") and name:
                value += b" " + line.strip()
                continue
            if name:
                yield name, value
            name, _, value = line.partition(b":")
            name, value = name.strip().lower(), value.strip()
        if name:
            yield name, value

    def header(self, wanted: bytes) -> bytes | None:
        """The first value of a header, or None; ``wanted`` in lower case."""
        for name, value in self.headers():
            if name == wanted:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one ``Request``: its whole redirect chain, in order.

    ``reason`` is a short stable code: ``ok``, ``http-404``, ``dns``, ``connect``, ``tls``,
    ``timeout``, ``reset``, ``protocol``, ``cut``, ``too-large``, ``coding``, ``redirect-loop``,
    ``redirect-refused``, ``robots``, ``guard``, ``retry-after``. ``detail`` is for people.
    ``exchanges`` is empty when no response head came. ``content`` is the last body with its
    codings undone, only where it is complete. ``retry_at`` is set by Retry-After.
    """

    request: Request
    kind: OutcomeKind
    at: datetime
    reason: str
    detail: str = ""
    exchanges: tuple[Exchange, ...] = ()
    content: bytes | None = None
    retry_at: datetime | None = None

    @property
    def last(self) -> Exchange | None:
        """The exchange that ended the chain."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def status(self) -> int | None:
        """HTTP status of the last exchange."""
        return self.exchanges[-1].status if self.exchanges else None

    @property
    def final_url(self) -> str:
        """The address that answered last; the asked one where nothing answered."""
        return self.exchanges[-1].url if self.exchanges else self.request.url
