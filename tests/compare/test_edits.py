"""What changed, in words a person can use, from a slip to a reversal of meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import compare, diff, name, same_words
from walkback.model.change import NamedChange, Rank, Sort
from walkback.read import read_text

STAYS = "The harbour board met in Marsh and heard from the people of the town."


def reading(text: str, title: str = "On the inquiry"):
    return read_text(f"{STAYS}\n\n{text}", title=title, url="https://marsh.example/7")


def told(before: str, after: str) -> list[NamedChange]:
    old, new = reading(before), reading(after)
    return list(name(old, new, compare(old, new)))


@pytest.mark.parametrize(
    ("before", "after", "kind", "rank", "reason"),
    [
        (
            "We will not resign over this.",
            "We will resign over this.",
            Sort.NEGATION,
            Rank.REVERSAL,
            '"not" was taken out: the sentence now says the opposite',
        ),
        (
            "He said it on Monday.",
            "He did not say it on Monday.",
            Sort.NEGATION,
            Rank.REVERSAL,
            '"not" was put in: the sentence may now say the opposite',
        ),
        (
            "Der Rat hat das und die Akten nicht gesehen.",
            "Der Rat hat das und die Akten gesehen.",
            Sort.NEGATION,
            Rank.REVERSAL,
            '"nicht" was taken out: the sentence now says the opposite',
        ),
        (
            "The order was lawful.",
            "The order was unlawful.",
            Sort.NEGATION,
            Rank.REVERSAL,
            '"lawful" became "unlawful": the sentence may now say the opposite',
        ),
        (
            "At least 12 people died there.",
            "At least 21 people died there.",
            Sort.NUMBER,
            Rank.FACT,
            "a number changed: 12 became 21",
        ),
        (
            "It cost two million crowns.",
            "It cost two billion crowns.",
            Sort.NUMBER,
            Rank.FACT,
            'a number changed: "million" became "billion"',
        ),
        (
            "They met on 3 May in the hall.",
            "They met on 4 May in the hall.",
            Sort.DATE,
            Rank.FACT,
            "a date changed: 3 became 4",
        ),
        (
            "I wrote to Mrs Ambler about it.",
            "I wrote to Mrs Holt about it.",
            Sort.NAME,
            Rank.FACT,
            'a name changed: "Ambler" became "Holt"',
        ),
        (
            "We will build the bridge.",
            "We may build the bridge.",
            Sort.WORDING,
            Rank.FACT,
            'said less firmly: "will" became "may"',
        ),
        (
            "They recieved the letter.",
            "They received the letter.",
            Sort.WORDING,
            Rank.SLIP,
            'a few letters: "recieved" became "received"',
        ),
        (
            "We won't build the bridge.",
            "We will not build the bridge.",
            Sort.WORDING,
            Rank.SLIP,
            '"won\'t" became "will not"',
        ),
        (
            "She read the report slowly.",
            "She read the report on the train.",
            Sort.WORDING,
            Rank.WORDING,
            '"slowly" became "on the train"',
        ),
        (
            "Was it wrong?",
            "Was it wrong.",
            Sort.WORDING,
            Rank.SLIP,
            'only punctuation: "?" became "."',
        ),
    ],
)
def test_a_change_is_told_by_what_it_does_to_its_sentence(before, after, kind, rank, reason):
    (found,) = told(before, after)
    assert (found.kind, found.rank, found.reason) == (kind, rank, reason)
    assert found.before == before
    assert found.after == after


def test_passages_titles_and_notes_are_told_as_what_they_are():
    note = "Correction: an earlier version of this statement gave a wrong date."
    plain = "The inquiry opens in September."
    assert [(c.kind, c.reason) for c in told("", note)] == [
        (Sort.CORRECTION, "a note of correction was added")
    ]
    assert [(c.kind, c.reason) for c in told(note, "")] == [
        (Sort.DROPPED, "a note of correction was dropped")
    ]
    assert [(c.kind, c.reason) for c in told(plain, "")] == [
        (Sort.DROPPED, "a passage of 5 words was dropped")
    ]
    old, new = reading(plain, "12 boats lost"), reading(plain, "21 boats lost")
    (title,) = name(old, new, compare(old, new))
    assert (title.kind, title.rank) == (Sort.TITLE, Rank.FACT)
    assert title.reason == "the title was changed: a number changed: 12 became 21"


def test_a_text_that_is_another_is_replaced_as_a_whole():
    old = read_text(STAYS, title="A", url="https://marsh.example/7")
    new = read_text("Nothing to see: our new shop opens its doors soon for all.", title="A", url="")
    found = name(old, new, compare(old, new))
    assert found[0].kind is Sort.REPLACED
    assert "of its words are left" in found[0].reason


def test_a_denial_that_went_from_one_place_to_another_turns_nothing_for_sure():
    found = told("I did not say that he lied to them.", "I did say that he lied not to them.")
    assert {c.kind for c in found} == {Sort.NEGATION}
    assert {c.rank for c in found} == {Rank.FACT}
    assert all("elsewhere" in c.reason for c in found)


def test_a_clause_of_its_own_turns_nothing():
    found = told("He apologised.", "He apologised, and he had not lied to anyone in the town.")
    assert max(c.rank for c in found) < Rank.REVERSAL


def test_words_that_only_look_like_denials_are_wording():
    (found,) = told("He is brave and kind.", "He is not only brave and kind.")
    assert found.rank < Rank.REVERSAL
    (found,) = told("It stands in house 5.", "It stands in house No. 5.")
    assert found.kind is not Sort.NEGATION


def test_what_weighs_most_is_told_first_and_no_more_than_twelve():
    before = "\n\n".join(f"Passage {n} tells of boat {n} in the harbour." for n in range(30))
    after = before.replace("boat 7 in", "boat 77 in").replace("harbour.", "habour.")
    found = told(before, after)
    assert len(found) == 12
    assert found[0].reason == "a number changed: 7 became 77"
    assert [c.rank for c in found] == sorted((c.rank for c in found), reverse=True)


def test_the_diff_tells_the_same_beside_its_rows():
    rows = diff(reading("At least 12 died."), reading("At least 21 died."))
    assert [row.changes for row in rows if row.kind is None] == [()]
    (row,) = [row for row in rows if row.kind is not None]
    assert row.changes[0].reason == "a number changed: 12 became 21"


words = st.lists(
    st.sampled_from(["the", "board", "will", "not", "pay", "12", "May", "Holt", "never", "\u4e0d"]),
    min_size=3,
    max_size=30,
).map(" ".join)


@given(words, words)
def test_every_edit_has_a_name_and_a_reason_and_no_excerpt_is_long(before, after):
    old, new = reading(before), reading(after)
    changes = compare(old, new)
    found = name(old, new, changes)
    assert bool(found) == bool(changes)
    for one in found:
        assert one.reason
        assert max(len(one.before), len(one.after), len(one.reason)) <= 300


@given(words, st.data())
def test_a_denial_put_in_ranks_above_a_slip(text, data):
    subject = "We said before the town that we would pay"
    at = data.draw(st.sampled_from(["would", "pay"]))
    denied = subject.replace(at, "not pay" if at == "pay" else "would not")
    slipped = subject.replace("before", "befroe")
    (slip,) = told(f"{subject}, {text}.", f"{slipped}, {text}.")
    (denial,) = told(f"{subject}, {text}.", f"{denied}, {text}.")
    assert slip.rank == Rank.SLIP
    assert denial.rank == Rank.REVERSAL


@given(st.permutations(range(6)))
def test_passages_in_another_order_are_moved_and_nothing_else(order):
    passages = [f"Passage {n} tells of boat {n} and of its crew." for n in range(6)]
    found = told("\n\n".join(passages), "\n\n".join(passages[n] for n in order))
    assert {c.kind for c in found} <= {Sort.MOVED}
    assert bool(found) == (list(order) != sorted(order))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The use (as we said of boats) is free.", "The use (as we said of) boats is free."),
        ("We wait. Contents\n\nThe boats\n\nMore.", "We wait. Contents\n\nThe boats\n\nMore."),
        ("The boats\n\nMore of it.\n\nThe boats\n\nEnd.", "More of it.\n\nThe boats\n\nEnd."),
        ("> Changing what we hold", "Changing what we hold"),
    ],
)
def test_brackets_and_repeated_lines_are_no_edit(before, after):
    old, new = reading(before), reading(after)
    assert same_words(old, new, compare(old, new))


def test_a_line_that_no_longer_stands_anywhere_is_an_edit():
    old, new = reading("The boats\n\nMore of it."), reading("More of it.")
    assert not same_words(old, new, compare(old, new))
