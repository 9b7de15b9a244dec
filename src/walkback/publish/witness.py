"""The witness's two pages: ``POST /add-checkpoint`` and ``GET /<sha256 of an origin>/checkpoint``.

C2SP tlog-witness. What is in a request is decided elsewhere; here it is only bounded.
"""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from walkback.errors import WalkbackError
from walkback.publish.shield import Shield

LONGEST = 64 << 10

Add = Callable[[bytes], tuple[int, str, str]]
Read = Callable[[str], bytes | None]


def witness_site(add: Add, read: Read) -> Starlette:
    """The application. ``add`` gives status, media type and text for a request's body; ``read``
    the last cosigned checkpoint of the origin with this SHA-256 in hex, None for none.
    """

    async def add_checkpoint(request: Request) -> Response:
        body = await _bounded(request)
        if body is None:
            return PlainTextResponse("the request is too long\n", 400)
        try:
            status, kind, text = await run_in_threadpool(add, body)
        except (WalkbackError, OSError):
            # Nothing was remembered, so nothing is signed. The words may name folders of ours.
            return PlainTextResponse("this witness cannot sign just now\n", 500)
        return Response(text, status, headers={"content-type": kind})

    async def checkpoint(request: Request) -> Response:
        found = await run_in_threadpool(read, request.path_params["digest"])
        if found is None:
            raise HTTPException(404)
        headers = {"cache-control": "no-store"}
        return Response(found, media_type="text/plain; charset=utf-8", headers=headers)

    app = Starlette(
        routes=[
            Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
            Route("/{digest}/checkpoint", checkpoint),
        ]
    )
    app.add_middleware(Shield)
    return app


async def _bounded(request: Request) -> bytes | None:
    parts, left = [], LONGEST
    async for part in request.stream():
        left -= len(part)
        if left < 0:
            return None
        parts.append(part)
    return b"".join(parts)
