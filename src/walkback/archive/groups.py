"""Walk our own segments: group after group, each with the leaf that follows from its bytes.

Nothing is believed that can be computed: digests are of what really lies there, and the leaf is
rebuilt from them, so that comparing it with the ledger's is the whole check. Every byte belongs
to one group or to a tail.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from walkback.archive.glance import Glance
from walkback.archive.headers import parse_header
from walkback.archive.inspection import RecordInspector
from walkback.archive.keeping import LARGEST_DOCUMENT, LARGEST_GROUP
from walkback.archive.members import (
    Member,
    TornError,
    canonical_member,
    find_opening,
    is_opening,
    read_member,
    scan_member,
)
from walkback.archive.names import segment_name, segment_names, segment_number
from walkback.archive.openings import ITEMISED, LARGEST_OPENING, Contents, leaf_of, parse_opening
from walkback.archive.records import parse_document, payload_index
from walkback.archive.tombstones import Stone, parse_tombstone
from walkback.errors import BadInput
from walkback.model.evidence import Leaf, LeafKind, Place

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Position:
    """One content member: byte offset in its segment, compressed length, and its WARC-Type."""

    offset: int
    length: int
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """A leaf's group as it lies in a segment.

    ``opening`` is the parsed JSON, ``sha256`` of its uncompressed record. ``leaf`` follows from
    ``members`` and ``records``, the digests of what is really there, and from the document's
    items. ``problems`` were seen on the way; ``check_group`` gives them all. ``unpacked`` is how
    many bytes its content has, unpacked.
    """

    opening: Mapping[str, Any]
    sha256: str
    leaf: Leaf
    place: Place
    members: tuple[str, ...]
    records: tuple[str, ...]
    positions: tuple[Position, ...]
    problems: tuple[str, ...] = ()
    unpacked: int = 0


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What lies in place of a group that was erased; the redaction leaf commits to ``sha256``.

    ``whole``: nothing is left of it; else ``place.payload`` is the record of what is left.
    """

    stone: Stone
    place: Place
    sha256: str
    whole: bool
    warcinfo: bool = False

    @property
    def leaf(self) -> Leaf:
        """Kind and id of the leaf; its commitments are in the ledger alone."""
        return Leaf(self.stone.kind, self.stone.id, "", {})


@dataclass(frozen=True, slots=True)
class Seen:
    """A group that a ``glance`` found to be the capture that was expected."""

    place: Place


@dataclass(frozen=True, slots=True)
class Tail:
    """From ``offset`` on the segment holds no whole group.

    ``follows`` is true where a later segment, or a whole opening later in this one, shows that
    more was written since: damage then, while a torn write is last.
    """

    segment: str
    offset: int
    reason: str
    follows: bool


@dataclass(slots=True)
class _Found:
    """What was read of a group so far."""

    unpacked: int = 0
    members: list[Member] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    framing: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)


def groups(
    folder: Path, start: tuple[str, int] | None = None
) -> Iterator[Group | Tombstone | Tail]:
    """All groups in order, from the beginning or from ``start`` = (segment, offset).

    A tail ends its segment and the walk goes on with the next one. A missing segment is a tail
    too. Memory stays at one group's digests and a few chunks.
    """
    for item in groups_seen(folder, None, start):
        if not isinstance(item, Seen):
            yield item


def groups_seen(
    folder: Path, glance: Glance | None, start: tuple[str, int] | None = None
) -> Iterator[Group | Seen | Tombstone | Tail]:
    """The same; what ``glance`` knows at a glance is not unpacked."""
    first, offset = start or (segment_name(1), 0)
    wanted = segment_number(first)
    names = [name for name in segment_names(folder) if segment_number(name) >= wanted]
    for name in names:
        if segment_number(name) != wanted:
            yield Tail(segment_name(wanted), offset, "the segment is missing", follows=True)
            offset = 0
        yield from _segment(folder / name, offset, glance, later=name != names[-1])
        wanted, offset = segment_number(name) + 1, 0
    if offset:
        yield Tail(first, 0, "the segment is missing", follows=False)


def group_at(
    file: int, segment: str, offset: int, most: int | None = None
) -> Group | Tombstone | Tail:
    """The group that begins at a byte of an open file, whatever lies around it.

    ``segment`` names the file in what is told. Its records may unpack to ``most`` bytes together:
    a few bytes can hold a gigabyte.
    """
    try:
        return _group(file, segment, offset, most)
    except TornError as torn:
        return Tail(segment, offset, str(torn), follows=False)


def check_group(group: Group) -> list[str]:
    """What is wrong with a group by itself, in plain words; empty where nothing is."""
    problems = list(group.problems)
    for name, found in (("members", group.members), ("records", group.records)):
        stated = group.opening["values"][name]
        if len(stated) != len(found):
            problems.append(f"the opening states {len(stated)} {name}, {len(found)} are there")
        problems += [
            f"{name[:-1]} {number}: the opening states {said}, it is {digest}"
            for number, (said, digest) in enumerate(zip(stated, found, strict=False))
            if said != digest
        ]
    wanted = set(group.leaf.fields)
    problems += [f"no salt for {name}" for name in ("members", "records") if name not in wanted]
    problems += [
        f"a salt for {name}, which is not there"
        for name in sorted(set(group.opening["salts"]) - wanted)
    ]
    return problems


def _segment(
    path: Path, offset: int, glance: Glance | None, *, later: bool
) -> Iterator[Group | Seen | Tombstone | Tail]:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    if glance:
        glance.enter(file)
    try:
        size = os.fstat(file).st_size
        if offset > size:
            yield Tail(path.name, size, f"the segment ends before byte {offset}", later)
        while offset < size:
            length = glance.length(offset) if glance else 0
            if length:
                yield Seen(Place(path.name, offset, length, offset))
                offset += length
                continue
            try:
                group = _group(file, path.name, offset)
            except TornError as torn:
                follows = later or find_opening(file, offset)
                yield Tail(path.name, offset, str(torn), follows)
                return
            yield group
            offset += group.place.length
    finally:
        os.close(file)


def _group(file: int, segment: str, start: int, most: int | None = None) -> Group | Tombstone:
    found, offset = _Found(), start
    while not is_opening(file, offset):
        if len(found.members) > LARGEST_GROUP:
            raise TornError(f"no opening within {LARGEST_GROUP} members")
        inspector = RecordInspector(None if most is None else most - found.unpacked)
        member = scan_member(file, offset, inspector.feed)
        found.unpacked += inspector.size
        _note(found, member, inspector)
        offset += member.length
    member, record = read_member(file, offset, LARGEST_OPENING)
    stone = parse_tombstone(record)
    if stone is not None:
        return _tombstone(file, found, (stone, member), Place(segment, start, 0, 0))
    if not found.members:
        raise TornError("an opening without content")
    try:
        opening = parse_opening(record)
    except BadInput as error:
        raise TornError(str(error)) from None
    return _rebuilt(file, found, (member, record, opening), segment)


def _tombstone(file: int, found: _Found, end: tuple[Stone, Member], at: Place) -> Tombstone:
    stone, member = end
    length = member.offset + member.length - at.offset
    hashed = hashlib.sha256()
    for start in range(at.offset, at.offset + length, _CHUNK):
        hashed.update(os.pread(file, min(_CHUNK, at.offset + length - start), start))
    left = [
        one.offset
        for one, kind in zip(found.members, found.kinds, strict=True)
        if kind == "conversion"
    ]
    payload = left[-1] if left else member.offset
    place = Place(at.segment, at.offset, length, payload)
    return Tombstone(stone, place, hashed.hexdigest(), not left, found.kinds[:1] == ["warcinfo"])


def _note(found: _Found, member: Member, inspector: RecordInspector) -> None:
    inspector.finish()
    number = len(found.members)
    found.members.append(member)
    found.kinds.append(inspector.kind)
    found.parts.append(inspector.part)
    if inspector.framing():
        found.framing.append(f"record {number}: {inspector.framing()}")
    if inspector.digest():
        found.digests.append(f"record {number}: {inspector.digest()}")


def _rebuilt(
    file: int, found: _Found, end: tuple[Member, bytes, Mapping[str, Any]], segment: str
) -> Group:
    member, record, opening = end
    problems = found.framing + ([] if opening.get("copied") else found.digests)
    if hashlib.sha256(canonical_member(record)).hexdigest() != member.compressed:
        problems.append("the opening's member is not in its canonical form")
    # What somebody called rendered is a record like others: we read their responses.
    parts = found.kinds if opening.get("copied") else found.parts
    payload = found.members[payload_index(parts)].offset
    items, trouble = _items(file, opening, payload)
    contents = Contents(
        tuple(item.compressed for item in found.members),
        tuple(item.record for item in found.members),
        items,
    )
    start = found.members[0].offset
    return Group(
        opening,
        member.record,
        leaf_of(opening, member.record, contents),
        Place(segment, start, member.offset + member.length - start, payload),
        contents.members,
        contents.records,
        tuple(
            Position(item.offset, item.length, kind)
            for item, kind in zip(found.members, found.kinds, strict=True)
        ),
        tuple(problems + trouble),
        found.unpacked,
    )


def _items(file: int, opening: Mapping[str, Any], payload: int) -> tuple[list[Any], list[str]]:
    """The items that are salted singly, read from the document."""
    if LeafKind(opening["kind"]) not in ITEMISED:
        return [], []
    try:
        _, record = read_member(file, payload, LARGEST_DOCUMENT)
        header = parse_header(record)
        block = record[header.size : header.size + header.block_length()]
        items = parse_document(header.get("content-type"), block)
    except (TornError, BadInput) as error:
        return [], [f"the document cannot be read: {error}"]
    return (items, []) if isinstance(items, list) else ([], ["the document is no list"])
