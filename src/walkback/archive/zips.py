"""Write a ZIP file of one form only: stored members, nothing between them, no free bits.

The same members give the same bytes, so that a checker can say of every byte why it is there.
PKWARE APPNOTE 6.3: 4.3.7 local header, 4.3.12 central directory, 4.3.14-16 its ends, 4.5.3 ZIP64.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from walkback.errors import BadInput

FULL = 0xFFFFFFFF  # a field of 32 bits that says: look in the ZIP64 extra field
MANY = 0xFFFF
PLAIN_FILE = 0o100644 << 16
_VERSION, _VERSION64 = 20, 45
_UNIX = 3 << 8


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it was written. ``sha256`` is in hex; ``data`` is where its bytes begin."""

    name: str
    size: int
    sha256: str
    crc: int
    offset: int
    data: int


class ZipWriter:
    """Writes members one after the other into ``file``, which must be seekable and at its start."""

    def __init__(self, file: BinaryIO, at: datetime) -> None:
        self._file = file
        self._time = dos_time(at)
        self.members: list[Member] = []

    def add(self, name: str, data: bytes) -> Member:
        """A member whose bytes are at hand."""
        return self.add_pieces(name, len(data), (data,))

    def add_pieces(self, name: str, size: int, pieces: Iterable[bytes]) -> Member:
        """A member of ``size`` bytes that come in pieces. Raises ``BadInput`` where they do not."""
        offset = self._file.tell()
        head = self._local(name, size, 0)
        self._file.write(head)
        crc, digest, written = 0, hashlib.sha256(), 0
        for piece in pieces:
            self._file.write(piece)
            crc = zlib.crc32(piece, crc)
            digest.update(piece)
            written += len(piece)
        if written != size:
            raise BadInput(
                "a member is not as long as was said",
                subject=name,
                expected=f"{size} bytes",
                found=f"{written}",
            )
        # The checksum stands before the bytes and is known after them.
        self._file.seek(offset)
        self._file.write(self._local(name, size, crc))
        self._file.seek(0, 2)
        member = Member(name, size, digest.hexdigest(), crc, offset, offset + len(head))
        self.members.append(member)
        return member

    def finish(self) -> None:
        """Write the central directory and its end."""
        start = self._file.tell()
        for member in self.members:
            self._file.write(self._central(member))
        size = self._file.tell() - start
        count = len(self.members)
        if count >= MANY or max(start, size) >= FULL:
            end64 = struct.pack(
                "<IQHHIIQQQQ",
                *(0x06064B50, 44, _UNIX | _VERSION64, _VERSION64, 0, 0),
                *(count, count, size, start),
            )
            self._file.write(end64 + struct.pack("<IIQI", 0x07064B50, 0, start + size, 1))
        short = min(count, MANY)
        ends = (0, 0, short, short, min(size, FULL), min(start, FULL), 0)
        self._file.write(struct.pack("<IHHHHIIH", 0x06054B50, *ends))

    def _local(self, name: str, size: int, crc: int) -> bytes:
        extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= FULL else b""
        short = min(size, FULL)
        version = _VERSION64 if extra else _VERSION
        numbers = (version, 0, 0, *self._time, crc, short, short, len(name), len(extra))
        return struct.pack("<IHHHHHIIIHH", 0x04034B50, *numbers) + name.encode("ascii") + extra

    def _central(self, member: Member) -> bytes:
        long = [member.size] * 2 if member.size >= FULL else []
        long += [member.offset] if member.offset >= FULL else []
        extra = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
        version = _VERSION64 if extra else _VERSION
        short = min(member.size, FULL)
        head = struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, _UNIX | version, version, 0, 0, *self._time, member.crc),
            *(short, short, len(member.name), len(extra), 0, 0, 0, PLAIN_FILE),
            min(member.offset, FULL),
        )
        return head + member.name.encode("ascii") + extra


def dos_time(at: datetime) -> tuple[int, int]:
    """Time and date as ZIP has them: UTC here, two seconds fine, from 1980 to 2107."""
    at = at.astimezone(UTC)
    if not 1980 <= at.year <= 2107:
        raise BadInput("a time that ZIP cannot say", found=at.isoformat())
    time = at.hour << 11 | at.minute << 5 | at.second // 2
    return time, (at.year - 1980) << 9 | at.month << 5 | at.day
