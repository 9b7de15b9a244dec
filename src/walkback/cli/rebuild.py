"""``walkback rebuild`` and ``walkback rejudge``: the store again, the verdicts again."""

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened
from walkback.cli.progress import count_progress, progress


def rebuild(ctx: typer.Context, *, json: Json = False) -> None:
    """Make the store again from archive and ledger.

    From these alone; judges nothing and looks at nothing.
    """
    with opened(ctx) as record, progress("rebuilding", count_progress) as tell:
        count = record.rebuild(progress=tell)
    if json:
        screen.print_json({"events": count})
    else:
        screen.say(f"The store is made again: {phrases.counted(count, 'event')}.")


def rejudge(ctx: typer.Context, *, json: Json = False) -> None:
    """Judge the whole history anew.

    From the observations that are kept; verdicts that differ replace the old ones.
    """
    with opened(ctx) as record:
        count, replaced = record.rejudge()
    if json:
        screen.print_json({"events": count, "replaced": replaced})
    else:
        screen.say(f"{phrases.counted(count, 'event')} now, {replaced} replaced.")
