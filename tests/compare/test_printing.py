"""What a house prints its own way, and what it must not."""

import pytest

from walkback.compare.printing import same_print
from walkback.model.spoken import spoken


def same(article, record):
    return same_print(spoken(article), spoken(record), article)


@pytest.mark.parametrize(
    ("article", "record"),
    [
        ("cooperate", "co-operate"),
        ("US", "U.S."),
        ("10,000", "10000"),
        ("5", "five"),
        ("5m", "five million"),
        ("10 per cent", "10%"),
        ("and", "&"),
        ("colors", "colours"),
        ("neighborhood", "neighbourhood"),
        ("organized", "organised"),
        ("traveled", "travelled"),
        ("center", "centre"),
        ("program", "programme"),
        ("Muller", "M\u00fcller"),
        ("s**t", "shit"),
        ("f---ing", "fucking"),
        ("can not", "cannot"),
    ],
)
def test_conventions_change_no_word(article, record):
    assert same(article, record)
    if "*" not in article and "--" not in article:
        assert same(record, article)


@pytest.mark.parametrize(
    ("article", "record"),
    [
        ("filed", "filled"),
        ("filing", "filling"),
        ("morning", "mourning"),
        ("for", "four"),
        ("6", "five"),
        ("5m", "5bn"),
        ("will", "will not"),
        ("advice", "advise"),
        ("s**t", "shop"),
        ("cut", ""),
        ("not", "now"),
    ],
)
def test_other_words_are_other_words(article, record):
    assert not same(article, record)
    assert not same(record, article)
