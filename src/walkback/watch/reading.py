"""Read a kept capture: what a worker process does with one place in the archive.

Bodies never cross between processes: a worker is told where the capture lies and reads it
itself, so that the round holds no body in memory and a page that breaks the reader costs one
worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from walkback.archive import load_exchange
from walkback.judge import MOST, NEARLY_ALL, marks
from walkback.model.content import Content, decode
from walkback.model.evidence import Place
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.look import Role
from walkback.model.picture import PictureRef
from walkback.model.reading import Reading
from walkback.model.source import Listing, SourceKind
from walkback.read import images, read
from walkback.sources import find_kind, items

LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """What to read, and as what. ``kind`` None: find out whether it lists."""

    folder: Path
    place: Place
    role: Role
    kind: SourceKind | None
    redirected: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What was read: a listing's items, or a page's words."""

    kind: SourceKind | None
    reading: Reading | None = None
    listing: Listing | None = None
    defect: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[PictureRef, ...] = ()


def read_capture(job: Job) -> Words:
    """The words of a capture, or its items where it is a listing."""
    exchange = load_exchange(job.folder, job.place)
    content = _unfolded(exchange) if job.role is Role.IMPORT else decode(exchange, LARGEST)
    if content.defect:
        return Words(job.kind, defect=content.defect)
    raw = exchange.header(b"content-type")
    content_type = raw.decode("latin-1") if raw else ""
    kind = job.kind
    if kind is None and job.role in (Role.STATEMENT, Role.LISTING):
        kind = find_kind(content.data, url=exchange.url, content_type=content_type)
    if job.role is not Role.CONTROL and kind in (SourceKind.FEED, SourceKind.SECTION):
        listing = items(kind, content.data, url=exchange.url, content_type=content_type)
        return Words(kind, listing=listing, defect=listing.defect)
    reading = read(content.data, url=exchange.url, content_type=content_type)
    asked = Outcome(
        Request(exchange.url),
        OutcomeKind.RECEIVED,
        exchange.at,
        "ok",
        exchanges=(exchange,),
        content=content.data,
    )
    lines = NEARLY_ALL if job.role is Role.CONTROL else MOST
    facts = marks(asked, reading, redirected=job.redirected, lines=lines)
    shown: tuple[PictureRef, ...] = ()
    if job.role is Role.STATEMENT and not reading.defect:
        shown = images(content.data, url=exchange.url, content_type=content_type, reading=reading)
    return Words(kind, reading=reading, defect=reading.defect, facts=facts, pictures=shown)


def _unfolded(exchange: Exchange) -> Content:
    """The body of somebody's archive. Many crawlers undo codings and keep the head that names
    them (heritrix, and browsers' recorders): what does not decode as stated is taken as it lies.
    """
    content = decode(exchange, LARGEST)
    for names in ((b"transfer-encoding", b"content-length"), (b"content-encoding",)):
        if content.defect is None or exchange.cut:
            return content
        lines = exchange.head.split(b"\n")
        kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in names]
        exchange = replace(exchange, head=b"\n".join(kept))
        content = decode(exchange, LARGEST)
    return content
