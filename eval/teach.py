"""Teach the speaker model: ``make train``, or ``python -m eval.teach [--data ../shared/data]``.

A softmax over the candidates of each segment and nobody, learnt by Adagrad in plain Python and
averaged over the rounds; about two minutes. The order is fixed, so the same data give the same
file. Learns from all of the train part; ``--held-out`` keeps a fifth of its articles aside and
writes nothing but its score, for decisions.
"""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from eval.corpus import Example, examples, is_held_out, rows

from walkback.read.quotations.speakers import packed

MODEL = Path(__file__).parents[1] / "src/walkback/read/quotations/speakers.json.gz"
TRAIN = Path("quotations/polnear-train.jsonl.gz")
ROUNDS, STEP, LEAST = 6, 0.1, 3


def teach(taught: list[Example], *, rounds: int = ROUNDS) -> dict[str, float]:
    """The weight of each clue that at least ``LEAST`` candidates show."""
    seen = Counter(clue for one in taught for found in one.clues for clue in found)
    kept = {clue for clue, count in seen.items() if count >= LEAST}
    packs = [
        ([[c for c in found if c in kept] for found in one.clues], one.right) for one in taught
    ]
    weights = dict.fromkeys(kept, 0.0)
    squares = dict.fromkeys(kept, 1e-2)
    sums = dict.fromkeys(kept, 0.0)
    order = random.Random(0)
    for _ in range(rounds):
        order.shuffle(packs)
        for clues, right in packs:
            _learn(weights, squares, clues, right)
        for clue, weight in weights.items():
            sums[clue] += weight
    return {clue: total / rounds for clue, total in sums.items()}


def _learn(
    weights: dict[str, float], squares: dict[str, float], clues: list[list[str]], right: int
) -> None:
    """One step of Adagrad on one segment."""
    scores = [sum([weights[clue] for clue in found]) for found in clues]
    most = max(scores)
    parts = [math.exp(score - most) for score in scores]
    total = sum(parts)
    for at, found in enumerate(clues):
        slope = parts[at] / total - (at == right)
        if abs(slope) < 1e-4:
            continue
        for clue in found:
            squares[clue] += slope * slope
            weights[clue] -= STEP * slope / math.sqrt(squares[clue])


def right(weights: dict[str, float], asked: Iterable[Example]) -> float:
    """The share of segments whose right candidate has the highest score, each taken alone."""
    get = weights.get
    hits = []
    for one in asked:
        scores = [sum(get(clue, 0.0) for clue in found) for found in one.clues]
        hits.append(scores.index(max(scores)) == one.right)
    return sum(hits) / len(hits)


def main_teach() -> int:
    """Learns and writes the model's file, or prints the score on what was kept aside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--out", type=Path, default=MODEL)
    given = parser.parse_args()
    path = given.data / TRAIN
    if not path.exists():
        print(f"nothing is learnt: there is no {path}")
        return 1
    taught, kept = [], []
    for row in rows(path):
        (kept if given.held_out and is_held_out(row) else taught).extend(examples(row))
    weights = teach(taught)
    print(f"{len(taught)} segments, {len(weights)} clues")
    if given.held_out:
        print(f"right on {len(kept)} segments kept aside: {right(weights, kept):.3f}")
    data = packed(weights)
    given.out.write_bytes(data)
    print(f"{given.out}: {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main_teach())
