"""What a rule found in one sentence, before the text as a whole is weighed."""

from dataclasses import dataclass

from walkback.model.act import Part
from walkback.model.verdict import Confidence, EventKind


@dataclass(frozen=True, slots=True)
class Found:
    """An act by its places in a text. ``weak``: it counts only where no plain act stands beside."""

    kind: EventKind
    start: int
    end: int
    cue: str
    why: str
    confidence: Confidence = Confidence.HIGH
    part: Part = Part.UNKNOWN
    refers: str = ""
    itself: bool = False
    weak: bool = False
