"""Posts in what others captured: pages, embeds and payloads, of the platform's many years.

The platform has shown its posts as server-made pages, as a script's payloads and in embeds on
other sites, and web archives rewrite addresses in all of them. What is read here is a post's own
words with its author's handle; who of them is a registered speaker is the caller's to say, and
the others' words are not kept.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from walkback.sources.x import places

_REWRITTEN = re.compile(
    r"https?://(?:web\.archive\.org|[\w.-]+/wayback)/(?:web/)?\d{4,14}(?:[a-z]{2}_)?/"
)
_MOST = 200_000  # JSON values that are gone through
_LARGEST = 20_000_000
_EPOCH = 1288834974657  # milliseconds: ids count the time from here
_OLDEST = 10**14  # ids below tell no time
_HANDLE = re.compile(r"\(@(\w{1,15})\)")


@dataclass(frozen=True, slots=True)
class Captured:
    """A post as somebody captured it. ``at`` is the post's own time, of its id where not told."""

    id: str
    handle: str
    text: str
    at: datetime | None

    @property
    def url(self) -> str:
        """Its address."""
        return places.post(self.id)


def captured_posts(body: bytes, content_type: str = "") -> list[Captured]:
    """Every post that ``body`` (HTML or JSON) holds, each once. Never raises for what it holds."""
    if len(body) > _LARGEST:
        return []
    text = _REWRITTEN.sub("", body.decode("utf-8", "replace"))
    start = text.lstrip("\ufeff \t\r\n)]}',")[:1]
    payload = "json" in content_type or start in ("{", "[")
    found = _of_json(text) if payload else _of_page(text)
    return list({post.id: post for post in found if post.text and post.id.isdecimal()}.values())


def unwrapped(url: str) -> str:
    """An address without the archive's own before it."""
    return _REWRITTEN.sub("", url)


# ---- payloads ----


def _of_json(text: str) -> Iterator[Captured]:
    try:
        value = json.loads(text.lstrip("\ufeff \t\r\n)]}',"))
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict) and isinstance(value.get("html"), str):
        yield from _of_page(value["html"])  # oEmbed
    authors = _authors(value)
    for one in _objects(value):
        post = _post(one, authors)
        if post is not None:
            yield post


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a payload; the nearest first, so that quoted posts come after."""
    row, gone_through = [value], 0
    while row and gone_through < _MOST:
        following: list[Any] = []
        for one in row:
            gone_through += 1
            if isinstance(one, dict):
                yield one
                following += one.values()
            elif isinstance(one, list):
                following += one
        row = following


def _authors(value: Any) -> dict[str, str]:
    """Handles by number, for posts that name their author by number only."""
    found = {}
    for one in _objects(value):
        name = one.get("screen_name") or one.get("username")
        number = one.get("id_str") or one.get("id") or one.get("rest_id")
        if isinstance(name, str) and number is not None:
            found[str(number)] = name
    return found


def _post(one: Mapping[str, Any], authors: Mapping[str, str]) -> Captured | None:
    """One object as a post: of GraphQL, of v1.1 or an embed's payload, or of v2."""
    inner = one.get("legacy")
    if isinstance(inner, dict) and "full_text" in inner:
        note = _at(one, "note_tweet", "note_tweet_results", "result", "text")
        user = _at(one, "core", "user_results", "result")
        handle = _at(user, "legacy", "screen_name") or _at(user, "core", "screen_name")
        given: Mapping[str, Any] = {**inner, "id_str": one.get("rest_id") or inner.get("id_str")}
        return _made(given, handle or authors.get(str(inner.get("user_id_str"))), note)
    if (
        "id_str" in one
        and ("full_text" in one or "text" in one)
        and isinstance(one.get("user"), dict)
    ):
        return _made(one, one["user"].get("screen_name"), None)
    if "author_id" in one and "id" in one and "text" in one:
        note = _at(one, "note_post", "text") or _at(one, "note_tweet", "text")
        return _made({**one, "id_str": one["id"]}, authors.get(str(one["author_id"])), note)
    return None


def _made(given: Mapping[str, Any], handle: Any, note: Any) -> Captured | None:
    number, text = given.get("id_str"), note or given.get("full_text") or given.get("text")
    if not isinstance(number, str) or not isinstance(text, str) or not isinstance(handle, str):
        return None
    if "retweeted_status" in given or "retweeted_status_result" in given:
        return None
    entities = given.get("entities")
    for name in ("urls", "media"):
        links = entities.get(name) if isinstance(entities, dict) else None
        for link in links if isinstance(links, list) else []:
            if isinstance(link, dict) and isinstance(link.get("url"), str) and link["url"]:
                whole = str(link.get("expanded_url") or link["url"]) if name == "urls" else ""
                text = text.replace(link["url"], whole)
    return Captured(number, handle, unescape(text).strip(), _time(given.get("created_at"), number))


def _at(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


# ---- pages ----


def _of_page(text: str) -> Iterator[Captured]:
    tree = LexborHTMLParser(text)
    yield from _embeds(tree)
    yield from _server_made(tree)
    yield from _script_made(tree)
    yield from _described(tree)


def _embeds(tree: LexborHTMLParser) -> Iterator[Captured]:
    """The markup that sites embed: words in a paragraph, then ``— Name (@handle) <a>date</a>``."""
    for node in tree.css("blockquote.twitter-tweet, blockquote.twitter-video"):
        words = node.css_first("p")
        links = [link.attributes.get("href") or "" for link in node.css("a")]
        number = next((found for link in links[::-1] if (found := places.id_of(link))), "")
        author = _HANDLE.findall(node.text(deep=True))
        if words is not None and number and author:
            yield _shown(number, author[-1], words, None)


def _server_made(tree: LexborHTMLParser) -> Iterator[Captured]:
    """Pages made by the server, until 2020; the post the page is of, not the replies below."""
    for node in tree.css(".permalink-tweet[data-tweet-id], .js-original-tweet[data-tweet-id]"):
        words = node.css_first(".tweet-text, .js-tweet-text")
        time = node.css_first("[data-time]")
        told = time.attributes.get("data-time") if time is not None else None
        handle = node.attributes.get("data-screen-name")
        if words is not None and handle:
            number = node.attributes.get("data-tweet-id") or ""
            yield _shown(number, handle, words, int(told) if told and told.isdecimal() else None)


def _script_made(tree: LexborHTMLParser) -> Iterator[Captured]:
    """Pages as the script drew them, saved from a browser."""
    for node in tree.css("article[data-testid=tweet]"):
        words = node.css_first("[data-testid=tweetText]")
        for link in node.css("a[href*='/status/']"):
            time = link.css_first("time[datetime]")
            parts = (link.attributes.get("href") or "").split("?")[0].strip("/").split("/")
            if time is None or words is None or len(parts) < 3:
                continue
            at = _time(time.attributes.get("datetime"), parts[-1])
            yield Captured(parts[-1], parts[-3], _words(words), at)
            break


def _described(tree: LexborHTMLParser) -> Iterator[Captured]:
    """What a page says of itself to other sites, where nothing else of it was kept."""
    told = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes.get(
            "content"
        )
        for node in tree.css("meta[content]")
    }
    canonical = tree.css_first("link[rel=canonical]")
    url = told.get("og:url") or (canonical.attributes.get("href") if canonical is not None else "")
    number, handle = places.id_of(url or ""), places.name_of(url or "")
    words = (told.get("og:description") or "").strip().removeprefix("“").removesuffix("”").strip()
    if number and handle and words:
        yield Captured(number, handle, words, _time(None, number))


def _shown(number: str, handle: str, node: LexborNode, seconds: int | None) -> Captured:
    at = (
        datetime.fromtimestamp(seconds, UTC) if seconds and seconds < 2**33 else _time(None, number)
    )
    return Captured(number, handle, _words(node), at)


def _words(node: LexborNode) -> str:
    """The words of a post's markup: lines kept, links whole, its own pictures' links left out."""
    for link in node.css("a"):
        whole = link.attributes.get("data-expanded-url") or link.attributes.get("title") or ""
        if "u-hidden" in (link.attributes.get("class") or "") or _is_picture(link):
            link.replace_with("")
        elif whole.startswith("http"):
            link.replace_with(whole)
    for line in node.css("br"):
        line.replace_with("\n")
    for image in node.css("img[alt]"):
        image.replace_with(image.attributes.get("alt") or "")  # an emoji drawn as a picture
    return "\n".join(" ".join(line.split()) for line in node.text(deep=True).split("\n")).strip()


def _is_picture(link: LexborNode) -> bool:
    return link.text(deep=True).strip().startswith(("pic.twitter.com/", "pic.x.com/"))


def _time(written: Any, number: str) -> datetime | None:
    """A post's time: as written, else as its id counts it."""
    if isinstance(written, str):
        for read in (datetime.fromisoformat, _old_time):
            try:
                at = read(written)
            except ValueError:
                continue
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if number.isdecimal() and _OLDEST < int(number) < 2**63:
        return datetime.fromtimestamp(((int(number) >> 22) + _EPOCH) / 1000, UTC)
    return None


def _old_time(text: str) -> datetime:
    return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")
