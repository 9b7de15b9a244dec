"""The table, on the screen and in ``docs/removal.md``."""

from collections.abc import Mapping
from pathlib import Path

from bench.weather.score import Score

DOCUMENT = Path(__file__).parents[2] / "docs" / "removal.md"
BEGIN = "<!-- peers: written by `python -m bench.weather --write` -->"
END = "<!-- /peers -->"
HEAD = (
    "tool",
    "false alarms",
    "false removals",
    "missed edits",
    "missed removals",
    "failed looks told",
    "messages in all",
)


def rows(scores: Mapping[str, Score]) -> list[tuple[str, ...]]:
    """One row for each tool."""
    return [
        (
            name,
            _in_scenes(found.false_alarms, found.alarm_scenes),
            _in_scenes(found.false_removals, found.removal_scenes),
            f"{found.edits_missed} of {found.edits_due}",
            f"{found.removals_missed} of {found.removals_due}",
            str(found.failed_looks),
            str(found.messages),
        )
        for name, found in scores.items()
    ]


def _in_scenes(count: int, scenes: int) -> str:
    return f"{count} in {scenes}" if count else "0"


def markdown(scores: Mapping[str, Score], scenes: int) -> str:
    """The table with what it counts."""
    lines = [HEAD, ("---",) * len(HEAD), *rows(scores)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f'{scenes} scenes; "7 in 3" is seven messages in three of them.\n\n{table}\n'


def write(text: str, document: Path = DOCUMENT) -> None:
    """Puts ``text`` between the marks of a document; all else in it stays as it is."""
    old = document.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{document} has no place for the table: {BEGIN} … {END}")
    document.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")
