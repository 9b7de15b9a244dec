"""``walkback serve``: the site and API, without looking."""

import typer

from walkback.cli import screen
from walkback.cli.options import DEFAULT_HOST, DEFAULT_PORT, Host, Port, opened
from walkback.cli.run import until_stopped


def serve(ctx: typer.Context, *, host: Host = DEFAULT_HOST, port: Port = DEFAULT_PORT) -> None:
    """Serve the site and API until Ctrl-C; looks at nothing."""
    with opened(ctx) as record, until_stopped():
        record.serve(host, port, ready)


def ready(url: str) -> None:
    """Says where the site is."""
    screen.notice(f"The site is at {url} - Ctrl-C ends it.")
