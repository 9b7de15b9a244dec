"""``walkback init``: make a record, or say what is there."""

import typer

from walkback.cli import screen
from walkback.cli.options import Json, opened


def init(ctx: typer.Context, *, json: Json = False) -> None:
    """Make a record; on an existing one change nothing.

    Prints the folder, the origin the ledger is signed with, the key that verifies it, and where
    the second copy of its checkpoint lies. Keep the key: it is what proves the record is yours.
    """
    with opened(ctx, make=True) as record:
        facts = {
            "folder": str(record.folder),
            "origin": record.origin,
            "verifier_key": record.verifier_key,
            "second": str(record.second),
        }
    if json:
        screen.print_json(facts)
        return
    names = ("record", "origin", "verifier key", "second copy")
    screen.columns(("", ""), zip(names, facts.values(), strict=True))
