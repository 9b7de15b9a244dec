"""``walkback stamp``: have others vouch for the newest checkpoint, now."""

import typer

from walkback.cli import screen
from walkback.cli.options import Json, opened
from walkback.cli.status import vouched_words


def stamp(ctx: typer.Context, *, json: Json = False) -> None:
    """Have the newest checkpoint timestamped and cosigned.

    Asks every timestamp authority and witness of the settings; 'run' does so by itself, daily
    and after news. What they answer is checked before it is kept; what does not hold is told,
    and kept beside as evidence.
    """
    with opened(ctx) as record:
        told = record.stamp()
    if json:
        screen.print_lines(told)
        return
    screen.columns(("", ""), [(one.kind, vouched_words(one)) for one in told])
