"""The ledger as files, as C2SP tlog-tiles has it: whoever wants may copy and audit it whole.

Leaves hold salted hashes and no plain text, so all of it is public. A tile never changes; a
checkpoint does.
"""

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from walkback.model.pages import Room

_FOR_EVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=5"


class LedgerFiles:
    """Handlers of ``/ledger/checkpoint`` and ``/ledger/tile/…``."""

    def __init__(self, desk: Room) -> None:
        self._desk = desk

    async def checkpoint(self, _request: Request) -> Response:
        """``/ledger/checkpoint``: the newest signed note, with the lines of its witnesses."""
        data = self._desk.ledger_file("checkpoint")
        headers = {"cache-control": _SHORT}
        return Response(data, media_type="text/plain; charset=utf-8", headers=headers)

    async def tile(self, request: Request) -> Response:
        """``/ledger/tile/<L>/<N>[.p/<W>]`` and ``/ledger/tile/entries/<N>[.p/<W>]``."""
        path = f"tile/{request.path_params['path']}"
        data = await run_in_threadpool(self._desk.ledger_file, path)
        headers = {"cache-control": _FOR_EVER}
        return Response(data, media_type="application/octet-stream", headers=headers)
