"""``walkback run``: poll for ever and serve the site."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

import typer

from walkback.cli import history, phrases, screen
from walkback.cli.options import DEFAULT_HOST, DEFAULT_PORT, Adopt, Host, Json, Port, opened
from walkback.cli.poll import round_words
from walkback.model.views import RoundReport


def run(
    ctx: typer.Context,
    *,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    adopt: Adopt = False,
    json: Json = False,
) -> None:
    """Poll for ever and serve the site, until Ctrl-C.

    Other verbs work beside it. With --json each round is one line.
    """
    with opened(ctx, adopt=adopt) as record, until_stopped():
        record.run(host=host, port=port, ready=_ready, tell=_told(json=json))


def _ready(url: str) -> None:
    screen.notice(f"The site is at {url} - Ctrl-C ends looking and serving.")


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


@contextmanager
def until_stopped() -> Iterator[None]:
    """Ctrl-C and SIGTERM (what systemd and Docker send) end the work cleanly, with exit 0."""
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
