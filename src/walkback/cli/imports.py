"""``walkback import``: statements that others kept."""

from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened
from walkback.cli.progress import count_progress, progress


def import_(
    ctx: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files, or folders with files.")
    ],
    *,
    json: Json = False,
) -> None:
    """Take in statements as JSON lines, WARC or WACZ.

    Nothing is fetched. A JSON line is {"speaker", "url", "published", "text"} with "title" and
    "channel" if known. Unknown speakers are added to the register. Makes the record where there
    is none.
    """
    with opened(ctx, make=True) as record, progress("importing", count_progress) as tell:
        report = record.import_files(paths, progress=tell)
    for problem in report.problems:
        screen.notice(f"left out: {phrases.clean(problem)}")
    if json:
        screen.print_json(report)
        return
    screen.say(
        f"{phrases.counted(report.files, 'file')}, {phrases.counted(report.records, 'record')}: "
        f"{phrases.counted(report.statements, 'new statement')}, "
        f"{phrases.counted(report.versions, 'new version')}, "
        f"{phrases.counted(report.events, 'event')}."
    )
