"""Who may use which route. A route that is not in this table is refused, for everybody.

    request -> the route that would answer -> its role here -> the account that asks -> in, or not

Whoever adds a route adds its line; a test walks the router and asks each route as each role.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from walkback.model.desk import Account, Role

ACCOUNT = "walkback.account"  # where the scope has it for handlers
DESK = "/desk"

# What no reader of the record needs to sign in for.
_PAGES = (
    *("/", "/statement/{ref}", "/statement/{ref}/diff", "/statement/{ref}/bundle.wacz"),
    *("/cases", "/case/{ref}", "/speakers", "/speaker/{ref}", "/sources", "/source/{ref}"),
    *("/show", "/search", "/check", "/leaf/{ref}", "/capture/{ref}/view", "/feed.atom"),
    *("/healthz", "/static/walkback.css", "/static/desk.css", "/static/mark.svg"),
)
_DATA = (
    *("/feed.json", "/api/events", "/api/events.csv", "/api/search", "/api/status"),
    *("/api/statements/{ref:path}", "/api/statements/{ref:path}/diff", "/api/leaves/{ref}"),
    *("/api/cases", "/api/cases/{ref:path}", "/api/speakers", "/api/speakers/{ref:path}"),
    *("/api/openapi.json", "/ledger/checkpoint", "/ledger/tile/{path:path}"),
    *("/timegate/{url:path}", "/timemap/link/{url:path}", "/timemap/json/{url:path}"),
    "/memento/{when}/{url:path}",
)
_ENTRY = ("/desk/sign-in", "/desk/join")
_OF_READERS = (
    *("/desk", "/desk/watch", "/desk/queue", "/desk/event/{ref}", "/desk/replies"),
    *("/desk/alerts", "/desk/account"),
)
_OF_REVIEWERS = ("/desk/held", "/desk/held/{ref}", "/desk/names", "/desk/log")
_OF_KEEPERS = ("/desk/take-away", "/desk/accounts")


def _doors(role: Role, *routes: str, method: str = "GET") -> dict[str, Role]:
    return dict.fromkeys((f"{method} {path}" for path in routes), role)


DOORS: dict[str, Role] = {
    **_doors(Role.ANYBODY, *_PAGES, *_DATA, *_ENTRY),
    **_doors(Role.ANYBODY, "/check", *_ENTRY, method="POST"),
    **_doors(Role.READER, *_OF_READERS),
    **_doors(Role.READER, "/desk/sign-out", "/desk/account", method="POST"),
    **_doors(Role.REVIEWER, *_OF_REVIEWERS),
    **_doors(
        Role.REVIEWER,
        *("/desk/watch", "/desk/watch/end", "/desk/event/{ref}", "/desk/held"),
        *("/desk/held/panic", "/desk/held/show-again"),
        method="POST",
    ),
    **_doors(Role.KEEPER, *_OF_KEEPERS),
    **_doors(
        Role.KEEPER,
        *("/desk/redact", "/desk/erase", "/desk/names", "/desk/alerts"),
        *("/desk/accounts", "/desk/accounts/end"),
        method="POST",
    ),
}

_DESK_HEADERS = {
    "cache-control": "no-store",
    # Not "no-referrer": with it a browser says "Origin: null" of our own forms.
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "vary": "Cookie",
}

Whose = Callable[[Request], Awaitable[Account | None]]
Refuse = Callable[[Request, Account | None], Response]


class Doors:
    """ASGI middleware: lets in whom the table lets in.

    ``whose`` tells the account of a request, ``refuse`` answers whoever stays outside.
    """

    def __init__(self, app: ASGIApp, whose: Whose, refuse: Refuse) -> None:
        self._app = app
        self._whose = whose
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        path = scope["path"]
        if path == DESK or path.startswith(f"{DESK}/"):
            send = _with(send, _DESK_HEADERS)
        role, is_known = self._role(scope)
        if role is Role.ANYBODY or not is_known:
            await self._app(scope, receive, send)  # what no route leads to, the router says
            return
        request = Request(scope, receive)
        account = await self._whose(request) if role else None
        if role and account and account.role.includes(role):
            scope[ACCOUNT] = account
            await self._app(scope, receive, send)
            return
        await self._refuse(request, account)(scope, receive, send)

    def _role(self, scope: Scope) -> tuple[Role | None, bool]:
        """The role a request needs, None where no line is about it; and whether a route answers.

        Each route is asked as the router asks it: a shorter way might not fit where the router's
        does, and the route would answer unasked.
        """
        for route in scope["app"].routes:
            if route.matches(scope)[0] is Match.FULL:
                path = getattr(route, "path", "") if isinstance(route, Route) else ""
                return DOORS.get(f"{_as_get(scope['method'])} {path}"), True
        return None, False


def _as_get(method: str) -> str:
    return "GET" if method == "HEAD" else method


def _with(send: Send, headers: dict[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sent


def without_a_line(routes: Iterable[BaseRoute]) -> Sequence[str]:
    """Of these routes, those that the table does not name, as ``METHOD path``."""
    asked = [
        (method, getattr(route, "path", ""))
        for route in routes
        for method in sorted(getattr(route, "methods", None) or {"ANY"})
    ]
    return [
        f"{method} {path}" for method, path in asked if f"{_as_get(method)} {path}" not in DOORS
    ]
