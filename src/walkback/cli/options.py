"""What the verbs share: option types, the record they work on, times as people write them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkback.cli import screen
from walkback.errors import BadInput
from walkback.model.times import parse_duration, parse_stamp

if TYPE_CHECKING:
    from walkback.app import Walkback

DEFAULT_RECORD = Path("record")
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Adopt = Annotated[
    bool,
    typer.Option("--adopt", help="Go on with a record that was brought back from an older copy."),
]
Host = Annotated[str, typer.Option("--host", help="Address the site listens on.")]
Public = Annotated[bool, typer.Option("--public", help="Without the desk: nobody can sign in.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")]
Ref = Annotated[str, typer.Argument(metavar="URL|ID", help="An address, an id, or its beginning.")]


def record_folder(ctx: typer.Context, default: Path = DEFAULT_RECORD) -> Path:
    """The record's folder as ``--record`` or ``WALKBACK_RECORD`` says, else ``default``."""
    given = ctx.find_root().params.get("record")
    return Path(given) if given else default


@contextmanager
def opened(ctx: typer.Context, *, make: bool = False, adopt: bool = False) -> Iterator["Walkback"]:
    """The record, open; its notices go to stderr.

    The root context's ``obj`` may hold another opener with ``open_record``'s signature: the one
    seam through which tests put a hand-written record.
    """
    root = ctx.find_root()
    opener = root.obj if callable(root.obj) else _open_record
    with opener(
        record_folder(ctx), make=make, adopt=adopt or bool(root.params.get("adopt"))
    ) as record:
        for text in record.notices:
            screen.notice(f"note: {text}")
        yield record


def _open_record(folder: Path, *, make: bool, adopt: bool) -> "Walkback":
    from walkback.app import open_record  # noqa: PLC0415 - start-up time: it loads every room

    return open_record(folder, make=make, adopt=adopt)


def instant(text: str, now: datetime | None = None) -> datetime:
    """An instant from RFC 3339, a date, or a duration back from ``now``: ``2d``.

    Raises ``BadInput`` for anything else.
    """
    try:
        return (now or datetime.now(UTC)) - parse_duration(text)
    except (BadInput, OverflowError):
        pass
    try:
        return parse_stamp(text)
    except BadInput:
        raise BadInput(
            "not a time",
            subject=repr(text),
            expected="RFC 3339, a date, or a duration back such as 2d",
        ) from None


def read_text(path: str) -> str:
    """The text of a file, or of stdin for ``-``. Raises ``BadInput`` where it is no UTF-8."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "not a text file", subject=path, expected="UTF-8", found=f"byte {error.start}"
        ) from None
