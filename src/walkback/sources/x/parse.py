"""Posts and users, of the API's JSON.

The contract calls them posts now (``referenced_posts``); answers kept before say tweets, and
both are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from walkback.model.conversation import Post, PostPicture, PostVersion
from walkback.sources.troubles import Surprise
from walkback.sources.x import places
from walkback.sources.x.asking import Shown

FIELDS = {
    "post.fields": (
        "attachments,created_at,entities,id,lang,note_post,text,withheld,conversation_id"
    ),
    "expansions": (
        "attachments.media_keys,attachments.poll_ids,author_id,edit_history_post_ids,"
        "referenced_posts"
    ),
    "media.fields": "alt_text,media_key,preview_image_url,type,url",
    "poll.fields": "id,options",
    "user.fields": "id,protected,username,withheld",
}
USER = {"user.fields": "id,name,protected,username,withheld"}


@dataclass(frozen=True, slots=True)
class User:
    """An account: its number, which stays, and its name, which may change."""

    id: str
    name: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A post as one answer shows it. ``chain`` are the ids of its versions, oldest first.

    ``withheld``: countries in which it is not shown. ``repost``: it is somebody else's.
    """

    id: str
    author: str
    text: str
    at: datetime | None
    chain: tuple[str, ...]
    withheld: tuple[str, ...]
    copyright: bool
    repost: bool
    post: Post


def parse_user(value: Any) -> User:
    """A ``User``."""
    given = _object(value, "user")
    return User(
        _id(given.get("id")), str(given.get("username") or ""), given.get("protected") is True
    )


def parse_post(value: Any, shown: Shown) -> Told:
    """A ``Post`` with what its answer includes. Raises ``Surprise``."""
    given = _object(value, "post")
    number = _id(given.get("id"))
    text = given.get("text")
    if not isinstance(text, str):
        raise Surprise("a post without text")
    note = _either(given, "note_post", "note_tweet")
    if isinstance(note, dict) and isinstance(note.get("text"), str):
        text = note["text"]
        given = {**given, "entities": note.get("entities") or given.get("entities")}
    chain = tuple(map(_id, _either(given, "edit_history_post_ids", "edit_history_tweet_ids") or []))
    withheld = given.get("withheld") or {}
    related = _either(given, "referenced_posts", "referenced_tweets") or []
    kinds = {str(one.get("type")): _id(one.get("id")) for one in related if isinstance(one, dict)}
    words = _words(text, given, shown)
    return Told(
        id=number,
        author=str(given.get("author_id") or ""),
        text=words,
        at=_time(given.get("created_at")),
        chain=chain or (number,),
        withheld=tuple(map(str, withheld.get("country_codes") or ())),
        copyright=withheld.get("copyright") is True,
        repost=bool({"retweeted", "reposted"} & kinds.keys()),
        post=_post(given, shown, (chain or (number,))[0], words, kinds),
    )


def with_versions(told: Told, versions: Sequence[Told]) -> Post:
    """The post as its newest version has it; ``versions`` are all of them, oldest first."""
    *earlier, newest = versions
    return Post(
        **{
            **{name: getattr(newest.post, name) for name in Post.__slots__},
            "url": told.post.url,
            "published": versions[0].at,
            "edited": newest.at if earlier else None,
            "earlier": tuple(PostVersion(one.text, one.at, one.post.pictures) for one in earlier),
        }
    )


def _post(
    given: Mapping[str, Any], shown: Shown, first: str, words: str, kinds: Mapping[str, str]
) -> Post:
    quoted = kinds.get("quoted")
    lang = given.get("lang")
    return Post(
        url=places.post(first),
        text=words,
        published=_time(given.get("created_at")),
        pictures=_pictures(given, shown),
        links=tuple(url for _, url in _links(given) if url),
        language=lang if isinstance(lang, str) and lang not in ("und", "zxx", "qme") else None,
        quoted=_quoted(quoted, shown) if quoted else "",
        quotes=places.post(quoted) if quoted else None,
        reply_to=places.post(kinds["replied_to"]) if "replied_to" in kinds else None,
    )


def _words(text: str, given: Mapping[str, Any], shown: Shown) -> str:
    """The author's words: links whole, the marks of his own pictures left out, polls' choices."""
    for short, url in _links(given):
        text = text.replace(short, url)
    parts = [unescape(text).strip()]
    keys = _keys(given, "poll_ids")
    for poll in _included(shown, "polls"):
        if poll.get("id") in keys and isinstance(poll.get("options"), list):
            parts += [
                str(one.get("label") or "") for one in poll["options"] if isinstance(one, dict)
            ]
    return "\n\n".join(part for part in parts if part)


def _links(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each shortened address in the text and what it stands for; nothing for own pictures."""
    entities = given.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    found = []
    for one in urls if isinstance(urls, list) else []:
        if isinstance(one, dict) and isinstance(one.get("url"), str) and one["url"]:
            whole = str(one.get("unwound_url") or one.get("expanded_url") or one["url"])
            found.append((one["url"], "" if one.get("media_key") else whole))
    return found


def _pictures(given: Mapping[str, Any], shown: Shown) -> tuple[PostPicture, ...]:
    media = {str(one.get("media_key")): one for one in _included(shown, "media")}
    found = []
    for key in _keys(given, "media_keys"):
        one = media.get(key, {})
        url = one.get("url") or one.get("preview_image_url")
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            found.append(PostPicture(url, str(one.get("alt_text") or "")))
    return tuple(found)


def _keys(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    attachments = given.get("attachments")
    keys = attachments.get(name) if isinstance(attachments, dict) else None
    return tuple(map(str, keys)) if isinstance(keys, list) else ()


def _quoted(number: str, shown: Shown) -> str:
    """The words that are quoted from another post, where the answer brings them."""
    for name in ("posts", "tweets"):
        for one in _included(shown, name):
            if one.get("id") == number and isinstance(one.get("text"), str):
                return _words(one["text"], one, shown)
    return ""


def _included(shown: Shown, name: str) -> list[Mapping[str, Any]]:
    listed = shown.includes.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _either(given: Mapping[str, Any], new: str, old: str) -> Any:
    return given.get(new, given.get(old))


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Surprise(f"{name} is no object")
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value.isdecimal() or len(value) > 19:
        raise Surprise(f"an id that is none: {str(value)[:40]!r}")
    return value


def _time(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Surprise(f"no time: {str(value)[:40]!r}") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
