"""Two versions side by side."""

from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import diff
from walkback.model.change import ChangeKind
from walkback.read import read_text


def reading(text: str, title: str = ""):
    return read_text(text, title=title, url="https://marsh.example/7")


def sides(rows) -> tuple[str, str]:
    """Both texts, put together again from the pieces."""
    rows = [row for row in rows if row.kind is not ChangeKind.TITLE]
    before = ["".join(piece.text for piece in row.before) for row in rows if row.before]
    after = ["".join(piece.text for piece in row.after) for row in rows if row.after]
    return "\n\n".join(before), "\n\n".join(after)


passage = st.text("ab Ü.,-\u2019\u201d1\u4e2d", min_size=1, max_size=30)
text = st.lists(passage, max_size=6).map("\n\n".join)


@given(text, text)
def test_the_pieces_are_both_texts(old, new):
    one, two = reading(old), reading(new)
    assert sides(diff(one, two)) == (one.text, two.text)


@given(text, text)
def test_pieces_stand_on_their_side(old, new):
    for row in diff(reading(old), reading(new)):
        assert {piece.op for piece in row.before} <= {"same", "out"}
        assert {piece.op for piece in row.after} <= {"same", "in"}
        assert all(piece.text for piece in row.before + row.after)


@given(text)
def test_the_same_text_is_all_the_same(old):
    for row in diff(reading(old), reading(old)):
        assert row.kind is None
        assert row.before == row.after


def test_a_changed_word_is_marked_with_its_spaces():
    [row] = diff(
        reading("We were never told of 1,500 votes."), reading("We were told of 2,500 votes.")
    )
    assert row.kind is ChangeKind.ALTERED
    assert [piece.text for piece in row.after if piece.op == "in"] == ["2,500 "]
    assert [piece.text for piece in row.before if piece.op == "out"] == ["never ", "1,500 "]


def test_small_islands_join_their_shores():
    old = "The board lied to us, and it knew what it did."
    new = "Some members of it may have been mistaken, and nobody could have seen what it did."
    [row] = diff(reading(old), reading(new))
    assert [piece.op for piece in row.after].count("in") <= 2


def test_rows_say_what_happened_to_a_passage():
    old = "Alpha one two three.\n\nBravo four five six.\n\nEcho one.\n\nCharlie seven eight nine."
    new = (
        "Bravo four five six.\n\nEcho one.\n\nCharlie seven eight ten.\n\nAlpha one "
        "two three.\n\nDelta."
    )
    assert [row.kind for row in diff(reading(old), reading(new))] == [
        ChangeKind.MOVED,
        None,
        None,
        ChangeKind.ALTERED,
        ChangeKind.MOVED,
        ChangeKind.ADDED,
    ]


def test_the_title_has_a_row_only_where_it_differs():
    rows = diff(reading("We said it.", "Our word"), reading("We said it.", "Our last word"))
    assert [row.kind for row in rows] == [ChangeKind.TITLE, None]
    assert [piece.text for piece in rows[0].after if piece.op == "in"] == ["last "]


def test_typography_is_shown_as_such():
    [row] = diff(reading('He said "no".'), reading("He said \u201cno\u201d."))
    assert row.kind is ChangeKind.TYPOGRAPHY
