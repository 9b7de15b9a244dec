"""The second copy of the checkpoint, outside the record.

It remembers the newest tree this key has ever signed. A record that was put back from a backup
would sign another history from where the backup ends; the second copy is ahead of it then, and
the ledger refuses. May be lost (that is said, and it is made anew); must never be rolled back
together with the record.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from walkback import durable
from walkback.errors import BadFile, RecordDamaged, RestoredBackup, VerificationFailed
from walkback.ledger.checkpoint import VerifierKey, parse_checkpoint, verify_checkpoint
from walkback.model.proof import Checkpoint


class SecondCopy:
    """Reads and swaps the second copy at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def held(self) -> bytes | None:
        """What is there, or None."""
        return read_or_none(self.path)

    def swap(self, expected: bytes | None, new: Checkpoint) -> None:
        """Put ``new`` where exactly ``expected`` stands; durable when it returns.

        Raises ``RestoredBackup`` where something else stands, ``StorageFull``.
        """
        durable.make_folder(self.path.parent)
        with self._alone():
            found = self.held()
            if found != expected:
                raise not_ours(self.path, expected, found)
            durable.write_file(self.path, new.text.encode())

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        # The record's write lock does not keep out a copy of the record in another folder,
        # which has the same key and so the same second copy.
        lock = self.path.with_name(f"{self.path.name}.lock")
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def read_or_none(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def read_signed(name: str, data: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint in ``data``, signature checked. Raises ``RecordDamaged`` with its name."""
    try:
        checkpoint = parse_checkpoint(data, name)
        verify_checkpoint(checkpoint, key)
    except (BadFile, VerificationFailed) as error:
        raise RecordDamaged(
            f"a checkpoint cannot be used: {error.what}",
            subject=name,
            expected=error.expected,
            found=error.found,
            todo="Put the file back from a backup; walkback verify checks the rest.",
        ) from None
    return checkpoint


def not_ours(path: Path, expected: bytes | None, found: bytes | None) -> RestoredBackup:
    """The error where the second copy holds ``found`` and not ``expected``."""
    return RestoredBackup(
        "the second copy of the checkpoint is not what this ledger last published",
        subject=str(path),
        expected=_size_in(expected),
        found=_size_in(found),
        todo="If this record was put back from a backup, or copied, carry on with the newest "
        "copy; or take this one as it is with --adopt, which is recorded.",
    )


def _size_in(data: bytes | None) -> str:
    if data is None:
        return "none"
    try:
        checkpoint = parse_checkpoint(data)
    except BadFile:
        return "no checkpoint"
    return f"{checkpoint.size} leaves with root {checkpoint.root.hex()}"
