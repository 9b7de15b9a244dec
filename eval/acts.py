"""How well acts of taking back are recognised, and linked to what they are about.

The texts were written for the project: ``eval/acts_set/*.jsonl`` with the speakers' histories.
``tuned`` was looked at while the rules were made; ``kept`` was written before them and kept
aside; each ``fresh`` was written without looking at them and run once before anything was
changed (the first rates stand in ``docs/acts.md``). Negatives are texts with no act.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from walkback.judge.about import about
from walkback.model.act import Act, Earlier, Later
from walkback.model.times import parse_stamp
from walkback.model.verdict import EventKind, State
from walkback.read.acts import acts

SET = Path(__file__).parent / "acts_set"
# (act, link) of each part; the goal is 0.95 of each, and no negative taken for an act at all.
FLOORS = {
    "tuned": (0.98, 0.98),
    "kept": (0.95, 0.94),
    "fresh1": (0.98, 0.97),
    "fresh2": (0.98, 0.97),
    "fresh3": (0.97, 0.95),
}
TAKEN_BACK = {EventKind.RETRACTED, EventKind.CORRECTED, EventKind.APOLOGISED}


@dataclass(frozen=True, slots=True)
class Case:
    """One text with its truth; ``about`` is an id, ``self``, or None for no statement we hold."""

    id: str
    language: str
    later: Later
    acts: frozenset[EventKind]
    about: str | None
    earlier: tuple[Earlier, ...]


@dataclass(slots=True)
class Tally:
    """Right of how many."""

    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, right: bool, what: str) -> None:  # noqa: FBT001 - it is what is counted
        """One more."""
        self.of += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    @property
    def rate(self) -> float:
        """The share; 1.0 of none."""
        return self.right / self.of if self.of else 1.0


def cases(name: str) -> Iterator[Case]:
    """The cases of one part of the set."""
    histories = json.loads((SET / f"histories_{name}.json").read_text("utf-8"))
    said = [_earlier(one, who["name"]) for who in histories.values() for one in who["statements"]]
    for line in (SET / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        speaker, at = histories[row["by"]]["name"], parse_stamp(row["at"])
        url = row.get("url", f"https://acts.example/{row['id']}")
        later = Later(row["id"], url, speaker, row["text"], row.get("title", ""), at)
        kinds = frozenset(EventKind(kind) for kind in row["acts"])
        before = tuple(one for one in said if _before(one, at))
        yield Case(row["id"], row["lang"], later, kinds, row.get("about"), before)
        if kinds:
            ordered = tuple(sorted(kinds))
            said.append(Earlier(row["id"], url, speaker, later.text, later.title, at, acts=ordered))


def _before(one: Earlier, at: datetime) -> bool:
    return one.published is not None and one.published < at


def _earlier(row: dict[str, Any], speaker: str) -> Earlier:
    removed = row.get("removed")
    return Earlier(
        row["id"], row["url"], speaker, row["text"], row["title"], parse_stamp(row["published"]),
        State(row.get("state", "present")),
        (parse_stamp(removed[0]), parse_stamp(removed[1])) if removed else None,
    )  # fmt: skip


def found(case: Case) -> tuple[Act, ...]:
    """The acts of one case."""
    return acts(case.later.text, title=case.later.title, speaker=case.later.speaker or "")


def linked(case: Case, act: Act) -> str | None:
    """What the act is linked to, as the truth writes it."""
    link = about(act, case.later, case.earlier)
    if link is None:
        return None
    return "self" if link.itself else link.statement


def measure(name: str) -> dict[str, Tally]:
    """The tallies of one part: ``act``, ``negative``, ``link`` and ``act <language>``."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in cases(name):
        got = found(case)
        kinds = frozenset(act.kind for act in got)
        shown = f"{case.id} want {sorted(case.acts)} got {[(a.kind.value, a.cue) for a in got]}"
        tallies["act"].count(kinds == case.acts, shown)
        tallies[f"act {case.language}"].count(kinds == case.acts, shown)
        if not case.acts:
            tallies["negative"].count(not kinds & TAKEN_BACK, shown)
        for act in got:
            if act.kind in case.acts:
                to = linked(case, act)
                about_it = f"{case.id} {act.kind.value} want {case.about} got {to}"
                tallies["link"].count(to == case.about, about_it)
    return tallies


def main(data: Path | None = None) -> bool:  # noqa: ARG001 - the set stands in the repository
    """Print the table; False where a floor did not hold."""
    held = True
    for path in sorted(SET.glob("*.jsonl")):
        tallies = measure(path.stem)
        for what, tally in sorted(tallies.items()):
            print(
                f"acts, {path.stem:<8} {what:<10} {tally.rate:6.3f}   {tally.right} of {tally.of}"
            )
        act, link = FLOORS[path.stem]
        held &= tallies["act"].rate >= act and tallies["link"].rate >= link
        held &= tallies["negative"].rate == 1.0
        if "-v" in sys.argv and path.stem in (sys.argv[2:] or [path.stem]):
            print(*(w for t in ("act", "link") for w in tallies[t].wrong), sep="\n")
    return held


if __name__ == "__main__":
    sys.exit(not main())
