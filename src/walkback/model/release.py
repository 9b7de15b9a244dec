"""What is taken away, and the notice that stands in its place.

    a reviewer's word -> register entry or redaction leaf -> Restriction -> Notice in every view

``restricted``: kept and hidden, nothing is lost. ``redacted``: names or passages are hidden.
``erased``: bytes and salts are destroyed, a tombstone lies in their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

WITHHELD = "[withheld]"  # stands for a title or an address
NAME_WITHHELD = "[name withheld]"
ERASED = "[erased]"  # stands in our own records for words that were destroyed


class Hold(StrEnum):
    """How far something is taken away."""

    RESTRICTED = "restricted"
    REDACTED = "redacted"
    ERASED = "erased"


class Scope(StrEnum):
    """What a restriction is of. A case's holds for every statement linked to it, later ones too."""

    STATEMENT = "statement"
    CASE = "case"
    ARTICLE = "article"


class Reason(StrEnum):
    """Why, as far as the record says. A code may itself tell too much: then ``unspecified``."""

    UNSPECIFIED = "unspecified"
    ANONYMITY = "anonymity-statute"
    COURT_ORDER = "court-order"
    PROCEEDINGS = "active-proceedings"
    REQUEST = "erasure-request"
    SAFETY = "safety"
    COPYRIGHT = "copyright"
    MISTAKE = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader is told in place of what is withheld. ``leaf`` says so in the ledger."""

    state: Hold
    reason: Reason
    leaf: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Restriction:
    """Something taken away. ``target`` is a random id; ``statements`` those a case had then."""

    id: str
    scope: Scope
    target: str
    notice: Notice
    by: str = ""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProtectedName:
    """A name nobody is shown, of which nothing is kept but keyed hashes.

    ``macs`` are of its forms, which have as many words as ``sizes`` say; ``sieve`` of its single
    words, cut to two bytes so that they tell nothing alone. ``listed`` names the list it is on.
    """

    listed: str
    sizes: frozenset[int]
    macs: frozenset[bytes]
    sieve: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Withheld:
    """All that the gate goes by. Each mapping is by random id, but ``addresses``.

    ``statements``, ``articles``, ``sources`` and ``cases`` have a notice each; ``addresses`` are
    those of withheld statements, as they may stand in other views, ``speakers`` the ids of who
    said those. ``redacted`` statements are shown without the names.
    """

    statements: Mapping[str, Notice] = field(default_factory=dict)
    cases: Mapping[str, Notice] = field(default_factory=dict)
    articles: Mapping[str, Notice] = field(default_factory=dict)
    sources: Mapping[str, Notice] = field(default_factory=dict)
    redacted: Mapping[str, Notice] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    names: tuple[ProtectedName, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to withhold."""
        held = (self.statements, self.cases, self.articles, self.sources, self.redacted)
        return bool(self.names) or any(map(len, held))


@dataclass(frozen=True, slots=True)
class TakenAway:
    """What ``redact`` did, and what it could not do.

    ``leaf`` is where the ledger says so. Of an erasure: how many leaves went whole and in part,
    and sentences on what else names it.
    """

    id: str
    scope: Scope
    target: str
    notice: Notice
    statements: int = 1
    whole: int = 0
    part: int = 0
    left: tuple[str, ...] = ()
