"""Backup and restore: the record and its second copy, moved or brought back safely."""

import shutil
from pathlib import Path

from walkback import durable
from walkback.errors import BadFile, BadInput, StorageFull
from walkback.watch.record import Record, is_record

SECOND = "second-checkpoint"
_FOLDERS = ("archive", "ledger", "keys")
_FILES = ("walkback.toml",)
# Credentials of platforms can be had again, and accounts by a new invitation; a backup goes to more
# places than a record.
_WITHHELD = shutil.ignore_patterns("secrets.toml", "desk.db*")


def back_up(record: Record, folder: Path) -> None:
    """Copy the record into an empty folder, while no one writes. The store is not copied: it is
    made again from archive and ledger.

    Raises ``BadInput`` where the folder holds anything, ``StorageFull`` where it does not fit.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            "a backup needs an empty folder", subject=str(folder), todo="Name a new folder"
        )
    with record.keeper.held():
        _copy_tree(record.folder, folder)
        durable.write_file(folder / SECOND, record.second.read_bytes())


def _copy_tree(source: Path, target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in _FOLDERS:
            shutil.copytree(source / name, target / name, ignore=_WITHHELD)
        for name in _FILES:
            if (source / name).exists():
                shutil.copy2(source / name, target / name)
    except OSError as error:
        raise StorageFull(
            "the copy could not be made",
            subject=str(target),
            found=error.strerror or str(error),
            todo="Free some space, remove the unfinished copy and try again",
        ) from None
    durable.sync_tree(target)


def bring_back(backup: Path, folder: Path) -> None:
    """Copy a backup to where a record is to lie. Raises ``BadFile``, ``BadInput``."""
    if not (backup / SECOND).exists() or not is_record(backup):
        raise BadFile(
            "this is no backup of a record",
            subject=str(backup),
            expected=f"archive, ledger, keys and {SECOND}",
            todo="Make one with 'walkback backup DIR'",
        )
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            "a record is restored into an empty folder",
            subject=str(folder),
            todo="Name a new folder with --record, or move the old record away",
        )
    _copy_tree(backup, folder)


def restore_second(backup: Path, second: Path) -> None:
    """Put the backup's second copy in place where there is none. One that is there stays: where
    it knows more than the backup, opening says so.
    """
    if not second.exists():
        second.parent.mkdir(parents=True, exist_ok=True)
        durable.write_file(second, (backup / SECOND).read_bytes())
