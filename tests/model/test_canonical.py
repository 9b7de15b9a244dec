"""Canonical JSON against another implementation of RFC 8785."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadInput
from walkback.model.canonical import canonical, parse_canonical

whole = st.integers(-(2**53) + 1, 2**53 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | whole | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=30,
)


@given(values)
def test_it_gives_the_bytes_the_oracle_gives(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_a_value_comes_back_from_its_bytes(value):
    assert parse_canonical(canonical(value)) == value


@given(values)
def test_any_other_spelling_of_a_value_is_refused(value):
    data = canonical(value)
    for other in (json.dumps(value, indent=1).encode(), b" " + data, data + b"\n"):
        if other != data:
            with pytest.raises(BadInput, match="not canonical JSON"):
                parse_canonical(other)


def test_keys_are_ordered_by_utf_16_units_as_the_standard_has_it():
    # The example of RFC 8785, 3.2.3.
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical(value))) == [
        *("\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33")
    ]


@pytest.mark.parametrize(
    "value",
    [1.5, 0.0, float("nan"), 2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: 2}, b"bytes", {1, 2}],
    ids=repr,
)
def test_what_two_implementations_may_write_differently_is_refused(value):
    with pytest.raises(BadInput, match="no canonical JSON"):
        canonical([value])


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[1,]", b"NaN", b'"\xff"', b"1.5", b"[" * 100_000, b'{"a":1,"a":2}', b"-0"]
)
def test_bytes_that_are_none_are_refused(data):
    with pytest.raises(BadInput):
        parse_canonical(data)
