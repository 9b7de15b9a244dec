"""Posts that a page embeds: read from their markup, and set apart in the tree before it is read.

An embed is markup for a script, with the post's words in it for readers without one. The reader
of statements may leave it out (it is mostly links); an article's reader must not, so each embed's
inside is replaced by its words between two marks that no page contains, and is found again in
whatever text comes out. Twitter, X, Bluesky, Mastodon, Facebook, Instagram and Threads are known
by class; any other block quotation that ends in an author line counts too.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from walkback.read.authorlines import INVITATION, AuthorLine, author_lines, channel_of
from walkback.read.calendars import Stated, clock_end, stated_date
from walkback.read.flattened import stripped
from walkback.read.markup import as_date
from walkback.read.phrases import word_set

OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}(\\d+) [^{CLOSE}]*{CLOSE}")
_MOST_EMBEDS = 500
_MOST_PIECES = 4000
_LONGEST = 12_000
_CLASSES = (
    "twitter-tweet twitter-video twitter-tweet-rendered mastodon-embed bluesky-embed"
    " instagram-media text-post-media tiktok-embed fb-xfbml-parse-ignore truthsocial-embed"
)
_KNOWN = word_set(_CLASSES)
_SILENT = word_set("script style svg noscript template iframe button -comment")
_BOXES = word_set("p div blockquote section li ul ol header footer article h1 h2 h3 h4 figure")
# Services that a quotation's channel has no name for.
_ELSEWHERE = re.compile(r"//t\.me/|telegram|truthsocial|threads\.|tiktok|linkedin", re.IGNORECASE)
_PERMALINK = re.compile(
    r"https?://(?:[\w-]+\.)*(?:"
    r"(?:twitter|x)\.com/(?P<x>\w{1,30})/status(?:es)?/(?P<status>\d+)"
    r"|bsky\.app/profile/(?P<sky>[\w.:-]+)/post/(?P<rkey>\w+)"
    r"|(?:www\.)?(?:facebook|instagram|threads|truthsocial|tiktok)\.(?:com|net)/\S*"
    r"(?:posts?|permalink|story|p/|status|video|@)\S*"
    r"|[\w.-]+/(?P<fedi>@[\w.-]+(?:@[\w.-]+)?)/(?P<toot>\d+)"
    r"|[\w.-]+/users/(?P<user>[\w.-]+)/statuses/(?P<number>\d+))"
)
_TWITTER_BEGAN = 1288834974657  # milliseconds; X counts the time in its ids from here
_SMALLEST_STATUS = 10**16  # ids below tell no time that is to be believed
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Found:
    """One embed: its words by paragraph, the line that names its author, and the facts."""

    paragraphs: tuple[str, ...]
    signature: str
    name: str
    handle: str
    date: str | None
    url: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands in an embed's markup: text with line ends, links, times."""

    text: str
    links: tuple[tuple[str, str], ...]  # address and words
    times: tuple[str, ...]


def take_embeds(tree: LexborHTMLParser, *, american: bool) -> list[Found]:
    """The embeds of a page, in order; in ``tree`` only their words are left, between marks.

    Embed number n reads ``OPEN n words CLOSE``, see ``PLACE``.
    """
    found: list[Found] = []
    inner: list[tuple[LexborNode, str]] = []
    seen: set[int] = set()
    for node in tree.css("blockquote, div.fb-post, div.tweet, figure.tweet")[:_MOST_EMBEDS]:
        if _stands_in(node, seen):
            continue
        inside = _inside(node)
        one = _embed(node.attributes, inside, american=american)
        if one is not None:
            seen.add(node.mem_id)
            words = " ".join(one.paragraphs).replace("&", "&amp;").replace("<", "&lt;")
            inner.append((node, f"<p>{OPEN}{len(found)} {words}{CLOSE}</p>"))
            found.append(one)
        elif _is_known(node.attributes) and len(inside.text) < _LONGEST:
            # An invitation to look, an author: nothing that was said. Its links tell days.
            links = (address.replace('"', "%22") for address, _ in inside.links)
            inner.append((node, "".join(f'<a href="{address}"></a>' for address in links)))
    # Only now, and the last first: writing into a node ends the lives of the nodes in it.
    for node, markup in reversed(inner):
        node.inner_html = markup
    return found


def _is_known(attributes: dict[str, str | None]) -> bool:
    return not _KNOWN.isdisjoint((attributes.get("class") or "").split())


def _stands_in(node: LexborNode, seen: set[int]) -> bool:
    outer = node.parent
    for _ in range(8):
        if outer is None:
            return False
        if outer.mem_id in seen:
            return True
        outer = outer.parent
    return False


def _embed(attributes: dict[str, str | None], inside: _Inside, *, american: bool) -> Found | None:
    if not inside.text.strip() or len(inside.text) > _LONGEST:
        return None
    known = _is_known(attributes)
    url = _url(inside, attributes)
    lines = list(author_lines(inside.text, american=american))
    line = lines[-1] if lines and lines[-1].dashed else None
    if not known and (line is None or (url is None and line.date is None)):
        return None
    words, signature = _parted(inside, line)
    name, handle = (line.name, line.handle) if line else _owner(signature)
    start, end = stripped(words, 0, len(words))
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", words[start:end]))
    paragraphs = tuple(part for part in paragraphs if part)
    if not any(letter.isalnum() for part in paragraphs for letter in part):
        return None
    handle = handle or _handle_of(url)
    date = (line.date if line else None) or _date(inside, american=american) or id_date(url)
    links = (address for address, _ in inside.links)
    near = " ".join(filter(None, (url, attributes.get("class"), *links)))
    channel = channel_of(handle, near) or (
        line.channel if line and not _ELSEWHERE.search(near) else None
    )
    return Found(paragraphs, signature, name, handle, date, url, channel)


def _inside(node: LexborNode) -> _Inside:
    """The text of a node with its line and paragraph ends; stopped after 4,000 pieces."""
    pieces: list[str] = []
    links: list[tuple[str, str]] = []
    times: list[str] = []
    waiting: list[LexborNode | str] = []
    waiting += reversed(list(node.iter(include_text=True)))
    while waiting and len(pieces) < _MOST_PIECES:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        tag = one.tag or ""
        if tag == "-text":
            pieces.append(re.sub(r"\s+", " ", one.text_content or ""))
            continue
        if tag in _SILENT:
            continue
        attributes = one.attributes
        if tag == "a" and attributes.get("href"):
            links.append((attributes["href"] or "", " ".join(one.text().split())))
        elif tag == "time" and attributes.get("datetime"):
            times.append(attributes["datetime"] or "")
        elif tag == "br":
            pieces.append("\n")
        elif tag == "img" and (attributes.get("alt") or "").strip() and _is_emoji(attributes):
            pieces.append(attributes["alt"] or "")
        if tag in _BOXES:
            pieces.append("\n\n")
            waiting.append("\n\n")
        waiting += reversed(list(one.iter(include_text=True)))
    return _Inside("".join(pieces), tuple(links), tuple(times))


def _is_emoji(attributes: dict[str, str | None]) -> bool:
    # X draws emoji as pictures; a photograph's description is no word of the post.
    return "emoji" in (attributes.get("class") or "").lower()


def _parted(inside: _Inside, line: AuthorLine | None) -> tuple[str, str]:
    """The words of an embed and its signature: all from the author line on, less furniture."""
    text = inside.text
    if line is not None:
        words, signature = text[: line.start], text[line.start : line.end]
    else:
        dash = max(text.rfind("\n\u2014"), text.rfind(" \u2014 "), text.rfind("\n\u2013"))
        cut = dash if dash > 0 and len(text) - dash < 200 else len(text)
        words, signature = text[:cut], text[cut:]
    dates = {said for address, said in inside.links if _PERMALINK.match(address) and line is None}
    parts = (part.strip() for part in words.split("\n"))
    kept = [part for part in parts if not INVITATION.fullmatch(part) and part not in dates - {""}]
    lines = (" ".join(part.split()) for part in signature.split("\n"))
    signature = " ".join(part for part in lines if part and not INVITATION.fullmatch(part))
    return "\n".join(kept), signature


def _owner(signature: str) -> tuple[str, str]:
    """Name and handle of a signature that is no full author line: ``— Name April 12, 2022``."""
    said = signature.lstrip("\u2014\u2013- \u00a0")
    for at in range(len(said)):
        if said[at] == "@" or (said[at : at + 1].strip() and stated_date(said, at)):
            found = re.search(r"@[\w.@-]+", said)
            return said[:at].strip(" ,(\u00b7|"), found[0] if found else ""
        if at > 80:
            break
    return said[:80].strip(), ""


def _url(inside: _Inside, attributes: dict[str, str | None]) -> str | None:
    stated = (
        "data-instgrm-permalink",
        "data-text-post-permalink",
        "data-embed-url",
        "data-href",
        "cite",
    )
    addresses = [attributes.get(name) or "" for name in stated]
    # A post's own link is the last: those before it are in its words.
    addresses += [address for address, _ in reversed(inside.links)]
    for address in addresses:
        address = address.strip()  # noqa: PLW2901 - the same address
        if len(address) < 500 and _PERMALINK.match(address):
            return address.partition("?")[0].removesuffix("/embed")
    return None


def _handle_of(url: str | None) -> str:
    found = _PERMALINK.match(url or "")
    if found is None:
        return ""
    name = found["x"] or found["sky"] or found["fedi"] or found["user"] or ""
    return "" if not name or name.startswith("did:") else "@" + name.lstrip("@")


def _date(inside: _Inside, *, american: bool) -> str | None:
    """The date that a time element, or the words of a link, state."""
    for value in inside.times:
        if date := as_date(value):
            return date[:16]
    for _, words in reversed(inside.links):
        if stated := _stated(words, american=american):
            return stated.text
    return None


def _stated(words: str, *, american: bool) -> Stated | None:
    if clock := clock_end(words, 0):  # "10:15 AM · Apr 12, 2022"
        rest = words[clock[1] :].lstrip(" \u00b7\u2022-,")
        return stated_date(rest, american=american)
    return stated_date(words, american=american)


def wordless_days(tree: LexborHTMLParser) -> list[str]:
    """The days that the ids of embeds without words tell: frames, and embeds made by scripts."""
    nodes = tree.css("iframe, blockquote a[href], [data-embed-url]")[:_MOST_EMBEDS]
    names = ("src", "data-src", "data-embed-url", "href")
    addresses = [node.attributes.get(name) or "" for node in nodes for name in names]
    return [day for address in addresses if (day := id_date(address[:500].strip()))]


def id_date(url: str | None) -> str | None:
    """The day (UTC) that a post's id tells: X and Mastodon count milliseconds in it, Bluesky
    microseconds. Ids too small to hold a time, and times before the service began, tell nothing.
    """
    found = _PERMALINK.match(url or "")
    if found is None:
        return None
    milliseconds = 0
    if found["status"] and len(found["status"]) < 21 and int(found["status"]) > _SMALLEST_STATUS:
        milliseconds = (int(found["status"]) >> 22) + _TWITTER_BEGAN
    elif found["toot"] and 17 <= len(found["toot"]) < 20:
        milliseconds = int(found["toot"]) >> 16
    elif found["rkey"] and len(found["rkey"]) == 13 and not set(found["rkey"]) - set(_BASE32):
        number = 0
        for letter in found["rkey"]:
            number = number * 32 + _BASE32.index(letter)
        milliseconds = (number >> 10) // 1000
    if not 1_140_000_000_000 < milliseconds < 4_000_000_000_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
