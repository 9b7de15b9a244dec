# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""Quoted words are found in every style of mark, and what is no statement is left alone."""

import pytest

from walkback.model.quotation import Article, QuotationKind
from walkback.model.reading import Passage
from walkback.read.quotations import SpeakerModel, quotations

RULES = SpeakerModel({})  # what is quoted does not hang on the model


def quoted(text):
    found = quotations(Article(text), RULES)
    return [one.text for one in found if one.kind is not QuotationKind.INDIRECT]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"We will go back now," said Anna Lind.', ["We will go back now,"]),
        ("“We will go back now,” said Anna Lind.", ["We will go back now,"]),
        ('“We will go back now," said Anna Lind.', ["We will go back now,"]),
        ('"We will go back now,” said Anna Lind.', ["We will go back now,"]),
        ("“We will go back now“, said Anna Lind.", ["We will go back now"]),
        ("„Wir gehen jetzt zurück“, sagte Anna Lind.", ["Wir gehen jetzt zurück"]),
        ("„Wir gehen jetzt zurück”, sagte Anna Lind.", ["Wir gehen jetzt zurück"]),
        ("»Wir gehen jetzt zurück«, sagte Anna Lind.", ["Wir gehen jetzt zurück"]),
        ("« Nous rentrons chez nous », a dit Anna Lind.", ["Nous rentrons chez nous"]),
        ("«Volvemos a casa ahora», dijo Anna Lind.", ["Volvemos a casa ahora"]),
        ("”Vi går hem nu igen”, sade Anna Lind.", ["Vi går hem nu igen"]),
        ("``We will go back now,'' said Anna Lind.", ["We will go back now,"]),
        ("''We will go back now,'' said Anna Lind.", ["We will go back now,"]),
        ("「私たちは帰ります」とリンドは言った。", ["私たちは帰ります"]),
        ("‘We won’t go back now,’ said Anna Lind.", ["We won’t go back now,"]),
        (
            "'We won't go to the Linds' house now,' said Anna.",
            ["We won't go to the Linds' house now,"],
        ),
        ("‘He told me “never again” and left,’ said Anna.", ["He told me “never again” and left,"]),
        ("“He told me ‘never again’ and left,” said Anna.", ["He told me ‘never again’ and left,"]),
        ('“She read "The Long Road" to us,” said Anna.', ['She read "The Long Road" to us,']),
        ("“It is over,” said Anna Lind. “We go home.”", ["It is over,", "We go home."]),
        ("(“It is over now,” said Anna Lind.)", ["It is over now,"]),
    ],
)
def test_marks_of_every_style_open_and_close(text, words):
    assert quoted(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The ladies' and men's teams won't play in the '90s hall, the players' Jo O'Hara said.",
        "It's the workers' rights that the firm's owners' lawyers didn't read.",
        'He is 6\'2" tall and threw it 30" far.',
        "Rock 'n' roll isn't what 'twas.",
    ],
)
def test_apostrophes_and_inches_quote_nothing(text):
    assert quoted(text) == []


def test_a_paragraph_opened_and_not_closed_goes_on_in_the_next():
    text = (
        "“We came as nine men,” said Father Rook. “We built this.\n\n"
        "“Now we are three.\n\n“We leave before the winter.” He wept."
    )
    assert quoted(text) == [
        "We came as nine men,",
        "We built this.",
        "Now we are three.",
        "We leave before the winter.",
    ]


def test_a_paragraph_that_goes_on_without_a_mark_of_its_own_is_quoted_too():
    text = 'Anna Lind said: "We came as nine.\n\nNow we are only three," and sat down.'
    assert quoted(text) == ["We came as nine.", "Now we are only three,"]


def test_a_mark_never_closed_swallows_no_other_paragraph():
    text = "The “old mill was sold.\n\n“We are glad of it,” said Anna Lind."
    assert quoted(text) == ["We are glad of it,"]


def test_a_block_quotation_is_quoted_without_marks():
    text = "She wrote to us:\n\nI have nothing to add.\n\nThat was all."
    spans = [(0, 16, "paragraph"), (18, 40, "quote"), (42, 55, "paragraph")]
    passages = tuple(Passage(text[a:b], a, b, kind) for a, b, kind in spans)
    found = quotations(Article(text, passages=passages), RULES)
    assert [(one.text, one.kind) for one in found] == [
        ("I have nothing to add.", QuotationKind.DIRECT)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Lind starred in “The Long Road Home” last year, she said.",
        'He appeared on Channel Nine\'s "Good Morning Northtown" on Monday.',
        "Lind, who wrote the novel “A House of Water”, lives here.",
        'Joe "The Hammer" Stone opened the fair.',
        "So-called “ghost kitchens of the north” are spreading.",
        "The word “backstop” is not heard here.",
        "They call it the “long table” in the village.",
        "The firm is known as “Blue” in the trade.",
    ],
)
def test_titles_nicknames_and_terms_are_no_statements(text):
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We will never agree to this,” Anna Lind said.", "direct"),
        ("Anna Lind said: “We will never agree.”", "direct"),
        ("Anna Lind said that “we will never agree to such a plan as that one”.", "direct"),
        ("Anna Lind called the plan “absurd”.", "fragment"),
        ("Anna Lind said it was “a disgrace to the town” and left.", "fragment"),
        ("“Absurd,” Anna Lind said.", "direct"),
    ],
)
def test_a_clause_is_direct_and_a_few_words_in_the_sentence_a_fragment(text, kind):
    assert [one.kind for one in quotations(Article(text), RULES)] == [kind]
