"""A witness of other records, served."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette

from walkback.app.vouching import witness_book
from walkback.errors import BadInput
from walkback.publish.serve import serve
from walkback.publish.witness import witness_site
from walkback.settings import Settings, read_settings


def serve_witness(folder: Path, host: str, port: int, ready: Callable[[str, str], None]) -> None:
    """Serve the witness of ``folder`` until interrupted; ``ready`` is told its address and key.

    Raises ``BadInput`` where no log is named that it may know.
    """
    settings = read_settings(folder)
    if not settings.witness.logs:
        raise BadInput(
            "this witness knows no log",
            subject=str(folder),
            todo="Set witness.logs to the verifier keys of the records it may cosign",
        )
    app, key = witness(folder, settings, lambda: datetime.now(UTC))
    serve(app, host, port, ready=lambda url: ready(url, key))


def witness(
    folder: Path, settings: Settings, clock: Callable[[], datetime]
) -> tuple[Starlette, str]:
    """The witness's application, and its verifier key."""
    book = witness_book(folder / "witness", settings, clock)

    def add(body: bytes) -> tuple[int, str, str]:
        reply = book.add(body)
        return reply.status, reply.kind, reply.body

    return witness_site(add, book.read), book.key
