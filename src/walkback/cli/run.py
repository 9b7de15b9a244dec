"""``walkback run``: poll for ever and serve the site."""

from collections.abc import Callable
from datetime import UTC, datetime

import typer

from walkback.cli import history, phrases, screen
from walkback.cli.options import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    Adopt,
    Host,
    Json,
    Port,
    Public,
    opened,
)
from walkback.cli.poll import round_words
from walkback.cli.serve import ready
from walkback.cli.stopping import until_stopped
from walkback.model.views import RoundReport


def run(  # noqa: PLR0913 - Typer: a parameter an option
    ctx: typer.Context,
    *,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    public: Public = False,
    adopt: Adopt = False,
    json: Json = False,
) -> None:
    """Poll for ever and serve the site, until Ctrl-C.

    Other verbs work beside it. With --json each round is one line. Where the desk has no keeper
    yet, a link is printed that makes the first account.
    """
    with opened(ctx, adopt=adopt) as record, until_stopped():
        record.public = public or record.public
        tell = ready(record, "Ctrl-C ends looking and serving.")
        record.run(host=host, port=port, ready=tell, tell=_told(json=json))


def _told(*, json: bool) -> Callable[[RoundReport], None]:
    return _tell_line if json else _tell_people


def _tell_line(report: RoundReport) -> None:
    screen.print_lines([report])


def _tell_people(report: RoundReport) -> None:
    if not report.looks:
        return
    screen.say(f"{phrases.when(datetime.now(UTC), seconds=True)}  {round_words(report)}", hang=4)
    if report.events:
        history.print_events(report.events)
