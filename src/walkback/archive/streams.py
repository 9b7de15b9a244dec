"""Somebody's archive as one stream of bytes, whatever it is packed with, with file offsets.

Plain, gzip (one member for each record, one for all, or cut anywhere in between) and zstd
(frames, with the dictionary frame of ``.warc.zst``). Expansion happens in steps of bounded
size, so a bomb costs time and not memory.
"""

import io
import struct
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import zstandard
from isal import igzip_lib, isal_zlib

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
# A skippable frame at the very start holds the dictionary of all the others:
# https://iipc.github.io/warc-specifications/specifications/warc-zstd/
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 1 << 24
# zstandard has no limit on output: 1,024 bytes hold at most 256 blocks of 128 KiB.
_ZSTD_STEP = 1024


class BrokenError(Exception):
    """The packing does not hold from ``offset`` on. Never leaves the room."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


class Stream:
    """The unpacked bytes of a file, and where in the file the current ones come from."""

    def __init__(self, source: Path | BinaryIO) -> None:
        self._marks: deque[tuple[int, int]] = deque()
        self._offset = 0
        self._position = 0
        self._file: Any = source.open("rb") if isinstance(source, Path) else source
        try:
            raw = _unpacked(self._file, self._marks)
        except BrokenError:
            self._file.close()
            raise
        self._packed = raw is not self._file
        self._bytes: Any = raw if raw is self._file else io.BufferedReader(raw, _CHUNK)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bytes.close()
        self._file.close()

    @property
    def offset(self) -> int:
        """Where the next byte lies: its own offset, or that of the member that holds it."""
        return self._holder(self._position)

    @property
    def behind(self) -> int:
        """The same for the byte that was taken last; ask before ``offset``."""
        return self._holder(self._position - 1)

    def line(self, limit: int) -> bytes:
        """The next line with its end, at most ``limit`` bytes; empty at the end of the file."""
        line: bytes = self._bytes.readline(limit)
        self._position += len(line)
        return line

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only at the end of the file."""
        data: bytes = self._bytes.read(size)
        self._position += len(data)
        return data

    def skip(self, size: int) -> int:
        """Pass over ``size`` bytes without holding them; how many there were."""
        left = size
        while left and (passed := len(self.take(min(left, _CHUNK)))):
            left -= passed
        return size - left

    def skip_line_ends(self) -> bytes:
        """Pass over CR and LF; what begins behind them, empty only at the end of the file.

        To look one byte ahead also makes a member's checksum tell before its record is used.
        """
        while ahead := self._bytes.peek(1):
            behind: bytes = ahead.lstrip(b"\r\n")
            self.take(len(ahead) - len(behind))
            if behind:
                return behind
        return b""

    def _holder(self, position: int) -> int:
        if not self._packed:
            return position
        while self._marks and self._marks[0][0] <= position:
            self._offset = self._marks.popleft()[1]
        return self._offset


def _unpacked(file: BinaryIO, marks: deque[tuple[int, int]]) -> Any:
    start = file.read(4)
    file.seek(0)
    if start[:2] == _GZIP:
        return _Gzip(file, marks)
    if start in (_ZSTD, _DICTIONARY):
        return _Zstd(file, marks)
    return file


class _Packed(io.RawIOBase):
    """Frame after frame of a packed file. ``marks`` gets (unpacked, packed) offset of each."""

    def __init__(self, file: BinaryIO, marks: deque[tuple[int, int]]) -> None:
        super().__init__()
        self._file = file
        self._marks = marks
        self._read = 0
        self._input = b""
        self._output = b""
        self._given = 0
        self._frame: Any = None
        self._start = 0
        self._pending = False

    def readable(self) -> bool:
        """Always: this is what a buffered reader asks first."""
        return True

    def readinto(self, buffer: Any) -> int:
        """At most one step's bytes; all that lies before a break is given before it raises."""
        while not self._output:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._output))
        buffer[:size] = self._output[:size]
        self._output = self._output[size:]
        self._given += size
        return size

    def _more(self) -> bool:
        """One step on; false at the end of the file."""
        if not self._input and not self._pending:
            self._input = self._file.read(_CHUNK)
            self._read += len(self._input)
            if not self._input and self._frame is None:
                return False
            if not self._input:
                raise BrokenError("the file ends inside a compressed member", self._start)
        if self._frame is None and not self._enter():
            return True
        try:
            self._output = self._step()
        except (igzip_lib.IsalError, zstandard.ZstdError) as error:  # type: ignore[misc]  # a stub
            raise BrokenError(f"a member does not unpack: {error}", self._start) from None
        if self._frame.eof:
            self._input = self._frame.unused_data + self._input
            self._frame, self._pending = None, False
        return True

    def _enter(self) -> bool:
        # Tapes and some tools pad with zeros, and no frame begins with one.
        self._input = self._input.lstrip(b"\0")
        if not self._input:
            return False
        self._start = self._read - len(self._input)
        self._frame = self._begin()
        self._marks.append((self._given, self._start))
        return True

    def _begin(self) -> Any:
        raise NotImplementedError

    def _step(self) -> bytes:
        raise NotImplementedError


class _Gzip(_Packed):
    def _begin(self) -> Any:
        return isal_zlib.decompressobj(31)

    def _step(self) -> bytes:
        piece: bytes = self._frame.decompress(self._input, _CHUNK)
        self._input = self._frame.unconsumed_tail
        self._pending = len(piece) == _CHUNK
        return piece


class _Zstd(_Packed):
    def __init__(self, file: BinaryIO, marks: deque[tuple[int, int]]) -> None:
        super().__init__(file, marks)
        self._decoder = zstandard.ZstdDecompressor(dict_data=_dictionary(file))
        self._read = file.tell()

    def _begin(self) -> Any:
        return self._decoder.decompressobj()

    def _step(self) -> bytes:
        step, self._input = self._input[:_ZSTD_STEP], self._input[_ZSTD_STEP:]
        return bytes(self._frame.decompress(step))


def _dictionary(file: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    """What the first frame holds where it is a dictionary, itself packed or not."""
    head = file.read(8)
    if head[:4] != _DICTIONARY or len(head) < 8:
        file.seek(0)
        return None
    size = struct.unpack("<I", head[4:])[0]
    data = file.read(min(size, _LARGEST_DICTIONARY + 1))
    if len(data) != size or size > _LARGEST_DICTIONARY:
        raise BrokenError("the dictionary frame is not whole", 0)
    if data[:4] == _ZSTD:
        try:
            data = zstandard.ZstdDecompressor().decompress(data, _LARGEST_DICTIONARY)
        except zstandard.ZstdError as error:
            raise BrokenError(f"the dictionary does not unpack: {error}", 0) from None
    return zstandard.ZstdCompressionDict(data)
