"""Quoted words against one text: what changed is told, how it is printed is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import match
from walkback.model.quotation import Difference, FindingKind

SPEECH = (
    "We will not raise the tolls on the Harrow bridge this year. The council asked for five "
    "million, and I said no. I promise every driver in Selby that their commute will cost what it "
    "cost in 2019. It is a matter of fairness. Co-operation with the colour-coded 10% scheme goes "
    "on \u2026 perhaps for [all] of us. \u201cNo more\u201d, my late aunt used to say."
)

TOLLS = "We will not raise the tolls on the Harrow bridge this year"
FAIR = "It is a matter of fairness"
ASKED = "The council asked for five million"


def kind(words, text=SPEECH):
    found = match(words, text)
    return found and found.kind


def shown(words, text=SPEECH):
    found = match(words, text)
    return text[found.start : found.end]


@pytest.mark.parametrize(
    "words",
    [
        "We will not raise the tolls",
        "we will NOT raise the tolls on the Harrow bridge this year,",
        "The council asked for five million \u2013 and I said \u2018no\u2019",
        "the council asked for 5 million and I said no",
        "the council asked for 5m",
        "cooperation with the color-coded 10 per cent scheme",
        "Co\u00adoperation with\u00a0the colour\u2011coded 10 percent scheme",
        "goes on ... perhaps for [all] of us",
        "'No more,' my late aunt used to say",
    ],
)
def test_what_only_print_changed_is_verbatim(words):
    assert kind(words) is FindingKind.VERBATIM


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("We will not raise \u2026 this year", TOLLS),
        ("We will not raise [...] this year", TOLLS),
        ("The council asked . . . and I said no", f"{ASKED}, and I said no"),
        ("[T]heir commute will cost", "their commute will cost"),
        ("[they] asked for five million", "asked for five million"),
        ("I promise [commuters] in Selby", "I promise every driver in Selby"),
        ("I promise every driver (and rider) in Selby", "I promise every driver in Selby"),
        ("driver in Selby [sic] that their commute", "driver in Selby that their commute"),
        ("\u2026 a matter of fairness", "a matter of fairness"),
    ],
)
def test_what_the_article_marks_is_trimmed(words, there):
    assert kind(words) is FindingKind.TRIMMED
    assert shown(words) == there


def test_the_runs_of_a_trimmed_quotation_are_told():
    found = match("We will not raise \u2026 this year", SPEECH)
    assert [SPEECH[a:b] for a, b in found.pieces] == ["We will not raise", "this year"]


@pytest.mark.parametrize(
    ("words", "runs"),
    [(f"{TOLLS}. {FAIR}.", [TOLLS, FAIR]), (f"{FAIR}. {ASKED}", [FAIR, ASKED])],
)
def test_two_places_joined_without_a_mark_are_stitched(words, runs):
    found = match(words, SPEECH)
    assert found.kind is FindingKind.STITCHED
    assert [SPEECH[a:b] for a, b in found.pieces] == runs


@pytest.mark.parametrize(
    ("words", "differences"),
    [
        ("We will raise the tolls on the Harrow bridge", [("", "not")]),
        ("I promise every driver in Selby that their trip will cost", [("trip", "commute")]),
        ("It is a matter of great fairness", [("great", "")]),
        ("The council asked for six million, and I said yes", [("six", "five"), ("yes", "no")]),
        ("They will not raise the tolls on the Harrow bridge", [("They", "We")]),
        ("We will not raise the t**** on the Harrow bridge", []),
        ("We will not raise the f***s on the Harrow bridge", [("f***s", "tolls")]),
    ],
)
def test_changed_words_stand_side_by_side(words, differences):
    found = match(words, SPEECH)
    assert found.differences == tuple(Difference(*pair) for pair in differences)
    assert found.kind is (FindingKind.ALTERED if differences else FindingKind.VERBATIM)


@pytest.mark.parametrize(
    "words",
    [
        "The Selby line will have new trains before the winter comes",
        "What we need in this house is a different kind of courage",
        "",
        "\u2026",
        "[He]",
    ],
)
def test_other_words_are_not_there(words):
    assert match(words, SPEECH) is None


def test_a_link_that_is_left_out_changes_no_word():
    post = "My full statement https://voss.example/a?b=1 pic.twitter.com/x1 on the tolls is here"
    assert kind("My full statement on the tolls is here", post) is FindingKind.VERBATIM
    assert kind("My full statement on the new tolls is here", post) is FindingKind.ALTERED


def test_a_common_phrase_is_less_sure_than_a_sentence():
    assert match("of the", SPEECH + " of the").sure < 0.4
    assert match("I promise every driver in Selby", SPEECH).sure > 0.8


def test_the_nearest_of_two_like_beginnings_is_meant():
    found = match("I promise every rider in Selby", SPEECH)
    assert SPEECH[found.start : found.end] == "I promise every driver in Selby"


# ---- whatever the text

LETTERS = "abdegilmnorstu\u00e9\u00f6\u0436\u4e2d"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=7), min_size=12, max_size=60)
ENDS = st.lists(
    st.sampled_from(["", "", "", ",", ".", "!", " \u2013", ";", "\u2019s"]), min_size=60
)


def joined(words, ends):
    return " ".join(word + end for word, end in zip(words, ends, strict=False))


@given(WORDS, ENDS, st.data())
def test_any_cut_of_any_text_is_verbatim_and_its_span_gives_it_back(words, ends, data):
    text = joined(words, ends)
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 1, len(words)))
    quoted = joined(words[start:end], ends[start:end])
    found = match(quoted, text)
    assert found.kind is FindingKind.VERBATIM
    assert match(text[found.start : found.end], quoted).kind is FindingKind.VERBATIM


@given(WORDS, ENDS, st.data())
def test_a_word_put_in_anywhere_is_never_verbatim(words, ends, data):
    text = joined(words, ends)
    at = data.draw(st.integers(0, len(words)))
    put_in = data.draw(st.sampled_from(["zebra", "quickly", "[zebra]", "Zwy zxy"]))
    quoted = joined([*words[:at], put_in, *words[at:]], ["", *ends])
    assert kind(quoted, text) in (FindingKind.ALTERED, FindingKind.TRIMMED)


@given(WORDS, st.data())
def test_typography_never_matters(words, data):
    text = "\u201c" + " ".join(words) + ".\u201d"
    change = st.sampled_from(
        [" ", "  ", "\u00a0", "\n", " \u2013 ", ", ", "\u00ad ", "\u200b ", ' "']
    )
    gaps = data.draw(st.lists(change, min_size=len(words), max_size=len(words)))
    quoted = "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip()
    assert kind(quoted[0].swapcase() + quoted[1:], text) is FindingKind.VERBATIM


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_breaks_it_and_spans_lie_within(words, text):
    found = match(words, text)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        assert (found.kind is FindingKind.ALTERED) == bool(found.differences)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a " * 5_000, "a " * 20_000),
        ("a \u2026 " * 5_000, "a b " * 20_000),
        ("[" * 20_000, "a"),
        ("[!!!x" + "!" * 300 + "] a " * 500, "a b c"),
        ("a" * 100_000 + "[b]", "a" * 100_000),
        (". " * 20_000 + "x", "x"),
        ("the tolls ( " * 2_000, "the tolls " * 2_000),
        (" ".join(f"w{n}" for n in range(5_000)), " ".join(f"w{n}" for n in range(0, 20_000, 2))),
    ],
)
def test_hostile_words_end_in_bounded_time(words, text):
    start = time.process_time()
    match(words, text)
    assert time.process_time() - start < 2.0
