"""Quotations looked up among a million statements, next to what one would use instead.

    python -m bench.quotations --statements 1000000 --each 150

Every quotation goes to every engine in turn, so that noise of the machine meets all of them; each
engine is a process of its own and takes its own time. Statements are invented (``statements``).
Ratios count; milliseconds are for checking.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.engines import SAMPLE
from bench.peers import ROOT, venv
from bench.statements import KINDS, Asked, Language, questions, statements
from rich.console import Console
from rich.table import Table

from walkback.model.spoken import spoken

SEED = 20260301
OURS, PHRASE, ANY = "walkback", "tantivy-phrase", "tantivy-any"
PEERS = (PHRASE, ANY, "fts5", "postgres", "rapidfuzz")
PACKAGES = ("tantivy==0.27.0", "rapidfuzz>=3.10")
SERVER = ("pgserver==0.1.4", "psycopg[binary]>=3.2")
SLOW = {"rapidfuzz": 4, "postgres": 40}  # questions of each kind; the rest would take an hour


@dataclass
class Runner:
    """One engine's process, and what it said."""

    name: str
    process: subprocess.Popen[str]
    built: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, list[tuple[float, bool]]] = field(default_factory=dict)
    looked: list[float] = field(default_factory=list)
    memory: int = 0

    def say(self, wanted: dict[str, Any]) -> dict[str, Any] | None:
        """One question, one answer; None where the process ended."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(wanted) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def end(self) -> None:
        """Ends the process, and asks how much memory it took."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        line = self.process.stdout.readline()
        self.memory = json.loads(line)["memory"] if line else 0
        self.process.wait()


def runner(name: str) -> Runner | None:
    """An engine's process; None, with a notice, where its program is not to be had."""
    python = sys.executable
    if name == "postgres" and os.geteuid() == 0:
        print("postgres is not measured: it does not run as root", flush=True)
        return None
    try:
        if name in (PHRASE, ANY):
            python = str(venv("quotations", *PACKAGES) / "bin" / "python")
        elif name == "postgres":
            python = str(venv("postgres", *SERVER, *PACKAGES[1:]) / "bin" / "python")
    except subprocess.CalledProcessError:
        print(f"{name} is not measured: it could not be installed", flush=True)
        return None
    command = [python, "-m", "bench.engines", name]
    pipe = subprocess.PIPE
    path = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin", "HOME": "/tmp"}
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=path, text=True)
    return Runner(name, process)


def write(language: Language, file: Path, count: int) -> dict[int, str]:
    """Writes the statements; gives a spread of them, by number, to be quoted."""
    step = max(1, count // 4_000)
    kept = {}
    with file.open("w", encoding="utf-8") as out:
        for number, text in enumerate(statements(language, SEED + 1, count)):
            out.write(text + "\n")
            if number % step == 0:
                kept[number] = text
    return kept


def is_right(asked: Asked, found: int, texts: Sequence[int], file: Path) -> bool:
    """Whether the answer holds the words that were quoted."""
    if asked.number < 0 or found < 0:
        return asked.number == found
    return found == asked.number or " ".join(spoken(asked.source)) in _line(file, texts, found)


def _line(file: Path, offsets: Sequence[int], number: int) -> str:
    with file.open("rb") as text:
        text.seek(offsets[number])
        return " ".join(spoken(text.readline().decode()))


def _offsets(file: Path) -> list[int]:
    offsets = [0]
    with file.open("rb") as lines:
        for line in lines:
            offsets.append(offsets[-1] + len(line))
    return offsets


def measure(runners: list[Runner], asked: Sequence[Asked], file: Path) -> None:
    """Every question to every engine, in turn."""
    offsets = _offsets(file)
    counts: dict[tuple[str, str], int] = {}
    for number, question in enumerate(asked):
        turn = number % len(runners)
        for engine in runners[turn:] + runners[:turn]:
            key = (engine.name, question.kind)
            if counts.get(key, 0) >= SLOW.get(engine.name, len(asked)):
                continue
            if engine.name == "rapidfuzz" and question.number >= SAMPLE:
                continue
            counts[key] = counts.get(key, 0) + 1
            said = engine.say({"ask": question.words})
            if said:
                right = is_right(question, said["found"], offsets, file)
                engine.answers.setdefault(question.kind, []).append((said["ms"], right))
                if question.kind == "verbatim":
                    engine.looked.append(said["looked"])


def article(engine: Runner, asked: Sequence[Asked]) -> str:
    """Fifteen quotations of one article, checked together, three times."""
    random = Random(SEED)
    times = []
    for _ in range(5):
        some = random.sample(list(asked), 15)
        said = engine.say({"article": [question.words for question in some]})
        times.append(said["ms"] if said else 0.0)
    return f"an article of fifteen quotations: median {median(times):.0f} ms, most {max(times):.0f}"


def table(runners: Sequence[Runner], count: int) -> Table:
    """Milliseconds, median and 99th percentile, and the share that was right, by kind."""
    shown = Table(title=f"{count:,} statements; ms median / p99, share right at first place")
    shown.add_column("engine")
    for head in ("build s", "index MB", "memory MB", *KINDS):
        shown.add_column(head, justify="right")
    for engine in runners:
        size = engine.built["bytes"] / 1e6
        row = [engine.name, f"{engine.built['seconds']:.0f}", f"{size:.0f}"]
        row += [f"{engine.memory / 1e6:.0f}", *(_cell(engine, kind, count) for kind in KINDS)]
        shown.add_row(*row)
    return shown


def _cell(engine: Runner, kind: str, count: int) -> str:
    taken = engine.answers.get(kind, [])
    if not taken:
        return "-"
    times = sorted(ms for ms, _ in taken)
    scale = max(1.0, count / SAMPLE) if engine.name == "rapidfuzz" else 1.0
    right = sum(right for _, right in taken) / len(taken)
    middle, most = median(times) * scale, _p99(times) * scale
    return f"{middle:.2f} / {most:.1f}\n{right:.3f}"


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]


def goals(runners: Sequence[Runner]) -> list[str]:
    """What was to be reached, and what was."""
    by_name = {engine.name: engine for engine in runners}
    ours = by_name[OURS]
    lines = [f"memory at most {ours.memory / 2**20:.0f} MiB (of 1024)"]
    right = _share(ours, ["verbatim"])
    if PHRASE in by_name:
        phrase = _median(by_name[PHRASE], "verbatim")
        ratios = [taken / phrase for taken in (median(ours.looked), _median(ours, "verbatim"))]
        lines.append(
            f"verbatim: right {right:.3f} (of 1.0); looked up in {ratios[0]:.2f} x tantivy's phrase"
            f" query (1.5), with the words compared in {ratios[1]:.2f} x"
        )
    changed = [kind for kind in KINDS if kind.startswith("altered")]
    lines.append(f"altered: right {_share(ours, changed):.3f} (of 0.98)")
    if ANY in by_name:
        most = [_p99(_times(engine, changed)) for engine in (ours, by_name[ANY])]
        lines.append(f"altered, p99: {most[0]:.1f} ms, tantivy's {most[1]:.1f} ms")
    lines.append(f"ellipsis: right {_share(ours, ['ellipsis']):.3f}")
    lines.append(f"absent answered as absent: {_share(ours, ['absent']):.3f} (of 0.97)")
    return lines


def _times(engine: Runner, kinds: Sequence[str]) -> list[float]:
    return [ms for kind in kinds for ms, _ in engine.answers.get(kind, [(0.0, False)])]


def _median(engine: Runner, kind: str) -> float:
    return median(_times(engine, [kind]))


def _share(engine: Runner, kinds: Sequence[str]) -> float:
    taken = [right for kind in kinds for _, right in engine.answers.get(kind, [])]
    return sum(taken) / len(taken) if taken else 0.0


def main(arguments: list[str] | None = None) -> None:
    """Makes the statements, builds every index, asks, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--each", type=int, default=150)
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--data", type=Path, help="taken by other benches; nothing is read here")
    asked = parser.parse_args(arguments)
    language = Language(SEED)
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / "statements.txt"
        kept = write(language, file, asked.statements)
        wanted = questions(language, kept, SEED + 2, asked.each)
        runners = _built([OURS, *filter(None, asked.engines.split(","))], file)
        measure(runners, wanted, file)
        whole = article(runners[0], wanted)
        for engine in runners:
            engine.end()
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table(runners, asked.statements))
    if any(engine.name == "rapidfuzz" for engine in runners):
        print(f"rapidfuzz went through {SAMPLE:,} statements; its times are scaled to all of them")
    print("\n".join([*goals(runners), whole]))


def _built(names: Sequence[str], file: Path) -> list[Runner]:
    runners = []
    for name in names:
        engine = runner(name)
        if engine is None:
            continue
        folder = file.parent / name
        folder.mkdir()
        said = engine.say({"build": str(file), "folder": str(folder)})
        if said is None:
            print(f"{name} is not measured: it ended while it was built", flush=True)
            continue
        engine.built = said
        runners.append(engine)
        print(f"{name}: built in {said['seconds']:.0f} s", file=sys.stderr, flush=True)
    return runners


if __name__ == "__main__":
    main()
