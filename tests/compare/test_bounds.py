"""Comparing ends soon whatever a page holds, and finds a change wherever it stands."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.compare import compare, is_edit, name
from walkback.model.change import ChangeKind, Sort
from walkback.read import read_text

MOST = 10.0  # seconds of processor time; it takes one or two


def reading(*passages: str):
    return read_text("\n\n".join(passages), title="Boats", url="https://marsh.example/7")


def numbered(count: int) -> list[str]:
    return [f"Passage {n} tells of boat {n} and of its crew of {n % 7}." for n in range(count)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["not " * 120_000], ["no " * 120_000]),
        (["a b"] * 20_000, ["b a"] * 20_000),
        (["a"] * 20_000, ["b", *["a"] * 19_999, "c"]),
        (["x" * 200_000], ["y" * 200_000]),
        (numbered(8_000), numbered(8_000)[::-1]),
    ],
    ids=["one passage", "tiny passages", "equal passages", "one word", "turned round"],
)
def test_hostile_pages_are_compared_and_named_in_seconds(old, new):
    first, second = reading(*old), reading(*new)
    began = time.process_time()
    changes = compare(first, second)
    assert is_edit(changes)
    assert 1 <= len(name(first, second, changes)) <= 12
    assert time.process_time() - began < MOST


@settings(max_examples=30)
@given(st.integers(0, 299), st.sampled_from(["not ", "21 ", "in\u00a0May "]))
def test_a_change_is_found_wherever_it_stands_and_alone(place, words):
    before = numbered(300)
    after = list(before)
    after[place] = after[place].replace("tells", f"{words}tells")
    old, new = reading(*before), reading(*after)
    (change,) = compare(old, new)
    assert (change.kind, change.before, change.after) == (
        ChangeKind.ALTERED,
        before[place],
        new.passages[place].text,
    )
    assert {one.kind for one in name(old, new, (change,))} <= {
        Sort.NEGATION,
        Sort.NUMBER,
        Sort.DATE,
    }


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared_and_named(before, after):
    old, new = reading(before), reading(after)
    changes = compare(old, new)
    found = name(old, new, changes)
    assert len(found) <= 12
    assert bool(found) >= bool(changes)
