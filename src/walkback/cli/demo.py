"""``walkback demo``: plays a story against a site on this machine, and shows what was kept of it.

Nothing is staged inside Walkback: the sites are real HTTP servers, the looks go over sockets
through the whole pipeline, the clock is the real one. Only the settings are quick.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import quoted, screen
from walkback.cli.case import print_case
from walkback.cli.diff import print_rows
from walkback.cli.options import DEFAULT_HOST, Host, Port, opened
from walkback.cli.serve import ready
from walkback.cli.stopping import until_stopped
from walkback.errors import BadInput

# A removal is confirmed by three looks over at least two seconds, so that the story ends soon;
# a real record takes hours. Loopback is what the guard refuses first, hence its exception.
QUICK = {
    "WALKBACK_FETCH__ALLOW_NET": '["127.0.0.0/8"]',
    "WALKBACK_FETCH__PACE": "0s",
    "WALKBACK_POLICY__CONFIRM_OVER": "2s",
    "WALKBACK_POLICY__CONFIRM_CHECKS": "3",
    "WALKBACK_POLICY__EDIT_CHECKS": "2",
}


def demo(
    ctx: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="End after the story instead of serving the site.")
    ] = False,
    host: Host = DEFAULT_HOST,
    port: Port = 0,
) -> None:
    """Play a story against a site on this machine, then show it.

    A statement is published, quoted, edited, removed and taken back on invented sites; Walkback
    looks on. The record is made new, in ./demo-record where --record names no other folder. Exit
    1 where Walkback did not see what happened.
    """
    folder = _folder(ctx)
    ctx.find_root().params["record"] = folder
    from walkback.cli.demo_play import play  # noqa: PLC0415 - start-up time: an HTTP server
    from walkback.cli.demo_story import PAPER  # noqa: PLC0415 - the same

    with _quick(), opened(ctx, make=True) as record:
        ferry, article = play(record)
        screen.heading("The case that is kept")
        screen.say()
        print_case(record.case(ferry))
        screen.heading("What changed before it went")
        screen.say()
        print_rows(record.diff(ferry), marks=not screen.to_people())
        screen.heading(f"What {PAPER} quoted, checked against the record")
        screen.say()
        quoted.print_article(article)
        screen.say()
        for words in (f"--record {folder} case show {ferry}", f"verify {folder}"):
            screen.say(f"walkback {words}")
        if not once:
            with until_stopped():
                record.public = True  # a stage play needs no desk
                record.serve(host, port, ready(record, "Ctrl-C ends it."))


def _folder(ctx: typer.Context) -> Path:
    """A folder where nothing is yet."""
    given = ctx.find_root().params.get("record")
    if given is None:
        return next(path for path in _names() if not path.exists())
    if given.exists() and (not given.is_dir() or any(given.iterdir())):
        raise BadInput(
            "the demo makes a record of its own, and something is there already",
            subject=str(given),
            todo="Name a folder that is not there yet, or remove this one if it may go",
        )
    return Path(given)


def _names() -> Iterator[Path]:
    yield Path("demo-record")
    number = 2
    while True:
        yield Path(f"demo-record-{number}")
        number += 1


@contextmanager
def _quick() -> Iterator[None]:
    """The quick settings, for this process and only as long."""
    before = {name: os.environ.get(name) for name in QUICK}
    os.environ.update(QUICK)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
