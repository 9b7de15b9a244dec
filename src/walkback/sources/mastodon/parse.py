"""Statuses and accounts, of the JSON of Mastodon's client API.

Everything here raises ``Surprise`` for a body that is not what the documentation says, and only
that: an answer we do not understand is a failure to look.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from walkback.model.conversation import Post, PostPicture, PostVersion
from walkback.sources.mastodon.words import links_of, tidy, words_of
from walkback.sources.troubles import Surprise

OPEN = ("public", "unlisted")  # what anyone may read
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its server tells of it. ``moved_to`` is the address it moved to."""

    id: str
    name: str
    url: str
    uri: str
    locked: bool = False
    suspended: bool = False
    limited: bool = False
    moved_to: str | None = None


def parse_json(body: bytes | None) -> Any:
    """The value of a body; raises ``Surprise``."""
    if body is None:
        raise Surprise("no whole body")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Surprise("not JSON") from None


def _refused(word: str) -> Any:
    raise ValueError(word)


def parse_account(value: Any) -> Account:
    """An ``Account`` entity. ``suspended``, ``limited`` and ``moved`` are there only where so."""
    given = _object(value, "account")
    moved = given.get("moved")
    return Account(
        id=identity(given.get("id")),
        name=_text(given, "username"),
        url=_text(given, "url"),
        uri=str(given.get("uri") or ""),
        locked=given.get("locked") is True,
        suspended=given.get("suspended") is True,
        limited=given.get("limited") is True,
        moved_to=str(_object(moved, "moved").get("url") or "") or None if moved else None,
    )


def is_own(value: Any) -> bool:
    """Whether a listed status is the account's own words, for all to read: no boost."""
    given = _object(value, "status")
    return given.get("reblog") is None and given.get("visibility") in OPEN


def parse_status(value: Any, edits: Any = None) -> Post:
    """A ``Status`` entity, with the ``StatusEdit``s of its history, oldest first."""
    given = _object(value, "status")
    content = _text(given, "content")
    quoted, quotes = _quoted(given.get("quote"))
    return Post(
        url=_address(given),
        text=_words(given),
        published=_time(given.get("created_at"), "created_at"),
        edited=_time(given.get("edited_at"), "edited_at"),
        pictures=_pictures(given),
        links=links_of(content),
        language=given.get("language") if isinstance(given.get("language"), str) else None,
        quoted=quoted,
        quotes=quotes,
        reply_to=None,
        earlier=_earlier(edits),
    )


def author_of(value: Any) -> Account:
    """The account of a status."""
    return parse_account(_object(value, "status").get("account"))


def identity(value: Any) -> str:
    """An id as the API gives it: a text, "cast from an integer but not guaranteed to be one"."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Surprise(f"an id that is none: {str(value)[:40]!r}")
    return value


def _address(given: Mapping[str, Any]) -> str:
    for name in ("url", "uri"):
        if isinstance(given.get(name), str) and given[name].startswith(("https://", "http://")):
            return str(given[name])
    raise Surprise("a status without an address")


def _words(given: Mapping[str, Any]) -> str:
    """What the author wrote: the warning before it, the text, the choices of a poll."""
    parts = [tidy(str(given.get("spoiler_text") or "")), words_of(_text(given, "content"))]
    poll = given.get("poll")
    if poll:
        options = _list(_object(poll, "poll").get("options"), "poll.options")
        parts += [tidy(_text(_object(one, "option"), "title")) for one in options]
    return "\n\n".join(part for part in parts if part)


def _pictures(given: Mapping[str, Any]) -> tuple[PostPicture, ...]:
    found = []
    for one in _list(given.get("media_attachments") or [], "media_attachments"):
        media = _object(one, "media attachment")
        still = media.get("url") if media.get("type") == "image" else media.get("preview_url")
        if isinstance(still, str) and still.startswith(("https://", "http://")):
            found.append(PostPicture(still, tidy(str(media.get("description") or ""))))
    return tuple(found)


def _quoted(value: Any) -> tuple[str, str | None]:
    """The words that the author quotes, and their address; nothing of who wrote them."""
    if not isinstance(value, dict) or not isinstance(value.get("quoted_status"), dict):
        return "", None
    status = value["quoted_status"]
    url = status.get("url")
    return words_of(_text(status, "content")), url if isinstance(url, str) else None


def _earlier(edits: Any) -> tuple[PostVersion, ...]:
    """All versions but the one that stands; the history's last is that one."""
    if not edits:
        return ()
    versions = []
    for one in _list(edits, "history")[:-1]:
        given = _object(one, "edit")
        at = _time(given.get("created_at"), "created_at")
        versions.append(PostVersion(_words(given), at, _pictures(given)))
    return tuple(versions)


def _time(value: Any, name: str) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Surprise(f"{name} is no time: {str(value)[:40]!r}") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Surprise(f"{name} is no object")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise Surprise(f"{name} is no list")
    return value


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise Surprise(f"{name} is no text")
    return value
