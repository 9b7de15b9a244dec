"""Who speaks, how the article says so, and the fullest name it gives them."""

import pathlib

import pytest

import walkback.read.quotations as room
from walkback.model.quotation import Article, Embed, QuotationKind
from walkback.read.quotations import load_model, quotations

MODEL = load_model((pathlib.Path(room.__file__).parent / "speakers.json.gz").read_bytes())


def speakers(text, **article):
    found = quotations(Article(text, **article), MODEL)
    return [
        (one.speaker.mention, one.speaker.name, one.speaker.how) if one.speaker else None
        for one in found
        if one.kind is not QuotationKind.INDIRECT
    ]


@pytest.mark.parametrize(
    ("text", "mention", "name", "how"),
    [
        ("“We shall win,” said Anna Lind.", "Anna Lind", "Anna Lind", "named"),
        ("“We shall win,” Anna Lind told the Gazette.", "Anna Lind", "Anna Lind", "named"),
        ("Anna Lind said: “We shall win.”", "Anna Lind", "Anna Lind", "named"),
        ("Anna Lind, who lost in May, wrote: “We shall win.”", "Anna Lind", "Anna Lind", "named"),
        ("“We shall win,” Mr. Tom Berg added.", "Mr. Tom Berg", "Tom Berg", "named"),
        (
            "“We shall win,” said the former minister.",
            "the former minister",
            "the former minister",
            "described",
        ),
        ("“We shall win,” the ministry said.", "the ministry", "the ministry", "described"),
        ("“We shall win this,” two officials said.", "two officials", "two officials", "described"),
        (
            "According to Anna Lind, the plan is “a gift to the north”.",
            "Anna Lind",
            "Anna Lind",
            "named",
        ),
        (
            "The plan is “a gift to the north”, according to Anna Lind.",
            "Anna Lind",
            "Anna Lind",
            "named",
        ),
        ("“Wir gewinnen das“, sagte Anna Lind.", "Anna Lind", "Anna Lind", "named"),
        ("« Nous allons gagner », a déclaré Anna Lind.", "Anna Lind", "Anna Lind", "named"),
        ("«Vamos a ganar», dijo Anna Lind.", "Anna Lind", "Anna Lind", "named"),
    ],
)
def test_a_speaker_beside_the_words_is_found(text, mention, name, how):
    assert speakers(text) == [(mention, name, how)]


def test_a_short_name_stands_for_the_fullest_of_the_article():
    text = (
        "Imran Ahmad Sole resigned on Monday. Crispin Hale defended him.\n\n"
        "“I am sorry,” Sole said.\n\n“He is innocent,” Mr Hale wrote."
    )
    assert [name for _, name, _ in speakers(text)] == ["Imran Ahmad Sole", "Crispin Hale"]


def test_two_of_one_name_are_never_merged():
    text = (
        "Anna Lind and her brother Tom Lind own the mill.\n\n"
        "“We will sell,” Ms Lind said.\n\n“We will not,” Tom Lind said."
    )
    assert [name for _, name, _ in speakers(text)] == ["Anna Lind", "Tom Lind"]


def test_a_name_that_two_share_keeps_its_own_words():
    text = "Robin Lind met Kim Lind on the bridge.\n\n“It is cold,” Lind said."
    assert [name for _, name, _ in speakers(text)] == ["Lind"]


def test_a_pronoun_stands_for_the_person_before_it():
    text = (
        "Mr Tom Berg spoke to Ms Anna Lind on Monday.\n\n"
        "“I was there,” she said.\n\n“So was I,” he said."
    )
    assert speakers(text) == [
        ("she", "Anna Lind", "pronoun"),
        ("he", "Tom Berg", "pronoun"),
    ]


def test_what_follows_a_speech_is_carried_over_from_it():
    text = "“It is over,” said Anna Lind, the mayor. “We go home.”\n\n“And we stay there.”"
    assert speakers(text) == [
        ("Anna Lind", "Anna Lind", "named"),
        ("Anna Lind", "Anna Lind", "carried"),
        ("Anna Lind", "Anna Lind", "carried"),
    ]


def test_a_continued_paragraph_has_the_speaker_of_the_one_before():
    text = "“We came as nine,” said Father Rook. “We built it.\n\n“Now we are three.”"
    assert [name for _, name, _ in speakers(text)] == ["Rook"] * 3 or [
        name for _, name, _ in speakers(text)
    ] == ["Father Rook"] * 3


def test_a_description_beside_a_name_is_that_person():
    text = "The head of the museum, Aurel Kist, said: “The bell was never ours.”"
    [(_, name, _)] = speakers(text)
    assert name == "Aurel Kist"


def test_a_letter_is_its_writers():
    text = "Magnus Thorley resigned.\n\nHis letter says: “I have done all I can for this town.”"
    assert [name for _, name, _ in speakers(text)] == ["Magnus Thorley"]


def test_an_embedded_post_is_its_owners():
    text = "He was brief.\n\nI resign today. — Tom Berg (@tberg) April 12, 2022\n\nThen he left."
    post = Embed("I resign today.", 15, 30, "Tom Berg", "@tberg", "2022-04-12")
    found = quotations(Article(text, embeds=(post,)), MODEL)
    [one] = [one for one in found if one.kind is QuotationKind.POST]
    assert one.text == text[one.start : one.end] == "I resign today."
    assert (one.speaker.name, one.speaker.how) == ("Tom Berg", "owner")
    assert text[one.speaker.start : one.speaker.end] == "Tom Berg"


def test_the_owner_of_a_post_that_the_text_does_not_name_has_no_place():
    post = Embed("I resign today.", 0, 15, "Tom Berg", "@tberg")
    [one] = quotations(Article("I resign today.", embeds=(post,)), MODEL)
    assert (one.speaker.name, one.speaker.start, one.speaker.end) == ("Tom Berg", 0, 0)


def test_words_that_nobody_is_given_have_no_speaker():
    assert speakers("“All shall be well in the end.”") == [None]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Anna Lind said that the bridge would close in May.",
            "the bridge would close in May",
            "Anna Lind",
        ),
        (
            "The bridge will close in May, the council said.",
            "The bridge will close in May",
            "the council",
        ),
        (
            "The bridge will close, according to the council.",
            "The bridge will close",
            "the council",
        ),
        (
            "The mayor told reporters that he had decided to go.",
            "he had decided to go",
            "The mayor",
        ),
    ],
)
def test_what_is_reported_without_marks_is_indirect(text, words, name):
    [one] = quotations(Article(text), MODEL)
    assert (one.text, one.kind, one.speaker.name) == (words, QuotationKind.INDIRECT, name)


@pytest.mark.parametrize(
    "text", ["Anna Lind thought that it was late.", "Anna Lind went home.", "It rained, they say."]
)
def test_thoughts_and_deeds_are_not_reported_speech(text):
    assert quotations(Article(text), MODEL) == ()
