"""``walkback backup`` and ``walkback restore``: the record and its second copy, moved safely."""

from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import screen
from walkback.cli.options import Adopt, Json, opened, record_folder

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The backup's folder.")]


def backup(ctx: typer.Context, folder: Folder, *, json: Json = False) -> None:
    """Copy the record, safely, into a new folder.

    With the second copy of its checkpoint. Works beside a running poll. The backup holds the
    signing key: keep it as safe as the record.
    """
    with opened(ctx) as record:
        record.backup(folder)
        source = record.folder
    if json:
        screen.print_json({"record": str(source), "backup": str(folder)})
    else:
        screen.say(f"backup of {source} made in {folder}")
        screen.say(f"walkback verify {folder} checks it.", indent=2)


def restore(
    ctx: typer.Context, folder: Folder, *, adopt: Adopt = False, json: Json = False
) -> None:
    """Bring a backup back as a record.

    It becomes the record that --record names; nothing may be there. Where the record went on
    after the backup was made, --adopt says that what came after it is given up; that is recorded.
    """
    from walkback.app import restore_record  # noqa: PLC0415 - start-up time: it loads every room

    target = record_folder(ctx)
    adopt = adopt or bool(ctx.find_root().params.get("adopt"))
    restore_record(folder, target, adopt=adopt)
    if json:
        screen.print_json({"record": str(target), "backup": str(folder)})
    else:
        screen.say(f"{target} brought back from {folder}")
