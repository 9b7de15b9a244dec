"""Acts of taking back: found in the speaker's own words, and nowhere else."""

import time

import pytest
from eval.acts import FLOORS, measure
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.model.act import Part
from walkback.model.reading import Passage, Reading
from walkback.model.verdict import Confidence, EventKind
from walkback.read.acts import acts

ACTS = [
    "I withdraw my statement of Monday about the harbour.",
    "I apologise to the nurses for my remarks.",
    "I have deleted my earlier tweet about the mill.",
    "I misspoke: the figure is 12, not 21.",
    "I stand by every word of my speech.",
]


def kinds(text, **more):
    return {act.kind.value for act in acts(text, **more)}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_set_written_for_the_project_holds_its_floors(name):
    tallies = measure(name)
    assert tallies["act"].of >= 40
    assert tallies["negative"].of >= 20
    assert not tallies["negative"].wrong
    act, link = FLOORS[name]
    assert tallies["act"].rate >= act, tallies["act"].wrong
    assert tallies["link"].rate >= link, tallies["link"].wrong


@pytest.mark.parametrize("text", ACTS)
def test_the_words_that_show_an_act_stand_where_it_says(text):
    for act in acts(f"Good morning, all.\n\n{text}\n\nThank you."):
        whole = f"Good morning, all.\n\n{text}\n\nThank you."
        assert whole[act.start : act.end] == act.words
        assert act.words in text
        assert act.why


@pytest.mark.parametrize("text", ACTS)
@pytest.mark.parametrize(
    "said", ['She said: "{}"', "He wrote: \u201c{}\u201d", "> {}", "RT @mill: {}"]
)
def test_words_quoted_from_others_are_no_act(said, text):
    assert kinds(text)
    assert not kinds(said.format(text))


@pytest.mark.parametrize("text", ACTS)
@pytest.mark.parametrize(
    "turn", ["Why would anybody think that {}?", "Nobody has ever said that {}"]
)
def test_questions_and_reports_are_no_act(turn, text):
    assert not kinds(turn.format(text[0].lower() + text[1:].rstrip(".")))


def test_a_quotation_in_a_reading_is_not_the_speakers_own():
    text = "The club wrote to us.\n\nWe apologise for our statement."
    at = text.index("We")
    passages = (Passage(text[: at - 2], 0, at - 2), Passage(text[at:], at, len(text), "quote"))
    reading = Reading("", text, passages, "0" * 64, "1")
    assert not acts(reading)
    assert acts(Reading("", text, (), "0" * 64, "1"))


def test_a_retraction_and_an_apology_are_two_acts():
    both = acts("I withdraw my remark and I apologise for it.")
    assert [act.kind for act in both] == [EventKind.RETRACTED, EventKind.APOLOGISED]


def test_how_much_is_taken_back_is_said():
    whole = acts("I withdraw my statement in full.")[0]
    part = acts("I withdraw the second paragraph of my statement.")[0]
    open_ = acts("I withdraw my remarks.")[0]
    assert [whole.part, part.part, open_.part] == [Part.FULL, Part.PART, Part.UNKNOWN]


def test_a_title_alone_shows_that_a_page_is_withdrawn():
    act = acts("", title="Statement withdrawn")[0]
    assert (act.kind, act.source, act.itself) == (EventKind.RETRACTED, "title", True)


def test_an_office_speaks_of_its_own_speaker_by_name_or_role():
    text = "Minister Brandt withdraws his remarks of Tuesday."
    assert kinds(text, speaker="Ida Brandt") == {"retracted"}
    assert not kinds(text, speaker="Otto Weber")
    assert not kinds(text)
    role = acts("The Minister apologises for his remarks.")[0]
    assert role.confidence is Confidence.MEDIUM


def test_a_picture_is_named_as_the_source():
    assert acts(ACTS[0], source="picture")[0].source == "picture"


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_raise_and_places_hold(text):
    for act in acts(text, title=text[:50]):
        whole = text[:50] if act.source == "title" else text
        assert whole[act.start : act.end] == act.words


@given(
    st.lists(st.sampled_from([*ACTS, "If so,", '"', "\u201c", "\n\n", "never", "I"]), max_size=9)
)
@settings(max_examples=60, deadline=None)
def test_no_mixture_of_acts_and_marks_makes_it_raise(parts):
    text = " ".join(parts)
    for act in acts(text):
        assert text[act.start : act.end] == act.words


@pytest.mark.parametrize("piece", ["I apologise ", '"', "'a ", "\n", "( ", "Correction: "])
def test_a_megabyte_of_anything_is_read_in_bounded_time(piece):
    started = time.process_time()
    acts(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 8
