"""``walkback doctor``: what works here."""

import typer
from rich.text import Text

from walkback.cli import phrases, screen
from walkback.cli.options import Json, record_folder

_WORDS = {True: ("works", "green"), False: ("missing", "red"), None: ("not known", "yellow")}


def doctor(ctx: typer.Context, *, json: Json = False) -> None:
    """Say what works here: browser, OCR, clock, who vouches.

    The timestamp authorities and witnesses of the record's settings are asked whether they answer.
    """
    from walkback.cli.examination import examine  # noqa: PLC0415 - start-up time: the reader

    findings = examine(record_folder(ctx))
    if json:
        screen.print_lines(findings)
        return
    for finding in findings:
        word, style = _WORDS[finding.ok]
        screen.say(Text(f"{word:<9}", style=style), f"  {finding.name}")
        if finding.detail:
            screen.say(phrases.clean(finding.detail), indent=11)
