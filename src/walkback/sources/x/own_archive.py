"""The archive of an account's own data, as X hands it to its owner: ``data/*.js`` in a ZIP.

Each file assigns a JSON list to a variable: ``window.YTD.tweets.part0 = [ … ]``. What the owner
had deleted lies in a file of its own (``deleted-tweets.js``) and is left alone: it was never
published again by being handed over.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from walkback.errors import BadFile
from walkback.model.times import parse_stamp
from walkback.sources.statements import StatementLine
from walkback.sources.x import places

ACCOUNT = "data/account.js"
POSTS = re.compile(r"data/tweets?(?:-part\d+)?\.js")
_ASSIGNED = re.compile(r"\s*window\.YTD\.[\w.]+\s*=\s*")
_WRITTEN = "%a %b %d %H:%M:%S %z %Y"  # Wed Oct 10 20:19:24 +0000 2018


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose archive it is."""

    id: str
    handle: str
    name: str


def is_own_archive(names: list[str]) -> bool:
    """Whether a ZIP with these members is such an archive."""
    return ACCOUNT in names and any(POSTS.fullmatch(name) for name in names)


def read_owner(data: bytes, subject: str) -> Owner:
    """Whose archive it is, of ``data/account.js``. Raises ``BadFile``."""
    try:
        account = _assigned(data)[0]["account"]
        name = account.get("accountDisplayName") or account["username"]
        return Owner(str(account["accountId"]), str(account["username"]), str(name))
    except (KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        raise _bad(subject, ACCOUNT, error) from None


def read_posts(members: Mapping[str, bytes], owner: Owner, subject: str) -> Iterator[StatementLine]:
    """The owner's posts, in the order of the files; no reposts. Raises ``BadFile``."""
    number = 0
    for name, data in members.items():
        try:
            posts = [one.get("tweet", one) for one in _assigned(data)]
            for post in posts:
                number += 1
                if not _is_repost(post):
                    yield _line(post, owner, number)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise _bad(subject, name, error) from None


def _assigned(data: bytes) -> Any:
    text = data.decode("utf-8-sig")
    start = _ASSIGNED.match(text)
    return json.loads(text[start.end() :] if start else text)


def _is_repost(post: Mapping[str, Any]) -> bool:
    """The archive marks a repost only by how its text begins."""
    return "retweeted_status" in post or str(post["full_text"]).startswith("RT @")


def _line(post: Mapping[str, Any], owner: Owner, number: int) -> StatementLine:
    """A post, under the address of its first version where the archive has its edits."""
    at = datetime.strptime(post["created_at"], _WRITTEN).astimezone(UTC)
    edits = post.get("edit_info", {}).get("initial", {}).get("editTweetIds")
    first = str(min(edits, key=int)) if edits else str(post["id_str"])
    text = str(post["full_text"])
    for link in post.get("entities", {}).get("urls", ()):
        text = text.replace(link["url"], link.get("expanded_url") or link["url"])
    for media in post.get("entities", {}).get("media", ()):
        text = text.replace(media["url"], "")
    words = unescape(text).strip()
    return StatementLine(
        number, owner.name, places.post(first), parse_stamp(at.isoformat()), words, "", "x"
    )


def _bad(subject: str, name: str, error: Exception) -> BadFile:
    return BadFile(
        "an archive of X that cannot be read",
        subject=f"{subject}, {name}",
        expected="window.YTD.… = a list in JSON",
        found=str(error)[:120],
        todo="Ask the platform for the archive again, or import the posts as JSON lines",
    )
