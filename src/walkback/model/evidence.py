"""What is kept, and where it lies.

An ``Evidence`` goes into ``archive.keep`` and becomes one group of WARC records that ends
with its opening; the ``Kept`` that comes back carries the leaf for the ledger. The n-th
opening of the archive belongs to the n-th leaf.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from walkback.model.canonical import canonical, parse_canonical
from walkback.model.exchange import Exchange


class LeafKind(StrEnum):
    """What a leaf commits to."""

    CAPTURE = "capture"
    ROLLCALL = "rollcall"
    VERDICT = "verdict"
    REGISTER = "register"
    REDACTION = "redaction"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the ledger. ``opening`` and field values are hex SHA-256."""

    kind: LeafKind
    id: str
    opening: str
    fields: Mapping[str, str]

    def encode(self) -> bytes:
        """Canonical JSON, the bytes that are hashed into the tree."""
        return canonical(
            {
                "v": 1,
                "kind": self.kind.value,
                "id": self.id,
                "opening": self.opening,
                "fields": dict(self.fields),
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> "Leaf":
        """The leaf of canonical JSON; raises ``BadInput`` or ``KeyError`` if it is none."""
        value = parse_canonical(data)
        return cls(LeafKind(value["kind"]), value["id"], value["opening"], value["fields"])


@dataclass(frozen=True, slots=True)
class Copied:
    """A record of somebody's WARC, header and block byte for byte, without the closing lines."""

    record: bytes


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes that were made of an answer, not received: a browser's picture, its markup.

    ``uri`` says what they are: ``urn:view:<address>`` a picture of the page,
    ``urn:view-untouched:<address>`` as it was before a banner was taken away,
    ``urn:dom:<address>`` its markup as it stood, ``urn:tls:<sha256>`` a certificate chain.
    """

    uri: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What to keep as one leaf.

    Exactly one of: ``exchanges`` (a look: request and response of each hop), ``copied``
    (records of an imported archive), or ``document`` (a JSON value of our own: roll-call
    lines, a verdict, register entries, imported lines, a redaction).
    ``about`` are facts that lie in the opening beside the salts. For the kinds ``register``
    and ``import`` the document is a list and each item gets a salted field of its own.

    Beside ``exchanges`` only: ``resources`` come first in the group, then ``loaded``, what a page
    asked for while a browser showed it. ``rendered`` comes last and is then what is read again,
    in place of the last response.
    """

    kind: LeafKind
    id: str
    at: datetime
    about: Mapping[str, Any] = field(default_factory=dict)
    exchanges: tuple[Exchange, ...] = ()
    copied: tuple[Copied, ...] = ()
    document: Any = None
    resources: tuple[Resource, ...] = ()
    loaded: tuple[Exchange, ...] = ()
    rendered: Resource | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf's group lies: segment file name, byte offset and length.

    ``payload`` is the offset of the member that is read again: the last response, the rendered
    page where there is one, or the document.
    """

    segment: str
    offset: int
    length: int
    payload: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A group that is durable in the archive, with the leaf that commits to it."""

    leaf: Leaf
    place: Place
