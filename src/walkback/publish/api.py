"""The same for programs: JSON in the shapes of the command line, a part at a time."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.errors import BadInput, WalkbackError
from walkback.model.pages import Asked, Room
from walkback.model.times import parse_stamp, stamp
from walkback.model.views import EventView, as_json
from walkback.publish.addresses import Addresses
from walkback.publish.api_table import CURSOR
from walkback.publish.events_csv import write_csv
from walkback.publish.questions import kind, leaf_number, number, searched

LIMIT, MOST = 100, 1000  # of a list in one answer
PROBLEM = "application/problem+json"
_NUMBERS = 10**6
_CURSOR = re.compile(CURSOR, re.ASCII)
_PART = 1000  # events that the CSV is made of at once


class Api:
    """Handlers under ``/api``; ``api_table`` says what each takes and gives."""

    def __init__(self, desk: Room, addresses: Addresses) -> None:
        self._desk, self._at = desk, addresses

    async def events(self, request: Request) -> Response:
        """``/api/events``: the history, oldest first, or newest first with ``order=desc``."""
        asked = self._asked(request)
        newest = number(request, "newest", least=1, most=MOST)
        if newest is not None:
            return _json(self._desk.latest(replace(asked, most=newest, oldest=False)))
        most = number(request, "limit", least=1, most=MOST) or LIMIT
        found = self._desk.latest(replace(asked, most=most + 1))
        response = _json(found[:most])
        if len(found) > most:
            last = found[most - 1]
            self._next(request, response, cursor=_cursor(last.at, last.id))
        return response

    async def events_csv(self, request: Request) -> Response:
        """``/api/events.csv``: all of them, with the same questions but no parts."""
        asked = replace(self._asked(request), after=None)
        data = await run_in_threadpool(self._table, asked)
        headers = {"content-disposition": 'attachment; filename="events.csv"'}
        return Response(data, media_type="text/csv; charset=utf-8; header=present", headers=headers)

    async def statement(self, request: Request) -> Response:
        """``/api/statements/{id}``: as ``walkback show --json``."""
        return _json(self._desk.show(request.path_params["ref"]))

    async def diff(self, request: Request) -> Response:
        """``/api/statements/{id}/diff?from=&to=``: as ``walkback diff --json``."""
        before = number(request, "from", least=1, most=_NUMBERS)
        after = number(request, "to", least=1, most=_NUMBERS)
        return _json(self._desk.diff(request.path_params["ref"], before, after))

    async def search(self, request: Request) -> Response:
        """``/api/search?q=``: texts ever seen, removed ones too."""
        asked, _, page = searched(request)
        if request.query_params.get("gone", "") not in ("", "1"):
            raise BadInput("neither yes nor no", subject="gone", expected="1, or nothing")
        if not asked.words:
            raise BadInput("no words to search for", subject="q", expected="1 to 400 letters")
        found = self._desk.search(asked)
        response = _json(found)
        if found.more:
            self._next(request, response, page=str(page + 1))
        return response

    async def cases(self, request: Request) -> Response:
        """``/api/cases``: as ``walkback case list --json``."""
        page = number(request, "page", least=1, most=_NUMBERS) or 1
        most = number(request, "limit", least=1, most=MOST) or LIMIT
        found = await run_in_threadpool(self._desk.case_part, (page - 1) * most, most)
        response = _json(found.lines)
        if found.total > page * most:
            self._next(request, response, page=str(page + 1))
        return response

    async def case(self, request: Request) -> Response:
        """``/api/cases/{id}``: as ``walkback case show --json``."""
        return _json(await run_in_threadpool(self._desk.case, request.path_params["ref"]))

    async def speakers(self, _request: Request) -> Response:
        """``/api/speakers``: as ``walkback speaker list --json``."""
        return _json(self._desk.speakers())

    async def speaker(self, request: Request) -> Response:
        """``/api/speakers/{id}``: what is watched of one, said, and what happened to it."""
        return _json(self._desk.speaker(request.path_params["ref"]))

    async def leaf(self, request: Request) -> Response:
        """``/api/leaves/{n}``: a leaf of the ledger and what proves it."""
        return _json(self._desk.leaf(leaf_number(request.path_params["ref"])))

    async def status(self, _request: Request) -> Response:
        """``/api/status``: as ``walkback status --json``, without where on the machine it lies."""
        status = self._desk.status()
        return _json(replace(status, folder=PurePath(status.folder).name))

    def _asked(self, request: Request) -> Asked:
        one = kind(request)
        return Asked(
            (one,) if one else (),
            request.query_params.get("speaker") or None,
            request.query_params.get("channel") or None,
            _time(request, "since"),
            _time(request, "until"),
            oldest=_is_ascending(request),
            after=_after(request),
        )

    def _table(self, asked: Asked) -> bytes:
        out = io.StringIO(newline="")
        write_csv(out, self._all(asked))
        return out.getvalue().encode()

    def _all(self, asked: Asked) -> Iterator[EventView]:
        while True:
            found = self._desk.latest(replace(asked, most=_PART))
            yield from found
            if len(found) < _PART:
                return
            asked = replace(asked, after=(found[-1].at, found[-1].id))

    def _next(self, request: Request, response: Response, **changed: str) -> None:
        query = dict(request.query_params) | changed
        page = self._at.public(self._at.page(_own_path(request, self._at), **query))
        response.headers["link"] = f'<{page}>; rel="next"'


def _own_path(request: Request, addresses: Addresses) -> str:
    return request.url.path.removeprefix(addresses.root)


def _is_ascending(request: Request) -> bool:
    asked = request.query_params.get("order", "asc")
    if asked not in ("asc", "desc"):
        raise BadInput("no order of events", subject=asked[:40], expected="asc or desc")
    return asked == "asc"


def _time(request: Request, name: str) -> datetime | None:
    asked = request.query_params.get(name)
    return parse_stamp(asked) if asked else None


def _cursor(at: datetime, identity: str) -> str:
    return f"{stamp(at)}~{identity}"


def _after(request: Request) -> tuple[datetime, str] | None:
    asked = request.query_params.get("cursor")
    if not asked:
        return None
    if not _CURSOR.fullmatch(asked):
        raise BadInput(
            "no place to go on from",
            subject=f"cursor={asked[:40]}",
            expected="that of a Link header",
            todo="Begin without a cursor.",
        )
    at, _, identity = asked.partition("~")
    return parse_stamp(at), identity


def _json(value: Any, status: int = 200) -> Response:
    # ASCII only: a lone surrogate in a captured title must not cost the answer.
    text = json.dumps(as_json(value), separators=(",", ":"))
    return Response(text, status, media_type="application/json")


def fault(error: WalkbackError, status: int) -> Response:
    """An error for programs (RFC 9457), in the words it has for people."""
    told = {name: getattr(error, name) for name in ("what", "subject", "expected", "found", "todo")}
    problem = {"type": "about:blank", "title": error.what, "status": status, "error": told}
    text = json.dumps(problem, separators=(",", ":"))
    return Response(text, status, media_type=PROBLEM)
