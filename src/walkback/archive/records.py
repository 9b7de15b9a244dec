"""Records of WARC 1.1 (ISO 28500:2017) as bytes: header, block, two line ends.

Every record carries the SHA-256 of its block, and of its payload where it has one. The payload
of a response is the body as it was on the wire: readers (warcio, fastwarc, pywb) hash it so,
with the transfer coding still on.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from walkback.archive.headers import (
    LARGEST_HEADER,
    ascii_uri,
    checked_value,
    parse_header,
    write_header,
)
from walkback.errors import BadInput
from walkback.model.canonical import canonical, parse_canonical
from walkback.model.evidence import Copied, Resource
from walkback.model.exchange import Exchange
from walkback.model.times import stamp

LINES = "application/x-ndjson"
JSON = "application/json"
RENDERED = "urn:dom:"

_END = b"\r\n\r\n"
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]{2,45}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]
_PLACES = range(250, -1, -10)
_CUTS = frozenset({"length", "time", "disconnect", "unspecified"})
_CODED = re.compile(
    rb"(?im)^content-encoding:[ \t]*(?!identity\b)[a-z]"
    rb"|^content-type:[ \t]*(?:image/(?!svg|bmp|x-ms-bmp)|video/|audio/|font/woff"
    rb"|application/(?:zip|gzip|x-gzip|pdf|zstd|x-7z|x-xz|x-bzip|vnd\.openxml|epub))"
)
_CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record. ``packed`` is false where its body arrives compressed and does not shrink.

    ``kind`` is its WARC-Type, or ``RENDERED`` for a resource that is a rendered page.
    """

    kind: str
    data: bytes
    packed: bool = True


def record_id(random: bytes) -> str:
    """``<urn:uuid:…>`` of 16 random bytes, as a version 4 UUID (RFC 9562 5.4)."""
    value = random[:6] + bytes([random[6] & 0x0F | 0x40, random[7], random[8] & 0x3F | 0x80])
    text = (value + random[9:16]).hex()
    return f"<urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}>"


def digest(data: bytes) -> str:
    """``sha256:`` and base32, the labelled form of WARC digests."""
    return label(hashlib.sha256(data).digest())


def label(sha256: bytes) -> str:
    """The 32 bytes of a SHA-256 in the labelled form."""
    # Ten bits at a time: base64.b32encode is Python too, and takes 11 µs where this takes 4.
    number = int.from_bytes(sha256, "big") << 4
    return "sha256:" + "".join([_PAIRS[number >> at & 1023] for at in _PLACES]) + "===="


def build(
    kind: str,
    about: tuple[str, datetime, str],
    more: Sequence[tuple[str, str]],
    block: bytes,
) -> bytes:
    """One record; ``about`` is (record id, instant, content type), ``more`` the other fields."""
    name, at, content_type = about
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", name),
        ("WARC-Date", stamp(at)),
        *more,
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", content_type),
    ]
    return write_header(fields, len(block)) + block + _END


def exchange_records(exchange: Exchange, response_id: str, request_id: str) -> list[Record]:
    """The response and then the request that brought it, each naming the other."""
    shared = [("WARC-Target-URI", ascii_uri(exchange.url))]
    if exchange.ip:
        shared.append(("WARC-IP-Address", _address(exchange.ip)))
    came = [*shared, ("WARC-Concurrent-To", request_id)]
    if exchange.cut is not None:
        came.append(("WARC-Truncated", _cut(exchange.cut)))
    came.append(("WARC-Payload-Digest", digest(exchange.body)))
    response = build(
        "response",
        (response_id, exchange.at, "application/http; msgtype=response"),
        came,
        exchange.head + exchange.body,
    )
    request = build(
        "request",
        (request_id, exchange.at, "application/http; msgtype=request"),
        [*shared, ("WARC-Concurrent-To", response_id)],
        exchange.request_head,
    )
    packed = _CODED.search(exchange.head) is None
    return [Record("response", response, packed), Record("request", request)]


def document_record(uri: str, at: datetime, name: str, value: Any) -> Record:
    """A ``resource`` record of JSON; a list becomes one line for each item."""
    if isinstance(value, list | tuple):
        block, content_type = b"".join(canonical(item) + b"\n" for item in value), LINES
    else:
        block, content_type = canonical(value), JSON
    more = [("WARC-Target-URI", ascii_uri(uri)), ("WARC-Payload-Digest", digest(block))]
    return Record("resource", build("resource", (name, at, content_type), more, block))


def resource_record(resource: Resource, at: datetime, name: str) -> Record:
    """A ``resource`` record of bytes that were made of an answer."""
    more = [
        ("WARC-Target-URI", ascii_uri(resource.uri)),
        ("WARC-Payload-Digest", digest(resource.data)),
    ]
    data = build("resource", (name, at, resource.content_type), more, resource.data)
    kind = RENDERED if resource.uri.startswith(RENDERED) else "resource"
    return Record(kind, data, not resource.content_type.startswith("image/"))


def parse_document(content_type: str, block: bytes) -> Any:
    """The value of a document's block. Raises ``BadInput`` if it is none of ours."""
    if content_type == LINES:
        return [parse_json(line) for line in block.split(b"\n")[:-1]]
    if content_type == JSON:
        return parse_json(block)
    raise BadInput("not a document of ours", expected=f"{JSON} or {LINES}", found=content_type)


def parse_json(data: bytes) -> Any:
    """Canonical JSON from a file that anybody may have made. Raises ``BadInput``."""
    try:
        return parse_canonical(data)
    except RecursionError:
        raise BadInput("not canonical JSON", found="nesting beyond reason") from None


def copied_record(copied: Copied) -> Record:
    """Somebody's record as it is. Raises ``BadInput`` where its length does not hold."""
    header = parse_header(copied.record[:LARGEST_HEADER])
    found = len(copied.record) - header.size
    if found != header.block_length():
        raise BadInput(
            "a copied record's length does not hold",
            subject=header.get("warc-record-id"),
            expected=f"a block of {header.block_length()} bytes",
            found=f"{found} bytes",
        )
    start = copied.record[header.size : header.size + LARGEST_HEADER].partition(b"\r\n\r\n")[0]
    kind = header.get("warc-type").lower()
    return Record(kind, copied.record + _END, _CODED.search(start) is None)


def warcinfo_record(name: str, at: datetime, software: str, file: str) -> Record:
    """What begins a segment: which program wrote it, by which standard."""
    software = checked_value("software", software)
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\nconformsTo: {_CONFORMS}\r\n"
    data = build(
        "warcinfo",
        (name, at, "application/warc-fields"),
        [("WARC-Filename", file)],
        block.encode("ascii"),
    )
    return Record("warcinfo", data)


def payload_index(kinds: Sequence[str]) -> int:
    """Which record of a group is read again: a rendered page that ends it, else the last
    response, else revisit, else resource.
    """
    if kinds and kinds[-1] == RENDERED:
        return len(kinds) - 1
    for wanted in ("response", "revisit", "resource"):
        if wanted in kinds:
            return len(kinds) - 1 - list(reversed(kinds)).index(wanted)
    return len(kinds) - 1


def _address(ip: str) -> str:
    if not _ADDRESS.fullmatch(ip):
        raise BadInput("not an IP address", found=repr(ip[:80]))
    return ip


def _cut(reason: str) -> str:
    if reason not in _CUTS:
        raise BadInput(
            "not a reason of WARC-Truncated", expected=", ".join(sorted(_CUTS)), found=repr(reason)
        )
    return reason
