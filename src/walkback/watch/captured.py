"""Posts that others captured, brought as statements of the speakers whose handles they have.

ForeignRecord -> captured_posts -> those of registered speakers -> lines

A post of anybody else is nobody's statement here: its record is kept as it came, and its words
are brought nowhere.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from walkback.archive import ForeignRecord
from walkback.archive.records import record_id, resource_record
from walkback.archive.unzip import ZipReader
from walkback.errors import BadFile
from walkback.model.content import decode
from walkback.model.evidence import Resource
from walkback.model.exchange import Exchange
from walkback.model.register import Register
from walkback.model.source import Speaker
from walkback.model.times import stamp
from walkback.sources.x.captured import Captured, captured_posts, unwrapped
from walkback.sources.x.own_archive import ACCOUNT, POSTS, is_own_archive, read_owner, read_posts
from walkback.sources.x.places import is_the_platforms

_LARGEST = 256 << 20  # an archive's file of posts: a post is about 2 kB in it
_LONGEST = 20 << 20
_END = b"\r\n\r\n"


class Finder:
    """Finds posts of registered speakers in the records that pass."""

    def __init__(self, people: Iterable[Speaker]) -> None:
        self._register = Register(people)
        self._found: dict[str, Mapping[str, Any]] = {}

    def passing(self, records: Iterable[ForeignRecord]) -> Iterator[ForeignRecord]:
        """The records as they are, their posts noted."""
        for record in records:
            if record.kind == "response" and record.status == 200 and may_hold(record):
                self.note(_posts(record), record.at)
            yield record

    def note(self, posts: Iterable[Captured], at: datetime | None) -> None:
        """Remember the posts of registered speakers; ``at`` where a post has no time of its own."""
        for post in posts:
            speaker, when = self._register.resolve(f"@{post.handle}"), post.at or at
            if speaker is not None and when is not None:
                self._found[f"{post.url} {post.text}"] = {
                    "speaker": speaker.id,
                    "url": post.url,
                    "published": stamp(when),
                    "text": post.text,
                    "title": "",
                    "channel": "x",
                }

    def lines(self) -> list[Mapping[str, Any]]:
        """What was found, as lines with their speaker's id."""
        return list(self._found.values())


def may_hold(record: ForeignRecord) -> bool:
    """Whether a record is the platform's own answer: posts that others embed are theirs to tell."""
    return is_the_platforms(unwrapped(record.url))


def _posts(record: ForeignRecord) -> list[Captured]:
    at = record.at or datetime.fromtimestamp(0, UTC)  # which takes no part in decoding
    exchange = Exchange(record.url, at, b"", record.status or 0, record.head, record.body, "")
    content = decode(exchange, _LONGEST)
    kind = exchange.header(b"content-type") or b""
    # Many crawlers undo codings and keep the head that names them.
    body = record.body if content.defect else content.data
    return captured_posts(body, kind.decode("latin-1"))


# ---- an owner's archive ----


def is_x_archive(path: Path) -> bool:
    """Whether a ZIP is the archive that X hands to an account's owner."""
    with ZipReader(path) as file:
        return is_own_archive(list(file.names))


def own_posts(path: Path) -> Iterator[Mapping[str, Any]]:
    """An owner's posts as lines, with the owner's name as speaker. Raises ``BadFile``."""
    with ZipReader(path) as file:
        owner = read_owner(file.read(ACCOUNT, _LARGEST), str(path))
        for name in filter(POSTS.fullmatch, file.names):
            for line in read_posts({name: file.read(name, _LARGEST)}, owner, str(path)):
                yield {
                    "speaker": line.speaker,
                    "url": line.url,
                    "published": stamp(line.published),
                    "text": line.text,
                    "title": "",
                    "channel": "x",
                }


# ---- a saved page or an embed ----


def saved(path: Path, at: datetime) -> tuple[ForeignRecord, list[Captured]]:
    """A saved page or embed as a record of its bytes, and its posts. Raises ``BadFile``."""
    data = path.read_bytes()
    posts = captured_posts(data)
    if not posts:
        raise BadFile(
            "no post was found in this page",
            subject=str(path),
            expected="a post of X as a saved page, an embed or a payload; or a web archive",
            todo="Save the post's own page whole, or import the statement as a JSON line",
        )
    name = f"urn:walkback:file:{hashlib.sha256(data).hexdigest()}"
    kind = "application/json" if data.lstrip()[:1] in (b"{", b"[") else "text/html"
    record = resource_record(Resource(name, kind, data), at, record_id(secrets.token_bytes(16)))
    raw = record.data.removesuffix(_END)
    return ForeignRecord("resource", name, at, None, b"", data, "", 0, raw), posts
