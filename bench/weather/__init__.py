"""Walkback, urlwatch and changedetection.io in the same weather.

    python -m bench.weather [--only WORD] [--tool NAME] [--write] [--each]

Plays every scene and trouble of ``tests/weather``, whose truth is known, against each tool in its
turn, one check after each step, and counts what was told wrongly and what was not told.
``score.py`` says what counts as what, each tool's own file how it is set up. ``--write`` puts the
table into ``docs/removal.md``, ``--each`` lists the scenes that a tool got wrong.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from bench.weather import table
from bench.weather.changedetection import CHANGEDETECTION, Changedetection
from bench.weather.digests import Digests, bytes_of, text_of
from bench.weather.ours import Ours
from bench.weather.score import EDITED, Score, Truth, score
from bench.weather.stage import Actor, Part, Stage, parts
from bench.weather.urlwatch import Urlwatch
from rich.console import Console
from rich.table import Table

TOGETHER = 250  # scenes at once: each check waits for the slowest of its sites


class Tool(Protocol):
    """One tool at work on the sites of one play."""

    name: str

    def check(self, addresses: Sequence[str]) -> dict[str, list[str]]:
        """Looks at everything once; what it tells of these addresses."""

    def close(self) -> None:
        """Ends it."""


Maker = Callable[[Path, Sequence[Actor]], Tool]
OWN = "walkback"
ROWS = 6  # changedetection.io has two
TOOLS: dict[str, Maker] = {
    OWN: Ours,
    "urlwatch": lambda folder, actors: Urlwatch(folder, _subjects(actors)),
    "changedetection": lambda folder, actors: Changedetection(folder, _subjects(actors)),
    "bytes": lambda _folder, _actors: Digests("a digest of the bytes", bytes_of),
    "text": lambda _folder, _actors: Digests("a digest of the text", text_of),
}
Logs = list[tuple[Truth, list[list[str]]]]


def main(arguments: Sequence[str] = ()) -> None:
    """Plays, counts, prints."""
    options = _options(arguments)
    cast = [part for part in parts() if options.only in part.name]
    scores: dict[str, Score] = {}
    for name, logs in _all_played(options.tool or list(TOOLS), cast):
        for row, found in _told(name, logs):
            scores[row] = sum((score(truth, log) for truth, log in found), Score())
        if options.each:
            _print_each(name, logs)
    _print(scores, len(cast))
    if options.write and len(scores) == ROWS:
        table.write(table.markdown(scores, len(cast)))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.weather")
    parser.add_argument("--only", default="", help="scenes with this in their name")
    parser.add_argument("--tool", action="append", choices=TOOLS)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--each", action="store_true")
    options = parser.parse_known_args(arguments)[0]
    if options.write and (options.only or options.tool):
        parser.error("--write: the table of the documentation is of all tools and scenes")
    return options


def _subjects(actors: Sequence[Actor]) -> list[str]:
    return [actor.subject for actor in actors]


def _all_played(tools: Sequence[str], cast: Sequence[Part]) -> Iterator[tuple[str, Logs]]:
    """One tool after the other, Walkback first; the rest, who mostly wait, side by side."""
    for tool in [tool for tool in tools if tool == OWN]:
        yield _played(TOOLS[tool], cast)
    others = [tool for tool in tools if tool != OWN]
    with ThreadPoolExecutor(len(TOOLS)) as pool:
        plays = [pool.submit(_played, TOOLS[tool], cast) for tool in others]
        for tool, play in zip(others, plays, strict=True):
            try:
                yield play.result()
            except (subprocess.CalledProcessError, OSError) as error:
                print(f"{tool} is not measured: {error}", flush=True)


def _played(maker: Maker, cast: Sequence[Part]) -> tuple[str, Logs]:
    name, start = "", time.monotonic()
    logs: Logs = []
    for first in range(0, len(cast), TOGETHER):
        with tempfile.TemporaryDirectory() as folder, Stage(cast[first:][:TOGETHER]) as stage:
            tool = maker(Path(folder) / "tool", stage.actors)
            name = tool.name
            try:
                logs += _checked(tool, stage)
            finally:
                tool.close()
    print(f"{name}: {len(logs)} scenes, {time.monotonic() - start:.0f} s", flush=True)
    return name, logs


def _checked(tool: Tool, stage: Stage) -> Logs:
    logs: dict[str, list[list[str]]] = {actor.subject: [] for actor in stage.actors}
    for running in stage.steps():
        for address, told in tool.check(_subjects(running)).items():
            logs[address].append(told)
    return [(actor.truth(), logs[actor.subject]) for actor in stage.actors]


def _told(name: str, logs: Logs) -> Iterator[tuple[str, Logs]]:
    """The rows of one tool: changedetection.io sends changes, and only shows its errors."""
    if name != CHANGEDETECTION.replace("==", " "):
        yield name, logs
        return
    sent = [(truth, [[k for k in told if k == EDITED] for told in log]) for truth, log in logs]
    yield f"{name}, what it sends", sent
    yield f"{name}, with the errors it shows", logs


def _print(scores: dict[str, Score], scenes: int) -> None:
    shown = Table(title=f"The same weather: {scenes} scenes")
    for column in table.HEAD:
        shown.add_column(column)
    for row in table.rows(scores):
        shown.add_row(*row)
    Console(width=150).print(shown)


def _print_each(name: str, logs: Logs) -> None:
    print(f"{name}, its errors:")
    for truth, log in logs:
        found = score(truth, log)
        wrong = {
            "false alarms": found.false_alarms,
            "false removals": found.false_removals,
            "missed edits": found.edits_missed,
            "missed removals": found.removals_missed,
        }
        if any(wrong.values()):
            counts = ", ".join(f"{word}: {number}" for word, number in wrong.items() if number)
            print(f"    {truth.name} ({counts})")
