"""Read again what was kept: the record, the exchange or the document at a place."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from walkback.archive.groups import Group, Tail, group_at
from walkback.archive.headers import Header, parse_header
from walkback.archive.keeping import LARGEST_DOCUMENT
from walkback.archive.members import TornError, read_member
from walkback.archive.records import RENDERED, parse_document, parse_json
from walkback.errors import BadInput, RecordDamaged
from walkback.model.evidence import Place
from walkback.model.exchange import Exchange
from walkback.model.times import parse_stamp

LARGEST_RECORD = 1 << 30

_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")


@dataclass(frozen=True, slots=True)
class LoadedRecord:
    """One WARC record read again: its header, its block, and how long its member is."""

    header: Header
    block: bytes
    length: int

    @property
    def kind(self) -> str:
        """WARC-Type in lower case."""
        return self.header.get("warc-type").lower()

    @property
    def url(self) -> str:
        """The target URI, without the angle brackets some writers put around it."""
        return self.header.get("warc-target-uri").removeprefix("<").removesuffix(">")

    @property
    def at(self) -> datetime | None:
        """WARC-Date, None where it is no time."""
        return instant(self.header.get("warc-date"))


def load(folder: Path, place: Place) -> LoadedRecord:
    """The record at ``place.payload``. Raises ``RecordDamaged`` where it is not whole."""
    return _load(folder / place.segment, place.payload)


def load_document(folder: Path, place: Place) -> Any:
    """The document at a place, as it was kept. Raises ``RecordDamaged``."""
    loaded = _load(folder / place.segment, place.payload, LARGEST_DOCUMENT)
    try:
        return parse_document(loaded.header.get("content-type"), loaded.block)
    except BadInput as error:
        raise _damaged(folder / place.segment, place.payload, str(error)) from None


def load_group(folder: Path, place: Place) -> Group:
    """The group at a place, with the leaf that follows from its bytes. Raises ``RecordDamaged``."""
    path = folder / place.segment
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise _damaged(path, place.offset, "the segment is missing") from None
    try:
        group = group_at(file, place.segment, place.offset)
    finally:
        os.close(file)
    if not isinstance(group, Group):
        found = group.reason if isinstance(group, Tail) else "a tombstone"
        raise _damaged(path, place.offset, found)
    return group


def load_exchange(folder: Path, place: Place) -> Exchange:
    """The last response of a place as an exchange, with its request where one follows it.

    A ``resource`` record holds what was retrieved without HTTP: it is given as an answer 200
    whose head states its content type; so is a rendered page, under the page's own address.
    Raises ``RecordDamaged``.
    """
    return _exchange(folder, place, load(folder, place))


def _exchange(folder: Path, place: Place, loaded: LoadedRecord) -> Exchange:
    head, body = split_response(loaded.block)
    if loaded.kind == "resource":
        stated = loaded.header.get("content-type").encode("ascii", "replace")
        head, body = b"HTTP/1.1 200 OK\r\nContent-Type: " + stated + b"\r\n\r\n", loaded.block
    status = status_of(head)
    at = loaded.at
    if status is None or at is None:
        found = f"a {loaded.kind} record without {'time' if status else 'status line'}"
        raise _damaged(folder / place.segment, place.payload, found)
    return Exchange(
        url=loaded.url.removeprefix(RENDERED),
        at=at,
        request_head=_request_head(folder, place, loaded),
        status=status,
        head=head,
        body=body,
        ip=loaded.header.get("warc-ip-address"),
        cut=loaded.header.get("warc-truncated") or None,
    )


def load_conversation(folder: Path, place: Place) -> tuple[list[Exchange], Mapping[str, Any]]:
    """All exchanges of a capture of ours in their order, and the opening that ends its group.

    Raises ``RecordDamaged``.
    """
    path = folder / place.segment
    exchanges: list[Exchange] = []
    offset, end = place.offset, place.offset + place.length
    while offset < end:
        loaded = _load(path, offset)
        if loaded.kind == "response":
            here = Place(place.segment, offset, end - offset, offset)
            exchanges.append(_exchange(folder, here, loaded))
        elif loaded.kind == "metadata" and offset + loaded.length == end:
            return exchanges, _opening(path, offset, loaded.block)
        offset += loaded.length
    raise _damaged(path, place.offset, "a group without its opening")


def _opening(path: Path, offset: int, block: bytes) -> Mapping[str, Any]:
    try:
        return dict(parse_json(block))
    except (BadInput, TypeError, ValueError) as error:
        raise _damaged(path, offset, str(error)) from None


def load_resource(folder: Path, place: Place, prefix: str) -> LoadedRecord | None:
    """The first resource of a group whose address begins with ``prefix``; None for none.

    Raises ``RecordDamaged``.
    """
    offset = place.offset
    while offset < place.offset + place.length:
        loaded = _load(folder / place.segment, offset)
        if loaded.kind == "resource" and loaded.url.startswith(prefix):
            return loaded
        offset += loaded.length
    return None


def split_response(block: bytes) -> tuple[bytes, bytes]:
    """Head with its empty line, and body; without an empty line all is head."""
    end = _END_OF_HEAD.search(block)
    return (block[: end.end()], block[end.end() :]) if end else (block, b"")


def status_of(head: bytes) -> int | None:
    """The status of a response head, also without status text; None where there is none."""
    found = _STATUS.match(head)
    return int(found[1]) if found else None


def instant(text: str) -> datetime | None:
    """WARC-Date; some writers gave the 14 digits of ARC. None where it is no time."""
    digits = _DIGITS.fullmatch(text)
    if digits:
        year, month, day, hour, minute, second = digits.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"
    try:
        return parse_stamp(text)
    except (BadInput, OverflowError):  # year 1 in a zone east of Greenwich
        return None


def _request_head(folder: Path, place: Place, response: LoadedRecord) -> bytes:
    """Our own requests lie right behind their responses; of others' there may be none."""
    following = place.payload + response.length
    if following >= place.offset + place.length:
        return b""
    request = _load(folder / place.segment, following)
    own = response.header.get("warc-record-id")
    same = request.header.get("warc-concurrent-to") == own
    return request.block if request.kind == "request" and same else b""


def _load(path: Path, offset: int, limit: int = LARGEST_RECORD) -> LoadedRecord:
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise _damaged(path, offset, "the segment is missing") from None
    try:
        member, record = read_member(file, offset, limit)
        header = parse_header(record)
        end = header.size + header.block_length()
    except (TornError, BadInput) as error:
        raise _damaged(path, offset, str(error)) from None
    finally:
        os.close(file)
    if record[end:] != b"\r\n\r\n":
        raise _damaged(path, offset, f"{len(record) - end - 4} bytes after the block")
    return LoadedRecord(header, record[header.size : end], member.length)


def _damaged(path: Path, offset: int, found: str) -> RecordDamaged:
    return RecordDamaged(
        "a kept record cannot be read",
        subject=f"{path}, byte {offset}",
        expected="one whole WARC record",
        found=found,
        todo="Run `walkback verify`, and bring the segment back from a backup.",
    )
