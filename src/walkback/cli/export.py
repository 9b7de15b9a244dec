"""``walkback export``: one statement or case as a file that anyone can check."""

from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened
from walkback.model.bundle import WACZ_VERSION


def export(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="URL|ID|CASE", help="A statement, or a case's id.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write.")],
    wacz_profile: Annotated[
        str,
        typer.Option(
            "--wacz-profile",
            metavar="VERSION",
            help="1.1.1, which programs read, or 1.2, which few do yet.",
        ),
    ] = WACZ_VERSION,
    json: Json = False,
) -> None:
    """Write one statement or case as a WACZ file that anyone can check.

    It holds the captures as they came, what was concluded from them, the proofs, and a report to
    print. 'walkback verify FILE' checks it without network and without the record.
    """
    with opened(ctx) as record:
        written = record.export(ref, output, profile=wacz_profile)
    if json:
        screen.print_json(written)
        return
    screen.say((phrases.clean(written.title), "bold"))
    kept = f"{phrases.counted(written.leaves, 'leaf', 'leaves')} of {written.size}"
    screen.say(f"{written.path}: {kept}, {phrases.counted(written.pages, 'page')}", indent=2)
    if written.withheld:
        screen.say(f"{phrases.counted(written.withheld, 'leaf', 'leaves')} withheld", indent=2)
    screen.say((f"check it with: walkback verify {written.path}", "dim"), indent=2)
