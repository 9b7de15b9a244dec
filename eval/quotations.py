# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""Quotations and their speakers on annotated news (PolNeAR, the dev part): ``python -m
eval.quotations [--data ../shared/data] [--held-out] [--model FILE] [-v]``.

**Found.** Segments of three words or more. Precision: the share of ours (direct or fragment,
between straight or curly double marks, which is what the corpus calls a segment) that stand, to
the character, where the corpus has one. Recall: the share of the corpus's that we have, to the
character; those with a source and all of them, for the corpus's segments include titles and
terms between marks, which are no quotations. "As one" takes in what the corpus's own definition
leaves out too: words between doubled apostrophes or single marks, and mixed pairs.

**Speaker right.** Of the segments of three words or more with a source: our mention overlaps the
source's span and begins in its head, before the first comma, bracket, preposition or relative
word of it ("a spokesman for Tom Berg": "a spokesman" is right, "Tom Berg" is wrong). Not found
or no speaker is wrong. Another mention of the same person elsewhere in the article is wrong.
"Overlap" drops the rule about the head; "exact" asks for the very span.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eval.corpus import Gold, article, gold, is_held_out, rows

from walkback.model.quotation import Quotation, QuotationKind
from walkback.read.quotations import SpeakerModel, load_model, quotations

MODEL = Path(__file__).parents[1] / "src/walkback/read/quotations/speakers.json.gz"
FLOORS = {"precision": 0.97, "recall": 0.97, "speaker": 0.90}
_WORD = re.compile(r"\w[\w'’.,-]*")
_HEAD = re.compile(r"[,(–—]|\s(?:of|for|from|to|at|in|on|with|by|who|whose|which|that)\s")
_QUOTED = (QuotationKind.DIRECT, QuotationKind.FRAGMENT)


def measure(lines: Iterable[dict[str, Any]], model: SpeakerModel) -> Counter[str]:
    """The counts over some articles."""
    total: Counter[str] = Counter()
    for row in lines:
        source = article(row)
        started = time.process_time()
        found = quotations(source, model)
        total["ms"] += round(1000 * (time.process_time() - started))
        total["articles"] += 1
        _count_found(row, found, total)
        _count_speakers(row, found, total)
    return total


def _count_found(row: dict[str, Any], found: tuple[Quotation, ...], total: Counter[str]) -> None:
    marked = gold(row)
    text = row["text"]
    spans = {(one.start + 1, one.end - 1) for one in marked}
    ours = set()
    for one in found:
        if one.kind not in _QUOTED or len(_WORD.findall(one.text)) < 3:
            continue
        ours.add((one.start, one.end))
        total["all ours"] += 1
        if text[one.start - 1] in '"“”' and text[one.end : one.end + 1] in ('"', "“", "”"):
            total["ours"] += 1
        total["hit"] += (one.start, one.end) in spans
    for one in marked:
        if one.words >= 3:
            hit = (one.start + 1, one.end - 1) in ours
            total["gold"] += 1
            total["gold hit"] += hit
            total["sourced"] += one.source is not None
            total["sourced hit"] += hit and one.source is not None


def _count_speakers(row: dict[str, Any], found: tuple[Quotation, ...], total: Counter[str]) -> None:
    for one in gold(row):
        if one.words < 3 or one.source is None:
            continue
        ours = next((q for q in found if q.start < one.end and one.start < q.end), None)
        verdict = grade(row["text"], one, ours)
        total["speakers"] += 1
        total["right"] += verdict in ("right", "exact")
        total["overlap"] += verdict in ("right", "exact", "overlap")
        total["exact"] += verdict == "exact"
        total["none"] += verdict == "none"


def grade(text: str, one: Gold, ours: Quotation | None) -> str:
    """``exact``, ``right``, ``overlap``, ``wrong`` or ``none``."""
    if one.source is None or ours is None or ours.speaker is None:
        return "none"
    start, end = one.source
    mention = (ours.speaker.start, ours.speaker.end)
    if mention == (start, end):
        return "exact"
    if not (mention[0] < end and start < mention[1]):
        return "wrong"
    head = _HEAD.search(text[start:end], 1)
    return "right" if mention[0] < start + (head.start() if head else end) else "overlap"


def table(total: Counter[str], rules: Counter[str]) -> dict[str, str]:
    """The rows to print."""

    def share(what: str, of: str, counts: Counter[str] = total) -> str:
        return f"{counts[what] / max(1, counts[of]):.3f}"

    return {
        "articles; segments with a source": f"{total['articles']}; {total['speakers']}",
        "segments found, precision": share("hit", "ours"),
        "the same, ours between other marks too": share("hit", "all ours"),
        "segments found, recall, with a source": share("sourced hit", "sourced"),
        "the same, titles and terms too": share("gold hit", "gold"),
        "speaker right": share("right", "speakers"),
        "speaker, overlap": share("overlap", "speakers"),
        "speaker, exact span": share("exact", "speakers"),
        "speaker, none given": share("none", "speakers"),
        "speaker right, rules alone": share("right", "speakers", rules),
        "ms an article": f"{total['ms'] / max(1, total['articles']):.1f}",
    }


def main(data: Path) -> bool:
    """Measures on the dev part with the model shipped; whether the floors held."""
    path = data / "quotations" / "polnear-dev.jsonl.gz"
    if not path.exists():
        print(f"quotations: skipped, there is no {path}")
        return True
    return _report(list(rows(path)), load_model(MODEL.read_bytes()))


def _report(lines: list[dict[str, Any]], model: SpeakerModel) -> bool:
    total, rules = measure(lines, model), measure(lines, SpeakerModel({}))
    found = table(total, rules)
    for what, value in found.items():
        print(f"quotations: {what:<42}{value:>10}")
    held = {
        "precision": total["hit"] / max(1, total["ours"]),
        "recall": total["sourced hit"] / max(1, total["sourced"]),
        "speaker": total["right"] / max(1, total["speakers"]),
    }
    low = [what for what, floor in FLOORS.items() if held[what] < floor]
    for what in low:
        print(f"quotations: {what} {held[what]:.3f} is below its floor of {FLOORS[what]}")
    return not low


def _show(lines: list[dict[str, Any]], model: SpeakerModel) -> None:
    """Prints what is wrong."""
    for row in lines:
        text, found = row["text"], quotations(article(row), model)
        for one in gold(row):
            ours = next((q for q in found if q.start < one.end and one.start < q.end), None)
            verdict = grade(text, one, ours)
            if one.words < 3 or verdict in ("exact", "right") or one.source is None:
                continue
            start = max(0, min(one.start, one.source[0]) - 60)
            told = ours.speaker.mention if ours and ours.speaker else ours and "nobody"
            print(f"{verdict:<8}{told!r} for {text[slice(*one.source)]!r}")
            print(f"        {text[start : max(one.end, one.source[1]) + 60]!r}"[:700])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--held-out", action="store_true", help="a fifth of the train part")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("-v", action="store_true", help="show what is wrong")
    given = parser.parse_args()
    if not given.held_out:
        sys.exit(0 if main(given.data) else 1)
    learnt = load_model(given.model.read_bytes())
    kept = [
        one for one in rows(given.data / "quotations/polnear-train.jsonl.gz") if is_held_out(one)
    ]
    if given.v:
        _show(kept, learnt)
    _report(kept, learnt)
