"""Names and addresses of AT Protocol, and the public ones of Bluesky.

Syntax as in atproto.com/specs (did, handle, at-uri-scheme, record-key, tid); the published
interoperability vectors are the test. A post is addressed by its account's DID, which never
changes, in the form that people can open: ``https://bsky.app/profile/<did>/post/<rkey>``.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

POSTS = "app.bsky.feed.post"
WEB = "https://bsky.app"

_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")
_HANDLE = re.compile(
    r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_NSID = re.compile(
    r"[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
    r"\.[A-Za-z][A-Za-z0-9]{0,62}"
)
_RKEY = re.compile(r"[A-Za-z0-9_~.:-]{1,512}")
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_DIGITS = {letter: value for value, letter in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?bsky\.app/profile/@?(?P<who>[^/?#]+)"
    r"(?:/post/(?P<rkey>[^/?#]+))?/?(?:[?#].*)?",
    re.IGNORECASE,
)
# Handles are copied from the app with marks of writing direction around them.
_AROUND = " \t\r\n\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_AT = re.compile(r"at://(?P<who>[^/?#\s]+)(?:/(?P<collection>[^/?#\s]+)(?:/(?P<rkey>[^/?#\s]+))?)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose repository, and which record of it; ``who`` is a DID or a handle."""

    who: str
    rkey: str = ""
    collection: str = POSTS

    @property
    def url(self) -> str:
        """The public address: of the post, or of the account where no record is named."""
        return post_url(self.who, self.rkey) if self.rkey else f"{WEB}/profile/{self.who}"

    @property
    def path(self) -> str:
        """The record's key in the repository's tree."""
        return f"{self.collection}/{self.rkey}"


def is_did(text: str) -> bool:
    """Whether the text is a DID of any method."""
    return len(text) <= 2048 and _DID.fullmatch(text) is not None


def is_handle(text: str) -> bool:
    """Whether the text is a handle by its form; of names that no public host can have, too."""
    return len(text) <= 253 and _HANDLE.fullmatch(text) is not None


def is_nsid(text: str) -> bool:
    """Whether the text names a collection or a method."""
    return len(text) <= 317 and _NSID.fullmatch(text) is not None


def is_rkey(text: str) -> bool:
    """Whether the text can be a record's key."""
    return text not in (".", "..") and _RKEY.fullmatch(text) is not None


def is_tid(text: str) -> bool:
    """Whether the text is a timestamp identifier: a revision, or most posts' keys."""
    return _TID.fullmatch(text) is not None


def tid_time(text: str) -> datetime:
    """The time that a timestamp identifier claims; raises ``ValueError`` where it is none."""
    if not is_tid(text):
        raise ValueError(text)
    value = 0
    for letter in text:
        value = value * 32 + _DIGITS[letter]
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value >> 10)


def post_url(who: str, rkey: str) -> str:
    """The public address of a post."""
    return f"{WEB}/profile/{who}/post/{rkey}"


def at_place(text: str) -> Place | None:
    """What an ``at://`` address names; None where it is none."""
    found = _AT.fullmatch(text)
    if not found or len(text) > 8192:
        return None
    collection, rkey = found["collection"] or POSTS, found["rkey"] or ""
    fits = is_nsid(collection) and (not rkey or is_rkey(rkey))
    if not fits or not _is_account(found["who"]):
        return None
    return Place(_plain(found["who"]), rkey, collection)


def place_of(text: str) -> Place | None:
    """The account or post that a person's writing names; None where it is not of Bluesky.

    A page of bsky.app, an ``at://`` address, a DID, or a handle with its ``@``. A bare name with
    dots is a web site as well, so it is taken for a handle only under ``bsky.social``.
    """
    text = text.strip(_AROUND)
    if text.lower().startswith("at://"):
        return at_place(text)
    if found := _PROFILE.fullmatch(text):
        who, rkey = found["who"], found["rkey"] or ""
        who = unquote(who) if who.lower().startswith("did%3a") else who
        return Place(_plain(who), rkey) if _is_account(who) and _is_key(rkey) else None
    if text.startswith(("did:plc:", "did:web:")):
        return Place(text) if is_did(text) else None
    name = text.removeprefix("@")
    if is_handle(name) and (name != text or name.lower().endswith(".bsky.social")):
        return Place(name.lower())
    return None


def _is_key(rkey: str) -> bool:
    return not rkey or is_rkey(rkey)


def _is_account(text: str) -> bool:
    return is_did(text) or is_handle(text)


def _plain(who: str) -> str:
    return who if who.startswith("did:") else who.lower()
