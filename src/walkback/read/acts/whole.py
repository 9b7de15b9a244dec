"""Acts that a whole sentence shows."""

from walkback.model.act import Part
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts.found import Found
from walkback.read.acts.ground import Ground


def whole(ground: Ground, kind: EventKind, cue: str, why: str, **more: object) -> Found:
    """An act shown by its whole sentence; ``more`` are further fields of ``Found``."""
    sentence = ground.sentence
    text = " ".join(ground.voice.text[sentence.start : sentence.end].split())
    return Found(kind, sentence.start, sentence.end, cue, why, refers=text, **more)  # type: ignore[arg-type]


def corrected(ground: Ground, cue: str, why: str, **more: object) -> Found:
    """A correction of some part of what was said."""
    return whole(ground, EventKind.CORRECTED, cue, why, part=Part.PART, **more)


def disowned(ground: Ground) -> Found:
    """What was said is called wrong to have been said; weak, since an apology may be meant."""
    return whole(
        ground, EventKind.RETRACTED, "disowns", "the words say that it should not have been said",
        confidence=Confidence.MEDIUM, weak=True,
    )  # fmt: skip
