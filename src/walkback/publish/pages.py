"""The pages: each asks the desk, and prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool

from walkback.errors import NotFound
from walkback.model.case import CaseView
from walkback.model.pages import Room
from walkback.model.release import Hold, Notice
from walkback.model.verdict import EventKind
from walkback.model.views import (
    DiffView,
    EventView,
    ListingView,
    SpeakerRef,
    StatementView,
)
from walkback.publish.addresses import Addresses
from walkback.publish.questions import PAGE, Filter, filtered, number
from walkback.publish.sheet import sheet
from walkback.publish.timeline import story
from walkback.publish.words import first_seen

_NUMBERS = 10**6  # versions: more than any statement has
_ROWS = 100  # lines of a list: a page of them stays under 100 kB
_LONGEST = 30_000  # letters of a statement of which a page shows a comparison unasked
_COMPARED = 4  # statements of a case that are compared with what became of them
Day = tuple[date, list[list[EventView]]]
_WELL = frozenset({"good", "new"})


@dataclass(frozen=True, slots=True)
class Part:
    """A page's worth of a long list."""

    items: tuple[Any, ...]
    page: int
    pages: int
    total: int


class Pages:
    """Handlers of the HTML pages. Desk calls are short and made directly: a thread costs more."""

    def __init__(self, desk: Room, paper: Environment, addresses: Addresses) -> None:
        self._desk = desk
        self._paper = paper
        self._at = addresses

    async def events(self, request: Request) -> Response:
        """``/``: what was walked back lately, newest first, by day."""
        asked = filtered(request)
        found = self._desk.latest(asked.asked())
        shown = found[:PAGE]
        return self._print(
            "events.html",
            asked=asked,
            days=_by_day(shown),
            first=self._first(shown),
            titles=_titles(found),
            kinds=list(EventKind),
            more=len(found) > PAGE,
            speakers=_speakers(shown),
            speaker=self._asked_speaker(asked, shown),
            overview=self._desk.overview(),
        )

    async def statement(self, request: Request) -> Response:
        """``/statement/{id}``: one statement, all that happened to it, and how we know."""
        found = self._desk.show(request.path_params["ref"])
        if isinstance(found, ListingView):
            return _see(self._at.source(found.source.id))
        if found.withheld is not None and found.withheld.state is not Hold.REDACTED:
            return self._withheld(found.withheld)
        asked = number(request, "version", least=1, most=_NUMBERS)
        return self._print(
            "statement.html",
            statement=found,
            first=first_seen(found.events),
            reading=_version(found, asked),
            change=self._compared(found) if asked is None else None,
            pictured=[one for one in found.versions if one.screenshot][-2:],
            events=sorted(found.events, key=lambda event: event.at),  # told as a story
        )

    async def diff(self, request: Request) -> Response:
        """``/statement/{id}/diff?from=N&to=M``: two versions word by word."""
        before = number(request, "from", least=1, most=_NUMBERS)
        after = number(request, "to", least=1, most=_NUMBERS)
        diff = self._desk.diff(request.path_params["ref"], before, after)
        if diff.withheld is not None and diff.withheld.state is not Hold.REDACTED:
            return self._withheld(diff.withheld)
        return self._print("diff.html", diff=diff)

    async def cases(self, request: Request) -> Response:
        """``/cases?page=``: the stories, those of weight first."""
        page = number(request, "page", least=1, most=_NUMBERS) or 1
        # To find what hangs together takes long where much is new: other readers do not wait.
        found = await run_in_threadpool(self._desk.case_part, (page - 1) * _ROWS, _ROWS)
        pages = max(1, -(-found.total // _ROWS))
        number(request, "page", least=1, most=pages)
        return self._print("cases.html", list=Part(found.lines, page, pages, found.total))

    async def case(self, request: Request) -> Response:
        """``/case/{id}``: one story from when it was first published to now."""
        case = await run_in_threadpool(self._desk.case, request.path_params["ref"])
        if case.withheld is not None and case.withheld.state is not Hold.REDACTED:
            return self._withheld(case.withheld)
        drawn = story(case)
        return self._print(
            "case.html",
            case=case,
            drawn=drawn,
            across=sheet(drawn, down=False),
            down=sheet(drawn, down=True),
            changes=self._changes(case),
            titles={one.id: one.title for one in case.statements},
            first=first_seen([one.event for one in case.timeline if one.event]),
        )

    async def speakers(self, _request: Request) -> Response:
        """``/speakers``: the register."""
        return self._print("speakers.html", speakers=self._desk.speakers())

    async def speaker(self, request: Request) -> Response:
        """``/speaker/{id}``: what is watched of a speaker, said, and what happened to it."""
        speaker = self._desk.speaker(request.path_params["ref"])
        events = sorted(speaker.events, key=lambda event: event.at, reverse=True)
        events = [event for event in events if event.kind != EventKind.PUBLISHED][:PAGE]
        return self._print(
            "speaker.html",
            speaker=speaker,
            days=_by_day(events),
            first=self._first(events),
            titles=_titles(speaker.events),
        )

    async def sources(self, request: Request) -> Response:
        """``/sources?page=``: what is watched and how it does, what does not answer first."""
        status = self._desk.status()
        ordered = sorted(status.sources, key=lambda item: (item.health in _WELL, item.url))
        return self._print("sources.html", status=status, list=_part(request, ordered))

    async def source(self, request: Request) -> Response:
        """``/source/{id}?page=``: the statements a listing source has brought."""
        found = self._desk.show(request.path_params["ref"])
        if isinstance(found, StatementView):
            return _see(self._at.statement(found.id))
        return self._print(
            "source.html", source=found.source, list=_part(request, found.statements)
        )

    async def show(self, request: Request) -> Response:
        """``/show?url=``: the page of whatever has, or ever had, this address."""
        asked = request.query_params.get("url", "").strip()
        if not asked:
            return _see(self._at.page("/"))
        try:
            found = self._desk.show(asked)
        except NotFound:
            return self._print("unknown.html", status_code=404, asked=asked)
        if isinstance(found, ListingView):
            return _see(self._at.source(found.source.id))
        return _see(self._at.statement(found.id))

    def _asked_speaker(self, asked: Filter, shown: Sequence[EventView]) -> SpeakerRef | None:
        if asked.speaker is None:
            return None
        for one in _speakers(shown):
            if asked.speaker in (one.id, one.name):
                return one
        found = self._desk.speaker(asked.speaker)
        return SpeakerRef(found.id, found.name)

    def _withheld(self, notice: Notice) -> Response:
        """The notice in place of what was taken away (RFC 7725)."""
        response = self._print("withheld.html", status_code=451, notice=notice)
        response.headers["link"] = f'<{self._at.leaf(notice.leaf)}>; rel="blocked-by"'
        return response

    def _first(self, events: Sequence[EventView]) -> dict[str, datetime]:
        """When the statements of these events were first seen."""
        ids = sorted({event.statement.id for event in events})
        return self._desk.beginnings(ids) if ids else {}

    def _compared(self, statement: StatementView) -> DiffView | None:
        """What the last edit changed, where it is short enough to be read beside the rest."""
        edited = any(
            event.kind == EventKind.EDITED and event.statement.id == statement.id
            for event in statement.events
        )
        if not edited or len(statement.versions) < 2 or _is_long(statement):
            return None
        return self._desk.diff(statement.id)

    def _changes(self, case: CaseView) -> dict[str, DiffView]:
        """Of each edited statement of a case, what its last edit changed."""
        edited = [one for one in case.statements if len(one.versions) > 1][:_COMPARED]
        found = {one.id: self._compared(one) for one in edited}
        return {name: diff for name, diff in found.items() if diff is not None}

    def _print(self, template: str, *, status_code: int = 200, **shown: Any) -> Response:
        page = self._paper.get_template(template)
        return HTMLResponse(page.render(leaves=self._desk.leaves(), **shown), status_code)


def _see(path: str) -> Response:
    # 303 with a relative address (RFC 9110 10.2.2): no Host header takes part in it.
    return RedirectResponse(path, status_code=303)


def _part(request: Request, items: Sequence[Any]) -> Part:
    pages = max(1, -(-len(items) // _ROWS))
    page = number(request, "page", least=1, most=pages) or 1
    return Part(tuple(items[(page - 1) * _ROWS : page * _ROWS]), page, pages, len(items))


def _by_day(events: Sequence[EventView]) -> list[Day]:
    """Days, in them neighbouring events of one statement together: its title is told once."""
    days = groupby(events, lambda event: event.at.astimezone(UTC).date())
    return [(day, _by_statement(list(some))) for day, some in days]


def _by_statement(events: Sequence[EventView]) -> list[list[EventView]]:
    return [list(some) for _, some in groupby(events, lambda event: event.statement.id)]


def _titles(events: Sequence[EventView]) -> dict[str, str]:
    """Titles of the statements that events name, so that acts can name what they are about."""
    return {event.statement.id: event.statement.title for event in events}


def _speakers(events: Sequence[EventView]) -> list[SpeakerRef]:
    found = {e.statement.speaker.id: e.statement.speaker for e in events if e.statement.speaker}
    return sorted(found.values(), key=lambda speaker: speaker.name.casefold())


def _is_long(statement: StatementView) -> bool:
    return any(len(version.text) > _LONGEST for version in statement.versions)


def _version(statement: StatementView, asked: int | None) -> Any:
    if not statement.versions:
        return None
    if asked is None:
        return statement.versions[-1]
    for version in statement.versions:
        if version.number == asked:
            return version
    raise NotFound(
        "no such version", subject=str(asked), expected=f"1 to {len(statement.versions)}"
    )
