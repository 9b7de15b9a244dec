"""A text made ready for looking up quoted words in it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from walkback.model.spoken import spoken_spans

_ENDS = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]|\n")
_MOST_PLACES = 200  # of one run of words in a text; a refrain has fewer


@dataclass(frozen=True, slots=True)
class Body:
    """The spoken words of a text, and where each stands. ``line`` is all of them, spaced."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    line: str
    where: dict[str, list[int]] = field(repr=False)

    def places(self, words: Sequence[str]) -> list[int]:
        """The indexes at which these words stand one after the other."""
        wanted = f" {' '.join(words)} "
        found: list[int] = []
        start = index = 0
        while len(found) < _MOST_PLACES and (at := self.line.find(wanted, start)) >= 0:
            index += self.line.count(" ", start, at)
            found.append(index)
            start, index = at + 1, index + 1
        return found

    def breaks(self, a: int, b: int) -> bool:
        """Whether a sentence ends between word ``a`` and a later word ``b``."""
        return bool(_ENDS.search(self.text, self.spans[a][1], self.spans[b][0]))

    def shown(self, a: int, b: int) -> str:
        """The words from ``a`` to before ``b`` as they are printed."""
        return self.text[self.spans[a][0] : self.spans[b - 1][1]] if a < b else ""


@lru_cache(maxsize=128)
def body(text: str) -> Body:
    """A text made ready; the last ones are remembered, for an article quotes one text often."""
    found = spoken_spans(text)
    where: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(found.words):
        where[word].append(index)
    return Body(text, found.words, found.spans, f" {' '.join(found.words)} ", dict(where))
