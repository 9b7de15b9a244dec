"""Which registered speaker a name on the command line or in a watch list means."""

import pytest

from walkback.errors import UnknownSpeaker
from walkback.model.source import Speaker
from walkback.watch.registering import find_speaker

PEOPLE = [
    Speaker("a1", "Odalys M. Brannock", ("Dolly Brannock",), ("@OBrannock",)),
    Speaker("b2", "Wilmot Farrow, Jr."),
    Speaker("c3", "Christopher Quillfeather"),
    Speaker("d4", "Christine Quillfeather"),
    Speaker("e5", "Thérèse Saltmarsh-Rowley"),
    Speaker("f6", "Jakob Møller", ("Farrow",)),
]


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("a1", "a1"),
        ("ODALYS M. BRANNOCK", "a1"),
        ("@obrannock", "a1"),
        ("Odalys Brannock", "a1"),
        ("Senator Brannock, Odalys", "a1"),
        ("wilmot farrow", "b2"),
        ("Therese Saltmarsh Rowley", "e5"),
        ("Jakob Moeller", "f6"),
        ("Farrow", "f6"),
    ],
)
def test_another_writing_of_a_registered_name_finds_its_speaker(ref, expected):
    assert find_speaker(PEOPLE, ref).id == expected


def test_a_name_that_fits_two_is_refused_with_both_names():
    with pytest.raises(UnknownSpeaker) as refusal:
        find_speaker(PEOPLE, "Chris Quillfeather")
    message = str(refusal.value)
    assert "several registered speakers may be meant: Chris Quillfeather" in message
    assert "Christopher Quillfeather (c3), Christine Quillfeather (d4)" in message
    assert "id" in refusal.value.todo


@pytest.mark.parametrize("ref", ["Brannock", "Odalys Q. Brannock", "Wilmot Farrow Sr.", "Bran"])
def test_a_name_that_is_not_surely_a_registered_ones_is_refused_with_near_names(ref):
    with pytest.raises(UnknownSpeaker) as refusal:
        find_speaker(PEOPLE, ref)
    message = str(refusal.value)
    assert f"no such speaker is registered: {ref}" in message
    assert "walkback speaker add" in message
    if ref != "Bran":
        assert "Near names: " in message
