"""Pages that did not change cost a 304: their ETag comes from the ledger's size, before any work.

The tag is taken before the page's data is read. A page may thus be newer than its tag, which
the next question heals; it can never be older, as long as ``Desk.leaves`` counts only leaves
whose effects the desk's answers already show.
"""

import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from walkback.model.views import Desk

Handler = Callable[[Request], Awaitable[Response]]

# Kept by caches, asked about before each use: a page must never outlive a redaction.
_REVALIDATE = "no-cache"


class Unchanged:
    """Gives handlers that answer 304 to those who have the page. ``token``: this process's own."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token

    def by_ledger(self, handler: Handler) -> Handler:
        """For pages that show nothing but what the ledger's size dates."""

        async def answer(request: Request) -> Response:
            tag = self._tag(str(self._desk.leaves()), request.url.path, request.url.query)
            if _has(request, tag):
                return _not_modified(tag)
            response = await handler(request)
            return _tagged(response, tag) if response.status_code == 200 else response

        return answer

    def by_body(self, handler: Handler) -> Handler:
        """For pages that also show the clock or the disk: made each time, sent when they differ."""

        async def answer(request: Request) -> Response:
            response = await handler(request)
            if response.status_code != 200:
                return response
            tag = self._tag(hashlib.sha256(bytes(response.body)).hexdigest())
            return _not_modified(tag) if _has(request, tag) else _tagged(response, tag)

        return answer

    def _tag(self, *parts: str) -> str:
        text = "\0".join((self._token, *parts))
        return f'"{hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]}"'


def _tagged(response: Response, tag: str) -> Response:
    response.headers["etag"] = tag
    response.headers["cache-control"] = _REVALIDATE
    return response


def _not_modified(tag: str) -> Response:
    return _tagged(Response(status_code=304), tag)


def _has(request: Request, tag: str) -> bool:
    # RFC 9110 13.1.2: weak comparison; a proxy that compresses may have made our tag weak.
    given = request.headers.get("if-none-match", "")
    return any(item.strip().removeprefix("W/") in (tag, "*") for item in given.split(","))
