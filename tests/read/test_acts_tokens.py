"""Tokens of sentences: the short way for plain words gives what the long one gives."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.read.acts.sentences import _split, _tokens, sentences

_WORDS = (
    "cannot",
    "Cannot",
    "dont",
    "can't",
    "I'm",
    "l'erreur",
    "Varga",
    "\u00e4rgern",
    "12",
    "so",
)


@given(st.lists(st.sampled_from(_WORDS) | st.from_regex(r"[A-Za-z']{1,8}", fullmatch=True)))
def test_a_plain_word_is_the_token_it_would_be_the_long_way(words: list[str]) -> None:
    for word in words:
        if word.isalpha():
            assert list(_tokens(word, 0, len(word))) == list(_split(word, 0, len(word)))


def test_words_of_a_sentence_are_those_of_its_tokens() -> None:
    (said,) = sentences("I cannot say it's so.")
    assert said.words == ("i", "can", "not", "say", "it", "'s", "so")
