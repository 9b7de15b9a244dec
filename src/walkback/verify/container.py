"""Step 1: the container is a ZIP file of the one form that a bundle has.

Headers are not interpreted but made again: from names, sizes, checksums and the one time follows
every bit of every header (docs/bundle.md), and whatever differs is told. So there is nothing
between members, nothing said twice in two ways, nothing packed, and nothing to extract.
"""

import hashlib
import os
import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

from walkback.errors import VerificationFailed
from walkback.model import bundle as names

MOST_MEMBERS = 200_000
LARGEST_DIRECTORY = 1 << 25
LARGEST_PART = 1 << 24
LARGEST_LINES = 1 << 26

_CHUNK = 1 << 20
_FULL = 0xFFFFFFFF
_END, _END64, _CENTRAL = 22, 76, 46
_PARTS = ("json", "note", "pem", "tsq", "tsr")
_ORDER = (
    *(names.ARCHIVE, names.INDEX, names.PAGES, names.BUNDLE, names.CHECKPOINT, names.DISCLOSED),
    *(names.PROOFS, names.READINGS, names.REPORT_PAGE, names.REPORT, names.SIGNER, names.STAMPS),
    *(names.VERDICTS, names.MANIFEST, names.DIGEST),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A member: where its bytes lie in the file, and their SHA-256 in hex."""

    offset: int
    size: int
    sha256: str


@dataclass(slots=True)
class Container:
    """The members in their order. ``time`` is the four bytes that every header has."""

    file: BinaryIO
    parts: dict[str, Part] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    time: bytes = b""

    def data(self, name: str, limit: int = LARGEST_PART) -> bytes:
        """A member's bytes. Raises ``VerificationFailed`` where it is missing or too large."""
        part = self.parts.get(name)
        if part is None:
            raise VerificationFailed("is missing", subject=name)
        if part.size > limit:
            found = f"{part.size} bytes"
            raise VerificationFailed(
                "is larger than it may be", subject=name, expected=str(limit), found=found
            )
        return _at(self.file, part.offset, part.size)


def read_container(file: BinaryIO) -> Container:
    """The members of an open file, each read once.

    Raises ``VerificationFailed`` where it has another form; what can be told beside the members
    lies in ``problems``.
    """
    size = file.seek(0, os.SEEK_END)
    start, count, end = _directory(file, size)
    found = Container(file)
    directory = memoryview(_at(file, start, end - start))
    place, offset = 0, 0
    for number in range(count):
        head = directory[place : place + _CENTRAL]
        if len(head) < _CENTRAL:
            raise VerificationFailed("ends early", subject="the ZIP directory", found=str(number))
        found.time = found.time or bytes(head[12:16])
        length, offset = _member(found, directory[place:], offset, start)
        place += length
    if place != len(directory) or offset != start:
        raise VerificationFailed(
            "has bytes that belong to no member",
            subject="the file",
            expected=f"members up to byte {start}",
            found=f"to byte {offset}",
        )
    _check_order(found)
    return found


def _member(found: Container, directory: memoryview, offset: int, stop: int) -> tuple[int, int]:
    """Take one member: how long its entry is, and where the next one begins."""
    crc, size, _, length, more = struct.unpack("<IIIHH", directory[16:32])
    raw = bytes(directory[_CENTRAL : _CENTRAL + length])
    extra = directory[_CENTRAL + length : _CENTRAL + length + more]
    if size == _FULL:
        size = struct.unpack("<Q", extra[4:12])[0] if len(extra) >= 12 else 0
    if not raw.isascii():
        raise VerificationFailed("has a name no member has", subject="a member", found=repr(raw))
    name = raw.decode("ascii")
    local, central = headers(raw, (size, crc), offset, found.time)
    if directory[: len(central)] != central:
        raise VerificationFailed(
            "has a directory entry of another form than a bundle's",
            subject=name,
            expected=central.hex(),
            found=directory[: len(central)].hex(),
        )
    data = offset + len(local)
    if data + size > stop or _at(found.file, offset, len(local)) != local:
        what = "has a local header that is not as the directory says"
        raise VerificationFailed(what, subject=name)
    if name in found.parts:
        raise VerificationFailed("is there twice", subject=name)
    sha256, seen = _digest(found.file, data, size)
    if seen != crc:
        told = f"{name}: its checksum does not fit (expected {crc:08x}, found {seen:08x})"
        found.problems.append(told)
    found.parts[name] = Part(data, size, sha256)
    return len(central), data + size


def headers(name: bytes, holds: tuple[int, int], offset: int, time: bytes) -> tuple[bytes, bytes]:
    """Local header and directory entry of a member that ``holds`` (size, CRC-32)."""
    size, crc = holds
    small = min(size, _FULL)
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= _FULL else b""
    version = 45 if extra else 20
    local = struct.pack("<IHHH", 0x04034B50, version, 0, 0) + time
    local += struct.pack("<IIIHH", crc, small, small, len(name), len(extra)) + name + extra
    long = ([size, size] if size >= _FULL else []) + ([offset] if offset >= _FULL else [])
    extra = struct.pack(f"<HH{len(long)}Q", 1, 8 * len(long), *long) if long else b""
    version = 45 if extra else 20
    central = struct.pack("<IHHHH", 0x02014B50, 3 << 8 | version, version, 0, 0) + time
    central += struct.pack("<IIIHH", crc, small, small, len(name), len(extra))
    central += struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, min(offset, _FULL)) + name + extra
    return local, central


def _directory(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Where the central directory begins, how many members it has, where it ends."""
    last = _at(file, max(size - _END - _END64, 0), min(size, _END + _END64))
    if len(last) < _END or last[-_END:-18] != b"PK\5\6":
        what = "does not end as a bundle does"
        raise VerificationFailed(what, subject="the file", expected="a ZIP end record, no comment")
    numbers = struct.unpack("<HHHHIIH", last[-18:])
    count, length, start = numbers[3:6]
    end = size - _END
    if len(last) == _END + _END64 and last[-42:-38] == b"PK\6\7":
        end -= _END64
        count, length, start = struct.unpack("<QQQ", last[32:56])
        _check_end64(last[:_END64], (count, length, start), end)
    short = (min(count, 0xFFFF),) * 2
    wanted = (0, 0, *short, min(length, _FULL), min(start, _FULL), 0)
    if start + length != end or wanted != numbers:
        raise VerificationFailed(
            "does not fit the file",
            subject="the ZIP end record",
            expected=f"a directory to byte {end}",
            found=f"{length} bytes from {start}",
        )
    if count > MOST_MEMBERS or length > LARGEST_DIRECTORY:
        raise VerificationFailed("is larger than a bundle's", subject="the ZIP directory")
    return start, count, end


def _check_end64(found: bytes, numbers: tuple[int, int, int], end: int) -> None:
    count, length, start = numbers
    head = (0x06064B50, 44, 3 << 8 | 45, 45, 0, 0)
    wanted = struct.pack("<IQHHIIQQQQ", *head, count, count, length, start)
    wanted += struct.pack("<IIQI", 0x07064B50, 0, end, 1)
    needed = count >= 0xFFFF or max(start, length) >= _FULL
    if found != wanted or not needed:
        raise VerificationFailed("is not as it must be", subject="the ZIP64 end record")


def _check_order(found: Container) -> None:
    last = (-1, 0, 0)
    for name in found.parts:
        place = _place(name)
        if place is None:
            found.problems.append(f"{name}: no member of a bundle has this name")
        elif place <= last:
            found.problems.append(f"{name}: is not where it belongs in the order of members")
        last = place or last


def _place(name: str) -> tuple[int, int, int] | None:
    """Where a member of this name stands; None where a bundle has no such member."""
    if name in names.FIXED:
        return _ORDER.index(name), 0, 0
    number = names.proof_number(name)
    if number is not None:
        return _ORDER.index(names.PROOFS), number, 0
    stamp = names.stamp_part(name)
    return (_ORDER.index(names.STAMPS), stamp[0], _PARTS.index(stamp[1])) if stamp else None


def _digest(file: BinaryIO, offset: int, size: int) -> tuple[str, int]:
    digest, crc, left = hashlib.sha256(), 0, size
    file.seek(offset)
    while left and (piece := file.read(min(left, _CHUNK))):
        digest.update(piece)
        crc, left = zlib.crc32(piece, crc), left - len(piece)
    return digest.hexdigest(), crc


def _at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    data = file.read(size)
    if len(data) != size:
        raise VerificationFailed("ends early", subject="the file", found=f"{offset + len(data)}")
    return data
