"""One statement at many places: the copies that are compared, and why two of them are one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from walkback.model.change import NamedChange, named_json
from walkback.model.verdict import Confidence


class Alike(StrEnum):
    """How the words of two copies stand to each other."""

    SAME = "same words"
    NEAR = "nearly the same words"
    PART = "one within the other"


@dataclass(frozen=True, slots=True)
class Copy:
    """The first words at one address.

    ``at`` is when they were published, where ``stated``; else when they were first seen.
    ``acts`` are the kinds of taking back in them: what takes a statement back is another one.
    """

    id: str
    statement: str
    url: str
    speaker: str | None
    text: str
    at: datetime
    title: str = ""
    channel: str = "page"
    stated: bool = True
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """Two copies are one statement: how their words stand, how surely, and the reasons.

    ``differences`` are from the earlier copy to the later one; empty where no word differs.
    ``score`` orders several, from 0 to 1.
    """

    alike: Alike
    confidence: Confidence
    reasons: tuple[str, ...]
    score: float
    differences: tuple[NamedChange, ...] = ()


def linked_json(linked: Linked) -> dict[str, Any]:
    """Plain JSON of why two copies are one, as a register entry keeps it."""
    return {
        "alike": linked.alike.value,
        "confidence": linked.confidence.value,
        "reasons": list(linked.reasons),
        "differences": [named_json(change) for change in linked.differences],
    }


@dataclass(frozen=True, slots=True)
class Repost:
    """A near copy put up where the first was taken down, and what differs.

    ``trivial``: no more than spelling, marks or a turn of phrase.
    """

    reasons: tuple[str, ...]
    differences: tuple[NamedChange, ...]
    trivial: bool
