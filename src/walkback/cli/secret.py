"""``walkback secret``: credentials of platforms. They are read from stdin and printed nowhere."""

import sys
from typing import Annotated

import typer

from walkback.cli import screen
from walkback.cli.options import Json, opened
from walkback.errors import NotFound

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="kind:host, such as mastodon:social.example.")
]
File = Annotated[
    bool, typer.Option("--file", help="Keep it in the record's file, though there is a keyring.")
]

secret = typer.Typer(
    no_args_is_help=True,
    help="Keep the credentials of platforms.",
)


@secret.command("set")
def put(ctx: typer.Context, name: Name, *, file: File = False) -> None:
    """Keep a credential, read as one line from stdin.

    It is sent to that host alone, and is in no record, no backup and no log.
    """
    if sys.stdin.isatty():
        value = typer.prompt(f"Credential {name}", hide_input=True, err=True)
    else:
        value = sys.stdin.readline()
    with opened(ctx, make=True) as record:
        place = record.secrets.put(name, value.strip("\r\n"), file=file)
    screen.say(f"{name} is kept in {place}.")


@secret.command("remove")
def remove(ctx: typer.Context, name: Name) -> None:
    """Forget a credential."""
    with opened(ctx) as record:
        there = record.secrets.remove(name)
    if not there:
        raise NotFound("there is no such credential", subject=name)
    screen.say(f"{name} is forgotten.")


@secret.command("list")
def names(ctx: typer.Context, *, json: Json = False) -> None:
    """List the credentials of the file by name; a keyring tells nothing."""
    with opened(ctx) as record:
        found = record.secrets.names()
    if json:
        screen.print_json({"names": found})
        return
    for name in found:
        screen.say(name)
    if not found:
        screen.say("None in the file.")
