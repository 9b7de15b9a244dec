"""A case file: each question that was asked of a statement's address, and what the answers say.

It is made of what a verdict's record holds, or of the looks that are open, and holds no words of
any page.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Probe:
    """One question beside a look and its answer, in plain words; ``capture`` has the bytes."""

    asked: str
    url: str
    answer: str
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class LookFile:
    """One look: what came, what that shows, and whether it counts towards the conclusion."""

    observation: str
    at: datetime
    answer: str
    shows: str
    counts: bool
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """How something was judged, or is being judged.

    ``event`` is the id of the event that it led to, None while it is open. ``rule`` and ``says``
    are of the table of rules, empty where none applies so far; ``confidence`` what the
    conclusion has, or would have now; ``because`` what lowers it. ``counted`` looks of
    ``needed``. ``notes`` are further facts in plain words.
    """

    url: str
    event: str | None
    kind: str
    rule: str
    says: str
    confidence: str
    because: tuple[str, ...]
    counted: int
    needed: int
    looks: tuple[LookFile, ...]
    notes: tuple[str, ...] = ()
