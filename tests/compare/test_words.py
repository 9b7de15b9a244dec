"""The normal form that hashing and comparing share."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.model.words import normal, tokens, words_digest


@given(st.text(max_size=80))
def test_tokens_have_no_spaces_and_are_stable(text):
    found = tokens(text)
    assert all(token and not token.isspace() for token in found)
    assert tokens(" ".join(found)) == found or any(mark in text for mark in "'-=*#|~_`")


@given(st.text("ab9_ .'\u00e9\u0301\u0939\u093f\u4e2d\u00a0\u2014", max_size=30))
def test_the_quick_ways_find_the_same_tokens(text):
    # Any ideograph makes the general rule run over the same text.
    assert tokens(text + " \u4e2d") == [*tokens(text), "\u4e2d"]


@given(st.lists(st.text("abc 1.", max_size=10), max_size=6))
def test_where_passages_are_cut_does_not_count(parts):
    assert words_digest("t", parts) == words_digest("t", [" ".join(parts)])


def test_title_and_text_are_held_apart():
    assert words_digest("a b", ["c"]) != words_digest("a", ["b c"])


def test_the_digest_is_pinned():
    # Digests are kept in records: a change here makes every version of every statement new.
    assert words_digest(
        "On tolls", ["We\u2019ll cut the tolls \u2013 by 4,000.", "Soon."]
    ) == words_digest("On tolls", ["We'll cut the tolls - by 4,000.", "Soon."])
    assert words_digest("On tolls", ["We will."])[:16] == "13d920af12919ac4"


def test_vowel_signs_stay_with_their_letters():
    assert tokens("\u0939\u093f\u0928\u094d\u0926\u0940 \u092d\u093e\u0937\u093e") == [
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u092d\u093e\u0937\u093e",
    ]


def test_normal_keeps_letters_case_and_digits():
    assert normal("\u201cNo\u201d \u2013 10\u00b2, \uff21") == '"No" - 10\u00b2, A'
