"""Read anybody's WARC or ARC: each record with its bytes as they are, until the file breaks.

Records are copied byte for byte, so they are cut out of the stream by our own few lines:
fastwarc gives parsed headers only, reads no ARC, and stops at a break without saying so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from walkback.archive.arc import BEGINS, Entry, parse_line, warc_kind, warc_record
from walkback.archive.headers import LARGEST_HEADER, Header, parse_header
from walkback.archive.reader import instant, split_response, status_of
from walkback.archive.streams import BrokenError, Stream
from walkback.errors import BadFile, BadInput

LARGEST_BLOCK = 1 << 28
FROM_ARC = "built from an ARC record"

Ahead = TypeVar("Ahead")

_HTTP = frozenset({"response", "request", "revisit"})


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """One record of somebody's archive.

    ``kind`` is its WARC type. ``head`` and ``body`` are the HTTP message of a response, request
    or revisit; of others all is body. ``at`` is None where the record states no readable time.
    ``offset`` is the record's in the file, or that of the member that holds it. ``raw`` is
    header and block, to be copied as they are. ``note`` says what is not as in the file: a
    record built from ARC, or one too large, whose ``raw`` and ``body`` are empty.
    """

    kind: str
    url: str
    at: datetime | None
    status: int | None
    head: bytes
    body: bytes
    ip: str
    offset: int
    raw: bytes
    note: str = ""


def read_archive(
    path: Path, *, largest: int = LARGEST_BLOCK, file: BinaryIO | None = None
) -> Iterator[ForeignRecord]:
    """The records of a WARC or ARC file in order; plain, gzip or zstd.

    ``file`` is what to read where ``path`` is only its name: a member of a WACZ.
    Blocks over ``largest`` bytes are passed over, and said so. Where the file breaks, all records
    before the break have been given, and ``BadFile`` names file and offset. A record whose
    member's checksum fails is not given.
    """
    try:
        with Stream(file or path) as stream:
            yield from _records(stream, path, largest)
    except BrokenError as broken:
        raise _broken(path, broken.offset, str(broken)) from None
    except OSError as error:
        raise BadFile(
            "the archive cannot be read", subject=str(path), found=str(error.strerror)
        ) from None


def _records(stream: Stream, path: Path, largest: int) -> Iterator[ForeignRecord]:
    start = stream.skip_line_ends()
    if _begins(start, b"WARC/"):
        yield from _warc(stream, path, largest)
    elif _begins(start, BEGINS):
        yield from _arc(stream, path, largest)
    else:
        raise BadFile(
            "neither WARC nor ARC",
            subject=f"{path}, byte 0",
            expected="WARC/ or filedesc:// at its start, plain or packed by gzip or zstd",
            found=repr(start[:16]) if start else "nothing",
            todo="Give a .warc, .warc.gz, .warc.zst, .arc or .arc.gz file.",
        )


def _begins(ahead: bytes, mark: bytes) -> bool:
    # A packed file may give a few bytes at a time; what they belong to shows when they are read.
    return bool(ahead) and (ahead.startswith(mark) or mark.startswith(ahead))


def _warc(stream: Stream, path: Path, largest: int) -> Iterator[ForeignRecord]:
    following = b"WARC/"
    while following:
        offset = stream.offset
        try:
            head = _warc_head(stream)
            header = parse_header(head)
            length = header.block_length()
        except BadInput as error:
            raise _broken(path, offset, str(error)) from None
        block = _block(stream, length, largest)
        following, broken = _ahead(stream, stream.skip_line_ends, b"")
        if block is None or (following and not _begins(following, b"WARC/")):
            raise _broken(path, offset, f"Content-Length is {length}, and no record ends there")
        yield _foreign(header, head, block, offset)
        if broken:
            raise broken


def _arc(stream: Stream, path: Path, largest: int) -> Iterator[ForeignRecord]:
    def next_line() -> tuple[int, bytes]:
        stream.skip_line_ends()
        return stream.offset, stream.line(LARGEST_HEADER)

    offset, line = next_line()
    while line:
        entry = parse_line(line)
        if not entry:
            raise _broken(path, offset, f"no line of an ARC file: {line[:60]!r}")
        block = _block(stream, entry.length, largest)
        (following, line), broken = _ahead(stream, next_line, (0, b""))
        if block is None or (line and not parse_line(line)):
            found = f"Archive-length is {entry.length}, and no record ends there"
            raise _broken(path, offset, found)
        yield _from_arc(entry, block, offset)
        if broken:
            raise broken
        offset = following


def _ahead(
    stream: Stream, look: Callable[[], Ahead], nothing: Ahead
) -> tuple[Ahead, BrokenError | None]:
    """What follows a record. A break there is the record's own only if its member holds it."""
    end = stream.behind
    try:
        return look(), None
    except BrokenError as broken:
        if broken.offset <= end:
            raise
        return nothing, broken


def _warc_head(stream: Stream) -> bytes:
    """The header's bytes with its empty line, or as many as may belong to one."""
    lines: list[bytes] = []
    size = 0
    while size < LARGEST_HEADER and (line := stream.line(LARGEST_HEADER)):
        lines.append(line)
        size += len(line)
        if not line.strip(b"\r\n"):
            break
    return b"".join(lines)


def _block(stream: Stream, length: int, largest: int) -> bytes | None:
    """The block, empty where it is too large to hold; None where the file ends before it does."""
    if length > largest:
        return b"" if stream.skip(length) == length else None
    block = stream.take(length)
    return block if len(block) == length else None


def _foreign(header: Header, raw_head: bytes, block: bytes, offset: int) -> ForeignRecord:
    kind = header.get("warc-type").lower()
    head, body = b"", block
    if kind in _HTTP and "application/http" in header.get("content-type").lower():
        head, body = split_response(block)
    skipped = header.block_length() > len(block)
    return ForeignRecord(
        kind=kind,
        url=header.get("warc-target-uri").removeprefix("<").removesuffix(">"),
        at=instant(header.get("warc-date")),
        status=None if kind == "request" else status_of(head),
        head=head,
        body=body,
        ip=header.get("warc-ip-address"),
        offset=offset,
        raw=b"" if skipped else raw_head + block,
        note=f"passed over: a block of {header.block_length()} bytes" if skipped else "",
    )


def _from_arc(entry: Entry, block: bytes, offset: int) -> ForeignRecord:
    kind = warc_kind(entry, block)
    head, body = split_response(block) if kind == "response" else (b"", block)
    skipped = entry.length > len(block)
    return ForeignRecord(
        kind=kind,
        url=entry.url,
        at=entry.at,
        status=status_of(head),
        head=head,
        body=body,
        ip=entry.ip,
        offset=offset,
        raw=b"" if skipped else warc_record(entry, block, body),
        note=f"passed over: a block of {entry.length} bytes" if skipped else FROM_ARC,
    )


def _broken(path: Path, offset: int, found: str) -> BadFile:
    return BadFile(
        "the archive breaks off",
        subject=f"{path}, byte {offset}",
        expected="one whole record after another",
        found=found,
        todo="The records before it can be used; for the rest, fetch a whole copy of the file "
        "or repair it with `warcio recompress`.",
    )
