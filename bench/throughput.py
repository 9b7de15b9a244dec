"""Pages per second against real peers, in one run: cold, unchanged, a twentieth changed, reading.

    python -m bench.throughput --pages 1000 --rounds 3 [--data ../shared/data]

Candidates take turns within every round and every phase, so that noise of the machine meets
all of them. Ratios count; seconds are for checking. Start-up is told apart and taken off: the loop
and Walkback say themselves how long they worked; for the peers it is their round over one page.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.local_web import LocalWeb, local_web, pages
from bench.peers import LIMIT, PEERS, Peer, Round, timed
from rich.console import Console
from rich.table import Table

from bench import ours

COLD, SAME, CHANGED, READING = "cold", "unchanged", "5 % changed", "cold, reading"
PHASES = (COLD, SAME, CHANGED, READING)
START = "start-up"


def walkback_peer(phase: str) -> Peer:
    """Walkback as a candidate; its round knows the phase."""

    def round_(folder: Path, addresses: Sequence[str], reading: bool) -> Round:  # noqa: ARG001, FBT001 - a Peer's round
        (folder / "addresses.txt").write_text("\n".join(addresses))
        command = [sys.executable, "-m", "bench.ours", str(folder / "record")]
        if not (folder / "record").exists():
            timed([*command, "register"], folder)
        return timed([*command, phase], folder)

    return Peer("Walkback", round_, reads=True)


@dataclass
class Measured:
    """All rounds by (candidate, phase), the server's last answers to each, and bytes kept."""

    rounds: dict[tuple[str, str], list[Round]] = field(default_factory=dict)
    answers: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, phase: str, taken: Round) -> None:
        """One more round."""
        self.rounds.setdefault((name, phase), []).append(taken)

    def net(self, name: str, phase: str) -> list[float]:
        """Seconds of work without start-up, a round each."""
        start = median(taken.wall for taken in self.rounds[name, START])
        return [
            taken.wall - start if taken.work is None else taken.work
            for taken in self.rounds[name, phase]
        ]

    def start(self, name: str) -> float:
        """Seconds from the program's start to its first request."""
        taken = self.rounds[name, START]
        return median(item.wall - (item.work or 0) for item in taken)


def measure(web: LocalWeb, work: Path, rounds: int) -> Measured:
    """All phases, all candidates, in turn; the order of candidates moves on with each round."""
    measured, names = Measured(), [LIMIT.name, *(peer.name for peer in PEERS)]
    if ours.WIRED:
        names.append("Walkback")
    for number in range(rounds):
        order = names[number % len(names) :] + names[: number % len(names)]
        for phase in (START, *PHASES):
            if phase == CHANGED:
                web.change(0.05)
            for name in order:
                _one(measured, web, work / f"{number}-{name.split()[0]}", (name, phase))
        for name in names:
            folder = work / f"{number}-{name.split()[0]}"
            measured.kept[name] = _size(folder / "memory")
            shutil.rmtree(folder)
        print(f"round {number + 1} of {rounds} done", file=sys.stderr, flush=True)
    return measured


def _one(measured: Measured, web: LocalWeb, folder: Path, what: tuple[str, str]) -> None:
    name, phase = what
    peer = candidate(name, phase)
    if phase == READING and not peer.reads:
        return
    memory = folder / {START: "start", READING: "reading"}.get(phase, "memory")
    memory.mkdir(parents=True, exist_ok=True)
    addresses = web.addresses[:1] if phase == START else web.addresses
    web.answers()
    taken = peer.round(memory, addresses, phase == READING)
    answers = web.answers()
    if answers["200"] + answers["304"] < len(addresses):
        raise SystemExit(f"{name}, {phase}: {len(addresses)} pages to ask, answers {dict(answers)}")
    measured.add(name, phase, taken)
    measured.answers[name, phase] = answers


def candidate(name: str, phase: str) -> Peer:
    """The candidate of that name."""
    if name == "Walkback":
        return walkback_peer(phase)
    return next(peer for peer in (LIMIT, *PEERS) if peer.name == name)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def table(measured: Measured, count: int, rounds: int) -> Table:
    """One table: medians, spread, and ratios to the limit and to Walkback."""
    shown = Table(title=f"{count} pages, 100 hosts, {rounds} interleaved rounds, medians")
    for head in ("phase", "candidate", "200/304", "work s (min-max)", "start-up s", "cpu s"):
        shown.add_column(head)
    for head in ("pages/s", "to the loop", "Walkback is"):
        shown.add_column(head, justify="right")
    names = list(dict.fromkeys(name for name, _ in measured.rounds))
    for phase in PHASES:
        for name in names:
            if (name, phase) in measured.rounds:
                shown.add_row(*_row(measured, (name, phase), count))
        shown.add_section()
    return shown


def _row(measured: Measured, what: tuple[str, str], count: int) -> list[str]:
    name, phase = what
    taken = measured.rounds[what]
    works = measured.net(name, phase)
    net = median(works)
    return [
        phase,
        name,
        f"{measured.answers[what]['200']}/{measured.answers[what]['304']}",
        f"{net:.2f} ({min(works):.2f}-{max(works):.2f})",
        f"{measured.start(name):.2f}",
        f"{median(item.cpu for item in taken):.2f}",
        f"{count / net:,.0f}",
        _ratio(measured, phase, LIMIT.name, net),
        _times(measured, phase, net),
    ]


def _ratio(measured: Measured, phase: str, name: str, net: float) -> str:
    if (name, phase) not in measured.rounds:
        return "-"
    return f"{median(measured.net(name, phase)) / net:.4f}"


def _times(measured: Measured, phase: str, net: float) -> str:
    if ("Walkback", phase) not in measured.rounds:
        return "not wired"
    return f"{net / median(measured.net('Walkback', phase)):.1f}x as fast"


def main(arguments: list[str] | None = None) -> None:
    """Builds the web, measures, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args(arguments)
    archive = asked.data / "pages" / "pages.tar.xz"
    if not archive.exists() or not shutil.which("nginx") or not shutil.which("wget"):
        print(f"throughput is not measured: it needs nginx, wget and {archive}")
        return
    with (
        tempfile.TemporaryDirectory() as served,
        tempfile.TemporaryDirectory() as work,
        local_web(Path(served), pages(archive), asked.pages) as web,
    ):
        measured = measure(web, Path(work), asked.rounds)
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table(measured, asked.pages, asked.rounds))
    for name, size in measured.kept.items():
        console.print(f"kept by {name} after cold, unchanged and changed: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
