"""CDXJ: where each replayable record of an archive lies, sorted by address.

One line for each record: SURT key, 14 digits of time, JSON. Which records have one, and the
fields, are those of cdxj-indexer, which WACZ tools use (https://specs.webrecorder.net/cdxj/0.1.0).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from walkback.archive.headers import Header
from walkback.archive.reader import instant, split_response, status_of
from walkback.archive.records import digest
from walkback.archive.surts import surt

REPLAYED = frozenset({"response", "revisit", "resource", "metadata"})
_FIELDS = "application/warc-fields"
_TYPE = re.compile(rb"(?im)^content-type[ \t]*:[ \t]*([^;\s]*)")
_MIME = re.compile(r"[;\s]")


@dataclass(frozen=True, slots=True)
class Indexed:
    """One record's line: its key is what lines are sorted by."""

    key: str
    at: datetime
    url: str
    mime: str
    status: int | None
    digest: str
    offset: int
    length: int

    def line(self, file: str) -> str:
        """The line without its end, for a record in the file."""
        fields = {"url": self.url, "mime": self.mime, "status": str(self.status or "")}
        fields |= {"digest": self.digest, "length": str(self.length), "offset": str(self.offset)}
        told = {name: value for name, value in fields.items() if value}
        return f"{self.key} {json.dumps(told | {'filename': PurePosixPath(file).name})}"


def indexed(header: Header, block: bytes, offset: int, length: int) -> Indexed | None:
    """The line of a record whose member lies at ``offset``; None where it has none."""
    kind = header.get("warc-type").lower()
    url = header.get("warc-target-uri").removeprefix("<").removesuffix(">")
    at = instant(header.get("warc-date"))
    stated = header.get("content-type")
    if kind not in REPLAYED or not url or at is None:
        return None
    if kind in ("resource", "metadata") and stated == _FIELDS:
        return None
    head, body = split_response(block) if kind in ("response", "revisit") else (b"", block)
    return Indexed(
        f"{surt(url)} {at:%Y%m%d%H%M%S}",
        at,
        url,
        _mime(kind, stated, head),
        status_of(head),
        header.get("warc-payload-digest") or digest(body),
        offset,
        length,
    )


def write_index(entries: Iterable[Indexed], file: str) -> bytes:
    """The index of one archive file: lines in the order of their bytes."""
    lines = {entry.line(file) for entry in entries}
    return "".join(line + "\n" for line in sorted(lines)).encode("utf-8")


def _mime(kind: str, stated: str, head: bytes) -> str:
    if kind == "revisit":
        return "warc/revisit"
    if kind != "response":
        return _MIME.split(stated, maxsplit=1)[0]
    found = _TYPE.search(head)
    return found[1].decode("latin-1") if found else ""
