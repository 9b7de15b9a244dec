"""The feeds: of everything, a speaker, a kind, a time, a search; Atom and JSON Feed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from fastapi import Request, Response

from walkback.model.pages import Room, SearchHit
from walkback.model.views import EventView
from walkback.publish.addresses import Addresses
from walkback.publish.feed import feed
from walkback.publish.json_feed import json_feed
from walkback.publish.questions import ALL, PAGE, filtered, searched

_Written = Callable[[Sequence[EventView | SearchHit], str, Addresses, str], bytes]
ATOM, JSON = "application/atom+xml", "application/feed+json"


class Feeds:
    """Handlers of ``/feed.atom`` and ``/feed.json``, with the questions of the front page.

    No kind: all, first sights too. ``q``: the texts a search finds, instead of events.
    """

    def __init__(self, desk: Room, title: str, addresses: Addresses) -> None:
        self._desk, self._title, self._at = desk, title, addresses

    async def atom(self, request: Request) -> Response:
        """``/feed.atom?kind=&speaker=&channel=&since=&until=&q=``."""
        return self._answer(request, feed, ATOM)

    async def json(self, request: Request) -> Response:
        """The same as JSON Feed."""
        return self._answer(request, json_feed, JSON)

    def _answer(self, request: Request, written: _Written, kind: str) -> Response:
        items, title = self._found(request)
        own = request.url.path.removeprefix(self._at.root)
        if request.url.query:
            own += f"?{request.url.query}"
        data = written(items, title, self._at, own)
        return Response(data, media_type=kind)

    def _found(self, request: Request) -> tuple[Sequence[EventView | SearchHit], str]:
        if request.query_params.get("q", "").strip():
            asked, _, _ = searched(request)
            found = self._desk.search(replace(asked, skip=0))
            return found.hits, f"{self._title}: {asked.words}"
        one = filtered(request)
        wanted = replace(one, kind=one.kind or ALL, page=1).asked()
        return self._desk.latest(replace(wanted, most=PAGE)), self._title
