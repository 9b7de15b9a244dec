"""Who of a register is meant. All people are invented."""

import pytest

from walkback.model.register import Context, Register, resolve
from walkback.model.source import Speaker

PEOPLE = [
    Speaker("1", "Odalys M. Brannock", ("Dolly Brannock",), ("@OBrannock", "@dolly@votes.example")),
    Speaker(
        "2",
        "Wilmot Farrow, Jr.",
        ("Bill Farrow",),
        ("farrow.example",),
        ("https://farrow.example/",),
    ),
    Speaker("3", "Rashid Ahmad Baloch"),
    Speaker("4", "John Smith", sites=("https://www.jsmith.example/",)),
    Speaker("5", "John Q. Smith", sites=("https://jqsmith.example/",)),
    Speaker("6", "Henry C. Vandermolen", ("Henry Vandermolen",)),
    Speaker("7", "Ministry of Fisheries"),
    Speaker("8", "Pilar Ortega Quintana"),
    Speaker("9", "Marc Hollenbeck"),
    Speaker("10", "Stuart MacDonald"),
]
REGISTER = Register(PEOPLE)


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("odalys m.  brannock", "1"),
        ("Dolly Brannock", "1"),
        ("Sen. Odalys Brannock", "1"),
        ("BRANNOCK, Odalys", "1"),
        ("@obrannock", "1"),
        ("@Dolly@votes.example", "1"),
        ("farrow.example", "2"),
        ("Wilmot Farrow", "2"),
        ("Rasheed Ahmed Baloch", "3"),
        ("Ministry of Fisheries", "7"),
        ("Pilar Ortega", "8"),
        ("Mark Hollenbeck", "9"),
        ("Henry Vanndermolen", "6"),
        ("Henry Vandremolen", "6"),
        ("John Smith", "4"),
        ("John Q. Smith", "5"),
    ],
)
def test_a_mention_finds_its_speaker(mention, expected):
    found = resolve(mention, REGISTER)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    "mention",
    [
        "Brannock",
        "Odalys Q. Brannock",
        "Wilmot Farrow Sr.",
        "Henry Q. Vandermolen",
        "Jack Smith",
        "Mr Smith",
        "Stewart MacDonald",
        "@brannock",
        "OBrannock",
        "Pilar Ortega Quintana de la Vega",
        "Ministry for Fisheries",
        "J. Smith",
        "",
        "...",
    ],
)
def test_where_nobody_is_surely_meant_nobody_is_named(mention):
    assert resolve(mention, PEOPLE) is None


def test_a_suffix_that_the_register_lacks_is_another_persons():
    assert resolve("John Smith Jr.", [Speaker("4", "John Smith")]) is None
    assert resolve("John Smith", [Speaker("4", "John Smith, Jr.")]) is not None


def test_two_whom_a_name_fits_are_both_given():
    found = REGISTER.candidates("Johnny Smith")
    assert [speaker.id for speaker in found] == ["4", "5"]
    assert REGISTER.resolve("Johnny Smith") is None


def test_the_site_tells_two_of_one_name_apart():
    found = REGISTER.resolve("Johnny Smith", Context(site="http://jqsmith.example/news/7"))
    assert found is not None
    assert found.id == "5"


def test_a_family_name_alone_needs_an_article_in_which_nobody_else_has_it():
    assert _id("Brannock", Context()) == "1"
    assert _id("Ms Brannock", Context(names=["Odalys Brannock", "Wilmot Farrow"])) == "1"
    assert _id("Brannock", Context(names=["Odalys Brannock", "Petra Brannock"])) is None
    assert _id("Brannock", Context(names=["Petra Brannock"])) is None
    assert _id("Smith", Context()) is None
    assert _id("Ms. Ortega Quintana", Context()) == "8"
    assert _id("Ortega Quintana", None) is None


def test_the_fuller_name_of_the_article_decides():
    assert _id("Smith", Context(fuller="John Q. Smith")) == "5"
    assert _id("Brannock", Context(fuller="Petra Brannock")) is None


def test_an_account_tells_who_speaks_unless_its_name_is_another_speakers():
    assert _id("Team Dolly", Context(handle="@OBrannock")) == "1"
    assert _id("Henry Vandermolen", Context(handle="@OBrannock")) is None


def _id(mention, context):
    found = REGISTER.resolve(mention, context)
    return found and found.id
