"""The state that is shown between verdicts."""

import pytest

from walkback.judge import state
from walkback.model.look import Role
from walkback.model.verdict import State


@pytest.mark.parametrize("start", [State.PRESENT, State.UNKNOWN, State.MOVED])
def test_blocked_and_unreachable_hold_from_the_first_look(web, start):
    assert state(web.standing(start), [web.refused(1)]) is State.BLOCKED
    assert state(web.standing(start), [web.refused(1), web.down(2)]) is State.UNREACHABLE


def test_they_end_with_the_first_good_look(web):
    assert state(web.standing(), [web.down(1), web.here(2)]) is State.PRESENT
    assert state(web.standing(State.UNREACHABLE), [web.here(2)]) is State.PRESENT


def test_a_look_that_nobody_can_read_ends_nothing(web):
    looks = [web.refused(1), web.unchanged(2, capture="else")]
    assert state(web.standing(), looks) is State.BLOCKED


def test_what_is_being_confirmed_changes_no_state(web):
    assert state(web.standing(), [web.gone(1), web.gone(2)]) is State.PRESENT
    assert state(web.standing(), [web.down(1), web.gone(2)]) is State.PRESENT


def test_a_whole_site_of_404_is_unreachable(web):
    looks = [web.gone(1, controls=(web.home(404), web.random()))]
    assert state(web.standing(), looks) is State.UNREACHABLE


@pytest.mark.parametrize("start", [State.REMOVED, State.WITHHELD])
def test_what_is_gone_stays_gone_while_its_host_is_down(web, start):
    assert state(web.standing(start), [web.down(1), web.refused(2)]) is start


def test_an_archives_failures_say_nothing_of_now(web):
    assert state(web.standing(), [web.down(1, role=Role.IMPORT)]) is State.PRESENT


def test_without_looks_the_standing_is_shown(web):
    assert state(web.standing(State.UNKNOWN), []) is State.UNKNOWN


def test_three_contested_looks_in_a_row_make_it_unknown_until_a_good_one(web):
    disputed = [web.gone(hour, controls=(*web.HONEST, web.again())) for hour in (1, 2, 3)]
    assert state(web.standing(), disputed[:2]) is State.PRESENT
    assert state(web.standing(), disputed) is State.UNKNOWN
    assert state(web.standing(), [*disputed, web.here(4)]) is State.PRESENT


def test_another_owners_page_makes_it_unknown(web):
    facts = {"marks": ["foreign"], "words": 300}
    looks = [web.stranger(hour, web.HONEST, facts=facts) for hour in (1, 2, 3)]
    assert state(web.standing(), looks) is State.UNKNOWN
