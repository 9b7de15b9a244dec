"""Lines that a person set aside are not compared; what is left out is told with its reason."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import compare
from walkback.compare.masks import apart, counts, left_out, moving, set_aside, without
from walkback.model.mask import Why
from walkback.model.reading import Passage, Reading
from walkback.model.words import words_digest

LINES = ("The ferry sails all winter.", "Readers right now: 4711", "Nobody pays more for it.")


def reading(*lines, title="On the ferry"):
    passages, at = [], 0
    for line in lines:
        passages.append(Passage(line, at, at + len(line)))
        at += len(line) + 2
    return Reading(
        title, "\n\n".join(lines), tuple(passages), words_digest(title, lines), reader="1"
    )


def test_a_line_that_contains_the_text_is_left_out_whatever_its_case_and_typography():
    left = without(reading(*LINES), ["READERS  right"])
    assert left == reading(LINES[0], LINES[2])
    assert without(reading("\u201cSo\u201d he said", LINES[0]), ['"so"']) == reading(LINES[0])


def test_a_title_that_contains_the_text_is_left_out():
    assert without(reading(*LINES), ["ferry"]) == reading(*LINES[1:], title="")


def test_without_a_fitting_line_it_is_the_reading_itself():
    whole = reading(*LINES)
    assert without(whole, ["orchard"]) is whole


@given(st.lists(st.text(max_size=20), max_size=5), st.text(min_size=1, max_size=3))
def test_what_is_left_has_its_spans_and_digest_in_order(lines, ignored):
    left = without(reading(*lines), [ignored])
    assert all(left.text[one.start : one.end] == one.text for one in left.passages)
    assert left.sha256 == words_digest(left.title, (one.text for one in left.passages))
    assert without(left, [ignored]) == left


def test_a_page_is_never_ignored_as_a_whole():
    pair = reading(*LINES), reading("This page was taken down.")
    assert apart(pair, ["e"]) == pair
    assert apart(pair, ["readers"])[0] == reading(LINES[0], LINES[2])


def test_a_line_counts_only_where_its_words_differ():
    old, new = reading(*LINES), reading(LINES[0], "Readers right now: 12", LINES[2])
    assert counts(old, new, ["readers"])
    assert not counts(old, new, ["ferry"])
    assert not counts(old, reading(*reversed(LINES)), ["readers"])
    assert not counts(old, new, [])


def test_what_differs_in_an_ignored_line_is_told_by_its_newest_words():
    old, new = reading(*LINES), reading(LINES[0], "Readers right now: 12", LINES[2])
    (told,) = set_aside(old, new, ["readers"])
    assert (told.words, told.why) == ("Readers right now: 12", Why.SET_ASIDE)
    (gone,) = set_aside(old, reading(LINES[0]), ["readers"])
    assert gone.words == LINES[1]
    assert set_aside(old, old, ["readers"]) == ()


def test_lines_that_differ_in_numbers_alone_have_one_shape():
    old, new = reading(*LINES), reading(LINES[0], "Readers right now: 12", LINES[2])
    (one,), (other,) = moving(old, new), moving(new, old)
    assert one.why is Why.MOVES
    assert "4711" in other.words
    assert one.shape == other.shape


def test_a_long_comparison_is_told_by_its_first_excerpts_each_bounded():
    many = reading(*(f"Line {'abcdefghijklmnopqrstuvwxyz'[at]} " + "so " * 200 for at in range(20)))
    told = left_out(compare(reading("Nothing else."), many), Why.SITE)
    assert 0 < len(told) <= 12
    assert all(0 < len(one.words) <= 240 for one in told)
