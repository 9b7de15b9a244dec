"""How well and how fast pages are read: our words against trafilatura's on 320 real pages.

Run from anywhere: ``python eval/reading.py``. The pages lie beside the repository
(``../shared/data/pages/pages.tar.xz``); without them this says so and ends. trafilatura is a
yardstick, not the truth: it leaves out captions and notes, which we keep.
"""

import statistics
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from walkback.model.words import tokens
from walkback.read import read

PAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "pages" / "pages.tar.xz"


@dataclass(frozen=True, slots=True)
class Score:
    """One page: milliseconds of processor time and how its words stand to the yardstick's."""

    name: str
    ms: float
    words: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 1.0 where neither finds a word."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pages() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each page."""
    with tarfile.open(PAGES) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None and member.name.endswith(".html"):
                yield Path(member.name).stem, stream.read()


def score(name: str, body: bytes) -> Score:
    """Read one page both ways."""
    started = time.process_time()
    reading = read(body, url="https://page.example/", content_type=None)
    ms = (time.process_time() - started) * 1000
    ours = _words(reading.text)
    theirs = _words(trafilatura.extract(body, include_comments=False) or "")
    common = (ours & theirs).total()
    if not ours and not theirs:
        return Score(name, ms, 0, 1.0, 1.0)
    precision, recall = (common / max(1, side.total()) for side in (ours, theirs))
    return Score(name, ms, ours.total(), precision, recall)


def _words(text: str) -> Counter[str]:
    return Counter(word for word in tokens(text) if word[0].isalnum())


def main(data: Path | None = None) -> int:
    """Print the table; 0 also where there is no data to measure on. ``data``: not needed."""
    del data
    if not PAGES.exists():
        print(f"reading: skipped, no pages at {PAGES}")
        return 0
    scores = [score(name, body) for name, body in pages()]
    ms = sorted(one.ms for one in scores)
    rows = {
        "pages": f"{len(scores)}",
        "pages without words": f"{sum(not one.words for one in scores)}",
        "ms a page, mean": f"{statistics.mean(ms):.1f}",
        "ms a page, median": f"{statistics.median(ms):.1f}",
        "ms a page, 95th of 100": f"{ms[int(0.95 * len(ms))]:.1f}",
        "F1 against trafilatura, mean": f"{statistics.mean(one.f1 for one in scores):.3f}",
        "F1 against trafilatura, median": f"{statistics.median(one.f1 for one in scores):.3f}",
        "precision, mean": f"{statistics.mean(one.precision for one in scores):.3f}",
        "recall, mean": f"{statistics.mean(one.recall for one in scores):.3f}",
    }
    for what, value in rows.items():
        print(f"{what:<34}{value:>8}")
    if "-v" in sys.argv:
        for one in sorted(scores, key=lambda one: one.f1)[:20]:
            print(
                f"{one.f1:.2f}  {one.precision:.2f}  {one.recall:.2f}  {one.words:>6}  {one.name}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
