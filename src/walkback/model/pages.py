"""What the site asks beside the shapes of the command line: parts of lists, search, proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from walkback.model.case import CaseLine
from walkback.model.change import Piece
from walkback.model.release import Notice
from walkback.model.views import Desk, EventView, StatementRef


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events of the history, newest first: ``most`` of them after ``skip``.

    ``kinds`` empty: all. ``speaker`` is an id; ``channel`` as an instance has it. ``since`` and
    ``until`` hold ``at``: from the one, and before the other. ``oldest``: by time instead.
    ``after``: the (at, id) of an event; only what follows it in the order asked for.
    """

    kinds: tuple[str, ...] = ()
    speaker: str | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    skip: int = 0
    most: int = 50
    oldest: bool = False
    after: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """Which words, in which texts ever seen.

    ``words`` are all to be in one text; those in quotation marks stand together. ``gone``: only
    texts that are not at their address now. The rest as with ``Asked``.
    """

    words: str
    speaker: str | None = None
    channel: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    gone: bool = False
    skip: int = 0
    most: int = 20


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A text on record with the words. ``excerpt``: pieces with ``op`` ``hit`` or ``same``.

    ``current``: the words stand at ``url`` now, as far as was seen. ``source`` is ``text``, or
    ``picture`` or ``alt`` where the words are of a picture in it.
    """

    statement: StatementRef
    url: str
    state: str
    sha256: str
    first_seen: datetime
    last_seen: datetime
    current: bool
    source: str
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """What a search found, the newest text first; ``more`` where that was not all."""

    words: str
    hits: tuple[SearchHit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The record at a glance: how many places are watched, how many do not answer."""

    sources: int
    silent: int
    statements: int
    last_look: datetime | None
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePart:
    """A stretch of the list of cases, and how long the list is."""

    lines: tuple[CaseLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LeafView:
    """What proves that something was known: a leaf of the ledger with its way to the root.

    ``entry`` are the leaf's bytes as text; ``hash``, ``path`` and ``root`` hex SHA-256 (RFC 6962
    2.1.1, the leaf's sibling first); ``checkpoint`` the whole signed note. ``url`` and ``at`` are
    of a capture of a statement's place, which may be ``shown``.
    """

    leaf: int
    kind: str
    id: str
    entry: str
    hash: str
    path: tuple[str, ...]
    size: int
    root: str
    checkpoint: str
    verifier: str
    at: datetime | None = None
    url: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Bytes of a capture, their codings undone, for a reader's browser to show in a sandbox."""

    leaf: int
    url: str
    at: datetime
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture of an address: when, its leaf, and what the server answered."""

    at: datetime
    leaf: int
    status: int


@dataclass(frozen=True, slots=True)
class MementosView:
    """The captures of an address, the oldest first; none where it is withheld."""

    url: str
    captures: tuple[Memento, ...]
    withheld: Notice | None = None


class Room(Desk, Protocol):
    """What the site asks of the app. All answers are views; ``NotFound`` where there is none."""

    def latest(self, asked: Asked) -> list[EventView]:
        """Events of the history, newest first."""

    def beginnings(self, statements: Sequence[str]) -> dict[str, datetime]:
        """When these statements were first seen, and stayed from then on, by their ids."""

    def overview(self) -> Overview:
        """The record at a glance."""

    def search(self, asked: SearchAsked) -> SearchView:
        """Texts ever seen that hold the words, removed ones too."""

    def case_part(self, skip: int, most: int) -> CasePart:
        """A stretch of the list of cases, those of weight first, the newest of them first."""

    def leaf(self, number: int) -> LeafView:
        """A leaf of the ledger and what proves it."""

    def shown(self, leaf: int) -> Shown:
        """The page of a capture's leaf as it was received."""

    def picture(self, ref: str) -> bytes:
        """The PNG of a page beside a version's capture, by ``VersionView.screenshot``."""

    def bundle(self, ref: str) -> bytes:
        """A statement with all that is needed to check it: a WACZ file."""

    def mementos(self, url: str) -> MementosView:
        """The captures of an address that may be shown. Raises ``NotFound``."""

    def ledger_file(self, name: str) -> bytes:
        """A file of the ledger: ``checkpoint``, or a tile or bundle of it. Raises ``NotFound``."""
