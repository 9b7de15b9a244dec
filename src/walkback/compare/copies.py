"""The words of a copy as they are compared: without what only its place puts around them.

A post ends in a link, tags and a count; a page begins with its title. Neither is the statement.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz.distance import Indel

from walkback.compare.alignment import encode
from walkback.model.instances import Copy
from walkback.model.spoken import spoken_spans

_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:pic\.twitter\.com|t\.co|bit\.ly|youtu\.be)/\S+")
_TAIL = re.compile(r"(?:\s*(?:[#@][\w.@-]+|\u2026|\.\.\.|[(\[]?\d{1,2}\s?/\s?\d{1,2}[)\]]?))+\s*$")
_HEAD = re.compile(r"^\s*(?:[(\[]?\d{1,2}\s?/\s?\d{0,2}[)\]]?\s+|[@][\w.@-]+\s+|RT\s+)+")
_MORE = re.compile(
    r"(?:\bread (?:more|(?:my|the) (?:full )?(?:statement|speech|article|letter|post))\b[^.\n]*"
    r"|\b(?:my |the )?full (?:statement|text|speech|letter)\b[^.\n]{0,30}|\bmore here\b.?"
    r"|\bmy statement (?:on|about|regarding)\b[^.\n]{0,60}:|\bstatement below\b.?)\s*:?\s*$",
    re.IGNORECASE,
)
# Where many speak at one host, whose account it is stands in the path.
_PLATFORMS = frozenset(
    (
        *("x.com", "bsky.app", "facebook.com", "instagram.com", "threads.net", "linkedin.com"),
        *("t.me", "truthsocial.com", "youtube.com", "tiktok.com", "medium.com", "reddit.com"),
    )
)
_PAGES = frozenset({"", "page", "web", "site", "section", "feed", "press", "press-release", "blog"})
_SAME_HOST = {"twitter.com": "x.com", "fb.com": "facebook.com", "threads.com": "threads.net"}
_FRONTS = ("www.", "m.", "mobile.", "amp.", "web.")
_RUN = 3  # equal words in a row that count as taken over


@dataclass(frozen=True, slots=True)
class Wording:
    """The spoken words of a copy, where each stands in ``text``, and its runs of three."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    runs: frozenset[tuple[str, ...]]

    def between(self, start: int, end: int) -> str:
        """The text from word ``start`` to word ``end``, the latter not included."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """The words of a copy's text without links, tags, counts and hints at where there is more."""
    text = _HEAD.sub("", _LINK.sub(" ", text))
    before = ""
    while before != text:
        before = text
        text = _MORE.sub("", _TAIL.sub("", text)).rstrip()
    found = spoken_spans(text)
    runs = zip(found.words, found.words[1:], found.words[2:], strict=False)
    return Wording(text, found.words, found.spans, frozenset(runs))


@lru_cache(maxsize=4096)
def place(url: str, channel: str) -> tuple[str, str]:
    """The host of an address, and the account at it; empty for a site's own pages."""
    parts = urlsplit(url)
    host = parts.netloc.casefold().removesuffix(".")
    for front in _FRONTS:
        host = host.removeprefix(front)
    host = _SAME_HOST.get(host, host)
    first = parts.path.strip("/").split("/")
    name = first[1] if first[0] == "profile" and len(first) > 1 else first[0]
    if host in _PLATFORMS or name.startswith("@") or channel.casefold() not in _PAGES:
        return host, name.removeprefix("@").casefold() or "account"
    return host, ""


def shares(one: Copy, other: Copy) -> bool:
    """Whether two copies have enough runs of words in common to be looked at."""
    first, second = wording(one.text), wording(other.text)
    least = min(len(first.runs), len(second.runs))
    if not least:
        return False
    small, large = sorted((first.runs, second.runs), key=len)
    return sum(run in large for run in small) >= 0.4 * least


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two wordings have in common, ``short`` the one with fewer words.

    ``span``: words of the longer one, from the first that was taken over to the last.
    ``taken``: how many words of the shorter one stand in runs there; ``common``: in order at all.
    """

    short: Wording
    long: Wording
    span: tuple[int, int]
    taken: int
    common: int

    @property
    def alike(self) -> float:
        """Twice the words in common over all words."""
        return 2 * self.common / (len(self.short.words) + len(self.long.words))

    @property
    def held(self) -> float:
        """How much of the shorter one stands in the longer one, in runs."""
        return self.taken / len(self.short.words)


def overlap(first: Wording, second: Wording) -> Overlap:
    """The words of two wordings laid on each other."""
    short, long = sorted((first, second), key=lambda one: len(one.words))
    left, right = encode(short.words, long.words)
    blocks = [step for step in Indel.opcodes(left, right) if step.tag == "equal"]
    least = min(_RUN, len(short.words))
    runs = [block for block in blocks if block.src_end - block.src_start >= least]
    common = sum(block.src_end - block.src_start for block in blocks)
    if not runs:
        return Overlap(short, long, (0, 0), 0, common)
    taken = sum(block.src_end - block.src_start for block in runs)
    # Of several equal words the alignment may take one that stands far off: what stands right
    # beside a run belongs to it.
    start, end = runs[0].dest_start, runs[-1].dest_end
    head, tail = runs[0].src_start, len(short.words) - runs[-1].src_end
    if head and short.words[:head] == long.words[max(0, start - head) : start]:
        start, taken = start - head, taken + head
    if tail and short.words[-tail:] == long.words[end : end + tail]:
        end, taken = end + tail, taken + tail
    return Overlap(short, long, (start, end), taken, common)
