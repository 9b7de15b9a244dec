"""``walkback poll``: one round."""

from typing import Annotated

import typer

from walkback.cli import history, phrases, screen
from walkback.cli.options import Adopt, Json, opened
from walkback.cli.progress import progress, round_progress
from walkback.model.views import RoundReport


def poll(
    ctx: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Ignore due times and back-off; only Retry-After holds.")
    ] = False,
    adopt: Adopt = False,
    json: Json = False,
) -> None:
    """Look once at what is due.

    Ends when all of it is read, judged and saved. What sites answer never sets the exit code; a
    second poll of the same record ends with 2.
    """
    with opened(ctx, adopt=adopt) as record, progress("looking", round_progress) as tell:
        report = record.poll(everything=everything, progress=tell)
    if json:
        screen.print_json(report)
        return
    screen.say(round_words(report))
    if report.events:
        screen.say()
        history.print_events(report.events)


def round_words(report: RoundReport) -> str:
    """One or two sentences on a round."""
    if not report.looks:
        return "Nothing is due."
    parts = [
        f"{report.kept} brought new bytes",
        f"{report.confirmed} found what was known",
        f"{report.failed} could not look",
    ]
    words = f"{phrases.counted(report.looks, 'look')} in {report.seconds:.1f} s: "
    words += ", ".join(parts) + "."
    if report.statements:
        words += f" {phrases.counted(report.statements, 'new statement')}."
    if report.events:
        words += f" {phrases.counted(len(report.events), 'event')}."
    return words
