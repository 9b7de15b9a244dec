"""How much words tell: "of the" stands everywhere, "tolls on the bridge" does not."""

import math
from collections.abc import Iterable

_WORDS = """
about also because been being could does even from have here into just made make more most much
must only other over said says should some such than that their them then there these they this
those very were what when which will with would your
aber auch dass dein durch eine einen einer haben habe hatte nicht oder sein sich sind über werden
wird wurde avec cette dans elle leur mais nous pour sont vous como esta para pero porque sobre
"""
_COMMON = frozenset(_WORDS.split())
_LITTLE = 0.3


def weight(word: str) -> float:
    """1.0 for a word with a meaning of its own, less for one that any sentence may hold."""
    if word.isdecimal():
        return 1.0
    short = len(word) <= 3 and word.isascii()
    return _LITTLE if short or word in _COMMON else 1.0


def weights(words: Iterable[str]) -> float:
    """The words' weights together."""
    return sum(map(weight, words))


def telling(words: Iterable[str]) -> float:
    """How surely words that stand somewhere in just this order are the same words, 0 to 1."""
    return 1.0 - math.pow(0.6, weights(words))
