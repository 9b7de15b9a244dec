"""``walkback unwatch``: end looking at a source."""

from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened


def unwatch(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The source's address.")],
    *,
    json: Json = False,
) -> None:
    """End looking at a source, and keep its record."""
    with opened(ctx) as record:
        source = record.unwatch(url)
    if json:
        screen.print_json(source)
        return
    kept = phrases.counted(source.statements, "statement")
    screen.say(f"no longer looking at {source.url}")
    screen.say(f"Its record is kept: {kept}.", indent=2)
