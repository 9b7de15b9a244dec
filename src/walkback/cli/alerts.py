"""``walkback alerts``: who is told what happens, and whether it reaches them."""

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened

alerts = typer.Typer(
    no_args_is_help=True,
    help="Tell people what happens, by mail, chat or webhook.",
)


@alerts.command("test")
def try_out(ctx: typer.Context, *, json: Json = False) -> None:
    """Send a test to every address; exit 1 where one was not reached."""
    with opened(ctx) as record:
        told = record.alerting().test()
    if json:
        screen.print_lines([{"to": one.name, "ok": came.ok, "why": came.why} for one, came in told])
    else:
        screen.columns(
            ("to", ""), [(one.name, "sent" if came.ok else came.why) for one, came in told]
        )
    if not all(came.ok for _, came in told):
        raise typer.Exit(1)


@alerts.command("list")
def listing(ctx: typer.Context, *, json: Json = False) -> None:
    """List what was told, and what waits to be told, the newest first."""
    with opened(ctx) as record:
        found = record.alerting().listing()
    if json:
        screen.print_lines(found)
        return
    if not found:
        screen.say("Nothing was told yet, and nothing waits.")
        return
    screen.columns(
        ("when", "to", "", "what"),
        [
            (
                phrases.when(one.sent or one.at),
                one.to,
                f"{one.state}: {one.why}" if one.why else one.state,
                one.what,
            )
            for one in found
        ],
    )


@alerts.command("send")
def send(ctx: typer.Context) -> None:
    """Send what waits, now; 'run' does so by itself after each round.

    For those who have 'walkback poll' called by a clock of their own.
    """
    with opened(ctx) as record:
        record.alerting().send(record.status)
