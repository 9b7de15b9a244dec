"""Who may ask for what: one row for each route, and nobody for a route without one.

A reader is anybody. Whoever adds a route adds its row; a test compares them with the router.
"""

from enum import IntEnum


class Role(IntEnum):
    """Each may do what those before it may."""

    READER = 0
    REVIEWER = 1
    KEEPER = 2


# Path as the router has it, to what its methods need.
ROUTES: dict[str, dict[str, Role]] = {
    path: {"GET": Role.READER, "HEAD": Role.READER}
    for path in (
        *("/", "/statement/{ref}", "/statement/{ref}/diff", "/statement/{ref}/bundle.wacz"),
        *("/cases", "/case/{ref}", "/speakers", "/speaker/{ref}", "/sources", "/source/{ref}"),
        *("/show", "/search", "/leaf/{ref}", "/capture/{ref}/view", "/check", "/healthz"),
        *("/feed.atom", "/feed.json"),
        *("/api/events", "/api/events.csv", "/api/search", "/api/status", "/api/openapi.json"),
        *("/api/statements/{ref:path}", "/api/statements/{ref:path}/diff"),
        *("/api/cases", "/api/cases/{ref:path}", "/api/speakers", "/api/speakers/{ref:path}"),
        *("/api/leaves/{ref}", "/ledger/checkpoint", "/ledger/tile/{path:path}"),
        *("/timegate/{url:path}", "/timemap/link/{url:path}", "/timemap/json/{url:path}"),
        *("/memento/{when}/{url:path}", "/static/{name}"),
    )
}
ROUTES["/check"]["POST"] = Role.READER


def needed(path: str, method: str) -> Role | None:
    """The role that a route's method needs; None where nobody may, whatever the router says."""
    if path.startswith("/static/"):
        path = "/static/{name}"
    return ROUTES.get(path, {}).get(method)
