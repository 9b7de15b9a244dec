"""Two texts of one speaker are one statement, or only alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from eval.instances import FLOORS, rates
from hypothesis import given
from hypothesis import strategies as st

from walkback.compare import reposted, same_statement
from walkback.model.instances import Alike, Copy

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
WALL = (
    "I have read the report on the harbour wall and I am appalled. The council knew in March that "
    "the wall was failing, and it did nothing. I call on the leader to publish every letter."
)
PAGE = Copy("p", "sp", "https://maraellwick.example/news/wall", "mara", WALL, AT)
POST = Copy(
    "x", "sx", "https://x.com/maraellwick/status/1", "mara", WALL, AT + timedelta(hours=1), "", "x"
)


@pytest.mark.parametrize("part", FLOORS)
def test_the_written_pairs_are_told_apart(part):
    found, right, wrong = rates(part)
    assert (found, right) >= FLOORS[part], wrong


def test_a_page_and_its_post_are_linked_with_reasons():
    linked = same_statement(PAGE, POST)
    assert linked.alike is Alike.SAME
    assert linked.reasons == (
        "the same words, all 36 of them",
        "both of this speaker",
        "at two places, published 60 minutes apart",
    )


def test_a_changed_word_is_linked_and_shown():
    linked = same_statement(PAGE, replace(POST, text=WALL.replace("appalled", "saddened")))
    assert linked.alike is Alike.NEAR
    assert [change.reason for change in linked.differences] == ['"appalled" became "saddened"']


def test_the_differences_go_from_the_earlier_to_the_later():
    early = replace(POST, text=WALL.replace("appalled", "saddened"), at=AT - timedelta(hours=1))
    linked = same_statement(PAGE, early)
    assert [change.reason for change in linked.differences] == ['"saddened" became "appalled"']


def test_a_post_within_a_page_is_linked():
    page = replace(PAGE, text=f"{WALL} " + "There will be a meeting in the hall on it. " * 20)
    linked = same_statement(page, replace(POST, text=WALL.split(". ", 1)[1]))
    assert linked.alike is Alike.PART
    assert linked.differences == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(POST, speaker="another"),
        replace(POST, speaker=None),
        replace(POST, at=AT + timedelta(days=4)),
        replace(POST, acts=("retracted",)),
        replace(PAGE, id="q", url="https://maraellwick.example/news/2", at=AT + timedelta(hours=2)),
    ],
    ids=["another speaker", "no speaker", "too late", "takes back", "twice at one place"],
)
def test_equal_words_alone_do_not_link(other):
    assert same_statement(PAGE, other) is None


def test_words_the_speaker_uses_every_week_do_not_link():
    assert same_statement(PAGE, POST, worn=0.8) is None


def test_a_typo_repost_is_trivial_and_shown():
    again = replace(POST, id="y", url="https://x.com/maraellwick/status/2", at=POST.at)
    gone = replace(POST, text=WALL.replace("appalled", "apalled"), at=AT)
    found = reposted(gone, again, (AT, POST.at))
    assert found.trivial
    assert 'a few letters: "apalled" became "appalled"' in found.reasons


def test_a_repost_with_another_number_or_a_not_is_never_trivial():
    gone = replace(POST, text=WALL.replace("did nothing", "did not do nothing"), at=AT)
    found = reposted(gone, replace(POST, id="y"), (AT, POST.at))
    assert found is None or not found.trivial


def test_another_post_is_no_repost():
    other = replace(POST, id="y", text="The ferry will not be cut, the minister says.")
    assert reposted(replace(POST, at=AT), other, (AT, POST.at)) is None


@given(
    st.text(alphabet="abc .\n#@:/…\u201c1", max_size=60),
    st.text(alphabet="abc .\n#@:/…\u201c1", max_size=60),
)
def test_the_order_of_two_copies_does_not_count_and_nothing_raises(first, second):
    one, other = replace(PAGE, text=WALL[:80] + first), replace(POST, text=WALL[:80] + second)
    assert same_statement(one, other) == same_statement(other, one)
    reposted(one, replace(other, url=one.url, channel=one.channel), (AT, AT))
