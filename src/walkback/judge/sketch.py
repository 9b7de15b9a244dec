"""What of a page is its site's and not its own: hashes of a few of its lines, and its links.

Two questions need it. Is this page still one of the site's, or somebody else's put in its place
(a wall, a proxy's error)? And is what is left of it all that was around the text? A page's lines
are its runs of text between tags; of these the few with the smallest hashes are kept, so that
any two pages can be compared by what they would both have kept (a bottom-k sketch, Cohen and
Kaplan 2007). Only the beginning and the end of a body are looked at: that is where sites keep
what all their pages share, and half a millisecond is all this may cost.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin
from zlib import crc32

from walkback.judge import places

MOST = 16  # hashes of one kind
NEARLY_ALL = 500  # of a page that others are compared with line by line
MOST_LINKS = 6
_START, _END = 49_152, 16_384
# Searched for in small letters: without IGNORECASE a pattern's first letters are looked up by a
# search for plain bytes, which takes a tenth of the time.
_SILENT = re.compile(rb"<(script|style)\b")
_LINE = re.compile(rb">([^<>]{2,200})<")
_LINK = re.compile(rb"""<a\b[^>]{0,300}?\bhref\s*=\s*["']([^"'\s<>]{1,150})""")
_PAGE_LIKE = re.compile(r"(?:^|/)[^./]*(?:\.(?:html?|php|aspx?))?$", re.IGNORECASE)
_WORDY = re.compile(r"[^\W_]")
_NUMBER = re.compile(r"\w*\d\w*")
_LEAST = 3  # lines that must be there to compare by


def sketch(
    body: bytes, text: str, title: str, url: str, *, most: int = MOST
) -> dict[str, list[Any]]:
    """``lines`` of the page; ``frame``, those of them outside ``text`` and ``title``; ``links``
    to other pages of its host, the first few. Hashes are sorted integers, at most ``most`` of
    the lines; empty parts left out.
    """
    if len(body) > _START + _END:
        body = body[:_START] + b"<>" + body[-_END:]
    body = _without_scripts(body)
    found = {crc32(line.encode()): line for line in map(_plain, set(_LINE.findall(body))) if line}
    ordered = sorted(found)
    frame: list[int] = []
    for key in ordered:
        if found[key] not in text and found[key] not in title and title not in found[key]:
            frame.append(key)
            if len(frame) == MOST:
                break
    parts: dict[str, list[Any]] = {
        "lines": ordered[:most],
        "frame": frame,
        "links": _links(body, url),
    }
    return {name: part for name, part in parts.items() if part}


def stands_on(text: str, page: Mapping[str, Any]) -> bool:
    """Whether every passage of ``text`` is a line of a page of which nearly all lines are kept."""
    lines = set(page.get("lines", []))
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return all(crc32(part.encode()) in lines for part in parts if part)


def without_address(text: str, url: str) -> str:
    """A text without what a page for the missing repeats: the address asked for, and numbers."""
    path = unquote(places.split(url).path)
    parts = sorted({path, path.strip("/"), *path.split("/")}, key=len, reverse=True)
    for part in parts:
        if len(part) > 1:
            text = text.replace(part, " ")
    return _NUMBER.sub(" ", text)


def _without_scripts(body: bytes) -> bytes:
    """A body without its scripts and styles; those without an end are left."""
    small = body.lower()
    kept: list[bytes] = []
    endless: set[bytes] = set()  # else a page of beginnings is searched to its end for each
    at = 0
    for found in _SILENT.finditer(small):
        if found.start() < at or found[1] in endless:
            continue
        end = small.find(b"</" + found[1], found.end())
        if end < 0:
            endless.add(found[1])
            continue
        kept.append(body[at : found.start()])
        at = end + 2 + len(found[1])
    return b"".join([*kept, body[at:]])


def _plain(raw: bytes) -> str:
    line = raw.decode("utf-8", "replace")
    line = " ".join((unescape(line) if "&" in line else line).split())
    return line if _WORDY.search(line) else ""


def _links(body: bytes, url: str) -> list[str]:
    found: dict[str, None] = {}
    for at in islice(_LINK.finditer(body.lower()), 100):
        raw = body[at.start(1) : at.end(1)]
        if raw.startswith(b"#"):
            continue  # leads to the page itself
        try:
            link = urljoin(url, raw.decode("ascii").replace("&amp;", "&")).partition("#")[0]
        except ValueError:
            continue
        if _is_page(link, url):
            found[link] = None
            if len(found) == MOST_LINKS:
                break
    return list(found)


def _is_page(link: str, url: str) -> bool:
    """Whether it leads to another page of the host that anybody may see."""
    if places.host(link) != places.host(url) or places.is_home(link) or places.split(link).query:
        return False
    if places.split(link).scheme not in {"http", "https"} or places.is_gate(link):
        return False
    return not places.same_place(link, url) and bool(_PAGE_LIKE.search(places.path(link)))


def only_frame_left(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether nearly all lines of the page stood on it before."""
    lines, known = now.get("lines", []), before.get("lines", [])
    compared = _comparable(lines, known)
    if not compared or (len(compared) < _LEAST and len(known) == MOST):
        return False
    return 5 * len(set(compared) & set(known)) >= 4 * len(compared)


def is_foreign(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether the page has nothing of what was around its text before."""
    lines, frame = now.get("lines", []), before.get("frame", [])
    compared = _comparable(frame, lines)
    return len(compared) >= _LEAST and not set(compared) & set(lines)


def share_frame(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pages are of one making: more than one line in common."""
    return len(set(one.get("lines", [])) & set(other.get("lines", []))) > 1


def _comparable(these: Sequence[int], those: Sequence[int]) -> list[int]:
    """Of ``these``, what ``those`` would have kept had they had it."""
    if len(those) < MOST:
        return list(these)
    return [key for key in these if key <= those[-1]]
