"""Read somebody's ZIP file by member name, within bounds; no member is ever written anywhere."""

import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from walkback.archive.zip_directory import STORED, Entry, bad, read_directory
from walkback.errors import BadFile

_CHUNK = 1 << 16


class ZipReader:
    """The members of a ZIP file. Raises ``BadFile`` for one that is broken or has two readings.

    Memory stays at the directory and a few chunks, whatever a member expands to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise BadFile(
                "the file cannot be read", subject=str(path), found=error.strerror or ""
            ) from None
        try:
            self._entries = read_directory(self._file, str(path))
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the directory."""
        return tuple(self._entries)

    def entry(self, name: str) -> Entry:
        """A member. Raises ``BadFile`` where there is none of this name."""
        found = self._entries.get(name)
        if found is None:
            raise bad("there is no such member", self._about(name))
        return found

    def read(self, name: str, limit: int) -> bytes:
        """A member's bytes. Raises ``BadFile``, also where they are more than ``limit``."""
        size = self.entry(name).size
        if size > limit:
            raise bad("a member is too large", self._about(name), f"at most {limit}", f"{size}")
        return b"".join(self.pieces(name))

    def open(self, name: str) -> io.BufferedReader:
        """A member as a file, from its beginning on; ``BadFile`` may come at any read."""
        return io.BufferedReader(_Pieces(lambda: self.pieces(name)), _CHUNK)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member's bytes in bounded pieces; length and checksum are checked at the end."""
        entry = self.entry(name)
        crc = size = 0
        for piece in self._unpacked(entry):
            size += len(piece)
            if size > entry.size:
                raise bad("a member is longer than it says", self._about(name), f"{entry.size}")
            crc = zlib.crc32(piece, crc)
            yield piece
        if (size, crc) != (entry.size, entry.crc):
            stated = f"{entry.size} bytes with checksum {entry.crc:08x}"
            found = f"{size} bytes with {crc:08x}"
            raise bad("a member is not what it says", self._about(name), stated, found)

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED:
            yield from self._packed(entry)
            return
        inflate = zlib.decompressobj(-15)
        for chunk in self._packed(entry):
            left = chunk
            while left and not inflate.eof:
                try:
                    yield inflate.decompress(left, _CHUNK * 4)
                except zlib.error as error:
                    about = self._about(entry.name)
                    raise bad("a member does not unpack", about, "", f"{error}") from None
                left = inflate.unconsumed_tail
        while not inflate.eof and (rest := inflate.decompress(b"", _CHUNK * 4)):
            yield rest
        if inflate.unused_data or not inflate.eof:
            raise bad("a packed member ends elsewhere than it says", self._about(entry.name))

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        position, left = entry.start, entry.packed
        while left:
            self._file.seek(position)  # others may have read from the file meanwhile
            chunk = self._file.read(min(left, _CHUNK))
            if not chunk:
                raise bad("the file ends inside a member", self._about(entry.name))
            yield chunk
            position += len(chunk)
            left -= len(chunk)

    def _about(self, name: str) -> str:
        return f"{self.path}, {name}"


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a file; ``seek`` goes to the beginning and nowhere else."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        super().__init__()
        self._begin = pieces
        self._pieces = pieces()
        self._left = b""
        self._position = 0

    def readable(self) -> bool:
        """Always: this is what a buffered reader asks first."""
        return True

    def seekable(self) -> bool:
        """As far as its beginning."""
        return True

    def tell(self) -> int:
        """How many bytes were given."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Begin again."""
        if offset or whence:
            raise io.UnsupportedOperation("a member is read from its beginning")
        self._pieces, self._left, self._position = self._begin(), b"", 0
        return 0

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # what io gives
        """The next bytes; 0 at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        self._position += size
        return size
