"""A text made ready for looking up quoted words in it."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from walkback.model.spoken import spoken, spoken_spans

_ENDS = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]|\n")
# Who quotes a post leaves out the links in it: they are no spoken words.
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S*", re.IGNORECASE)
_MOST_PLACES = 200  # of one run of words in a text; a refrain has fewer


class Body:
    """The spoken words of a text, and where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = without_links(text)
        self.words = tuple(spoken(self._plain))
        self._line = f" {' '.join(self.words)} "

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The words' code points; found when first asked for, for most texts are not the one."""
        return spoken_spans(self._plain).spans

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words."""
        return frozenset(self.words)

    def places(self, words: Sequence[str]) -> list[int]:
        """The indexes at which these words stand one after the other."""
        wanted = f" {' '.join(words)} "
        found: list[int] = []
        start = index = 0
        while len(found) < _MOST_PLACES and (at := self._line.find(wanted, start)) >= 0:
            index += self._line.count(" ", start, at)
            found.append(index)
            start, index = at + 1, index + 1
        return found

    def breaks(self, a: int, b: int) -> bool:
        """Whether a sentence ends between word ``a`` and a later word ``b``."""
        return bool(_ENDS.search(self.text, self.spans[a][1], self.spans[b][0]))

    def shown(self, a: int, b: int) -> str:
        """The words from ``a`` to before ``b`` as they are printed."""
        return self.text[self.spans[a][0] : self.spans[b - 1][1]] if a < b else ""


def without_links(text: str) -> str:
    """The text with spaces where links stood, so that every word keeps its place."""
    if "/" not in text and "www." not in text:
        return text
    return _LINK.sub(lambda found: " " * len(found[0]), text)


@lru_cache(maxsize=128)
def body(text: str) -> Body:
    """A text made ready; the last ones are remembered, for an article quotes one text often."""
    return Body(text)
