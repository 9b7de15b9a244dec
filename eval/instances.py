"""How well copies of one statement are told from what is only alike.

The pairs were written for the project: ``eval/instances_set/*.jsonl``, each two texts of one
invented speaker and whether they are one statement. ``tuned`` was looked at while the rules were
made, ``kept`` was set aside and run once before anything was changed for it.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.compare.instances import same_statement
from walkback.model.instances import Copy
from walkback.model.times import parse_stamp

SET = Path(__file__).parent / "instances_set"
# (found of what is one statement, right of what is linked) of each part
FLOORS = {"tuned": (1.0, 1.0), "kept": (0.8, 1.0)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two copies and the truth."""

    id: str
    note: str
    one: Copy
    other: Copy
    same: bool
    worn: float = 0.0


def pairs(part: str) -> Iterator[Pair]:
    """The pairs of one part of the set."""
    for line in (SET / f"{part}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        one, other = _copy(row["id"], "a", row["one"]), _copy(row["id"], "b", row["other"])
        yield Pair(row["id"], row["note"], one, other, row["same"], row.get("worn", 0.0))


def _copy(identity: str, which: str, row: dict[str, Any]) -> Copy:
    return Copy(
        f"{identity}{which}",
        f"s{identity}{which}",
        row["url"],
        "speaker",
        row["text"],
        parse_stamp(row["at"]),
        row.get("title", ""),
        row["channel"],
    )


def rates(part: str) -> tuple[float, float, list[str]]:
    """Found of those that are one, right of those linked, and what was wrong."""
    one = found = linked = 0
    wrong = []
    for pair in pairs(part):
        said = same_statement(pair.one, pair.other, worn=pair.worn) is not None
        one += pair.same
        linked += said
        found += said and pair.same
        if said != pair.same:
            wrong.append(f"{pair.id} ({'missed' if pair.same else 'linked'}): {pair.note}")
    return found / max(1, one), found / max(1, linked), wrong


def main(data: Path) -> bool:
    """Prints a row for each part; whether the floors held."""
    del data
    held = True
    for part, (least_found, least_right) in FLOORS.items():
        found, right, wrong = rates(part)
        good = found >= least_found and right >= least_right
        held &= good
        print(
            f"instances, {part}: found {found:.3f} (floor {least_found}), "
            f"right {right:.3f} (floor {least_right}) {'held' if good else 'NOT HELD'}"
        )
        for line in wrong:
            print(f"  {line}")
    return held


if __name__ == "__main__":
    sys.exit(not main(Path()))
