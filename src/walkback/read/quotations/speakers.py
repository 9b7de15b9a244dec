"""Who speaks: a linear model over clues, learnt from annotated news and shipped as a file."""

import gzip
import json
from dataclasses import dataclass

from walkback.errors import BadFile
from walkback.read.quotations.clues import (
    Before,
    Candidate,
    Place,
    beside,
    candidates,
    clues,
    nobody_clues,
    place,
    tied,
)
from walkback.read.quotations.scene import Scene

FORMAT = 1
LEAST = 4  # hundredths
# A paragraph that is nothing but quoted words is said by somebody: hundredths taken off nobody's
# score. On the held-out articles 100 to 200 lose nothing.
SOMEBODY = 200
# Segments of one article that the model weighs; in what follows them the plain rule decides.
# The longest of 840 annotated articles has 71; a megabyte of nothing but quotation marks must
# not take minutes.
MOST = 600


@dataclass(frozen=True, slots=True)
class SpeakerModel:
    """A weight for each clue; those it does not know weigh nothing. Empty: the plain rule."""

    weights: dict[str, int]

    def score(self, found: list[str]) -> int:
        """The sum of the weights."""
        get = self.weights.get
        return sum([get(clue, 0) for clue in found])


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quoted segment in its place, and who speaks; None: the article does not say."""

    place: Place
    speaker: Candidate | None


def load_model(data: bytes) -> SpeakerModel:
    """The model in the bytes of its file (gzip of JSON), as ``packed`` makes them.

    Raises BadFile where it is another file.
    """
    try:
        found = json.loads(gzip.decompress(data))
        weights = dict(zip(found["clues"].split("\n"), found["weights"], strict=True))
        version = found["format"]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadFile(
            "the speaker model cannot be read",
            subject="speaker model",
            expected="gzip of JSON with format, clues and weights",
            found=str(fault),
            todo="Make it again with `make train`, or install the package again.",
        ) from fault
    if version != FORMAT:
        raise BadFile(
            "the speaker model is of another version",
            subject="speaker model",
            expected=f"format {FORMAT}",
            found=f"format {version}",
            todo="Make it again with `make train`, or install the package again.",
        )
    return SpeakerModel(weights)


def packed(weights: dict[str, float]) -> bytes:
    """The file of a model: weights in whole hundredths, without those of less than ``LEAST``."""
    kept = {clue: round(100 * weight) for clue, weight in sorted(weights.items())}
    kept = {clue: weight for clue, weight in kept.items() if abs(weight) >= LEAST}
    found = {"format": FORMAT, "clues": "\n".join(kept), "weights": list(kept.values())}
    return gzip.compress(json.dumps(found, ensure_ascii=False).encode(), 9, mtime=0)


def speakers(known: Scene, model: SpeakerModel) -> list[Spoken]:
    """Each segment of a scene with its speaker, decided in reading order."""
    found: list[Spoken] = []
    before: Before | None = None
    for count, segment in enumerate(known.segments):
        where = place(known, segment)
        chosen = _speaker(known, where, before, model if count < MOST else SpeakerModel({}))
        found.append(Spoken(where, chosen))
        number = known.number(chosen.mention.start) if chosen else 0
        before = Before(where, chosen.mention if chosen else None, number)
    return found


def _speaker(
    known: Scene, where: Place, before: Before | None, model: SpeakerModel
) -> Candidate | None:
    if not model.weights:
        return by_rule(known, where, before)
    found, asked = questions(known, where, before)
    scores = [model.score(one) for one in asked]
    if where.edges[0] == "^" and where.edges[-1] in "$_" and not where.title_case:
        scores[-1] -= SOMEBODY
    best = max(range(len(scores)), key=scores.__getitem__)
    return found[best] if best < len(found) else None


def questions(
    known: Scene, where: Place, before: Before | None
) -> tuple[list[Candidate], list[list[str]]]:
    """The candidates for one segment, and the clues of each; the last list is nobody's."""
    found = candidates(known, where, before)
    ranks = _ranks(where, found)
    asked = [clues(where, one, rank, before) for one, rank in zip(found, ranks, strict=True)]
    return found, [*asked, nobody_clues(where, before)]


def by_rule(known: Scene, where: Place, before: Before | None) -> Candidate | None:
    """The plain rule: the nearest mention in the sentence that a verb of saying is tied to;
    after a closed quotation that ends in a comma the one behind it. Else who spoke last.
    """
    near = [one for one in beside(where) if tied(where, one)]
    if near:
        after_first = where.edges[-2:-1] in (",", "?", "!")

        def distance(one: Candidate) -> tuple[bool, int]:
            after = one.mention.start >= where.segment.end
            return after != after_first, abs(one.mention.start - where.segment.start)

        return min(near, key=distance)
    if before is None or before.mention is None:
        return None
    away = min(0, before.number - where.number)
    return Candidate(before.mention, max(-9, away), known.paragraph(before.number))


def _ranks(where: Place, found: list[Candidate]) -> list[int]:
    """How many candidates on the same side stand nearer."""
    start = where.segment.start
    order = sorted(range(len(found)), key=lambda at: abs(found[at].mention.start - start))
    ranks = [0] * len(found)
    seen = {False: 0, True: 0}
    for at in order:
        after = found[at].mention.start >= start
        ranks[at] = seen[after]
        seen[after] += 1
    return ranks
