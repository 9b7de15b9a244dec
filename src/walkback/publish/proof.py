"""How anyone can know: a leaf with its way to the root, and what lies behind it to look at."""

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from starlette.concurrency import run_in_threadpool

from walkback.errors import NotFound
from walkback.model.pages import Room
from walkback.publish.questions import leaf_number

_PNG = b"\x89PNG\r\n\x1a\n"


class Proof:
    """Handlers of proofs, pictures and bundles."""

    def __init__(self, desk: Room, paper: Environment) -> None:
        self._desk = desk
        self._paper = paper

    async def leaf(self, request: Request) -> Response:
        """``/leaf/{n}``: the leaf, the hashes from it to the root, and the signed root."""
        view = self._desk.leaf(leaf_number(request.path_params["ref"]))
        page = self._paper.get_template("leaf.html")
        return HTMLResponse(page.render(leaves=self._desk.leaves(), leaf=view))

    async def picture(self, request: Request) -> Response:
        """``/capture/{id}/view``: the page of a capture as a browser showed it."""
        data = self._desk.picture(request.path_params["ref"])
        if not data.startswith(_PNG):  # nothing that could be taken for a page
            raise NotFound("there is no picture of this capture")
        return Response(data, media_type="image/png")

    async def bundle(self, request: Request) -> Response:
        """``/statement/{id}/bundle.wacz``: all that is needed to check it, as one file."""
        data = await run_in_threadpool(self._desk.bundle, request.path_params["ref"])
        return Response(
            data,
            media_type="application/wacz+zip",
            headers={"content-disposition": 'attachment; filename="bundle.wacz"'},
        )
