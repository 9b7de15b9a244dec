# ruff: noqa: RUF001 - quotation marks and their look-alikes are this file's subject
"""What holds for the quotations of any text whatever."""

import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import walkback.read.quotations as room
from walkback.errors import BadFile
from walkback.model.quotation import Article, QuotationKind
from walkback.model.reading import Passage
from walkback.read.quotations import SpeakerModel, load_model, quotations

FILE = pathlib.Path(room.__file__).parent / "speakers.json.gz"
MODEL = load_model(FILE.read_bytes())
PIECES = st.sampled_from(
    [
        *"\"“”„‟«»‹›'‘’‚「」()[]—-.,:;?!…\n\t ",
        "\n\n",
        "``",
        "''",
        " said ",
        "Anna Lind",
        " she ",
        "the mayor",
        " told ",
        "Mr",
        "we will",
        " that ",
        "@lind",
        "https://x.example/a",
        "’s",
        "\u00a0",
        "日本",
        "\u200b",
        "\ud7ff",
        "İ",
        "1990s",
        "according to ",
        "pic.twitter.com/x",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=120).map("".join)


def sound(text, found):
    end = 0
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text.strip()
        assert one.start >= end, "two quotations overlap"
        end = one.end
        if one.speaker is not None:
            assert one.speaker.mention
            assert one.speaker.name
            if one.speaker.end:
                assert text[one.speaker.start : one.speaker.end] == one.speaker.mention


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.booleans())
def test_places_give_the_words_back_and_no_two_overlap_in_any_text(text, weighed):
    sound(text, quotations(Article(text), MODEL if weighed else SpeakerModel({})))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=5), st.sampled_from(["paragraph", "quote", "heading"]))
def test_they_do_in_any_article_of_passages(texts, kind):
    passages, at = [], 0
    for text in texts:
        passages.append(Passage(text, at, at + len(text), kind))
        at += len(text) + 2
    text = "\n\n".join(texts)
    sound(text, quotations(Article(text, passages=tuple(passages)), MODEL))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["We shall not go back", "It is over", "I was wrong then"]), min_size=1
    )
)
def test_every_quoted_sentence_with_its_speaker_is_found(sentences):
    text = "\n\n".join(f"“{one},” said Anna Lind." for one in sentences)
    found = quotations(Article(text), MODEL)
    assert [one.text for one in found] == [f"{one}," for one in sentences]
    assert {one.speaker.name for one in found} == {"Anna Lind"}
    assert {one.kind for one in found} == {QuotationKind.DIRECT}


def test_the_model_shipped_is_small():
    assert FILE.stat().st_size < 5_000_000
    assert len(MODEL.weights) > 1000


@pytest.mark.parametrize("data", [b"", b"no model", FILE.read_bytes()[:-40]])
def test_another_file_is_no_model_and_says_how_to_make_one(data):
    with pytest.raises(BadFile, match=r"the speaker model cannot be read.*make train"):
        load_model(data)
