"""ARC, the format before WARC: a line of fields, then the block, then an empty line.

Version 1 has ``URL IP-address Archive-date Content-type Archive-length``; version 2 puts result
code, checksum, location, offset and file name before the length.
https://archive.org/web/researcher/ArcFileFormat.php
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from walkback.archive.headers import ascii_uri
from walkback.archive.records import build, digest, record_id
from walkback.errors import BadInput

BEGINS = b"filedesc://"

# An address may hold spaces, a content type may not: some writers left them in addresses.
_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]*:.*) (?P<ip>[0-9A-Fa-f.:]+) (?P<at>\d{14})\d* "
    rb"(?P<type>\S+) (?:\S+ \S+ \S+ \d+ \S+ )?(?P<length>\d{1,18})\r?\n?"
)
_TYPE = re.compile(r"[!-~]+/[!-~]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an ARC file: whose block follows, and how long it is."""

    url: str
    ip: str
    at: datetime
    content_type: str
    length: int


def parse_line(line: bytes) -> Entry | None:
    """The entry of a line, None where the line is none."""
    found = _LINE.fullmatch(line)
    if not found:
        return None
    try:
        at = datetime.strptime(found["at"].decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        url = ascii_uri(found["url"].decode("utf-8", "replace"))
    except (ValueError, BadInput):
        return None
    length = int(found["length"])
    return Entry(
        url, found["ip"].decode("ascii"), at, found["type"].decode("ascii", "replace"), length
    )


def warc_kind(entry: Entry, block: bytes) -> str:
    """The WARC type that says the same."""
    if entry.url.startswith(BEGINS.decode("ascii")):
        return "warcinfo"
    return "response" if block.startswith(b"HTTP/") else "resource"


def warc_record(entry: Entry, block: bytes, body: bytes) -> bytes:
    """A WARC record with the same block, without its closing line ends.

    Its id follows from entry and block, so that the same ARC always gives the same record.
    """
    kind = warc_kind(entry, block)
    seed = repr((entry.url, entry.at, entry.ip)).encode() + block
    content_type = entry.content_type if _TYPE.fullmatch(entry.content_type) else "text/plain"
    if kind == "response":
        content_type = "application/http; msgtype=response"
    more = [("WARC-Target-URI", entry.url), ("WARC-IP-Address", entry.ip)]
    if kind == "warcinfo":
        more = [("WARC-Filename", entry.url.removeprefix(BEGINS.decode("ascii")) or "unknown")]
    else:
        more.append(("WARC-Payload-Digest", digest(body)))
    about = (record_id(hashlib.sha256(seed).digest()[:16]), entry.at, content_type)
    return build(kind, about, more, block).removesuffix(b"\r\n\r\n")
