"""Posts that a page's flattening left in running text: where their words begin and end.

An author line (``authorlines``) says that the words before it are a post. They end at the line,
less the links of pictures. They begin where the reporter stops speaking: at the paragraph's start,
after the colon of ``he tweeted:``, after the post before, or, where the line stands alone, with
the paragraph before it. A post on Twitter had at most 280 characters until 2023.
"""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from itertools import pairwise

from walkback.model.quotation import Embed
from walkback.model.reading import Passage
from walkback.read.authorlines import INVITATION, AuthorLine, author_lines, channel_of
from walkback.read.calendars import clock_end, stated_date

_MOST = 280
_MOST_ELSEWHERE = 520
_LONGEST = 4000
_LINK = (
    r"(?:https?://\S{1,200}|(?:pic\.)?(?:twitter|x)\.com/\S{1,60}|t\.co/\w{1,20}"
    r"|\[(?:image|video|photo|gif)[^\]\n]{0,20}\])"
)
_LINKS = re.compile(_LINK, re.IGNORECASE)
_LINK_LAST = re.compile(rf"\s?{_LINK}$", re.IGNORECASE)
_LINK_FIRST = re.compile(rf"{_LINK}\s{{0,3}}", re.IGNORECASE)
_POSTING = re.compile(
    r"\b(?:tweet\w*|retweet\w*|post(?:ed|ing|s)?|wrote|writing|writes|X|Twitter|Bluesky|Mastodon|Instagram"
    r"|Facebook|twitter\w*|schrieb|schreibt|postete|tuite\w*|escrib\w+|public\w+|écri\w+|scri\w+"
    r"|escreveu|schreef|twitterde|napisa\w+|skrev)\b",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s")
_SPEAKING = re.compile(
    r"\b(?:said|says|added|adding|replied|responded|continued|announced|reads?|full|sagte|erklärte|déclar\w+"
    r"|dijo|afirm\w+|detto|zei|disse|powiedzia\w+)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?\u2026][\"\u201d\u2019)]?\s+(?=[^\W\d_a-z]|[@#\"\u201c])")
_HEADER = re.compile(
    r"^(?P<name>[^\n@():\u2014\u2013\"\u201c\u201d]{2,60}?)(?:[ \t]|\n)\(?"
    r"(?P<handle>@[\w.-]{1,60}(?:@[\w.-]{3,80})?)\)?[ \t]*(?:$|(?P<dot>[\u00b7\u2022,|-])[ \t]*)",
    re.MULTILINE,
)
_DOT = re.compile(r"\s{0,2}[\u00b7\u2022-]\s{0,2}")
_MARKS = {'"': '"', "\u201c": "\u201d", "\u00ab": "\u00bb", "\u201e": "\u201c", "\u00bb": "\u00ab"}


def flattened(
    text: str, passages: tuple[Passage, ...], known: list[tuple[int, int]], *, american: bool
) -> Iterator[Embed]:
    """The posts in ``text`` outside the spans of the ``known`` ones (with their author lines)."""
    taken = sorted(known)
    starts = [passage.start for passage in passages]
    floor = 0
    for line in author_lines(text, american=american):
        if _within(taken, line.start):
            floor = line.end
            continue
        span = _words(text, passages, starts, line, floor)
        if span is None:
            continue
        floor = line.end
        insort(taken, (span[0], line.end))
        near = text[span[1] : line.start]
        channel = line.channel if "twitter" not in near else "twitter"
        yield Embed(
            text[span[0] : span[1]], *span, line.name, line.handle, line.date, None, channel
        )
    yield from _headed(text, taken, american=american)


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    number = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return number >= 0 and spans[number][0] <= at < spans[number][1]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A post's own words in a span: no links, spaces or enclosing marks at its ends."""
    for _ in range(20):
        before = start, end
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        low = max(start, end - 220)
        if found := _LINK_LAST.search(text[low:end]):
            end = low + found.start()
        if (found := _LINK_FIRST.match(text, start, end)) and found.end() < end:
            start = found.end()
        if end - start > 2 and _MARKS.get(text[start]) == text[end - 1]:
            inner = text[start + 1 : end - 1]
            if text[start] not in inner and text[end - 1] not in inner:
                start, end = start + 1, end - 1
        if before == (start, end):
            break
    return start, end


def _words(
    text: str, passages: tuple[Passage, ...], starts: list[int], line: AuthorLine, floor: int
) -> tuple[int, int] | None:
    """Start and end of the words that an author line stands under; None where there are none."""
    own = bisect_right(starts, line.start) - 1
    most = _MOST if line.channel == "twitter" and (line.date or "9") < "2023" else _MOST_ELSEWHERE
    last = line.start
    for number in range(own, max(-1, own - 3), -1):
        low = max(floor, passages[number].start, last - _LONGEST)
        start, end = stripped(text, low, max(low, last))
        if any(letter.isalnum() for letter in _LINKS.sub("", text[start:end])):
            start = _reporter_ends(text, start, end, line, most)
            if start < passages[number].start + 3:
                start = _earlier(
                    passages[max(0, number - 6) : number + 1], (start, end), floor, most
                )
            start, end = stripped(text, start, end)
            return None if INVITATION.fullmatch(text[start:end]) else (start, end)
        if number == 0 or passages[number - 1].end <= floor or not line.dashed:
            return None
        last = passages[number - 1].end
    return None


def _reporter_ends(text: str, start: int, end: int, line: AuthorLine, most: int) -> int:
    """Where the reporter's own words before a post in the same paragraph end."""
    cut = start
    for colon in _COLON.finditer(text, start, end):
        sentence = _SENTENCE.split(text[max(start, colon.start() - 160) : colon.start()])[-1]
        cued = _POSTING.search(sentence) or _SPEAKING.search(sentence)
        # A colon before a mark that closes again leads to a quotation, not to the post.
        mark = _MARKS.get(text[colon.end() : colon.end() + 1]) or "\n"
        if cued and mark not in text[colon.end() + 1 : end - 1]:
            return colon.end()
    surname = line.name.split()[-1] if line.name else ""
    bounds = [found.end() for found in _SENTENCE.finditer(text, start, end)]
    sentences = list(zip([start, *bounds], [*bounds, end], strict=True))
    for at, after in sentences[:-1]:
        said = text[at:after]
        third_person = len(surname) > 2 and surname in said and f"@{surname}" not in said
        if third_person and (_POSTING.search(said) or _SPEAKING.search(said)):
            cut = after
    while end - cut > most and (later := [bound for bound in bounds if bound > cut]):
        cut = later[0]
    return cut


def _earlier(passages: tuple[Passage, ...], span: tuple[int, int], floor: int, most: int) -> int:
    """The start of a post of several paragraphs; ``passages`` end with the one it ends in.

    It began behind ``he tweeted:``; or where its lines do that stand closer than paragraphs; and
    no post begins in the middle of a sentence.
    """
    start = close = span[0]
    *before, own = passages
    following = own
    together = bool(before) and any(b.start - a.end > 1 for a, b in pairwise(passages))
    for passage in before[::-1]:
        if passage.kind == "heading" or span[1] - passage.end > most or passage.end <= floor:
            break
        if passage.text.rstrip().endswith(":"):
            return start
        together = together and following.start - passage.end == 1
        if together or (close == start and following.text[:1].islower()):
            close = passage.start
        start, following = passage.start, passage
    return close


def _headed(text: str, taken: list[tuple[int, int]], *, american: bool) -> Iterator[Embed]:
    """Posts pasted with their head: name, handle, words, then ``10:15 AM · Apr 12, 2022``."""
    last = 0
    for head in _HEADER.finditer(text):
        at = head.start()
        if at < last or _within(taken, at) or head[0][0] in "\u2014\u2013\u2015-":
            continue
        stated = stated_date(text, head.end(), american=american) if head["dot"] else None
        body = stated.end if stated else head.end()
        date, words_end, last = stated.text if stated else None, -1, body
        if head["dot"] and not stated:
            continue
        place = body
        for line in text[body : body + 3000].split("\n")[:40]:
            foot = _foot(line, american=american)
            if foot is not None:
                date, words_end, last = foot, place, place + len(line)
                break
            if stated and not line.strip() and place > body + 1:
                words_end = place
                break
            place += len(line) + 1
        if words_end < 0 and stated:
            words_end = min(len(text), body + 3000)
        if words_end < 0 or date is None:
            continue
        start, end = stripped(text, body, words_end)
        if any(letter.isalnum() for letter in text[start:end]):
            channel = channel_of(head["handle"]) or "twitter"
            words = text[start:end]
            yield Embed(words, start, end, head["name"], head["handle"], date, None, channel)


def _foot(line: str, *, american: bool) -> str | None:
    line = line.strip()
    clock = clock_end(line, 0)
    if clock is None:
        return None
    gap = _DOT.match(line, clock[1])
    stated = stated_date(line, gap.end(), american=american) if gap else None
    return f"{stated.text[:10]}T{clock[0]}" if stated else None
