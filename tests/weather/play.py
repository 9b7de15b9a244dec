"""Plays scenes on one record, poll by poll, and says what the record made of each.

A scene is a generator over its site: what stands before the first ``yield`` is the world at the
first poll, each further ``yield`` is one more poll. The clock moves on by an hour between polls.
All scenes share a record, as many sites do in life; each has its own address and port.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.weather.site import SHORT, Site, Words, words

from walkback.app import Walkback, open_record
from walkback.model.source import SourceKind, WatchLine
from walkback.model.views import StatementView, as_json

Script = Callable[[Site], Iterator[None]]
WATCHES = ("feed", "pages", "alone", "home")
SOON = {
    "fetch": {
        "allow_net": ("127.0.0.0/8",),
        "timeout": timedelta(seconds=1),  # a busy machine loses looks with less
        "pace": timedelta(0),
    },
    "policy": {"confirm_over": timedelta(0)},
}


@dataclass(frozen=True, slots=True)
class Part:
    """A script, and how its site is watched: through its ``feed``, its three ``pages``, the
    subject ``alone``, or as a site of nothing but a ``home`` page.
    """

    name: str
    script: Script
    watch: str = "feed"
    short: bool = False
    bare: bool = False
    states: bool = False  # whether the state after each poll is asked for

    @property
    def id(self) -> str:
        """One name for each part of a play."""
        more = [self.watch, "short" if self.short else "", "bare" if self.bare else ""]
        return ", ".join([self.name, *filter(None, more)])


@dataclass(slots=True)
class Told:
    """What the record says of one scene in the end.

    ``events``: kind and path of all but the first sights, by time; ``published``: paths of
    these; ``states``: of the subject after each poll; ``all``: path to state at the end;
    ``texts``: the subject's versions; ``raw``: the events as shown.
    """

    events: list[tuple[str, str]] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    pending: list[str | None] = field(default_factory=list)
    all: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    raw: list[dict[str, Any]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def kinds(self, path: str = "") -> list[str]:
        """The kinds of events, of one path or of all."""
        return [kind for kind, at in self.events if not path or at == path]


def play(
    folder: Path, parts: Sequence[Part], then: Callable[[Walkback], None] = lambda _: None
) -> dict[str, Told]:
    """Play all parts side by side; what was told, by the part's id. ``then`` gets the record."""
    sites = {part.id: _site(part, number) for number, part in enumerate(parts)}
    assert len(sites) == len(parts), "two parts have one name"
    clock = _Clock()
    record = _open(folder, clock)
    try:
        told = _played(record, clock, parts, sites)
        then(record)
        return told
    finally:
        record.close()
        for site in sites.values():
            site.close()


class _Clock:
    """Real time, and an hour more for each poll."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def _open(folder: Path, clock: Callable[[], datetime]) -> Walkback:
    with open_record(folder, make=True) as made:
        settings = made.settings
    changed = {
        name: getattr(settings, name).model_copy(update=values) for name, values in SOON.items()
    }
    return Walkback(folder, settings.model_copy(update=changed), clock=clock)


def _site(part: Part, number: int) -> Site:
    # Hosts are far apart in the range, so that nothing else that runs here meets them.
    site = Site(f"127.{40 + number // 250}.{number % 250}.7", bare=part.bare)
    subject = Words(SHORT[0], SHORT[1:]) if part.short else words(1)
    if part.watch == "home":
        site.said["/"] = subject
    else:
        site.said = {"/s/1": subject, "/s/2": words(2), "/s/3": words(3)}
        site.listed = ["/s/1", "/s/2", "/s/3"]
    site.open()
    return site


def _watched(part: Part, site: Site) -> list[WatchLine]:
    if part.watch == "section":
        return [WatchLine(site.url("/news"), kind=SourceKind.SECTION)]
    paths = {"feed": ["/feed"], "pages": list(site.said), "alone": ["/s/1"], "home": ["/"]}
    return [WatchLine(site.url(path)) for path in paths[part.watch]]


def _played(
    record: Walkback, clock: _Clock, parts: Sequence[Part], sites: dict[str, Site]
) -> dict[str, Told]:
    told = {part.id: Told() for part in parts}
    running = {part.id: part.script(sites[part.id]) for part in parts}
    subjects = {name: site.path() for name, site in sites.items()}
    running = {name: scene for name, scene in running.items() if _goes_on(scene)}
    asked = {part.id for part in parts if part.states}
    record.watch([line for part in parts for line in _watched(part, sites[part.id])])
    while running:
        record.poll(everything=True)
        clock.ahead += timedelta(hours=1)
        for name in running.keys() & asked:
            view = _shown(record, sites[name].url(subjects[name]))
            told[name].states.append(view.state if view else "none")
            pending = view.pending.kind if view and view.pending else None
            told[name].pending.append(pending)
        running = {name: scene for name, scene in running.items() if _goes_on(scene)}
    _tell(record, told, sites, subjects)
    return told


def _goes_on(scene: Iterator[None]) -> bool:
    return next(scene, StopIteration) is not StopIteration


def _shown(record: Walkback, url: str) -> StatementView | None:
    try:
        view = record.show(url)
    except Exception:  # noqa: BLE001 - not known yet, whatever the reason: the test will say
        return None
    return view if isinstance(view, StatementView) else None


def _tell(
    record: Walkback, told: dict[str, Told], sites: dict[str, Site], subjects: dict[str, str]
) -> None:
    origins = {site.url(""): name for name, site in sites.items()}
    for event in as_json(record.events()):
        url = event["statement"]["url"]
        origin = "/".join(url.split("/", 3)[:3])
        found, path = told[origins[origin]], url[len(origin) :]
        found.raw.append(event)
        if event["kind"] == "published":
            found.published.append(path)
        else:
            found.events.append((event["kind"], path))
    for name, found in told.items():
        for path in dict.fromkeys([subjects[name], *found.published]):
            view = _shown(record, sites[name].url(path))
            if view is not None:
                found.all[path] = view.state
                if path == subjects[name]:
                    found.texts = [version.text for version in view.versions]
