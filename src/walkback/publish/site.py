"""The site: pages, feed and API over what the desk answers."""

import logging
import secrets
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from jinja2 import Environment
from starlette.exceptions import HTTPException

from walkback.errors import BadInput, NotFound, RecordError, UnknownSpeaker, WalkbackError
from walkback.model.desk import Account, Handling
from walkback.model.pages import Room
from walkback.publish.addresses import Addresses
from walkback.publish.api import fault
from walkback.publish.checking import Checking
from walkback.publish.desk import add_desk, desk_frame
from walkback.publish.doors import DESK, Doors
from walkback.publish.outlets import outlets
from walkback.publish.pages import Pages
from walkback.publish.paper import FOOT, STATIC, paper, static
from walkback.publish.proof import Proof
from walkback.publish.searching import Searching
from walkback.publish.shield import SECURITY, Shield
from walkback.publish.unchanged import Handler, Unchanged

_log = logging.getLogger("walkback.publish")

_FOR_EVER = "public, max-age=31536000, immutable"  # their address carries a digest


def site(
    desk: Room,
    *,
    title: str = "Walkback",
    base: str | None = None,
    replay: str | None = None,
    handling: Handling | None = None,
) -> FastAPI:
    """The application that shows ``desk`` to readers: HTML, Atom and JSON, read only.

    With ``handling`` it has a desk too, where those who are invited sign in and handle the record
    (``publish.desk``). Who may use which route stands in ``publish.doors``.

    ``replay`` is where captures are shown (``publish.replay``), an origin of its own; None: they
    are linked nowhere.
    ``base`` is the public address of the front page, such as ``https://record.example``;
    without it all links are relative. The Host header is never used. Raises ``BadInput`` for
    a ``base`` that is no http or https address.
    """
    addresses = Addresses.of(base)
    sheets = paper(title, addresses)
    replay = replay and replay.rstrip("/")
    sheets.globals["replay"] = replay
    # No generated documentation: its pages load scripts from other hosts.
    app = FastAPI(title=title, openapi_url=None, redirect_slashes=False)
    _add_doors(app, sheets, addresses, handling)
    app.add_middleware(Shield)
    _add_faults(app, sheets)
    unchanged = Unchanged(desk, secrets.token_hex(8))
    for path, handler in _dated(desk, sheets, addresses).items():
        app.add_route(path, unchanged.by_ledger(handler))
    for path, handler in _undated(desk, sheets, addresses).items():
        app.add_route(path, unchanged.by_body(handler))
    checking = Checking(desk, sheets)
    app.add_route("/check", unchanged.by_body(checking.form))
    app.add_route("/check", checking.check, methods=["POST"])
    told = outlets(desk, title, addresses, replay)
    for path, handler in told.by_ledger.items():
        app.add_route(path, unchanged.by_ledger(handler))
    for path, handler in told.by_body.items():
        app.add_route(path, unchanged.by_body(handler))
    for path, handler in told.plain.items():
        app.add_route(path, handler)
    app.add_route("/healthz", _healthy(desk))
    for name, media_type in STATIC.items():
        app.add_route(f"/static/{name}", _file(static(name), media_type))
    return app


def _add_doors(
    app: FastAPI, sheets: Environment, addresses: Addresses, handling: Handling | None
) -> None:
    """The table of routes holds for all of them; the desk, where there is one."""
    if handling is None:
        app.add_middleware(Doors, whose=_nobody, refuse=_closed(sheets))
        return
    sheets.globals["foot"] = (*FOOT, (DESK, "Desk"))
    frame = desk_frame(handling, sheets, addresses)
    app.add_middleware(Doors, whose=frame.whose, refuse=frame.outside)
    add_desk(app, frame)


async def _nobody(_request: Request) -> Account | None:
    return None


def _closed(sheets: Environment) -> Callable[[Request, Account | None], Response]:
    def answer(request: Request, _account: Account | None) -> Response:
        return _told(sheets)(request, WalkbackError("this cannot be asked here"), 403)

    return answer


def _dated(desk: Room, sheets: Environment, addresses: Addresses) -> dict[str, Handler]:
    """Handlers whose answers change only when the ledger has grown."""
    pages = Pages(desk, sheets, addresses)
    proof = Proof(desk, sheets)
    return {
        "/": pages.events,
        "/statement/{ref}": pages.statement,
        "/statement/{ref}/diff": pages.diff,
        "/cases": pages.cases,
        "/case/{ref}": pages.case,
        "/speakers": pages.speakers,
        "/speaker/{ref}": pages.speaker,
        "/source/{ref}": pages.source,
        "/show": pages.show,
        "/search": Searching(desk, sheets, addresses).search,
        "/leaf/{ref}": proof.leaf,
        "/capture/{ref}/view": proof.picture,
        "/statement/{ref}/bundle.wacz": proof.bundle,
    }


def _undated(desk: Room, sheets: Environment, addresses: Addresses) -> dict[str, Handler]:
    """Handlers whose answers also hold what no leaf dates: what is due, the free disk."""
    pages = Pages(desk, sheets, addresses)
    return {"/sources": pages.sources}


def _healthy(desk: Room) -> Handler:
    async def answer(_request: Request) -> Response:
        desk.leaves()  # a record that cannot be read is not healthy: its error makes a 503
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    return answer


def _file(content: bytes, media_type: str) -> Handler:
    async def answer(_request: Request) -> Response:
        return Response(content, media_type=media_type, headers={"cache-control": _FOR_EVER})

    return answer


# ---- faults: a page for people, JSON under /api ----


def _add_faults(app: FastAPI, sheets: Environment) -> None:
    told = _told(sheets)
    app.add_exception_handler(WalkbackError, _for_record(told))
    app.add_exception_handler(HTTPException, _for_http(told))
    app.add_exception_handler(Exception, _for_bug(told))


def _told(sheets: Environment) -> "_Told":
    def told(request: Request, error: WalkbackError, status: int) -> Response:
        if request.url.path.startswith("/api/"):
            return fault(error, status)
        page = sheets.get_template("fault.html")
        return HTMLResponse(page.render(error=error, status=status), status)

    return told


_Told = Callable[[Request, WalkbackError, int], Response]
_Answer = Callable[[Request, Exception], Response]


def _for_record(told: _Told) -> _Answer:
    def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, NotFound | UnknownSpeaker):
            return told(request, error, 404)
        if isinstance(error, BadInput):
            return told(request, error, 400)
        # Its words may name folders of this machine: they go to the log, not to readers.
        _log.error("the record cannot answer %s: %s", request.url.path, error)
        if isinstance(error, RecordError):
            return told(request, WalkbackError("The record cannot be read just now"), 503)
        return told(request, WalkbackError("This went wrong on our side"), 500)

    return answer


def _for_http(told: _Told) -> _Answer:
    def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return told(request, NotFound("there is no such page"), status)
        response = told(request, WalkbackError("this cannot be asked here"), status)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)  # a 405 names what is allowed
        return response

    return answer


def _for_bug(told: _Told) -> _Answer:
    def answer(request: Request, _error: Exception) -> Response:
        # Made outside the Shield, so it brings its own headers. The server logs the traceback.
        response = told(request, WalkbackError("This went wrong on our side"), 500)
        response.headers.update(SECURITY)
        return response

    return answer
