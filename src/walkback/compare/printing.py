"""Whether two wordings differ by the conventions of printing only.

A paper has its own rules for compounds, figures, spelling, accents and coarse words. None of them
changes what was said: "co-operate" is "cooperate", "5" is "five", "10m" is "10 million".
"""

import re
import unicodedata
from collections.abc import Sequence

_NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen twenty"""
_TENS_UP = "thirty forty fifty sixty seventy eighty ninety"
_COUNTED, _TENS = _NUMBERS.split(), _TENS_UP.split()
_FIGURES = {word: str(number) for number, word in enumerate(_COUNTED)}
_FIGURES |= {word: str(10 * number) for number, word in enumerate(_TENS, start=3)}
_SHORT = re.compile(r"(\d+)(k|m|mn|bn|tn)")
_LONG = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
# British and American spelling, in words long enough and at ends such that no other word is meant:
# not "four" and "for", "mourning" and "morning", "filled" and "filed".
_ENDING = "s|ed|ing|ites?|ably|able|ful|ers?|hood|ly|ists?|less"
_SPELLING = (
    (re.compile(r"is(e[ds]?|ing|ations?|ers?)$"), r"iz\1"),
    (re.compile(r"ys(e[ds]?|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[^\W_]{4})ll(ed|ing|ers?)$"), r"l\1"),
    (re.compile(rf"(?<=[bdlmnv])our(?=(?:{_ENDING})?$)"), "or"),
    (re.compile(r"(?<=[bt])re(s?)$"), r"er\1"),
    (re.compile(r"(?<=gram)me(s?)$"), r"\1"),
)
_SPELLED = 6  # letters
_MASKED = re.compile(r"(\w)[*\-\u2013\u2014_\u2022#.]{2,}(\w*)")


def same_print(article: Sequence[str], record: Sequence[str], printed: str = "") -> bool:
    """Whether the article's words are the record's as another house prints them.

    Both are spoken words; ``printed`` is what stands in the article, where coarse words may be
    masked: ``s**t``.
    """
    if not record:
        return False
    if "".join(article) == "".join(record):
        return True
    if _spelled(article) == _spelled(record):
        return True
    mask = _MASKED.fullmatch(printed.strip()) if len(record) == 1 else None
    if mask is None:
        return False
    word = record[0]
    return word.startswith(mask[1].casefold()) and word.endswith(mask[2].casefold())


def _spelled(words: Sequence[str]) -> str:
    return "".join(map(_one, words))


def _one(word: str) -> str:
    short = _SHORT.fullmatch(word)
    if short:
        return short[1] + _LONG[short[2]]
    word = _FIGURES.get(word, word)
    if not word.isascii():
        bare = unicodedata.normalize("NFD", word)
        word = "".join(letter for letter in bare if not unicodedata.combining(letter))
    if len(word) >= _SPELLED:
        for pattern, other in _SPELLING:
            word = pattern.sub(other, word)
    return word
