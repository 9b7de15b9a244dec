"""Write segments anew without what was erased: the one exception to append-only.

    plan -> prepare (new files beside the old, durable)
         -> the redaction leaf commits to what replaces what
         -> put_in_place (renames, then the folder is synced)

A crash before the leaf leaves files that ``drop_prepared`` takes away; one after it leaves files
that ``put_in_place`` finishes with: what they replace is never needed to finish.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from walkback import durable
from walkback.archive.groups import Group, Tombstone
from walkback.archive.members import scan_member
from walkback.archive.names import segment_number

_CHUNK = 1 << 20
_MARK = ".erasing-"
_UNDER_WAY = ".erasing"

Replacements = Mapping[int, tuple[bytes, ...]]  # a group's offset in its segment to its members


def prepare(folder: Path, segment: str, new: Replacements, lengths: Mapping[int, int]) -> Path:
    """The segment as it will be, beside the old one and durable.

    ``lengths`` of the groups that are replaced, by offset. Raises ``StorageFull``.
    """
    path = folder / f"{_MARK}{segment}"
    durable.write_pieces(path, _pieces(folder / segment, new, lengths))
    return path


def prepared(folder: Path) -> list[Path]:
    """What an erasure has prepared and not put in place."""
    found = [path for path in folder.iterdir() if path.name.startswith(_MARK)]
    return sorted(path for path in found if segment_number(path.name.removeprefix(_MARK)))


def mark(folder: Path, identity: str) -> None:
    """Note durably that the redaction of this id is under way."""
    durable.write_file(folder / _UNDER_WAY, identity.encode())


def marked_by(folder: Path) -> str | None:
    """The redaction that is under way."""
    path = folder / _UNDER_WAY
    return path.read_text() if path.exists() else None


def unmark(folder: Path) -> None:
    """The redaction is done."""
    durable.remove(folder / _UNDER_WAY)


def put_in_place(folder: Path) -> None:
    """Let what was prepared take the place of the old segments."""
    for path in prepared(folder):
        path.rename(folder / path.name.removeprefix(_MARK))
        # A crash here: the other segments are as they were, and the next start goes on.
    durable.sync_folder(folder)
    # True now: no name leads to an erased byte.


def drop_prepared(folder: Path) -> None:
    """Forget what was prepared for an erasure that no leaf commits to."""
    for path in prepared(folder):
        durable.remove(path)
    if marked_by(folder) is not None:
        unmark(folder)


def warcinfo_of(folder: Path, group: Group | Tombstone) -> bytes:
    """The member that begins the segment, where it is in this group."""
    if isinstance(group, Group):
        if group.positions[0].kind != "warcinfo":
            return b""
        length = group.positions[0].length
    elif group.warcinfo:
        length = _first_length(folder / group.place.segment)
    else:
        return b""
    with (folder / group.place.segment).open("rb") as file:
        file.seek(group.place.offset)
        return file.read(length)


def _first_length(path: Path) -> int:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return scan_member(file, 0, lambda _: None).length
    finally:
        os.close(file)


def _pieces(path: Path, new: Replacements, lengths: Mapping[int, int]) -> Iterator[bytes]:
    with path.open("rb") as file:
        for offset in sorted(new):
            yield from _until(file, offset)
            yield from new[offset]
            file.seek(offset + lengths[offset])
        yield from _until(file, path.stat().st_size)


def _until(file: BinaryIO, end: int) -> Iterator[bytes]:
    while (at := file.tell()) < end:
        yield file.read(min(_CHUNK, end - at))
