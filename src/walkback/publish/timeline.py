"""A case as a drawing one takes in at a glance: places as lanes, time along them. Pure.

    statements, their events -> spans of each place: seen, unsure, gone
    all instants             -> a scale on which long quiet stretches are short
    spans, acts, quotations  -> lines, links and marks, across a desk or down a phone

It shows nothing that the list below it does not tell in words.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from walkback.model.case import CaseEntry, CaseView
from walkback.model.verdict import ACTS, EventKind, State
from walkback.model.views import EventView, InstanceView, StatementView
from walkback.publish.when import clock, short_date

MOST_LANES = 12
_NEARLY = 200  # instants closer than this part of the whole are drawn as one
_LEAST = 0.055  # of the length that two neighbouring instants are apart, where there is room
_GONE = frozenset(
    {
        EventKind.REMOVED,
        EventKind.MOVED,
        EventKind.WITHHELD,
        EventKind.ACCOUNT_GONE,
        EventKind.ACCOUNT_SUSPENDED,
        EventKind.ACCOUNT_PRIVATE,
    }
)
_ENDS = frozenset({EventKind.EDITED, EventKind.RESTORED, *_GONE})
_RIGHT = frozenset({"verbatim", "trimmed"})
_WRONG = frozenset({"altered", "stitched", "other-speaker"})


@dataclass(frozen=True, slots=True)
class Lane:
    """One place of a statement; ``number`` is told in the drawing and in the list of places."""

    number: int
    statement: StatementView
    place: InstanceView


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a lane: ``seen`` there, ``unsure`` between two looks, or ``gone``."""

    lane: int
    kind: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a lane: its shape, and the word that stands beside it where there is room."""

    lane: int
    shape: str
    at: datetime
    word: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What one lane does to another, at an instant: ``act`` or ``quote``."""

    kind: str
    start: int
    end: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """All that is drawn, before it has a place on a sheet. The last lane is the press."""

    lanes: tuple[Lane, ...]
    more: int
    press: bool
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    begin: datetime
    end: datetime


def story(case: CaseView) -> Story:
    """What there is to draw of a case."""
    places = [(one, place) for one in case.statements for place in one.instances]
    lanes = tuple(Lane(n, *pair) for n, pair in enumerate(places[:MOST_LANES], start=1))
    at = {lane.place.url: index for index, lane in enumerate(lanes)}
    instants = [time for entry in case.timeline for time in (entry.at, *(entry.between or ()))]
    begin, end = min([case.begin, *instants]), max([case.last, *instants])
    spans, marks = list[Span](), list[Mark]()
    for index, lane in enumerate(lanes):
        found = _events(case, lane)
        spans += _spans(index, found, lane, (begin, end))
        marks += _marks(index, found)
    press = [one for one in case.timeline if one.kind in ("quoted", "reported")]
    marks += [Mark(len(lanes), _shape(one), one.at) for one in press]
    links = [*_acts(case, at), *_quotes(press, at, lanes)]
    more = max(0, len(places) - MOST_LANES)
    told = tuple(spans), tuple(marks), tuple(links)
    return Story(lanes, more, bool(press), *told, begin, end)


def _events(case: CaseView, lane: Lane) -> list[EventView]:
    """What happened at a place, by time."""
    mine = [entry.event for entry in case.timeline if entry.event is not None]
    return [
        event
        for event in mine
        if event.statement.id == lane.statement.id and event.statement.url == lane.place.url
    ]


def _spans(
    lane: int, events: Sequence[EventView], told: Lane, whole: tuple[datetime, datetime]
) -> Iterator[Span]:
    place, kind = told.place, "seen"
    shown = [one.first_seen for one in told.statement.versions if one.url == place.url]
    since = min(shown, default=None)
    for event in events:
        if event.kind == EventKind.PUBLISHED:
            since = event.at if since is None else min(since, event.at)
        elif event.kind in _ENDS and event.between is not None:
            last, first = event.between
            yield Span(lane, kind, last if since is None else since, last)
            yield Span(lane, "unsure", last, first)
            since, kind = first, "gone" if event.kind in _GONE else "seen"
    if since is None:
        since = place.last_seen or whole[0]
    still = kind == "gone" or place.state == State.PRESENT
    yield Span(lane, kind, since, whole[1] if still else max(since, place.last_seen or since))


def _marks(lane: int, events: Sequence[EventView]) -> Iterator[Mark]:
    for event in events:
        kind = event.kind
        if kind == EventKind.PUBLISHED:
            yield Mark(lane, "dot", event.at)
        elif kind in set(ACTS):
            yield Mark(lane, "act", event.at, kind)
        elif kind in _ENDS:
            shape = "cross" if kind in _GONE else "edit" if kind == EventKind.EDITED else "dot"
            yield Mark(lane, shape, event.at, kind.replace("-", " "))


def _shape(entry: CaseEntry) -> str:
    if entry.kind == "reported":
        return "square"
    return "right" if entry.finding in _RIGHT else "wrong" if entry.finding in _WRONG else "open"


def _acts(case: CaseView, at: dict[str, int]) -> Iterator[Link]:
    seen = set()
    for entry in case.timeline:
        if entry.event is None or entry.about is None or entry.kind not in set(ACTS):
            continue
        ends = at.get(entry.url), at.get(entry.about.url)
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1] and ends not in seen:
            seen.add(ends)
            yield Link("act", ends[0], ends[1], entry.at)


def _quotes(
    press: Iterable[CaseEntry], at: dict[str, int], lanes: Sequence[Lane]
) -> Iterator[Link]:
    first = {lane.statement.id: index for index, lane in reversed(list(enumerate(lanes)))}
    seen = set()
    for entry in press:
        index = at.get(entry.url, first.get(entry.statement or ""))
        if index is not None and (index, entry.at) not in seen:
            seen.add((index, entry.at))
            yield Link("quote", len(lanes), index, entry.at)


# ---- the scale ----


class Scale:
    """Instants as parts of a length, from 0 to 1.

    Neighbours lie as far apart as the root of the time between them, so that a month of silence
    does not press a day of events into a point; the order is always kept.
    """

    def __init__(self, instants: Iterable[datetime]) -> None:
        known = sorted(set(instants))
        whole = (known[-1] - known[0]) or timedelta(seconds=1)
        self.stops = [known[0]]
        for at in known[1:]:
            if at - self.stops[-1] >= whole / _NEARLY:
                self.stops.append(at)
        roots = [((b - a) / whole) ** 0.5 for a, b in pairwise(self.stops)]
        least = min(_LEAST, 0.7 / len(roots)) if roots else 0
        room = 1 - least * len(roots)
        self._at = [0.0]
        for root in roots:
            self._at.append(self._at[-1] + least + room * root / sum(roots))

    def __call__(self, at: datetime) -> float:
        """Where an instant lies."""
        place = bisect_left(self.stops, at)
        if place == len(self.stops):
            return self._at[-1]
        if self.stops[place] == at or place == 0:
            return self._at[place]
        before, after = self.stops[place - 1], self.stops[place]
        part = (at - before) / (after - before)
        return self._at[place - 1] + part * (self._at[place] - self._at[place - 1])


def told_at(at: datetime, whole: timedelta) -> str:
    """An instant on the scale: a date, a time too where the story is short."""
    if whole >= timedelta(days=14):
        return short_date(at)
    fine = whole < timedelta(minutes=10)
    shown = clock(at, seconds=fine)
    return shown if whole < timedelta(hours=20) else f"{short_date(at)}, {shown}"
