"""Pages that did not change cost next to nothing: a 304 for who has them, else the one made before.

Their ETag comes from the ledger's size, before any work. It is taken before the page's data is
read: a page may thus be newer than its tag, which the next question heals; it can never be older,
as long as ``Desk.leaves`` counts only leaves whose effects the desk's answers already show.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from walkback.model.views import Desk

Handler = Callable[[Request], Awaitable[Response]]

_MOST = 8 << 20  # bytes of pages that are kept made
_OWN = ("content-type", "link")
_LARGEST = 1 << 18  # of one of them: bundles and pictures are not kept

# Kept by caches, asked about before each use: a page must never outlive a redaction.
_REVALIDATE = "no-cache"


class Unchanged:
    """Gives handlers that answer 304 to those who have the page. ``token``: this process's own."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._made = _Made()

    def by_ledger(self, handler: Handler) -> Handler:
        """For pages that show nothing but what the ledger's size dates."""

        async def answer(request: Request) -> Response:
            tag = self._tag(str(self._desk.leaves()), request.url.path, request.url.query)
            if _has(request, tag):
                return _not_modified(tag)
            known = self._made.get(tag)
            if known is not None:
                return _tagged(Response(known[0], headers=known[1]), tag)
            response = await handler(request)
            if response.status_code != 200:
                return response
            self._made.keep(tag, response)
            return _tagged(response, tag)

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


class _Made:
    """Pages as they were made, by their tag; those that were not asked for lately go first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._bytes = 0

    def get(self, tag: str) -> tuple[bytes, dict[str, str]] | None:
        """A page's body and those of its headers that are its own."""
        found = self._pages.get(tag)
        if found is not None:
            self._pages.move_to_end(tag)
        return found

    def keep(self, tag: str, response: Response) -> None:
        """Remember a page, where it is one: what comes to be saved is made each time."""
        body = bytes(response.body)
        if len(body) > _LARGEST or "content-disposition" in response.headers:
            return
        self._bytes += len(body) - len(self._pages.pop(tag, (b"", {}))[0])
        own = {name: response.headers[name] for name in _OWN if name in response.headers}
        self._pages[tag] = body, own
        while self._bytes > _MOST:
            self._bytes -= len(self._pages.popitem(last=False)[1][0])


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
