"""The directory of somebody's ZIP file, believed only where all of the file says the same.

Two programs that read the same ZIP may see different files in it: what local headers say and what
the central directory says may differ, names may come twice, members may overlap. Whatever could
be read in two ways is refused before a byte of it is used.
"""

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from walkback.errors import BadFile

MOST_MEMBERS = 100_000
LARGEST_DIRECTORY = 32 << 20
LARGEST_TOGETHER = 1 << 40  # bytes that all members may come to
STORED, DEFLATED = 0, 8

_END = b"PK\x05\x06"
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DESCRIPTOR = 0x8
_UTF8 = 0x800
_UNIX = 3
_FULL, _MANY = 0xFFFFFFFF, 0xFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """A member. ``start`` is where its ``packed`` bytes begin, behind its local header."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


@dataclass(frozen=True, slots=True)
class _Central:
    """A member as the directory has it; ``offset`` is its local header's."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(frozen=True, slots=True)
class _End:
    """Where the directory lies; ``begins`` is where the record that says so begins."""

    count: int
    size: int
    offset: int
    begins: int


def read_directory(file: BinaryIO, subject: str) -> dict[str, Entry]:
    """The members by name, folders left out. Raises ``BadFile`` that begins with ``subject``."""
    end = _end(file, subject)
    if end.count > MOST_MEMBERS or end.size > LARGEST_DIRECTORY:
        found = f"{end.count} in a directory of {end.size} bytes"
        raise bad("too many members", subject, f"at most {MOST_MEMBERS}", found)
    if end.offset + end.size != end.begins:
        wanted = f"at byte {end.begins - end.size}"
        raise bad("the directory is not where the file says", subject, wanted, f"{end.offset}")
    members: dict[str, _Central] = {}
    for member in _members(_at(file, end.offset, end.size), subject):
        if members.setdefault(member.name, member) is not member:
            raise bad("a name comes twice", f"{subject}, {member.name}")
    if len(members) != end.count:
        raise bad("members are missing", subject, f"{end.count}", f"{len(members)}")
    total = sum(member.size for member in members.values())
    if total > LARGEST_TOGETHER:
        raise bad("the members are too large together", subject, "", f"{total} bytes")
    placed = _placed(file, members, end.offset, subject)
    return {name: placed[name] for name in members if not name.endswith("/")}


def bad(what: str, subject: str, expected: str = "", found: str = "") -> BadFile:
    """The error for a file that is not read."""
    return BadFile(what, subject=subject, expected=expected, found=found)


def _at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def _end(file: BinaryIO, subject: str) -> _End:
    length = file.seek(0, 2)
    start = max(0, length - 22 - _LONGEST_COMMENT)
    tail = _at(file, start, length - start)
    at = tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= 22 and at + 22 + struct.unpack_from("<H", tail, at + 20)[0] == len(
            tail
        ):
            return _checked_end(file, tail[at : at + 22], start + at, subject)
        at = tail.rfind(_END, 0, at)
    raise bad("no ZIP file, or its end is missing", subject)


def _checked_end(file: BinaryIO, record: bytes, begins: int, subject: str) -> _End:
    disk, first, here, count, size, offset = struct.unpack_from("<HHHHII", record, 4)
    if disk or first or here != count:
        raise bad("a ZIP file in several parts", subject)
    if count == _MANY or _FULL in (size, offset):
        return _end64(file, begins, subject)
    return _End(count, size, offset, begins)


def _end64(file: BinaryIO, end: int, subject: str) -> _End:
    broken = bad("the end of a large ZIP file cannot be read", subject)
    locator = _at(file, end - 20, 20) if end >= 20 else b""
    if len(locator) < 20 or not locator.startswith(b"PK\x06\x07"):
        raise broken
    disk, at, disks = struct.unpack("<IQI", locator[4:])
    record = _at(file, at, 56) if at < end else b""
    if len(record) < 56 or not record.startswith(b"PK\x06\x06") or disk or disks != 1:
        raise broken
    length, _, _, one, two, here, count, size, offset = struct.unpack("<QHHIIQQQQ", record[4:])
    if one or two or here != count or at + 12 + length != end - 20:
        raise broken
    return _End(count, size, offset, at)


def _members(data: bytes, subject: str) -> Iterator[_Central]:
    at = 0
    while at < len(data):
        if len(data) - at < 46 or data[at : at + 4] != b"PK\x01\x02":
            raise bad("the directory cannot be read", subject, "", f"{data[at : at + 4]!r}")
        long, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        following = at + 46 + long + extra + comment
        if following > len(data):
            raise bad("the directory breaks off", subject)
        yield _member(data[at:following], (long, extra), subject)
        at = following


def _member(data: bytes, lengths: tuple[int, int], subject: str) -> _Central:
    made, _, flags, method = struct.unpack_from("<HHHH", data, 4)
    crc, packed, size = struct.unpack_from("<III", data, 16)
    disk, _, attributes, offset = struct.unpack_from("<HHII", data, 34)
    long, extra = lengths
    name = _name(data[46 : 46 + long], flags, subject)
    about = f"{subject}, {name}"
    kind = stat.S_IFMT(attributes >> 16) if made >> 8 == _UNIX else 0
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise bad("a member is a link or a device", about)
    more = data[46 + long : 46 + long + extra]
    size, packed, offset = _whole_numbers(more, (size, packed, offset), about)
    if flags & _ENCRYPTED:
        raise bad("a member is encrypted", about)
    if disk or method not in (STORED, DEFLATED) or (method == STORED and packed != size):
        raise bad("a member is packed in a way that is not read", about, "", f"method {method}")
    return _Central(name, flags, method, crc, packed, size, offset)


def _name(raw: bytes, flags: int, subject: str) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        raise bad("a name that is no text", f"{subject}, {raw!r}") from None
    parts = name.removesuffix("/").split("/")
    plain = name.isprintable() and "\\" not in name and ":" not in parts[0]
    if not plain or any(part in ("", ".", "..") for part in parts):
        raise bad("a name that leads elsewhere", f"{subject}, {name!r}")
    return name


def _whole_numbers(extra: bytes, short: tuple[int, ...], about: str) -> tuple[int, ...]:
    """The numbers, with those that did not fit into 32 bits from the ZIP64 field."""
    data = b""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == 1:
            data = extra[4 : 4 + length]
        extra = extra[4 + length :]
    found = []
    for value in short:
        if value != _FULL:
            found.append(value)
            continue
        if len(data) < 8:
            raise bad("a large member's numbers are missing", about)
        found.append(int.from_bytes(data[:8], "little"))
        data = data[8:]
    return tuple(found)


def _placed(
    file: BinaryIO, members: dict[str, _Central], directory: int, subject: str
) -> dict[str, Entry]:
    """Where each member's bytes begin. Local headers must agree, and nothing may overlap."""
    placed: dict[str, Entry] = {}
    free = 0
    for one in sorted(members.values(), key=lambda member: member.offset):
        about = f"{subject}, {one.name}"
        if one.offset < free:
            raise bad("two members lie over each other", about)
        start = _local(file, one, subject)
        free = start + one.packed
        if free > directory:
            raise bad("a member reaches into the directory", about)
        placed[one.name] = Entry(one.name, one.method, one.crc, one.packed, one.size, start)
    return placed


def _local(file: BinaryIO, one: _Central, subject: str) -> int:
    about = f"{subject}, {one.name}"
    head = _at(file, one.offset, 30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise bad("a member is not where the directory says", about)
    flags, method = struct.unpack_from("<HH", head, 6)
    long, extra = struct.unpack_from("<HH", head, 26)
    rest = file.read(long + extra)
    name = _name(rest[:long], flags, subject)
    if (name, flags, method) != (one.name, one.flags, one.method):
        raise bad("a member has two headers that differ", about, one.name, name)
    if not flags & _DESCRIPTOR:
        crc, packed, size = struct.unpack_from("<III", head, 14)
        size, packed = _whole_numbers(rest[long:], (size, packed), about)
        if (crc, packed, size) != (one.crc, one.packed, one.size):
            raise bad("a member has two headers that differ", about)
    return one.offset + 30 + int(long) + int(extra)
