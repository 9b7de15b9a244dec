"""A post's record as a statement: text, pictures, links, and whom it answers or quotes.

The record comes signed (DAG-CBOR, links as CIDs) or listed (JSON, links as ``{"$link"}``); both
give the same post. Lexicons ``app.bsky.feed.post``, ``app.bsky.embed.*`` and
``app.bsky.richtext.facet``.
"""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import libipld

from walkback.model.conversation import Post, PostPicture
from walkback.sources.bluesky.addresses import POSTS, Place, at_place, post_url
from walkback.sources.bluesky.car import cid_of, is_cid, name

_LINK = "app.bsky.richtext.facet#link"
_MEDIA = "app.bsky.embed.recordWithMedia"


def read_post(record: Any, did: str, rkey: str, pds: str) -> Post | None:
    """The post of a record; None where the record is none (a schema we do not know).

    ``pds`` is the origin of the account's host, where the pictures are.
    """
    if not isinstance(record, dict) or record.get("$type", POSTS) != POSTS:
        return None
    text = record.get("text")
    if not isinstance(text, str):
        return None
    embeds = list(_embeds(record.get("embed")))
    quoted = quoted_place(record)
    return Post(
        post_url(did, rkey),
        text,
        published=_time(record.get("createdAt")),
        pictures=tuple(_pictures(embeds, did, pds)),
        links=tuple(dict.fromkeys(_links(record, embeds))),
        language=next((lang for lang in _list(record.get("langs")) if isinstance(lang, str)), None),
        quotes=quoted[0].url if quoted else None,
        reply_to=_reply(record),
    )


def quoted_place(record: Any) -> tuple[Place, str] | None:
    """Which post a record quotes, and the CID of the words it was quoted with."""
    embeds = _embeds(record.get("embed") if isinstance(record, dict) else None)
    for embed in embeds:
        if embed.get("$type") == "app.bsky.embed.record":
            reference = _dict(embed.get("record"))
            place = at_place(str(reference.get("uri", "")))
            if place and place.rkey and place.collection == POSTS:
                return place, str(reference.get("cid", ""))
    return None


def quoted_words(answer: dict[str, Any], cid: str) -> str:
    """The words of a quoted post, where they are those that were quoted; else none.

    The quotation names the words by their hash, so that a host cannot put other words in, nor the
    author of the quoted post by an edit.
    """
    record = answer.get("value")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return ""
    try:
        found = name(cid_of(libipld.encode_dag_cbor(_plain(record))))
    except Exception:  # noqa: BLE001 - a value that has no DAG-CBOR form is not what was quoted
        return ""
    return record["text"] if found == cid else ""


def link(value: Any) -> str:
    """A CID in its usual writing, of a link in either form; empty where there is none."""
    if is_cid(value):
        return name(value)
    found = value.get("$link") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _plain(value: Any) -> Any:
    """JSON of the protocol as the values that were hashed."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$link"}:
        return libipld.decode_multibase(value["$link"])[1]
    if set(value) == {"$bytes"}:
        return libipld.decode_multibase("m" + value["$bytes"].rstrip("="))[1]
    return {key: _plain(item) for key, item in value.items()}


def _embeds(embed: Any) -> Iterator[dict[str, Any]]:
    """An embed and those within it: a quotation with pictures is two."""
    if not isinstance(embed, dict):
        return
    if embed.get("$type") == _MEDIA:
        yield from _embeds(embed.get("media"))
        yield from _embeds(_dict(embed.get("record")) | {"$type": "app.bsky.embed.record"})
    else:
        yield embed


def _pictures(embeds: list[dict[str, Any]], did: str, pds: str) -> Iterator[PostPicture]:
    for embed in embeds:
        for item in _list(embed.get("images")) + _list(embed.get("items")):
            picture = _dict(item)
            blob = _dict(picture.get("image"))
            cid = link(blob.get("ref")) or str(blob.get("cid", ""))
            if cid:
                alt = picture.get("alt")
                url = f"{pds}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}"
                yield PostPicture(url, alt if isinstance(alt, str) else "")


def _links(record: dict[str, Any], embeds: list[dict[str, Any]]) -> Iterator[str]:
    for facet in _list(record.get("facets")):
        for feature in _list(_dict(facet).get("features")):
            uri = _dict(feature).get("uri")
            if _dict(feature).get("$type") == _LINK and isinstance(uri, str):
                yield uri
    for embed in embeds:
        uri = _dict(embed.get("external")).get("uri")
        if isinstance(uri, str):
            yield uri


def _reply(record: dict[str, Any]) -> str | None:
    parent = _dict(_dict(record.get("reply")).get("parent"))
    place = at_place(str(parent.get("uri", "")))
    return place.url if place and place.rkey else None


def _time(value: Any) -> datetime | None:
    # The client's word: it may be any time at all.
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
