"""What counts as a change, and of which kind."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import compare, is_edit, likeness
from walkback.model.change import Change, ChangeKind
from walkback.read import read_text

A = "I said on Monday that the harbour board had misled the council."
B = "The board published its accounts on 3 May, and they are short by 4,000."
C = "I regret that I named Mr Holt, who had left the board two years earlier."
D = "The inquiry opens in September and I will give evidence to it in public."


def reading(*passages: str, title: str = "On the inquiry"):
    return read_text("\n\n".join(passages), title=title, url="https://marsh.example/7")


def kinds(old, new) -> list[str]:
    return [change.kind.value for change in compare(old, new)]


word = st.sampled_from(
    ["we", "said", "it", "was", "wrong", "Mr", "Holt", "4", "2019", "never", "the", "board", "böse"]
)
sentence = st.lists(word, min_size=1, max_size=12).map(lambda words: " ".join(words) + ".")
texts = st.lists(sentence, max_size=8)


@given(texts)
def test_a_reading_has_no_changes_to_itself(passages):
    assert compare(reading(*passages), reading(*passages)) == ()


@given(texts, st.data())
def test_typography_is_never_an_edit(passages, data):
    swaps = st.sampled_from(
        [
            (" ", "\u00a0"),
            (" ", "  "),
            ("wrong", "wro\u00adng"),
            (".", "\u200b."),
            ("said", "sai\u200bd"),
            (" ", "\n"),
        ]
    )
    altered = list(passages)
    for at in range(len(altered)):
        altered[at] = altered[at].replace(*data.draw(swaps))
    changes = compare(reading(*passages), reading(*altered))
    assert not is_edit(changes), changes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('He said "no" - twice...', "He said \u201cno\u201d \u2013 twice\u2026"),
        ("It's the board's", "It\u2019s the board\u2019s"),
        ("war\u2014peace", "war - peace"),
        ("the o\ufb03ce", "the office"),
        ("cafe\u0301", "caf\u00e9"),
        ("\uff14\uff10", "40"),
        ("\u2022 One point", "One point"),
        ("Well , then ( as he said ) .", "Well, then (as he said)."),
        ("\u00abNo\u00bb", '"No"'),
    ],
)
def test_marks_set_otherwise_are_typography(old, new):
    changes = compare(reading(A, old), reading(A, new))
    assert changes == (Change(ChangeKind.TYPOGRAPHY, old, new),)
    assert reading(old).sha256 == reading(new).sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the Board", "the board"),
        ("4,000", "4,500"),
        ("4,000", "40,00"),
        ("10\u00b2 m", "102 m"),
        ("He did", "He did not"),
        ("Did he?", "Did he."),
        ("I said it", 'I "said" it'),
        ("no. 5", "no. \u2013 5"),
        ("re-sign", "resign"),
    ],
)
def test_words_case_digits_and_marks_are_edits(old, new):
    changes = compare(reading(A, old), reading(A, new))
    assert changes == (Change(ChangeKind.ALTERED, old, new),)
    assert is_edit(changes)


def test_a_changed_passage_is_named_with_both_its_texts():
    new = C.replace("two", "three")
    assert compare(reading(A, B, C), reading(A, B, new)) == (Change(ChangeKind.ALTERED, C, new),)


def test_passages_come_and_go():
    assert compare(reading(A, B), reading(A, D, B)) == (Change(ChangeKind.ADDED, "", D),)
    assert compare(reading(A, D, B), reading(A, B)) == (Change(ChangeKind.DROPPED, D, ""),)


def test_a_passage_at_another_place_is_moved_not_dropped_and_added():
    assert compare(reading(A, B, C, D), reading(B, C, D, A)) == (Change(ChangeKind.MOVED, A, A),)


def test_a_passage_that_moved_and_was_reworded_is_altered():
    new = A.replace("Monday", "Tuesday")
    assert compare(reading(A, B, C, D), reading(B, C, D, new)) == (
        Change(ChangeKind.ALTERED, A, new),
    )


def test_unlike_passages_are_not_paired():
    assert sorted(kinds(reading(A, B, C), reading(A, D))) == ["added", "dropped", "dropped"]


def test_one_passage_rewritten_between_its_neighbours_is_altered():
    assert compare(reading(A, B, C), reading(A, D, C)) == (Change(ChangeKind.ALTERED, B, D),)


def test_the_title_is_compared_first():
    changes = compare(
        reading(A, title="Holt misled us"), reading(A, B, title="The board misled us")
    )
    assert changes == (
        Change(ChangeKind.TITLE, "Holt misled us", "The board misled us"),
        Change(ChangeKind.ADDED, "", B),
    )
    same = compare(reading(A, title="Holt's words"), reading(A, title="Holt\u2019s words"))
    assert [change.kind for change in same] == [ChangeKind.TYPOGRAPHY]


def test_other_cuts_between_passages_are_no_change():
    assert compare(reading(A, B, C), reading(f"{A} {B}", C)) == ()
    assert reading(A, B).sha256 == reading(f"{A} {B}").sha256


def test_a_passage_cut_in_two_with_a_word_changed_is_one_alteration():
    new = [A, B.replace("May", "June")]
    changes = compare(reading(f"{A} {B}", C), reading(*new, C))
    assert changes == (Change(ChangeKind.ALTERED, f"{A} {B}", "\n\n".join(new)),)


def test_lines_of_mere_marks_are_typography():
    changes = compare(reading(A), reading(A, "=====", "* * *"))
    assert not is_edit(changes)


@given(texts, texts)
def test_an_edit_is_found_exactly_where_the_digests_differ(old, new):
    one, two = reading(*old), reading(*new)
    assert is_edit(compare(one, two)) == (one.sha256 != two.sha256)


@given(texts, texts)
def test_every_word_that_went_or_came_is_in_a_change(old, new):
    changes = compare(reading(*old), reading(*new))
    for passage in set(old) - set(new):
        assert (
            any(passage in change.before for change in changes)
            or not is_edit(changes)
            or passage in " ".join(new)
        )


@given(sentence, sentence)
def test_likeness_is_a_share_and_symmetric(a, b):
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == 1.0


def test_likeness_counts_words_in_order():
    assert likeness("we were wrong", "we were right") == pytest.approx(2 / 3)
    assert likeness("we were wrong", "wrong were we") == pytest.approx(1 / 3)
    assert likeness("\u201cWe\u201d were \u2013 wrong!", "We were wrong") == 1.0
    assert likeness("", "we") == likeness("", "") == likeness("...", "...") == 0.0


def test_likeness_of_a_text_without_spaces_counts_its_letters():
    assert likeness("\u5341\u5e74\u524d", "\u5341\u5e74\u5f8c") == pytest.approx(2 / 3)


def test_a_page_rewritten_whole_is_compared_in_bounded_time():
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefghij", k=rng.randint(2, 9))) for _ in range(6000)]

    def text():
        return [" ".join(rng.choices(words, k=80)) for _ in range(300)]

    old, new = reading(*text()), reading(*text())
    assert len(old.text) > 150_000
    # The target is 0.2 s on a quiet machine; this bound only catches another order of growth.
    import time  # noqa: PLC0415 - only this test looks at the clock

    started = time.process_time()
    changes = compare(old, new)
    assert time.process_time() - started < 3
    assert len(changes) >= 300
