"""Names of boxes: what a class or id says, and that the short cut past most names misses none."""

import re

import pytest

from walkback.read import names
from walkback.read.names import Mark, box_mark, named

_PATTERNS = (names._PAIRS, names._BYLINE_PAIRS, names._INLINE, names._NOTES)
_PHRASES = sorted(
    {
        phrase
        for pattern in _PATTERNS
        for phrase in re.findall(r"[a-z]+(?: [a-z]+)*", pattern.pattern.replace("\\", ""))
    }
)


@pytest.mark.parametrize("phrase", _PHRASES)
def test_a_name_of_any_listed_words_says_something(phrase: str) -> None:
    if phrase != "no print":  # read as what it is without: print
        assert named(phrase.replace(" ", "-")), phrase


def test_a_role_counts_in_any_case_and_spacing() -> None:
    assert box_mark("div", {"role": " Navigation "}) == Mark.FURNITURE
    assert box_mark("div", {"role": None, "class": "site-nav"}) & Mark.FURNITURE


def test_capitals_part_words_and_small_names_are_parted_as_before() -> None:
    assert named("mostRead") == named("most-read") == Mark.FURNITURE
    assert named("mostread") & Mark.FIRM
