"""Diffs made ready to read never lose or invent a word."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.model.change import ChangeKind, DiffRow, Piece
from walkback.publish.running import running, stretches

TEXT = st.text("ab ", max_size=4)
STEPS = st.lists(st.tuples(st.sampled_from(("same", "out", "in")), TEXT), max_size=8)
SAME = DiffRow(None, (Piece("same", "as it was"),), (Piece("same", "as it was"),))
NEW = DiffRow(ChangeKind.ADDED, (), (Piece("in", "new"),))


def _row(steps):
    before = tuple(Piece(op, text) for op, text in steps if op != "in")
    after = tuple(Piece(op, text) for op, text in steps if op != "out")
    return DiffRow(ChangeKind.ALTERED, before, after)


def _side(pieces, without):
    return "".join(piece.text for piece in pieces if piece.op != without)


@given(STEPS)
def test_running_text_holds_both_sides_whole(steps):
    row = _row(steps)
    told = running(row)
    assert _side(told, "in") == _side(row.before, "in")
    assert _side(told, "out") == _side(row.after, "out")


@given(STEPS, STEPS)
def test_sides_that_do_not_agree_are_told_whole_too(before, after):
    row = DiffRow(ChangeKind.ALTERED, _row(before).before, _row(after).after)
    told = running(row)
    assert _side(told, "in") == "".join(piece.text for piece in row.before)
    assert _side(told, "out") == "".join(piece.text for piece in row.after)


def test_words_that_stayed_but_for_marks_and_spaces_are_cut_there_only():
    before = (Piece("same", "He didn\u2019t know it "), Piece("out", "then"))
    told = running(DiffRow(ChangeKind.ALTERED, before, (Piece("same", "He didn't know it"),)))
    assert [(piece.op, piece.text) for piece in told] == [
        ("same", "He didn"),
        ("out", "\u2019t know it then"),
        ("in", "'t know it"),
    ]


def test_a_space_left_over_goes_out_with_its_word():
    before = (Piece("same", "He knew it "), Piece("out", "then"))
    told = running(DiffRow(ChangeKind.ALTERED, before, (Piece("same", "He knew it"),)))
    assert [(piece.op, piece.text) for piece in told] == [
        ("same", "He knew it"),
        ("out", " then"),
    ]


def test_what_went_stands_before_what_came():
    row = _row([("same", "The ministry "), ("in", "was told"), ("out", "knew"), ("same", ".")])
    assert [piece.op for piece in running(row)] == ["same", "out", "in", "same"]


@given(st.lists(st.sampled_from((SAME, NEW)), max_size=30))
def test_folding_keeps_every_row_in_its_order(rows):
    found = stretches(rows)
    assert [row for stretch in found for row in stretch.rows] == rows
    assert all(row.kind is None for stretch in found if stretch.folded for row in stretch.rows)


def test_long_unchanged_stretches_are_folded_but_for_their_edges():
    found = stretches([NEW, *[SAME] * 7, NEW])
    assert [(len(stretch.rows), stretch.folded) for stretch in found] == [
        (1, False),
        (1, False),
        (5, True),
        (1, False),
        (1, False),
    ]


def test_short_unchanged_stretches_stay_open():
    assert not any(stretch.folded for stretch in stretches([NEW, *[SAME] * 4, NEW]))
