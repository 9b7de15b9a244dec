"""How much two texts have in common."""

from functools import lru_cache

from rapidfuzz.distance import Indel

from walkback.compare.alignment import encode
from walkback.model.words import tokens

MOST_WORDS = 20_000  # of each text, from its start; 20,000 against 20,000 take a tenth of a second


def likeness(a: str, b: str) -> float:
    """The share of words that two texts have in common in order, from 0.0 to 1.0.

    Twice the words in common over all words of both; 0.0 where either has none. Typography
    and punctuation do not count.
    """
    first, second = _words(a), _words(b)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    left, right = encode(first, second)
    return float(Indel.normalized_similarity(left, right))


@lru_cache(maxsize=64)
def _words(text: str) -> list[str]:
    # A current version is compared with each look that differs, and with each control.
    # Twelve letters a word are enough to spare the cost of splitting a book.
    return [word for word in tokens(text[: MOST_WORDS * 12]) if word[0].isalnum()][:MOST_WORDS]
