"""Read a kept capture: what a worker process does with one place in the archive.

Bodies never cross between processes: a worker is told where the capture lies and reads it
itself, so that the round holds no body in memory and a page that breaks the reader costs one
worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from walkback.archive import load_conversation, load_exchange
from walkback.judge import MOST, NEARLY_ALL, marks
from walkback.model.content import Content, decode
from walkback.model.conversation import Listed
from walkback.model.evidence import Place
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.look import Role
from walkback.model.picture import PictureRef
from walkback.model.reading import Reading
from walkback.model.source import Item, Listing, SourceKind
from walkback.model.times import parse_stamp, stamp
from walkback.read import earlier_versions, first_words, images, post_pictures, read, read_post
from walkback.sources import find_kind, heard, items, load_adapters, told
from walkback.sources.conversations import again, facts_of, told_list

LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """What to read, and as what. ``kind`` None: find out whether it lists.

    ``spoken``: it is a conversation with a platform, which an adapter understands.
    """

    folder: Path
    place: Place
    role: Role
    kind: str | None
    redirected: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What was read: a listing's items, or a page's words.

    ``also``: further addresses of the same statement. ``earlier``: versions that its platform
    says it had before. ``later``: it cannot be read here and now,
    and stays unread.
    """

    kind: str | None
    reading: Reading | None = None
    listing: Listing | None = None
    defect: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[PictureRef, ...] = ()
    also: tuple[str, ...] = ()
    earlier: tuple[tuple[datetime, datetime, Reading], ...] = ()
    later: bool = False


def read_capture(job: Job) -> Words:
    """The words of a capture, or its items where it is a listing."""
    if job.spoken:
        return _heard_again(job)
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
        listing = items(SourceKind(kind), content.data, url=exchange.url, content_type=content_type)
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


def _heard_again(job: Job) -> Words:
    """What an adapter understands of a kept conversation, driven with the answers that it had."""
    exchanges, opening = load_conversation(job.folder, job.place)
    about = opening["about"]
    kind, at = about["adapter"], parse_stamp(opening["at"])
    adapter = load_adapters().get(kind)
    if adapter is None:
        return Words(kind, later=True)
    outcomes = again(opening, exchanges)
    if job.role is Role.LISTING:
        said = heard(adapter.list(about["account"], about["memory"]), outcomes)
        return _listing(kind, told_list(said, outcomes, at))
    answer = told(heard(adapter.look(about["url"], about["memory"]), outcomes), outcomes, at)
    facts, post = facts_of(kind, answer, load_adapters().version(kind)), answer.post
    if post is None:
        return Words(kind, facts=facts)
    return Words(
        kind,
        reading=read_post(post),
        facts=facts,
        pictures=post_pictures(post),
        also=answer.also,
        earlier=earlier_versions(post),
    )


def _listing(kind: str, listed: Listed) -> Words:
    items = tuple(
        Item(post.url, first_words(post), stamp(post.published) if post.published else None)
        for post in listed.posts
    )
    whole = listed.outcome is OutcomeKind.RECEIVED and listed.account in ("", "active", "unknown")
    defect = None if whole else f"the account is {listed.account or listed.reason}"
    listing = Listing(kind, items, defect=defect, notes=listed.notes)
    return Words(kind, listing=listing, defect=defect)


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
