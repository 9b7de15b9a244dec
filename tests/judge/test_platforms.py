"""What platforms say of a post and of its account: the rows of the removal table for them."""

from datetime import timedelta

import pytest

from walkback.judge import Pages, controls, judge, state
from walkback.model.verdict import Confidence, EventKind, Pending, Policy, State

POLICY = Policy()
H = timedelta(hours=1)

# name, facts, hours of the looks, kind and confidence
ROWS = [
    (
        "a verified proof that it is not there, the account active",
        {"item": "proved-absent", "account": "active"},
        (1,),
        (EventKind.REMOVED, Confidence.HIGH),
    ),
    (
        "a deletion that its account signed, and the post is not there again",
        {"item": "tombstone"},
        (1, 1.1),
        (EventKind.REMOVED, Confidence.HIGH),
    ),
    (
        "not found, and nobody says why",
        {"item": "not-found", "account": "active"},
        (1, 12, 25),
        (EventKind.REMOVED, Confidence.MEDIUM),
    ),
    (
        "not found, while other posts of the account are shown",
        {"item": "missing", "account": "active"},
        (1, 1.2, 1.5),
        (EventKind.REMOVED, Confidence.HIGH),
    ),
    (
        "the same, where it may be no longer public",
        {"item": "unlisted", "account": "active"},
        (1, 1.2, 1.5),
        (EventKind.REMOVED, Confidence.MEDIUM),
    ),
    (
        "kept back by its host",
        {"item": "withheld", "account": "active"},
        (1, 2),
        (EventKind.WITHHELD, Confidence.HIGH),
    ),
    (
        "the account was deleted",
        {"item": "not-found", "account": "gone"},
        (1, 25),
        (EventKind.ACCOUNT_GONE, Confidence.HIGH),
    ),
    (
        "the account cannot be found either",
        {"item": "not-found", "account": "lost"},
        (1, 25),
        (EventKind.ACCOUNT_GONE, Confidence.MEDIUM),
    ),
    (
        "the account was suspended",
        {"item": "not-found", "account": "suspended"},
        (1, 1.5),
        (EventKind.ACCOUNT_SUSPENDED, Confidence.HIGH),
    ),
    (
        "the account is private",
        {"item": "not-found", "account": "private"},
        (1, 1.5),
        (EventKind.ACCOUNT_PRIVATE, Confidence.HIGH),
    ),
]


@pytest.mark.parametrize(
    ("facts", "hours", "said"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_platform_that_says(web, facts, hours, said):
    looks = [web.gone(hour, controls=(), facts=facts) for hour in hours]
    verdict = judge(web.standing(), looks, POLICY, None)
    assert (verdict.kind, verdict.confidence) == said
    assert verdict.state.value == said[0].value
    if len(looks) > 1:
        assert isinstance(judge(web.standing(), looks[:-1], POLICY, None), Pending)


@pytest.mark.parametrize("item", ["not-found", "missing", "unlisted", "proved-absent", "withheld"])
@pytest.mark.parametrize("account", ["", "unknown"])
def test_without_a_word_of_the_account_nothing_is_concluded(web, item, account):
    looks = [web.gone(hour, facts={"item": item, "account": account}) for hour in range(1, 99, 9)]
    assert judge(web.standing(), looks, POLICY, None) is None


def test_our_own_access_says_nothing_of_the_post(web):
    looks = [web.down(hour, facts={"item": "not-found", "account": "gone"}) for hour in (1, 30, 60)]
    assert judge(web.standing(), looks, POLICY, None) is None


def test_a_state_of_the_account_that_changes_is_counted_anew(web):
    looks = [
        web.gone(hour, facts={"item": "not-found", "account": account})
        for hour, account in ((1, "suspended"), (2, "private"), (3, "suspended"))
    ]
    assert judge(web.standing(), looks, POLICY, None) == Pending(
        EventKind.ACCOUNT_SUSPENDED, web.START + 3 * H, 1, 2
    )


def test_a_post_that_is_shown_again_is_restored(web):
    looks = [web.here(1, facts={"account": "active"}), web.here(2)]
    verdict = judge(web.standing(State.ACCOUNT_SUSPENDED), looks, POLICY, None)
    assert verdict.kind is EventKind.RESTORED


def test_a_post_proved_absent_while_its_account_was_suspended_is_removed(web):
    proof = web.gone(1, facts={"item": "proved-absent", "account": "active"})
    verdict = judge(web.standing(State.ACCOUNT_SUSPENDED), [proof], POLICY, None)
    assert verdict.kind is EventKind.REMOVED


def test_a_post_of_an_account_that_is_away_is_shown_as_such_while_it_is_confirmed(web):
    looks = [web.gone(1, facts={"item": "not-found", "account": "suspended"})]
    assert state(web.standing(), looks) is State.PRESENT


def test_words_that_the_platform_itself_shows_are_judged_without_asking_elsewhere(web):
    shown = {"item": "present", "account": "active"}
    looks = [web.other(hour, likeness=0.1, controls=(), facts=shown) for hour in (1, 1.2)]
    verdict = judge(web.standing(), looks, POLICY, None)
    assert (verdict.kind, verdict.text) == (EventKind.EDITED, looks[0].text)
    assert controls(looks[0], web.standing(), pages=Pages(), nonce="nowhere") == []


def test_a_post_whose_words_could_not_be_read_says_nothing(web):
    shown = {"item": "present", "account": "active"}
    looks = [web.other(hour, text=None, likeness=None, facts=shown) for hour in (1, 12, 25, 50)]
    assert judge(web.standing(), looks, POLICY, None) is None
