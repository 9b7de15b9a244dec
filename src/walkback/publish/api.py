"""The same for programs: JSON in the shapes of the command line."""

import json
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from fastapi import Request, Response

from walkback.errors import WalkbackError
from walkback.model.times import parse_stamp
from walkback.model.views import Desk, as_json
from walkback.publish.questions import kind, newest


class Api:
    """Handlers under ``/api``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def events(self, request: Request) -> Response:
        """``/api/events?since=&speaker=&kind=&newest=``: a list, as ``walkback events --json``."""
        since = request.query_params.get("since")
        return _json(
            self._desk.events(
                since=parse_stamp(since) if since else None,
                speaker=request.query_params.get("speaker") or None,
                kind=kind(request),
                newest=newest(request),
            )
        )

    async def statement(self, request: Request) -> Response:
        """``/api/statements/{id}``: as ``walkback show --json``."""
        return _json(self._desk.show(request.path_params["ref"]))

    async def cases(self, _request: Request) -> Response:
        """``/api/cases``: a list, as ``walkback case list --json``."""
        return _json(self._desk.cases())

    async def case(self, request: Request) -> Response:
        """``/api/cases/{id}``: as ``walkback case show --json``."""
        return _json(self._desk.case(request.path_params["ref"]))

    async def status(self, _request: Request) -> Response:
        """``/api/status``: as ``walkback status --json``, without where on the machine it lies."""
        status = self._desk.status()
        return _json(replace(status, folder=PurePath(status.folder).name))


def _json(value: Any, status: int = 200) -> Response:
    # ASCII only: a lone surrogate in a captured title must not cost the answer.
    text = json.dumps(as_json(value), separators=(",", ":"))
    return Response(text, status, media_type="application/json")


def fault(error: WalkbackError, status: int) -> Response:
    """An error for programs, in the words it has for people."""
    told = {name: getattr(error, name) for name in ("what", "subject", "expected", "found", "todo")}
    return _json({"error": told}, status)
