"""The search: every word ever said, removed ones too; an address leads to its statement."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

from walkback.model.pages import Room
from walkback.publish.addresses import Addresses
from walkback.publish.questions import searched

_SCHEMES = ("http://", "https://")


class Searching:
    """Handler of ``/search``."""

    def __init__(self, desk: Room, paper: Environment, addresses: Addresses) -> None:
        self._desk = desk
        self._paper = paper
        self._at = addresses

    async def search(self, request: Request) -> Response:
        """``/search?q=&speaker=&channel=&since=&until=&gone=1&page=``."""
        asked, narrowed, page = searched(request)
        if asked.words.lower().startswith(_SCHEMES) and " " not in asked.words:
            return RedirectResponse(self._at.page("/show", url=asked.words), status_code=303)
        found = self._desk.search(asked) if asked.words else None
        shown = self._paper.get_template("search.html")
        return HTMLResponse(
            shown.render(
                leaves=self._desk.leaves(),
                asked=asked,
                narrowed=narrowed,
                page=page,
                found_here=found,
                overview=self._desk.overview(),
            )
        )
