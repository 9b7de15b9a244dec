"""What goes into the store and comes out of it, where no noun of the model fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from walkback.model.exchange import OutcomeKind
from walkback.model.look import Role


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an instance that is to be looked at.

    ``plain``: it is present (or a listing that was read) and no look is open, so that bytes
    equal to ``good`` need no reading and no judging. Digests are of status, final address and
    body; validators are the server's own bytes. ``browser``: its source is marked so;
    ``rendered`` as in the schema; ``stands``: it has a version from a capture.
    """

    n: int
    instance: str
    url: str
    role: Role
    source: str | None
    plain: bool
    failures: int
    good: str | None
    good_digest: str | None
    etag: bytes | None
    modified: bytes | None
    kept: str | None
    kept_digest: str | None
    every: str | None
    changed: str
    state: str
    kind: str | None = None  # of its source
    browser: bool = False
    rendered: int = 0
    stands: bool = False


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A kept look, as the store lists it. ``digest`` None where it does not matter (controls).

    ``view`` as in the schema.
    """

    id: str
    instance: str | None
    role: Role
    at: datetime
    url: str
    outcome: OutcomeKind
    reason: str
    status: int | None
    final_url: str
    leaf: int
    digest: str | None = None
    etag: bytes | None = None
    modified: bytes | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    view: str = ""


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A leaf of the ledger and where its group lies in the archive."""

    number: int
    kind: str
    id: str
    segment: str
    offset: int
    length: int
    payload: int


@dataclass(frozen=True, slots=True)
class Address:
    """A registered address: an instance of a statement, reserved until it is first seen."""

    instance: str
    statement: str
    url: str
    role: Role
    added: str
    source: str | None = None
    speaker: str | None = None
    channel: str | None = None
    title: str = ""
    published: str | None = None
