"""Names taken apart and held side by side. All people are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.model.names import Doubt, Sameness, compare_names, parse_name, same_person


@pytest.mark.parametrize(
    ("text", "given", "surname", "suffix"),
    [
        ("Sen. Odalys Brannock", ("Odalys",), ("Brannock",), ""),
        ("BRANNOCK, Odalys T., Jr.", ("Odalys", "T."), ("BRANNOCK",), "jr"),
        ("Wilmot Q. Farrow, III", ("Wilmot", "Q."), ("Farrow",), "3"),
        ("Wilmot Farrow IV", ("Wilmot",), ("Farrow",), "4"),
        ("Ilse van der Brink", ("Ilse",), ("van", "der", "Brink"), ""),
        ("van der Brink, Ilse", ("Ilse",), ("van", "der", "Brink"), ""),
        ("Saltmarsh Rowley, Petra", ("Petra",), ("Saltmarsh", "Rowley"), ""),
        ("The Rt Hon Sir Tobias Quill KC MP", ("Tobias",), ("Quill",), ""),
        ("J.D. Farrow", ("J", "D"), ("Farrow",), ""),
        ("JD Farrow", ("J", "D"), ("Farrow",), ""),
        ("Rep. Odalys Brannock (D-Ohio)", ("Odalys",), ("Brannock",), ""),
        ("Pilar Ortega Quintana", ("Pilar",), ("Ortega", "Quintana"), ""),
        ("Wei Zhenlu", ("Zhenlu",), ("Wei",), ""),
        ("Kang Dae-min", ("Dae-min",), ("Kang",), ""),
        ("FARROW Wilmot", ("Wilmot",), ("FARROW",), ""),
        ("Dean Farrow", ("Dean",), ("Farrow",), ""),
        ("Judge Odalys Brannock", ("Odalys",), ("Brannock",), ""),
        ("Mr Farrow", (), ("Farrow",), ""),
        ("Farrow's", (), ("Farrow",), ""),
        ("Wilmot Farrow's", ("Wilmot",), ("Farrow",), ""),
    ],
)
def test_a_name_is_taken_apart(text, given, surname, suffix):
    name = parse_name(text)
    assert (name.given, name.surname, name.suffix) == (given, surname, suffix)


def test_what_somebody_is_called_stands_in_marks_or_brackets():
    assert parse_name('Odalys M. "Dolly" Brannock').called == ("Dolly",)
    assert parse_name("Odalys (Dolly) Brannock").called == ("Dolly",)
    assert parse_name("Odalys “Dolly” Brannock").surname == ("Brannock",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Odalys Brannock", "Senator Odalys M. Brannock"),
        ("Odalys Marie Brannock", "Odalys M. Brannock"),
        ("William Farrow", "Bill Farrow"),
        ("Elizabeth Saltmarsh Rowley", "Liz Saltmarsh-Rowley"),
        ("Rashid Ahmed Baloch", "Rasheed Ahmad-Baloch"),
        ("Mohammed Zarkoub", "Muhammad Zarkoub"),
        ("Yulia Tarasenko", "Julia Tarassenko"),
        ("Юлия Тарасенко", "Yuliya Tarasenko"),
        ("Γιώργος Πετρακάκης", "Giorgos Petrakakis"),
        ("Jörg Grünwald", "Joerg Gruenwald"),
        ("Jörg Grünwald", "Jorg Grunwald"),
        ("J.D. Farrow", "James David Farrow"),
        ("H. Tobias Quill", "Tobias Quill"),
        ("Odalys Vandermolen", "Odalys Vandremolen"),
        ("Zhenlu Wei", "Wei Zhenlu"),
        ("Samir al-Qasimi", "Sameer Qasimi"),
    ],
)
def test_one_person_is_written_in_many_ways(one, other):
    assert same_person(one, other) is Sameness.SAME
    assert same_person(other, one) is Sameness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("David Davies", "David Davis"),
        ("Tim Farrow", "Tom Farrow"),
        ("Jean Farrow", "Jane Farrow"),
        ("Patrick Quill", "Patricia Quill"),
        ("Paul Quill", "Paula Quill"),
        ("Wilmot Farrow Jr.", "Wilmot Farrow Sr."),
        ("Wilmot Farrow III", "Wilmot Farrow IV"),
        ("Wilmot A. Farrow", "Wilmot B. Farrow"),
        ("Hassan Zarkoub", "Hussein Zarkoub"),
        ("John Hutchinson", "John Hutchison"),
        ("Maria Fernandez", "Maria Hernandez"),
        ("Mr Farrow", "Mrs Farrow"),
        ("Lord Farrow of Ashby", "Lady Farrow of Ashby"),
        ("Jon Smyth", "John Smith"),
        ("Anders Dickson", "Anders Dixon"),
        ("Ministry of Health", "Ministry for Health"),
    ],
)
def test_two_people_stay_two(one, other):
    assert same_person(one, other) is Sameness.DIFFERENT
    assert same_person(other, one) is Sameness.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "doubt"),
    [
        ("Wilmot Farrow", "Wilmot Farrow Jr.", Doubt.SUFFIX),
        ("Farrow", "Wilmot Farrow", Doubt.ONE_WORD),
        ("Mr Farrow", "Wilmot Farrow", Doubt.ONE_WORD),
        ("W. Farrow", "Wilmot Farrow", Doubt.INITIAL),
        ("Stewart Farrow", "Stuart Farrow", Doubt.SPELLING),
        ("Jack Farrow", "John Farrow", Doubt.CALLED),
        ("Tobias Quill", "Henry Tobias Quill", Doubt.MIDDLE),
        ("Pilar Ortega", "Pilar Ortega Quintana", Doubt.SURNAME),
        ("Mr. Ortega Quintana", "Pilar Ortega Quintana", Doubt.ONE_WORD),
        ("Odalys Hartigueld", "Odalys Hartiguald", Doubt.FAMILY),
        ("Odalys Vandermolen", "Odalys Vanndermolen", Doubt.FAMILY),
        ("Owen T. Quill", "Owen H. T. Quill", Doubt.MIDDLE),
    ],
)
def test_what_names_alone_cannot_tell_is_only_possible(one, other, doubt):
    found = compare_names(parse_name(one), parse_name(other))
    assert found.sameness is Sameness.POSSIBLY
    assert found.doubts == {doubt}


_WORDS = st.text(st.sampled_from("abcdeikmnorstuvyz-'. Äöéжλٌمλ,\"()"), max_size=30)


@given(_WORDS, _WORDS)
def test_no_text_breaks_a_comparison_and_order_does_not_count(one, other):
    assert same_person(one, other) is same_person(other, one)
    if parse_name(one).surname:
        assert same_person(one, one) is not Sameness.DIFFERENT
