"""What an account shows now, from its own host: ``com.atproto.repo.listRecords``.

The repository's own list needs no app's view of it. Newest first; a record that the host took
down is left out, so that a gap is a hint and no proof.
"""

from dataclasses import dataclass
from datetime import datetime

from walkback.model.conversation import Conversation, Memory, Post
from walkback.sources.bluesky.addresses import POSTS, at_place
from walkback.sources.bluesky.identity import Account
from walkback.sources.bluesky.posts import read_post
from walkback.sources.bluesky.xrpc import Reply, query, reply

PAGE = 100  # the most that a host lists at once
PAGES = (
    10  # then a thousand posts were written since the last listing; the rest comes with the next
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Posts newest first; ``whole`` as in ``Listed``; ``newest`` is the newest record's key."""

    at: datetime
    posts: tuple[Post, ...]
    whole: bool
    newest: str


def list_posts(account: Account, memory: Memory) -> Conversation[Shown | Reply]:
    """The newest posts, as far back as the last listing; else the reply that ended it badly."""
    last = str(memory.get("newest", ""))
    posts: list[Post] = []
    newest, whole, cursor = "", True, ""
    for _ in range(PAGES):
        named = {"repo": account.did, "collection": POSTS, "limit": str(PAGE)}
        asked = reply((yield query(account.pds, _LIST, **named, **_after(cursor))))
        value = asked.value or {}
        records = value.get("records")
        if not isinstance(records, list):
            return asked
        keys = []
        for record in records:
            key, post = _read(record, account)
            keys.append(key)
            whole = whole and post is not None
            posts += [post] if post else []
        newest = newest or next(iter(keys), "")
        cursor = str(value.get("cursor") or "")
        if not cursor or len(records) < PAGE or not last or cursor <= last:
            return Shown(asked.at, tuple(posts), whole, newest)
    return Shown(asked.at, tuple(posts), whole, newest)


def _read(record: object, account: Account) -> tuple[str, Post | None]:
    if not isinstance(record, dict):
        return "", None
    place = at_place(str(record.get("uri", "")))
    if place is None or place.who != account.did or not place.rkey:
        return "", None
    return place.rkey, read_post(record.get("value"), account.did, place.rkey, account.pds)


def _after(cursor: str) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}


_LIST = "com.atproto.repo.listRecords"
