"""A round's check of one instance, and what is known of it before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from walkback.model.exchange import OutcomeKind


class Role(StrEnum):
    """Why an address was asked."""

    STATEMENT = "statement"  # it carries a statement
    LISTING = "listing"  # it lists addresses of statements: a feed, a section
    CONTROL = "control"  # it says how the host behaves just now
    ARTICLE = "article"  # it quotes; nobody watches it
    PICTURE = "picture"  # it is shown in a statement, and may hold words of it
    IMPORT = "import"  # it came from somebody's archive, at the archive's time


@dataclass(frozen=True, slots=True)
class Control:
    """A question asked beside a look, and its answer.

    ``kind``: ``sibling`` (a statement of the same host known to be live), ``fellow`` (one that
    was present and is in question too), ``random-path`` (what not-found looks like there),
    ``link``, ``home``, ``elsewhere`` (where the statement's words were found meanwhile),
    ``again``. ``likeness`` is 0..1, the share of words the look's page has in common with this
    answer, None where either has no words. ``own`` is 0..1 too: how far the answer has the words
    that were known of its address (for ``elsewhere``: the statement's), None where none were.
    ``words`` counts the answer's own words, None where it was not read; ``marks`` are those of
    ``judge.marks``.
    """

    kind: str
    url: str
    outcome: OutcomeKind
    reason: str
    status: int | None
    final_url: str
    capture: str | None = None
    likeness: float | None = None
    words: int | None = None
    marks: tuple[str, ...] = ()
    own: float | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one instance, as the judge sees it.

    ``id`` is the capture's id, or ``<roll call id>/<line>``. ``text`` is the SHA-256 of the
    reading's words, None where nothing was read. ``likeness`` is 0..1 to the current version.
    ``known`` is true where ``text`` is the current version's or differs only typographically.
    ``canonical`` is the address the page says it has.
    """

    id: str
    at: datetime
    outcome: OutcomeKind
    reason: str
    status: int | None = None
    url: str = ""
    final_url: str = ""
    capture: str | None = None
    text: str | None = None
    likeness: float | None = None
    known: bool = False
    canonical: str | None = None
    role: Role = Role.STATEMENT
    controls: tuple[Control, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
