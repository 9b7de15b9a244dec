"""``walkback events``: the history."""

import sys
from typing import Annotated

import typer

from walkback.cli import history, screen
from walkback.cli.options import Json, instant, opened
from walkback.errors import BadInput
from walkback.model.verdict import EventKind


def events(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    *,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="From a time, a date, or back from now: 2d."),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME|ID", help="Of one speaker.")
    ] = None,
    kind: Annotated[EventKind | None, typer.Option("--kind", help="Of one kind.")] = None,
    replaced: Annotated[
        bool, typer.Option("--all", help="Also events that later ones replaced.")
    ] = False,
    table: Annotated[
        bool, typer.Option("--csv", help="Print a table for spreadsheets, with a header.")
    ] = False,
    json: Json = False,
) -> None:
    """Print the history, oldest first; nothing where there is none."""
    if table and json:
        raise BadInput("one of the two", subject="--csv and --json", todo="Leave one of them away")
    begin = instant(since) if since is not None else None
    with opened(ctx) as record:
        found = record.events(
            since=begin, speaker=speaker, kind=kind.value if kind else None, replaced=replaced
        )
    if table:
        from walkback.publish.events_csv import write_csv  # noqa: PLC0415 - start-up of all else

        write_csv(sys.stdout, found)
    elif json:
        screen.print_lines(found)
    else:
        history.print_events(found)
