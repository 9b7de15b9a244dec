"""Writes that are on the disk when they return.

``rename`` and ``unlink`` change a folder, and a folder is a file of its own: without an fsync
of the folder the name may be gone after a power cut although the bytes are there. Every
function here ends with the fsync that makes its promise true, and none leaves a part of its
work behind when the disk is full. Callers that share a path hold a lock.
"""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from walkback.errors import StorageFull

_PIECES = 512  # writev takes at most 1,024 on Linux
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put ``data`` at ``path``, whole or not at all; makes missing folders.

    A reader sees the old bytes or the new ones, never a part. Raises ``StorageFull``.
    """
    write_files([(path, data)], mode=mode)


def write_files(files: Iterable[tuple[Path, bytes]], *, mode: int = 0o644) -> None:
    """Put several files, each whole or not at all, with one fsync of each folder at the end.

    A crash in between leaves any of the files new and the others as they were; each is whole.
    Raises ``StorageFull``; the files before the one that did not fit may be new by then.
    """
    folders: dict[Path, None] = {}
    for path, data in files:
        make_folder(path.parent)
        _replace(path, [data], mode)
        folders[path.parent] = None
    for folder in folders:
        sync_folder(folder)
    # True now: every name leads to its new bytes, and a power cut does not change that.


def write_pieces(path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> None:
    """Put a large file at ``path``, whole or not at all, a piece at a time.

    Raises ``StorageFull``.
    """
    _replace(path, pieces, mode)
    sync_folder(path.parent)


def append(path: Path, *pieces: bytes) -> None:
    """Add the pieces at the end of the file, made where there is none; one fsync.

    All of them are there afterwards, or none: when a write fails the file is cut back to its former
    length. Raises ``StorageFull``.
    """
    new = not path.exists()
    with _space(path):
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _append(handle, pieces)
        except BaseException:
            os.close(handle)
            if new:
                # Its name was never made durable; an empty file would only puzzle the next run.
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
        os.close(handle)
        # True now: the bytes are durable. A crash before this line leaves a torn end, which the
        # next start cuts because no leaf commits to it.
        if new:
            sync_folder(path.parent)


def truncate(path: Path, size: int) -> None:
    """Cut the file to ``size`` bytes and fsync it."""
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.ftruncate(handle, size)
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Take the file away for good; one that is not there is no error."""
    path.unlink(missing_ok=True)
    # The name's absence is durable only now. Before it, a power cut could bring the file back.
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make the folder and those above it that are missing, each durable in its parent."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with _space(path):
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Fsync of the folder itself: the names in it are durable."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, pieces: Iterable[bytes], mode: int) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    with _space(path):
        # A crash may have left one, perhaps with wider permissions than a key should have.
        temporary.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(temporary, flags, mode)
        try:
            try:
                for piece in pieces:
                    _write_all(handle, [piece])
                # Before the rename: else a power cut can leave the new name with no bytes.
                os.fsync(handle)
            finally:
                os.close(handle)
            temporary.rename(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise


def _append(handle: int, pieces: Sequence[bytes]) -> None:
    before = os.fstat(handle).st_size
    try:
        # Joined they would be copied once more: 20 µs for each capture of a batch.
        for start in range(0, len(pieces), _PIECES):
            _write_all(handle, pieces[start : start + _PIECES])
        os.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, before)
            os.fsync(handle)
        raise


def _write_all(handle: int, pieces: Sequence[bytes]) -> None:
    # A full disk shows first as a short write and only then as an error.
    left = [memoryview(piece) for piece in pieces if piece]
    while left:
        written = os.writev(handle, left)
        while left and written >= len(left[0]):
            written -= len(left.pop(0))
        if written:
            left[0] = left[0][written:]


@contextlib.contextmanager
def _space(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull(
            "no room to write",
            subject=str(path),
            expected="free space",
            found=os.strerror(error.errno or errno.ENOSPC),
            todo="Free space or move the record to a larger disk, then start again; "
            "what was acknowledged before is safe.",
        ) from error


def sync_tree(folder: Path) -> None:
    """Make every file and folder below ``folder``, and itself, durable: for copies."""
    for path in [*sorted(folder.rglob("*")), folder]:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
