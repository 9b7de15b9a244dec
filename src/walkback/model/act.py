"""Taking it back: what a later statement does to an earlier one, and how it was walked back.

``read.acts`` finds an ``Act`` in a speaker's own words, ``judge.about`` the ``Earlier`` statement
it is about (a ``Link``), ``judge.manner`` names each way of walking back that the history shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from walkback.model.verdict import Confidence, EventKind, State


class Part(StrEnum):
    """How much of the earlier statement an act is about."""

    FULL = "full"
    PART = "part"
    UNKNOWN = "unknown"


class Manner(StrEnum):
    """The vocabulary of walking back. Several may hold at once; none says why."""

    SILENT_EDIT = "silent-edit"
    MARKED_CORRECTION = "marked-correction"
    REMOVAL_WITHOUT_A_WORD = "removal-without-a-word"
    REMOVAL_WITH_NOTICE = "removal-with-notice"
    REMOVAL_AND_REPOST = "removal-and-repost"
    RETRACTION_IN_FULL = "retraction-in-full"
    RETRACTION_IN_PART = "retraction-in-part"
    RETRACTION = "retraction"  # the words do not say how much
    APOLOGY = "apology"
    CLARIFICATION = "clarification"
    DENIAL = "denial"
    MODERATION = "moderation"
    LEGAL_REMOVAL = "legal-removal"
    ACCOUNT_LOSS = "account-loss"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Act:
    """One act and the words that show it.

    ``start``, ``end`` are code points in what ``source`` names: the reading's ``text`` or its
    ``title`` (or the picture's text, where that was read). ``cue`` is the rule's name, ``why``
    says it in plain words. ``refers`` is how the words name what they are about, empty where
    they do not; ``itself`` where they speak of the page they stand on.
    """

    kind: EventKind
    start: int
    end: int
    words: str
    part: Part
    confidence: Confidence
    cue: str
    why: str
    refers: str = ""
    itself: bool = False
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A statement that a later one may be about.

    ``removed_between`` is (last seen, first missing). ``acts`` are the kinds of act it is itself:
    an apology names the same things as what it apologises for, and is seldom what is meant.
    """

    id: str
    url: str
    speaker: str | None
    text: str
    title: str = ""
    published: datetime | None = None
    state: State = State.UNKNOWN
    removed_between: tuple[datetime, datetime] | None = None
    acts: tuple[EventKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """The statement that takes back. ``links`` are the addresses it points to."""

    id: str
    url: str
    speaker: str | None
    text: str
    title: str = ""
    published: datetime | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Which statement an act is about, how surely, and the reasons in plain words."""

    statement: str
    url: str
    confidence: Confidence
    reasons: tuple[str, ...]
    score: float
    itself: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a statement's history, as far as the manner of it can be told.

    ``words`` stood at the address then: a notice, or what an edit added. ``acts`` were found in
    them, or (for an event that is an act) are that act. ``reposted`` is the address of a near
    copy published soon after, with ``alike`` from 0 to 1.
    """

    id: str
    kind: EventKind
    at: datetime
    words: str = ""
    status: int | None = None
    acts: tuple[Act, ...] = ()
    reposted: str | None = None
    alike: float | None = None


@dataclass(frozen=True, slots=True)
class MannerFound:
    """One way of walking back, in plain words, with the ids of the events that show it."""

    manner: Manner
    text: str
    events: tuple[str, ...]


def act_json(act: Act) -> dict[str, Any]:
    """Plain JSON of an act, as a verdict keeps it."""
    kept = {item.name: getattr(act, item.name) for item in fields(act)}
    return {name: one.value if isinstance(one, Enum) else one for name, one in kept.items()}


def parse_act(value: Mapping[str, Any]) -> Act:
    """The act of ``act_json``."""
    named: dict[str, Any] = {
        "kind": EventKind(value["kind"]),
        "part": Part(value["part"]),
        "confidence": Confidence(value["confidence"]),
    }
    return Act(**{**value, **named})
