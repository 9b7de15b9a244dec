"""The line that says whose post the words before it are: ``— Name (@handle) April 12, 2022``.

Sites' own embeds end in it (Twitter, X, Bluesky, Mastodon), and it is what is left of an embed when
a page is flattened into text. Facebook and Instagram write ``Posted by`` or ``A post shared by``
in the dash's place. Everything here looks at most 120 characters around a handle: linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from walkback.read.calendars import clock_end, stated_date

_HANDLE = re.compile(
    r"\(\s?(@[\w.-]{1,60}(?:@[\w.-]{3,80})?)\s?\)|(?:^|(?<=\s))(@[\w.-]{1,60}(?:@[\w.-]{3,80})?)(?=\s|$)"
)
_FACEBOOK = re.compile(
    r"\b(?:Posted by|Publicado por|Publié par|Gepostet von|Pubblicato da|Geplaatst door)\s"
    r"(?P<name>[^\n()@]{2,60}?)\s(?:on|el|le|am|il|op|em)\s{1,3}"
)
_DASH = re.compile(r"(?:[\u2014\u2013\u2015]|--|(?:(?<=\s)|^)-(?=\s))\s{0,3}")
_SHARED = re.compile(
    r"(?:(?:A )?(?:post|reel|photo|video) shared by|Ein Beitrag geteilt von"
    r"|Une publication partagée par|Un post condiviso da"
    r"|Una publicación (?:compartida|de)(?: por)?"
    r"|Uma publicação partilhada por|Post by|Posted by)\s{1,3}",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"[ \t\u00a0]{0,3}(?:[,:\u00b7\u2022|\u2013\u2014-][ \t\u00a0]{0,3})?\n?"
    r"(?:on |le |am |el |il |em |op )?"
)
_VIEW = re.compile(
    r"\s{0,3}(?:View|See|Ansehen|Voir|Ver|Vedi|Bekijk|Zobacz)"
    r"(?: this| the original)?(?: post| thread)?"
    r" (?:on|auf|sur|en|su|op|no|na) (?P<where>\w+(?: \w+)?)",
    re.IGNORECASE,
)
# A line of an embed that is the service's, not the author's.
INVITATION = re.compile(
    r"(?:View|See|Ansehen|Voir|Ver|Vedi|Bekijk)(?: this| the original)?(?: post| thread)?"
    r" (?:on|auf|sur|en|su|op) \w+(?: \w+)?|Post by @\S+|\u266c.*"
    r"|(?:View|Sieh|Voir|Ver|Visualiz|Dit|Wyświetl|Se|Vis)[^.!?\n]{0,40}\bInstagram\w*"
    r"(?: an| bekijken)?",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"[.!?\u2026]\s")
_TITLES = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|St|Sen|Rep|Gov|Rev|Sir|Jr|[A-Z])\.\s")
_WINDOW = 90
_CHANNELS = (
    ("bluesky", ("bsky.", "bluesky")),
    ("mastodon", ("mastodon", "mastodont", "fediverse")),
    ("facebook", ("facebook.", "fb.", "facebook")),
    ("instagram", ("instagram",)),
    ("twitter", ("twitter.", "x.com", "twitter", "t.co", "nitter")),
)


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """Where it stands (``start`` is its dash, ``end`` after the date) and what it says."""

    start: int
    end: int
    name: str
    handle: str
    date: str | None
    channel: str | None
    dashed: bool


def author_lines(text: str, *, american: bool = False) -> Iterator[AuthorLine]:
    """The author lines of a text in order. ``american``: see ``stated_date``."""
    found = [
        *(_handled(text, handle, american=american) for handle in _HANDLE.finditer(text)),
        *(_posted(text, posted, american=american) for posted in _FACEBOOK.finditer(text)),
    ]
    last = 0
    for line in sorted((one for one in found if one), key=lambda one: one.start):
        if line.start >= last:
            last = line.end
            yield line


def channel_of(handle: str, near: str = "") -> str | None:
    """The service that a handle's form or an address or name near it tells."""
    near = near.lower()
    if handle.count("@") == 2:
        return "mastodon"
    if "." in handle.strip("@.") and not near:
        return "bluesky"  # a name on X has no point
    for channel, signs in _CHANNELS:
        if any(sign in near for sign in signs):
            return channel
    return "bluesky" if "." in handle.strip("@.") else None


def _handled(text: str, found: re.Match[str], *, american: bool) -> AuthorLine | None:
    handle = (found[1] or found[2]).rstrip(".-")
    start, name, dashed = _name(text, found.start())
    if not name or (found[1] is None and not dashed):
        return None
    date, end = _date(text, found.end(), american=american)
    rest = text[end : end + 40].split("\n", 1)[0].strip()
    view = _VIEW.match(text, end)
    if view:
        end = view.end()
    elif date is None and (rest or not dashed):
        return None
    if date is None and found[1] is None:
        return None
    if not dashed and text[start - 1 : start] not in ("", "\n"):
        return None
    where = view["where"] if view else ""
    channel = channel_of(handle, where) or "twitter"
    shared = _SHARED.match(text, start)
    if shared and shared[0].lower().startswith(("a ", "ein ", "un", "reel", "photo")):
        channel = "instagram"
    return AuthorLine(start, end, name, handle, date, channel, dashed)


def _name(text: str, end: int) -> tuple[int, str, bool]:
    """Where the line of a handle at ``end`` starts, its name, and whether a dash opens it."""
    first = max(0, end - _WINDOW, text.rfind("\n", 0, end) + 1)
    window = text[first:end]
    marks = [*_DASH.finditer(window), *_SHARED.finditer(window)]
    # A name may hold a dash of its own: the line's first, and a long one, open it before others.
    mark = max(
        marks, key=lambda one: (not one.start(), one[0][0] == "\u2014", one.start()), default=None
    )
    if mark is not None:
        start, name = first + mark.start(), window[mark.end() :].strip()
    elif first == end - _WINDOW:
        return end, "", False
    else:
        start, name = first + len(window) - len(window.lstrip()), window.strip()
    if not _is_name(name, strict=mark is None):
        return end, "", False
    return start, name, mark is not None


def _is_name(name: str, *, strict: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= (5 if strict else 9) or _NAME_END.search(_TITLES.sub("", name)):
        return False
    if any(mark in name for mark in ':;"\u201c\u201d\u00ab\u00bb'):
        return False
    return not strict or all(not word[0].islower() for word in words)


def _posted(text: str, found: re.Match[str], *, american: bool) -> AuthorLine | None:
    stated = stated_date(text, found.end(), american=american)
    if stated is None:
        return None
    return AuthorLine(found.start(), stated.end, found["name"], "", stated.text, "facebook", True)


def _date(text: str, at: int, *, american: bool) -> tuple[str | None, int]:
    """The date behind a handle, and where it ends; ``10:15 AM · Apr 12, 2022`` too."""
    gap = _GAP.match(text, at)
    after = gap.end() if gap else at
    clock = clock_end(text, after)
    if clock and (gap := _GAP.match(text, clock[1])):
        stated = stated_date(text, gap.end(), american=american)
        if stated:
            return f"{stated.text[:10]}T{clock[0]}", stated.end
    stated = stated_date(text, after, american=american)
    return (stated.text, stated.end) if stated else (None, at)
