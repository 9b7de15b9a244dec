"""``walkback serve``: the site and API, without looking."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from walkback.cli import screen
from walkback.cli.options import DEFAULT_HOST, DEFAULT_PORT, Host, Port, Public, opened
from walkback.cli.stopping import until_stopped

if TYPE_CHECKING:
    from walkback.app import Walkback


def serve(
    ctx: typer.Context,
    *,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    public: Public = False,
) -> None:
    """Serve the site and API until Ctrl-C; looks at nothing.

    Where the desk has no keeper yet, a link is printed that makes the first account.
    """
    with opened(ctx) as record, until_stopped():
        record.public = public or record.public
        record.serve(host, port, ready(record, "Ctrl-C ends it."))


def ready(record: "Walkback", ending: str) -> Callable[[str], None]:
    """Says where the site is, and how its first keeper gets in."""

    def tell(url: str) -> None:
        screen.notice(f"The site is at {url} - {ending}")
        if link := record.first_link(url):
            screen.notice(f"Nobody can sign in at its desk yet. Once, and for a day: {link}")

    return tell
