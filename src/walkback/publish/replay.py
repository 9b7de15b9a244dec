"""What was captured, shown as it came: on an origin of its own, in a sandbox, and without scripts.

A captured page is a stranger's. It is never served from the site's origin; here it gets an opaque
origin by CSP ``sandbox``, loads nothing, and no type but the few a browser only shows.
"""

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from walkback.errors import WalkbackError
from walkback.model.pages import Room
from walkback.publish.mementos import http_date
from walkback.publish.questions import leaf_number

# No allow-scripts, no allow-same-origin, no allow-forms: it can be looked at.
_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFE = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",  # what is redacted must be gone at the next look
    "x-robots-tag": "noindex, noarchive",
}
# Shown as what they were; all else, SVG and XML too, as plain text.
_SHOWN = ("text/html", "text/plain", "image/png", "image/jpeg", "image/gif", "image/webp")
_PLAIN = "text/plain; charset=utf-8"


def replay(desk: Room) -> FastAPI:
    """The application that shows captures; serve it from another origin than the site."""
    app = FastAPI(openapi_url=None, redirect_slashes=False)

    async def page(request: Request) -> Response:
        try:
            leaf = leaf_number(request.path_params["ref"])
            shown = await run_in_threadpool(desk.shown, leaf)
        except WalkbackError as error:
            return _told(f"{error.what[:1].upper()}{error.what[1:]}.", 404)
        headers = SAFE | {"x-archive-src": f"leaf {leaf}", "memento-datetime": http_date(shown.at)}
        return Response(shown.body, media_type=_kind(shown.content_type), headers=headers)

    async def refused(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _told("There is nothing here but captures.", status)

    app.add_route("/leaf/{ref}", page)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(WalkbackError, refused)
    app.add_exception_handler(Exception, refused)
    return app


def _told(text: str, status: int) -> Response:
    return Response(text, status, media_type="text/plain", headers=SAFE)


def _kind(content_type: str) -> str:
    """The content type a capture is shown as; its charset where it states one plainly."""
    kind, _, rest = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == "application/xhtml+xml":
        kind = "text/html"  # scripts are off; as XML it might run style sheets of its own
    if kind not in _SHOWN:
        return _PLAIN
    charset = rest.strip().lower().removeprefix("charset=").strip("\"' ")
    safe = charset.replace("-", "").replace("_", "").isalnum() and len(charset) < 30
    return f"{kind}; charset={charset}" if safe and charset.isascii() else kind
