"""``walkback redact``: hide, show again, erase; ``walkback protect``: names nobody is shown."""

import getpass
import sys
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened
from walkback.errors import BadInput
from walkback.model.release import Hold, Reason, TakenAway

By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", envvar="WALKBACK_REVIEWER", help="Who decides."),
]


def redact(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(metavar="URL|ID|CASE", help="A statement, a case, or a kept article's id."),
    ],
    *,
    reason: Annotated[
        Reason, typer.Option("--reason", help="Why, as far as the record says.")
    ] = Reason.UNSPECIFIED,
    restrict: Annotated[
        bool, typer.Option("--restrict", help="Hide it everywhere; nothing is lost.")
    ] = False,
    names: Annotated[
        bool,
        typer.Option("--names", help="Hide names or passages, one a line from stdin."),
    ] = False,
    erase: Annotated[
        bool, typer.Option("--erase", help="Destroy its bytes and salts, for good.")
    ] = False,
    panic: Annotated[
        bool, typer.Option("--panic", help="Hide its whole case at once; decide later.")
    ] = False,
    release: Annotated[
        bool, typer.Option("--release", help="Show again what another reviewer hid.")
    ] = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Take content away, the ledger stays whole. Without an option: hide."""
    chosen = [restrict, names, erase, panic, release]
    if sum(chosen) > 1:
        raise BadInput("only one of these can be done at once", subject="redact")
    who = by or getpass.getuser()
    listed = _lines() if names else []
    with opened(ctx) as record:
        if panic:
            done = record.panic(ref, by=who)
        elif release:
            done = record.show_again(ref, by=who)
        elif names:
            done = record.redact(ref, listed, reason, by=who)
        elif erase:
            done = record.erase(ref, reason, by=who)
        else:
            done = record.restrict(ref, reason, by=who)
    if json:
        screen.print_json(done)
    else:
        _print(done, shown=release)


def protect(
    ctx: typer.Context,
    *,
    listed: Annotated[
        str, typer.Option("--list", metavar="NAME", help="What the list of names is called.")
    ] = "protected",
    json: Json = False,
) -> None:
    """Hide names wherever they stand. One a line, from stdin; the record keeps keyed hashes."""
    with opened(ctx) as record:
        count = record.protect(_lines(), listed)
    if json:
        screen.print_json({"list": listed, "names": count})
    else:
        screen.say(f"{phrases.counted(count, 'name')} on the list {listed}: shown nowhere from now")


def _lines() -> list[str]:
    """Names never come as arguments: a shell keeps those."""
    found = [line.strip() for line in sys.stdin.read().splitlines() if line.strip()]
    if not found:
        raise BadInput("no name was given", subject="stdin", expected="one name a line")
    return found


def _print(done: TakenAway, *, shown: bool) -> None:
    what = f"{done.scope.value} {done.target}"
    if shown:
        screen.say(f"shown again: {what}")
        return
    screen.say(f"{done.notice.state.value}: {what}, by leaf {done.notice.leaf}")
    if done.scope.value == "case":
        screen.say(f"{phrases.counted(done.statements, 'statement')} of it.", indent=2)
    if done.notice.state is Hold.ERASED:
        whole = phrases.counted(done.whole, "leaf", "leaves")
        screen.say(f"{whole} erased whole, {done.part} in part.", indent=2)
        for line in done.left:
            screen.say(line, indent=2)
        screen.say("Copies that others hold, and old backups, are not reached.", indent=2)
    else:
        screen.say("Nothing is lost. A second reviewer shows it again: --release", indent=2)
