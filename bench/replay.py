"""Real histories, played again on this machine, and what Walkback says of them.

    python -m bench.replay [--data ../shared/data] [--stride 1] [--rounds-a-step 2]

Rules: every version of 31 documents in its turn, each shown for two rounds. An edit must be told
where a word changed that a reader sees, and none where only addresses and markup did. Beside it
stand the alerts of who compares a digest of the same pages, or of their text, by document-month.

Feed: the states of a link list in their turn. Its entries are pages on this machine that stay up
when they leave the list, but for fifty, which are really taken down (404) some time after they
were first listed. Exactly those fifty must be told as removed.
"""

import argparse
import hashlib
import html
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from bench.histories import (
    RuleVersion,
    as_html,
    entries,
    feed_states,
    rules,
    with_addresses,
    words_of,
)
from bench.stage import Stage, stage
from bench.weather.digests import bytes_of, text_of
from rich.console import Console
from rich.table import Table

from walkback.app import Walkback
from walkback.model.source import SourceKind, WatchLine
from walkback.settings import FetchSettings, LedgerSettings, PolicySettings, Settings
from walkback.verify import verify
from walkback.watch.record import make_folder

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
RULES_HOSTS = [f"127.0.3.{number}" for number in range(1, 9)]
FEED_HOST = "127.0.4.1"
ENTRY_HOSTS = [f"127.0.4.{number}" for number in range(2, 22)]
TAKEN_DOWN = 50

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><header><nav><a href="/">Home</a> <a href="/about">About this site</a></nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main><footer><p>All pages of this site. Imprint and contact.</p></footer></body></html>
"""


@dataclass(frozen=True)
class Found:
    """What Walkback told: ``at`` is the first look at the new state, one of the rounds' times."""

    address: str
    kind: str
    at: datetime


@dataclass
class Replay:
    """A history ready to be played: iterate ``rounds`` and look at what ``watch`` names.

    ``must`` and ``never`` are (address, step) pairs for the event ``kind``; what is in neither
    may be told or not (words that differ in case or punctuation alone).
    """

    play: Stage
    kind: str
    watch: list[tuple[str, str]]
    steps: int
    rounds_a_step: int
    must: set[tuple[str, int]] = field(default_factory=set)
    never: set[tuple[str, int]] = field(default_factory=set)

    def show(self, step: int) -> None:
        """Puts the stage into the state of ``step``."""
        raise NotImplementedError

    def rounds(self) -> Iterator[datetime]:
        """The time of each round, an hour apart; the stage is set when the time is given."""
        for step in range(self.steps):
            self.show(step)
            for number in range(self.rounds_a_step):
                yield FIRST + timedelta(hours=step * self.rounds_a_step + number)

    def step_of(self, at: datetime) -> int:
        """The step that was shown at a round's time."""
        return int((at - FIRST) / timedelta(hours=self.rounds_a_step))


@dataclass(frozen=True)
class Played:
    """What a replay came to: events, and how much was looked at, seen and kept."""

    found: list[Found]
    looks: int
    versions: int
    events: int
    kept: int
    verified: bool


def walkback_replay(record: Path, replay: Replay) -> Played:
    """Watches ``replay.watch`` in a new record and polls what is due at each round's time.

    The times are the clock's; the requests are real. After the last state three rounds look at
    everything, since what is old is looked at daily only.
    """
    now = [FIRST - timedelta(hours=1)]
    settings = Settings(
        fetch=FetchSettings(allow_net=("127.0.0.0/8",), pace=timedelta(0), robots="ignore"),
        policy=PolicySettings(confirm_over=timedelta(0)),
        ledger=LedgerSettings(second=record.parent / "second" / "checkpoint"),
    )
    make_folder(record)
    looks = 0
    with Walkback(record, settings, clock=lambda: now[0]) as walkback:
        walkback.watch([WatchLine(url, kind=SourceKind(kind)) for url, kind in replay.watch])
        with walkback.rounds() as conductor:
            for at in replay.rounds():
                now[0] = at
                looks += conductor.poll(everything=False, progress=lambda _: None).looks
            for _ in range(3):
                now[0] += timedelta(hours=1)
                looks += conductor.poll(everything=True, progress=lambda _: None).looks
        events = walkback.events()
        statements = {event.statement.id for event in events}
        versions = sum(len(walkback.show(each).versions) for each in statements)
    found = [Found(e.statement.url, e.kind, e.at) for e in events]
    kept = sum(
        path.stat().st_size for part in ("archive", "ledger") for path in _files(record, part)
    )
    report = verify(record, second=record.parent / "second" / "checkpoint")
    return Played(found, looks, versions, len(events), kept, report.ok)


def _files(record: Path, part: str) -> Iterator[Path]:
    return (path for path in (record / part).rglob("*") if path.is_file())


class RulesReplay(Replay):
    """Documents by service, a host each; step n shows the n-th version, the last one for ever."""

    def __init__(self, play: Stage, documents: dict[str, list[str]], rounds_a_step: int) -> None:
        services = sorted({name.split("/")[0] for name in documents})
        self.hosts = dict(zip(services, RULES_HOSTS, strict=False))
        self.pages = {name: [as_html(text) for text in v] for name, v in documents.items()}
        steps = max(len(versions) for versions in documents.values())
        watch = [(self._address(play, name), "page") for name in documents]
        super().__init__(play, "edited", watch, steps, rounds_a_step)
        self._know_the_truth()
        for service, host in self.hosts.items():
            play.put(host, "/", PAGE.format(title=service, body="<p>Our rules.</p>").encode())

    def _address(self, play: Stage, name: str) -> str:
        return play.address(self.hosts[name.split("/", maxsplit=1)[0]], _path(name))

    def _know_the_truth(self) -> None:
        for name, versions in self.pages.items():
            address, before, text_before = self._address(self.play, name), [""], ""
            for step, page in enumerate(versions):
                words, text = words_of(page), visible(page)
                if step and words != before:
                    self.must.add((address, step))
                elif step and text == text_before:
                    self.never.add((address, step))
                before, text_before = words, text

    def show(self, step: int) -> None:
        """Every document's version of that step, while it has one."""
        for name, versions in self.pages.items():
            if step < len(versions):
                page = _rules_page(name, versions[step])
                self.play.put(self.hosts[name.split("/")[0]], _path(name), page)

    def by_digest(self, made_of: Callable[[bytes], bytes]) -> list[Found]:
        """What somebody would tell who compares each page, or what is ``made_of`` it, as it was."""
        told = []
        for name, versions in self.pages.items():
            states = [made_of(_rules_page(name, version)) for version in versions]
            for step, (before, now) in enumerate(pairwise(states), start=1):
                if before != now:
                    at = FIRST + timedelta(hours=step * self.rounds_a_step)
                    told.append(Found(self._address(self.play, name), "edited", at))
        return told


def _rules_page(name: str, body: str) -> bytes:
    title = html.escape(name.rsplit("/", maxsplit=1)[-1].removesuffix(".md"))
    return PAGE.format(title=title, body=body).encode()


class FeedReplay(Replay):
    """A feed's states, every ``stride``-th of them, and its entries as pages on twenty hosts."""

    def __init__(
        self, play: Stage, states: list[str], *, stride: int, rounds_a_step: int, seed: int = 1
    ) -> None:
        self.states = states[::stride]
        kind = "json" if states[0].lstrip("\ufeff").startswith("{") else "xml"
        self.path, self.type = (
            f"/feed.{kind}",
            f"application/{'feed+json' if kind == 'json' else 'atom+xml'}",
        )
        watch = [(play.address(FEED_HOST, self.path), "feed")]
        super().__init__(play, "removed", watch, len(self.states), rounds_a_step)
        self.listed = [[entry.url for entry in entries(state)] for state in self.states]
        titles = {e.url: e.title for state in self.states for e in entries(state)}
        for url, title in titles.items():
            play.put(*place_of(url), entry_page(url, title))
        for host in [FEED_HOST, *ENTRY_HOSTS]:
            play.put(host, "/", PAGE.format(title=f"Site {host}", body="<p>Welcome.</p>").encode())
        self.taken_down = self._choose(Random(seed))
        self.must = {(play.address(*place_of(url)), at) for url, at in self.taken_down.items()}
        self.never = {
            (play.address(*place_of(url)), -1) for url in titles if url not in self.taken_down
        }

    def _choose(self, dice: Random) -> dict[str, int]:
        """Fifty addresses and the step at which each goes: after its first, two before the end."""
        first: dict[str, int] = {}
        for step, urls in enumerate(self.listed):
            for url in urls:
                first.setdefault(url, step)
        early = sorted(url for url, step in first.items() if step + 1 < self.steps - 2)
        chosen = dice.sample(early, min(TAKEN_DOWN, len(early) // 2))
        return {url: dice.randrange(first[url] + 1, self.steps - 2) for url in chosen}

    def departures(self) -> int:
        """How often an entry is in one state and not in the next."""
        pairs = zip(self.listed, self.listed[1:], strict=False)
        return sum(len(set(before) - set(after)) for before, after in pairs)

    def show(self, step: int) -> None:
        """The feed's state of that step; pages whose time has come are gone."""

        def new(url: str) -> str:
            return self.play.address(*place_of(url))

        self.play.put(FEED_HOST, self.path, with_addresses(self.states[step], new), self.type)
        for url, at in self.taken_down.items():
            if at == step:
                self.play.take_down(*place_of(url))


def place_of(url: str) -> tuple[str, str]:
    """Host and path on this machine for a real address; a real site keeps its pages on one host."""
    site = urlsplit(url).hostname or ""
    host = ENTRY_HOSTS[int(hashlib.sha256(site.encode()).hexdigest(), 16) % len(ENTRY_HOSTS)]
    return host, f"/{hashlib.sha256(url.encode()).hexdigest()[:16]}.html"


def entry_page(url: str, title: str) -> bytes:
    """An article of its own for an entry: its title, and sentences nobody else has."""
    dice = Random(url)

    def paragraph() -> str:
        words = (
            "".join(dice.choices("aeioubdfgklmnprstvz", k=dice.randrange(3, 9))) for _ in range(45)
        )
        return f"<p>{' '.join(words).capitalize()}.</p>"

    body = "\n".join([f"<p>{html.escape(title)}</p>", *(paragraph() for _ in range(4))])
    return PAGE.format(title=html.escape(title), body=body).encode()


def visible(page: str) -> str:
    """The text a reader of the HTML sees, white space collapsed."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def _path(name: str) -> str:
    return "/" + re.sub(
        r"[^a-z0-9]+", "-", name.rsplit("/", maxsplit=1)[-1].removesuffix(".md").lower()
    )


@dataclass(frozen=True)
class Score:
    """Counts of events: due, told where due, missed, told where never, of other kinds.

    ``late`` is the most steps between what happened and the first look that found it.
    """

    due: int
    right: int
    missed: int
    false: int
    other: int
    late: int = 0


def score(replay: Replay, told: list[Found]) -> Score:
    """Compares what was told with the truth; a telling counts once for an address and step."""
    other = sum(found.kind not in (replay.kind, "published") for found in told)
    steps = {(f.address, replay.step_of(f.at)) for f in told if f.kind == replay.kind}
    if replay.kind == "removed":
        return _removals(dict(replay.must), steps, other)
    right, false = len(steps & replay.must), len(steps & replay.never)
    return Score(len(replay.must), right, len(replay.must) - right, false, other)


def _removals(due: dict[str, int], told: set[tuple[str, int]], other: int) -> Score:
    """A removal is due once for an address; told before its step it is as false as for another."""
    right = {address: step for address, step in told if step >= due.get(address, step + 1)}
    late = max((step - due[address] for address, step in right.items()), default=0)
    return Score(len(due), len(right), len(due) - len(right), len(told) - len(right), other, late)


def main(arguments: list[str] | None = None) -> None:
    """Plays all and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--stride", type=int, default=1, help="every so many-th state of a feed")
    parser.add_argument("--rounds-a-step", type=int, default=2, help="of the rules' versions")
    parser.add_argument("--versions", type=int, help="of each document, the first so many")
    asked, _ = parser.parse_known_args(arguments)
    folder = asked.data / "histories"
    if not folder.exists():
        print(f"histories are not replayed: there is no {folder}")
        return
    table = Table(title="Real histories played again")
    for head in ("history", "states", "due", "told", "missed", "false", "other", "late"):
        table.add_column(head)
    for head in ("looks", "versions", "events", "MB kept", "verified", "a document-month"):
        table.add_column(head)
    with stage([FEED_HOST, *ENTRY_HOSTS, *RULES_HOSTS]) as play:
        documents = {name: all_[: asked.versions] for name, all_ in rules(folder).items()}
        for row in _rules_rows(play, documents, asked.rounds_a_step):
            table.add_row(*row)
        for kind in ("json", "xml"):
            replay = FeedReplay(
                play,
                feed_states(folder, kind),
                stride=asked.stride,
                rounds_a_step=1,
            )
            name = f"{kind} feed, {replay.departures()} departures"
            table.add_row(*_row(name, replay, _played(replay)))
    Console(width=150).print(table)


def _rules_rows(
    play: Stage, documents: dict[str, list[RuleVersion]], rounds_a_step: int
) -> Iterator[list[str]]:
    """Walkback's row, and beside it those of who compares digests of the same pages."""
    texts = {name: [version.text for version in all_] for name, all_ in documents.items()}
    replay = RulesReplay(play, texts, rounds_a_step)
    # A month of 30 days for each document, from its first version to its last.
    months = sum(all_[-1].time - all_[0].time for all_ in documents.values()) / (30 * 86400)
    played = _played(replay)
    alerts = sum(found.kind != "published" for found in played.found)
    row = _row(f"{len(documents)} rules documents", replay, played)
    yield [*row, f"{alerts / months:.2f}"]
    for name, made_of in (("a digest of their bytes", bytes_of), ("of their text", text_of)):
        told = replay.by_digest(made_of)
        counts = astuple(score(replay, told))
        yield [name, *map(str, (replay.steps, *counts)), *"-----", f"{len(told) / months:.2f}"]


def _played(replay: Replay) -> Played:
    with tempfile.TemporaryDirectory() as folder:
        return walkback_replay(Path(folder) / "record", replay)


def _row(name: str, replay: Replay, played: Played) -> list[str]:
    result = score(replay, played.found)
    print(f"{name}: played", file=sys.stderr, flush=True)
    counts = (played.looks, played.versions, played.events)
    return [
        name,
        *map(str, (replay.steps, *astuple(result), *counts)),
        f"{played.kept / 1e6:.1f}",
        "yes" if played.verified else "NO",
    ]


if __name__ == "__main__":
    main()
