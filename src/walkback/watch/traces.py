"""What tells that a record speaks of something that is to be erased, and takes it out.

ids       -> entries, lines and verdicts that are of it go whole
addresses -> wherever they stand
words     -> runs of five of its own words, and words that nobody else's text on record has
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from walkback.model.release import ERASED
from walkback.model.spoken import spoken_spans

RUN = 5  # words that two texts do not have in common by chance
LONG = 8  # letters of a title, a path or a word that says by itself where it comes from
_PEOPLE = ("speaker", "merge")
_CLOSE = ("article",)  # others' words: there only what is surely taken from it is taken out


@dataclass(frozen=True, slots=True)
class Traces:
    """Of what is erased: its ids, addresses and words.

    ``instances``, ``statements``, ``sources``, ``articles`` are ids; ``titles`` as they stand;
    ``runs`` of words and ``rare`` words as they are spoken. ``marks`` are what a page that names it
    has in its bytes; ``listings`` the instances that list, of which that is to be expected.
    """

    instances: frozenset[str]
    statements: frozenset[str]
    sources: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    runs: frozenset[tuple[str, ...]] = frozenset()
    rare: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()
    listings: frozenset[str] = frozenset()

    def is_of(self, entry: Mapping[str, Any]) -> bool:
        """Whether a register entry is of what is erased, and goes whole."""
        kind = entry["type"]
        if kind == "article":
            return entry["id"] in self.articles
        if kind in ("kind", "mask"):
            return entry["source"] in self.sources
        if kind == "link":
            return bool({entry["instance"], entry["other"]} & self.instances)
        if kind == "restriction":
            return False
        return entry.get("instance") in self.instances

    def marks_in(self, data: bytes) -> bool:
        """Whether the bytes of a page name it: by an address, a title or a word of its own."""
        text = data.decode("utf-8", "replace")
        forms = {text, html.unescape(text), unquote(text), text.replace("\\/", "/")}
        return any(mark in form.casefold() for form in forms for mark in self.marks)

    def scrubbed(self, value: Any, *, close: bool = False) -> Any:
        """A document without the words and addresses; the same object where it has none.

        ``close``: somebody else's words, of which only runs, titles and addresses are taken out.
        """
        if isinstance(value, str):
            return self._text(value, close=close)
        if isinstance(value, list | tuple):
            new = [self.scrubbed(one, close=close) for one in value]
            return value if all(a is b for a, b in zip(new, value, strict=True)) else new
        if isinstance(value, dict):
            fields = {key: self.scrubbed(one, close=close) for key, one in value.items()}
            return value if all(fields[key] is value[key] for key in value) else fields
        return value

    def entry(self, entry: Mapping[str, Any]) -> Any:
        """A register entry of others, without the words; people of the register stay."""
        if entry["type"] in _PEOPLE:
            return entry
        return self.scrubbed(entry, close=entry["type"] in _CLOSE)

    def _text(self, text: str, *, close: bool) -> str:
        plain = text
        for known in (*self.addresses, *self.titles):
            if known in plain:
                plain = plain.replace(known, ERASED)
        words = spoken_spans(plain)
        gone = set(self._of_runs(words.words))
        if not close:
            gone |= {n for n, word in enumerate(words.words) if word in self.rare}
        if not gone:
            return text if plain == text else plain
        return _without(plain, words.spans, sorted(gone))

    def _of_runs(self, words: Sequence[str]) -> Iterable[int]:
        for start in range(len(words) - RUN + 1):
            if tuple(words[start : start + RUN]) in self.runs:
                yield from range(start, start + RUN)


def _without(text: str, spans: Sequence[tuple[int, int]], gone: Sequence[int]) -> str:
    pieces, end = [], 0
    for number, before in zip(gone, [-2, *gone], strict=False):
        start, stop = spans[number]
        if number != before + 1:
            pieces += [text[end:start], ERASED]
        end = stop
    return "".join([*pieces, text[end:]])


def runs_of(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The runs of five words of texts; of a shorter one all its words, if it has three."""
    found = set()
    for text in texts:
        words = spoken_spans(text).words
        found |= {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    return frozenset(found)


def marks_of(addresses: Iterable[str], titles: Iterable[str], rare: Iterable[str]) -> list[str]:
    """What a page that names it has in its bytes, in lower case."""
    found = {url for url in addresses if urlsplit(url).path.strip("/")}
    for url in addresses:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        found |= {form for form in (path, unquote(path), quote(path)) if len(form) >= LONG}
    found |= {title for title in titles if len(title) >= LONG}
    found |= {word for word in rare if len(word) >= LONG}
    return sorted({one.casefold() for one in found})
