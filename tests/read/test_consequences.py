"""Only what a reporter states as having come of it, of the person who is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.read.consequences import consequences

NAMES = ("Ines Tallow",)
REPORTED = [
    ("resignation-offered", "Ms Tallow has offered her resignation, the party said on Monday."),
    ("resignation-offered", "Ines Tallow, the member for Halder, resigned on 5 May."),
    ("resignation-offered", "Tallow offered to stand down last week."),
    ("expelled", "Ines Tallow was expelled from the Harbour Party on Tuesday."),
    ("expelled", "The party expelled Cllr. Tallow after a vote of its board."),
    ("suspended", "Tallow had the whip withdrawn after the post."),
    ("suspended", "The council suspended the member Ines Tallow for six weeks."),
    ("convicted", "Ines Tallow was found guilty of contempt by the court in Brack."),
    ("convicted", "In March a court convicted Ines Tallow of libel."),
    ("appeal-announced", "Ms Tallow said that she would appeal."),
    ("appeal-announced", "Tallow has lodged an appeal."),
]
NONE = [
    "Mr Reeve called on her: Ines Tallow should have resigned.",
    "The opposition called on Tallow to resign.",
    "Ines Tallow was not expelled from the party.",
    "Ines Tallow has not resigned.",
    "If Tallow resigned there would be an election.",
    "Ines Tallow could be suspended.",
    "Ines Tallow faces being expelled.",
    "Mr Reeve said: “Ines Tallow was convicted of libel.”",
    "Was Ines Tallow suspended?",
    "Ines Tallow said that Otto Reeve was suspended.",
    "Tom Tallow was convicted of libel.",
    "Tallow's account was suspended.",
    "Ines Tallow denied that she had resigned.",
    "Rumours that Ines Tallow resigned were false.",
    "Ines Tallow was acquitted.",
    "The conviction was overturned after Ines Tallow was convicted.",
    "Otto Reeve resigned after Ines Tallow spoke.",
    "The ferry service was suspended, said Ines Tallow.",
    "Ines Tallow suspended her campaign.",
    "Ines Tallow appealed for calm.",
]


@pytest.mark.parametrize(("kind", "sentence"), REPORTED)
def test_what_is_reported_is_found_as_the_reporters_sentence(kind, sentence):
    text = f"It rained in Halder. {sentence} The ferry ran."
    (found,) = consequences(text, NAMES)
    assert (found.kind, found.text) == (kind, sentence)


@pytest.mark.parametrize("sentence", NONE)
def test_what_is_denied_asked_for_quoted_or_of_another_is_none(sentence):
    assert consequences(sentence, NAMES) == ()


def test_when_it_was_is_given_as_the_sentence_has_it():
    (found,) = consequences(REPORTED[1][1], NAMES)
    assert found.when == "on 5 May"


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    consequences(f"{text} Tallow {text}", ("Tallow", "", text))
