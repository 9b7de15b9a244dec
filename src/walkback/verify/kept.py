"""Steps 9 and 10: the archive belongs to the leaves byte for byte, and the index to the archive."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from walkback.archive import Position, Tail, Tombstone, check_group, group_at
from walkback.archive.cdxj import REPLAYED, Indexed, indexed, write_index
from walkback.archive.headers import parse_header
from walkback.archive.keeping import LARGEST_DOCUMENT
from walkback.archive.members import scan_member
from walkback.model import bundle as names
from walkback.model.bundle import BundleLeaf
from walkback.verify.container import LARGEST_LINES
from walkback.verify.inquiry import Inquiry, short, tell

_MOST = 1 << 30  # bytes that a group may unpack to
_SEEN = LARGEST_DOCUMENT + (1 << 16)  # of a record, beyond hashing it
_DIGITS = re.compile(r"[^0-9]")
_HEAD = {"format": str, "id": str, "title": str}
_PAGE = {"id": str, "url": str, "ts": str, "title": str}
_PAGES = "json-pages-1.0"


def check_archive(inquiry: Inquiry) -> str:
    """Step 9: every byte of the archive belongs to one leaf, and is what it commits to."""
    part = inquiry.container.parts.get(names.ARCHIVE)
    size = part.size if part else 0
    left = _MOST + 100 * size
    problems: list[str] = []
    place, last = 0, -1
    for one in inquiry.listed.leaves:
        if one.offset != place or one.n <= last or place + one.length > size:
            problems.append(f"leaf {one.n}: its bytes do not follow those before it")
            break
        place, last = place + one.length, one.n
        told, left = _check_leaf(inquiry, one, (part.offset if part else 0) + one.offset, left)
        subject = f"leaf {one.n}, {one.kind.value} {short(one.id)}"
        problems += [f"{subject}: {problem}" for problem in told]
    if place != size and not problems:
        problems.append(f"{names.ARCHIVE}: {size - place} bytes belong to no leaf")
    tell(problems)
    return f"{len(inquiry.groups)} groups of records, {size} bytes"


def _check_leaf(inquiry: Inquiry, one: BundleLeaf, offset: int, left: int) -> tuple[list[str], int]:
    """What is wrong with the group of a leaf, and how much all others may still unpack to."""
    if one.n not in inquiry.leaves:
        return ["it has no proof that holds"], left
    leaf, data = inquiry.leaves[one.n]
    group = group_at(inquiry.container.file.fileno(), inquiry.path.name, offset, min(left, _MOST))
    if isinstance(group, Tail):
        return [f"byte {group.offset}: {group.reason}"], left
    if isinstance(group, Tombstone):
        return ["a tombstone, where its content is stated to be"], left
    problems = check_group(group)
    if group.leaf.encode() != data:
        wrong = [name for name in leaf.fields if leaf.fields[name] != group.leaf.fields.get(name)]
        told = ", ".join(wrong[:5]) or "kind, id or opening"
        problems.append(f"the leaf commits to other {told}")
    if (leaf.kind, leaf.id) != (one.kind, one.id):
        problems.append(f"the ledger has {leaf.kind.value} {short(leaf.id)}")
    if group.place.length != one.length:
        problems.append("its group ends before its bytes do, or after")
    if not problems:
        inquiry.groups[one.n] = group
    return problems, left - group.unpacked


def check_index(inquiry: Inquiry) -> str:
    """Step 10: the index names each record that can be replayed, where it lies, and no other."""
    inquiry.rests_on(2, 9)
    entries = list(_entries(inquiry))
    wanted = write_index(entries, names.ARCHIVE)
    found = inquiry.container.data(names.INDEX, LARGEST_LINES)
    problems = [] if found == wanted else _misfits(found, wanted)
    problems += _check_pages(inquiry, entries)
    tell(problems)
    lines = wanted.count(b"\n")
    return f"{lines} records; not checked: titles of pages"


def _entries(inquiry: Inquiry) -> Iterator[Indexed]:
    part = inquiry.container.parts[names.ARCHIVE]
    for group in inquiry.groups.values():
        for position in group.positions:
            if position.kind in REPLAYED:
                entry = _entry(inquiry.container.file.fileno(), position, part.offset)
                if entry is not None:
                    yield entry


def _entry(file: int, position: Position, base: int) -> Indexed | None:
    kept = bytearray()

    def keep(piece: bytes) -> None:
        if len(kept) < _SEEN:
            kept.extend(piece[: _SEEN - len(kept)])

    scan_member(file, position.offset, keep)
    header = parse_header(bytes(kept[: 1 << 16]))
    block = bytes(kept[header.size : header.size + header.block_length()])
    return indexed(header, block, position.offset - base, position.length)


def _misfits(found: bytes, wanted: bytes) -> list[str]:
    there, right = found.split(b"\n"), set(wanted.split(b"\n"))
    told = [
        f"{names.INDEX}: a line fits no record of the archive: {short(line)}"
        for line in there
        if line not in right
    ]
    told += [
        f"{names.INDEX}: there is no line for the record {short(line)}"
        for line in right - set(there)
    ]
    return told or [f"{names.INDEX}: its lines are not sorted, or one is there twice"]


def _check_pages(inquiry: Inquiry, entries: list[Indexed]) -> list[str]:
    """Each page of the list is in the index, at its time, and is of a capture in the bundle."""
    there = {(entry.url, f"{entry.at:%Y%m%d%H%M%S}") for entry in entries}
    captures = {group.leaf.id for group in inquiry.groups.values()}
    lines = inquiry.container.data(names.PAGES, LARGEST_LINES).split(b"\n")
    problems = [] if not lines[-1] else [f"{names.PAGES}: breaks off"]
    if len(lines) < 2:
        problems.append(f"{names.PAGES}: has no header")
    for number, line in enumerate(lines[:-1]):
        subject = f"{names.PAGES} line {number + 1}"
        page = _page(line, _PAGE if number else _HEAD)
        if page is None or (number == 0 and page["format"] != _PAGES):
            problems.append(f"{subject}: is no page: {short(line)}")
        elif number and (page["url"], _DIGITS.sub("", page["ts"])) not in there:
            told = f"the index does not have {short(page['url'])} at {short(page['ts'])}"
            problems.append(f"{subject}: {told}")
        elif number and page["id"] not in captures:
            problems.append(f"{subject}: is of no capture in the bundle")
    return problems


def _page(line: bytes, shape: Mapping[str, type]) -> Any:
    try:
        value = json.loads(line)
        same = json.dumps(value, ensure_ascii=False).encode() == line
    except (ValueError, RecursionError):
        return None
    good = same and isinstance(value, dict) and set(value) == set(shape)
    return value if good and all(type(value[key]) is shape[key] for key in shape) else None
