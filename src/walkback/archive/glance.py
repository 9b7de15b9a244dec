"""See at a glance that a capture's bytes are those its leaf commits to, without unpacking them.

The leaf, which the ledger vouches for, names the opening by its SHA-256; the opening, which is
stored plainly, names each member by its own. So it is enough to find the opening, which ends the
group, and to hash what lies before it: three digests and a match of its text, where unpacking costs
ten times as much. Whatever is not plainly as it must be is left to ``groups``, which says why.

What this does not see, and ``verify --deep`` does: whether each member unpacks to the record whose
digest the opening names beside. The bytes are those that were committed to either way.
"""

import os
import re
import struct
from binascii import unhexlify
from hashlib import sha256
from zlib import crc32

_OPENING = bytes.fromhex("1f8b08000000000000ff")
_MEMBER = bytes.fromhex("1f8b080000000000")
_WINDOW = 1 << 22  # larger groups are left to ``groups``
_HEAD, _BLOCK, _TRAILER = 10, 5, 8
_LEAF = re.compile(
    rb'\{"fields":\{"members":"([0-9a-f]{64})","records":"([0-9a-f]{64})"\},"id":"([0-9a-z]+)",'
    rb'"kind":"capture","opening":"([0-9a-f]{64})","v":1\}'
)
# The end of an opening in canonical JSON. It is anchored at the object's end: two braces close the
# values and the whole, so that nothing nested deeper can stand for it.
_DIGESTS = rb'(\["[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*\])'
_ENDS = re.compile(
    rb'"salts":\{"members":"([0-9a-f]{64})","records":"([0-9a-f]{64})"\},"v":1,'
    rb'"values":\{"members":' + _DIGESTS + rb',"records":' + _DIGESTS + rb"\}\}\r\n\r\n\Z"
)
_SALTS = b'"salts":{"members":"'
_METADATA = b"WARC/1.1\r\nWARC-Type: metadata\r\n"
_STRIDE, _DIGEST = 67, 64  # of a list of digests in JSON: "…",
_FIELD_MEMBERS = b"walkback/field/1\0members\0"
_HEADER, _TAIL = struct.Struct("<BHH"), struct.Struct("<II")
_FIELD_RECORDS = b"walkback/field/1\0records\0"


class Glance:
    """Asked for each group on a walk; ``entry`` is the leaf that should follow, None for none.

    ``identity`` is the id of the capture that was seen last, ``seen`` how many there were.
    """

    def __init__(self) -> None:
        self.entry: bytes | None = None
        self.identity = ""
        self.seen = 0
        self._file = -1
        self._start = 0
        self._window = b""

    def enter(self, file: int) -> None:
        """The walk goes on in another file."""
        self._file, self._start, self._window = file, 0, b""

    def length(self, offset: int) -> int:
        """The length of the group at ``offset`` if it is the capture of ``entry``, else 0."""
        leaf = _LEAF.fullmatch(self.entry) if self.entry is not None else None
        if leaf is None:
            return 0
        start = offset - self._start
        if not 0 <= start < len(self._window):
            start = self._move(offset)
        length = _length(self._window, start, leaf)
        if not length and start:
            length = _length(self._window, self._move(offset), leaf)
        if length:
            self.seen += 1
            self.identity = leaf[3].decode()
        return length

    def _move(self, offset: int) -> int:
        """Put the window's beginning here."""
        self._start, self._window = offset, os.pread(self._file, _WINDOW, offset)
        return 0


def _length(window: bytes, start: int, leaf: "re.Match[bytes]") -> int:
    """How long the group is that begins in the window, 0 where it is not the leaf's."""
    members_field, records_field, identity, digest = leaf.groups()
    # Members may themselves hold what looks like the beginning of one, or like an opening.
    ends = []
    end, record = start, b""
    while not record:
        end = window.find(_MEMBER, end + _HEAD)
        if end < 0:
            return 0
        ends.append(end)
        if window[end + 8] == 0:
            record = _stored(window, end + _HEAD, digest)
    place = record.rfind(_SALTS)
    found = _ENDS.match(record, place) if place > 0 else None
    named = b'"id":"' + identity + b'","kind":"capture",'
    if not found or not record.startswith(_METADATA) or not record.endswith(named, 0, place):
        return 0
    salt, other, members, records = found.groups()
    if (
        _committed(_FIELD_MEMBERS, salt, members) != members_field
        or _committed(_FIELD_RECORDS, other, records) != records_field
        or len(members) != len(records)
        or not _holds(window, (start, *ends), members)
    ):
        return 0
    return end + _HEAD + _BLOCK + len(record) + _TRAILER - start


def _stored(window: bytes, place: int, digest: bytes) -> bytes:
    """The record with this digest in an opening's member of one stored block; empty where it is
    another, or cut off.
    """
    if len(window) < place + _BLOCK:
        return b""
    last, size, inverse = _HEADER.unpack_from(window, place)
    stop = place + _BLOCK + size
    if last != 1 or size ^ inverse != 0xFFFF or len(window) < stop + _TRAILER:
        return b""
    record = window[place + _BLOCK : stop]
    if sha256(record).hexdigest().encode() != digest:
        return b""
    good = _TAIL.unpack_from(window, stop) == (crc32(record), size)
    return record if good and window[place - _HEAD : place] == _OPENING else b""


def _committed(field: bytes, salt: bytes, value: bytes) -> bytes:
    """The hex digest of a field whose value is given in canonical JSON."""
    return sha256(field + unhexlify(salt) + value).hexdigest().encode()


def _holds(window: bytes, ends: tuple[int, ...], members: bytes) -> bool:
    """Whether what lies between the first end and the last are members with these digests.

    Between may lie more ends than there are members: then a digest does not fit yet at one, and
    fits at a later one.
    """
    view = memoryview(window)
    number, last = 0, len(ends) - 1
    for place in range(2, len(members), _STRIDE):
        wanted = unhexlify(members[place : place + _DIGEST])
        found = sha256()
        fits = False
        while number < last and not fits:
            found.update(view[ends[number] : ends[number + 1]])
            number += 1
            fits = found.digest() == wanted
        if not fits:
            return False
    return number == last
