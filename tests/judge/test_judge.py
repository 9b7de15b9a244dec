"""Verdicts: each row of the removal table that concerns the web and feeds."""

from datetime import timedelta

import pytest

from walkback.judge import judge
from walkback.model.ids import derived_id
from walkback.model.look import Role
from walkback.model.verdict import Confidence, EventKind, Pending, Policy, State, Verdict

NOW = None
POLICY = Policy()
H = timedelta(hours=1)


def conclude(web, *looks, state=State.PRESENT, policy=POLICY, **more):
    return judge(web.standing(state, **more), looks, policy, NOW)


def test_404_three_times_over_six_hours_is_a_removal_with_its_interval(web):
    looks = [web.here(1), web.gone(2), web.gone(5), web.gone(8.05)]
    verdict = conclude(web, *looks)
    assert isinstance(verdict, Verdict)
    assert (verdict.kind, verdict.state) == (EventKind.REMOVED, State.REMOVED)
    assert verdict.between == (web.START + H, web.START + 2 * H)
    assert verdict.confirmed_at == looks[-1].at
    assert verdict.reasons[0].observations == tuple(look.id for look in looks[1:])
    assert verdict.id == derived_id("i1", "missing-404", *verdict.reasons[0].observations)
    assert verdict.facts["bounds"] == [looks[0].id, looks[1].id]
    assert verdict.reasons[0].text == (
        "no longer at this address; last seen 2026-01-31 13:00:00 UTC; "
        "first missing 2026-01-31 14:00:00 UTC; confirmed after 3 looks over 6 h 3 min; "
        "the server answers 404 for this page and for a page that never existed, "
        "and still serves a sibling page; all looks came from one place"
    )


def test_a_missing_second_vantage_lowers_the_confidence_and_blocks_nothing(web):
    one = [web.gone(hours) for hours in (1, 4, 8)]
    two = [web.gone(1), web.gone(4, facts={"vantage": "north"}), web.gone(8)]
    assert conclude(web, *one).confidence is Confidence.MEDIUM
    assert conclude(web, *two).confidence is Confidence.HIGH


@pytest.mark.parametrize(
    ("missing", "confidence", "words"),
    [
        ("sibling", Confidence.MEDIUM, "no other statement of this host could be asked"),
        ("random", Confidence.MEDIUM, "what this host answers for a page that never existed"),
        ("dishonest", Confidence.MEDIUM, "does not answer 404 for a page that never existed"),
    ],
)
def test_a_missing_control_lowers_the_confidence_and_is_named(web, missing, confidence, words):
    controls = {
        "sibling": (web.home(), web.random()),
        "random": (web.sibling(),),
        "dishonest": (web.sibling(), web.random(200)),
    }[missing]
    looks = [
        web.gone(hours, controls=controls, facts={"vantage": str(hours)}) for hours in (1, 4, 8)
    ]
    verdict = conclude(web, *looks)
    assert verdict.confidence is confidence
    assert words in verdict.reasons[0].text


def test_where_nothing_else_of_the_host_is_known_to_stand_nothing_is_concluded(web):
    for controls in ((), (web.random(),), (web.home(403), web.random()), (web.link(404),)):
        looks = [web.gone(hours, controls=controls) for hours in (1, 4, 8, 20)]
        assert judge(web.standing(), looks, Policy(), None) is None


def test_a_look_that_is_contested_ends_every_count(web):
    disputed = web.gone(5, controls=(*web.HONEST, web.again()))
    looks = [web.gone(1), web.gone(4), disputed, web.gone(9)]
    assert judge(web.standing(), looks, Policy(), None) == Pending(
        EventKind.REMOVED, web.START + 9 * H, 1, 3
    )
    words = [web.other(1), web.other(2, controls=(web.again(404),)), web.other(3)]
    assert isinstance(judge(web.standing(), words, Policy(), None), Pending)


def test_words_that_came_and_went_before_are_asked_for_more_often(web):
    restless = {"seen_before": 1}
    looks = [web.other(hours, facts=restless) for hours in (1, 2, 3, 4)]
    assert judge(web.standing(), looks[:3], Policy(), None) == Pending(
        EventKind.EDITED, web.START + H, 3, 4
    )
    assert conclude(web, *looks).kind is EventKind.EDITED


def test_looks_are_alike_by_the_words_that_stood_still(web):
    one = web.other(1, text=web.NEW, facts={"steady": "s" * 64})
    two = web.other(2, text=web.THIRD, facts={"steady": "s" * 64})
    verdict = conclude(web, one, two)
    assert (verdict.kind, verdict.text) == (EventKind.EDITED, web.THIRD)


def test_410_needs_two_looks_over_six_hours_and_is_high(web):
    assert conclude(web, web.gone(1, 410), web.gone(6.9, 410)) == Pending(
        EventKind.REMOVED, web.START + H, 2, 2
    )
    verdict = conclude(web, web.gone(1, 410), web.gone(7, 410))
    assert verdict.confidence is Confidence.HIGH
    assert verdict.reasons[0].rule == "gone-410"


def test_404_and_410_count_together_by_the_weaker_rule(web):
    verdict = conclude(web, web.gone(1), web.gone(2, 410), web.gone(7))
    assert verdict.reasons[0].rule == "missing-404"
    assert verdict.confidence is Confidence.MEDIUM
    assert "the server answers 404 and 410" in verdict.reasons[0].text


def test_a_soft_404_among_404s_makes_the_whole_weak(web):
    soft = web.stranger(3, (web.sibling(), web.random(200, likeness=0.95)))
    verdict = conclude(web, web.gone(1), soft, web.gone(8))
    assert verdict.reasons[0].rule == "like-missing"
    assert verdict.confidence is Confidence.LOW


def test_a_soft_404_seen_from_two_places_is_a_removal_of_medium_confidence(web):
    controls = (web.sibling(), web.random(200, likeness=0.95))
    looks = [web.stranger(h, controls, facts={"vantage": str(h)}) for h in (1, 4, 8)]
    verdict = conclude(web, *looks)
    assert (verdict.kind, verdict.confidence) == (EventKind.REMOVED, Confidence.MEDIUM)


@pytest.mark.parametrize(
    "fail",
    ["refused", "down", "cut", "whole site 404", "sibling down", "login", "maintenance"],
)
def test_a_failure_to_look_is_no_event_however_often_it_comes(web, fail):
    make = {
        "refused": web.refused,
        "down": web.down,
        "cut": web.cut,
        "whole site 404": lambda h: web.gone(h, controls=(web.home(404), web.random())),
        "sibling down": lambda h: web.gone(h, controls=(web.sibling(503), web.random())),
        "login": lambda h: web.stranger(h, (), final_url="https://ada.example/login"),
        "maintenance": lambda h: web.stranger(h, (web.sibling(likeness=1.0),)),
    }[fail]
    assert conclude(web, *[make(hours) for hours in range(1, 400, 3)]) is None


def test_a_good_look_inside_the_window_cancels(web):
    pending = conclude(web, web.gone(1), web.gone(2), web.here(5), web.gone(8))
    assert pending == Pending(EventKind.REMOVED, web.START + 8 * H, 1, 3)


def test_a_look_at_other_words_cancels_an_absence_too_and_bounds_the_next(web):
    verdict = conclude(web, web.gone(1), web.other(2), web.gone(3), web.gone(6), web.gone(9))
    assert verdict.between == (web.START + 2 * H, web.START + 3 * H)


def test_page_and_404_taking_turns_stay_pending(web):
    looks = [web.gone(h) if h % 2 else web.here(h) for h in range(1, 200)]
    assert conclude(web, *looks) == Pending(EventKind.REMOVED, looks[-1].at, 1, 3)


def test_an_edit_needs_two_like_looks_five_minutes_apart(web):
    assert conclude(web, web.other(1), web.other(1.05)) == Pending(
        EventKind.EDITED, web.START + H, 2, 2
    )
    verdict = conclude(web, web.here(0.5), web.other(1), web.other(1.1))
    assert (verdict.kind, verdict.state) == (EventKind.EDITED, State.PRESENT)
    assert (verdict.text, verdict.capture) == (web.NEW, "c-b")
    assert verdict.between == (web.START + 0.5 * H, web.START + H)
    assert verdict.confidence is Confidence.HIGH


def test_flapping_texts_make_no_edit(web):
    texts = [web.other(h, text=web.NEW if h % 2 else web.THIRD) for h in range(1, 50)]
    assert isinstance(conclude(web, *texts), Pending)
    back = [web.other(h) if h % 2 else web.here(h) for h in range(1, 50)]
    assert isinstance(conclude(web, *back), Pending)


def test_an_edit_of_most_words_is_of_medium_confidence(web):
    looks = [web.stranger(hours, web.HONEST) for hours in (1, 2, 7)]
    assert isinstance(conclude(web, *looks[:2]), Pending)
    verdict = conclude(web, *looks)
    assert verdict.reasons[0].rule == "written-anew"
    assert "less than half of the words are the same" in verdict.reasons[0].text
    assert (verdict.kind, verdict.confidence) == (EventKind.EDITED, Confidence.MEDIUM)


def test_the_known_text_never_makes_an_event(web):
    assert conclude(web, *[web.here(hours) for hours in range(1, 30)]) is None


def test_451_twice_is_withheld_and_no_removal(web):
    verdict = conclude(web, web.refused(1, 451), web.refused(2, 451))
    assert (verdict.kind, verdict.state) == (EventKind.WITHHELD, State.WITHHELD)


def test_something_withheld_can_be_removed_and_can_come_back(web):
    gone = conclude(web, *[web.gone(h) for h in (1, 4, 8)], state=State.WITHHELD)
    assert gone.kind is EventKind.REMOVED
    back = conclude(web, web.here(1), web.here(2), state=State.WITHHELD)
    assert back.kind is EventKind.RESTORED


def test_moved_needs_two_looks_at_one_address_with_the_same_words(web):
    assert isinstance(conclude(web, web.moved(1)), Pending)
    assert isinstance(conclude(web, web.moved(1), web.moved(2, "https://ada.example/z")), Pending)
    verdict = conclude(web, web.moved(1), web.moved(2))
    assert (verdict.kind, verdict.state) == (EventKind.MOVED, State.MOVED)
    assert verdict.facts["moved_to"] == "https://ada.example/archive/on-water"
    assert verdict.text == web.OLD


@pytest.mark.parametrize("known", ["", "https://ada.example/archive/on-water"])
def test_after_a_move_the_same_redirect_is_nothing_new(web, known):
    more = {"state": State.MOVED, "final_url": known}
    assert conclude(web, web.moved(1), web.moved(2), web.moved(3, hops=(302,)), **more) is None
    gone = conclude(web, web.moved(1), *[web.gone(h) for h in (2, 5, 9)], **more)
    assert gone.kind is EventKind.REMOVED
    assert gone.between[0] == web.START + H
    edit = conclude(web, web.other(1), web.other(2), **more)
    assert (edit.kind, edit.state) == (EventKind.EDITED, State.MOVED)


def test_what_moved_can_move_on_and_can_come_back(web):
    more = {"state": State.MOVED, "final_url": "https://ada.example/archive/on-water"}
    there = "https://ada.example/attic/on-water"
    on = conclude(web, web.moved(1, there), web.moved(2, there), **more)
    assert (on.kind, on.facts["moved_to"]) == (EventKind.MOVED, there)
    assert isinstance(conclude(web, web.here(1), web.moved(2), web.here(3), **more), Pending)
    back = conclude(web, web.moved(0.5), web.here(1), web.here(2), **more)
    assert (back.kind, back.state) == (EventKind.RESTORED, State.PRESENT)
    assert back.between == (web.START + 0.5 * H, web.START + H)
    assert back.reasons[0].text == (
        "found again at the address it had moved from; last redirected 2026-01-31 12:30:00 UTC; "
        "first found again 2026-01-31 13:00:00 UTC; confirmed after 2 looks over 1 h"
    )


def test_known_words_found_twice_after_a_removal_are_restored(web):
    assert isinstance(conclude(web, web.here(1), state=State.REMOVED), Pending)
    verdict = conclude(web, web.gone(0.5), web.here(1), web.here(2), state=State.REMOVED)
    assert (verdict.kind, verdict.state) == (EventKind.RESTORED, State.PRESENT)
    assert verdict.between == (web.START + 0.5 * H, web.START + H)
    assert (verdict.text, verdict.facts["edited"]) == (web.OLD, False)


def test_other_words_found_twice_after_a_removal_are_restored_edited(web):
    verdict = conclude(web, web.other(1), web.other(2), state=State.REMOVED)
    assert verdict.kind is EventKind.RESTORED
    assert (verdict.text, verdict.capture) == (web.NEW, "c-b")
    assert verdict.facts["edited"] is True


def test_a_404_between_two_good_looks_leaves_the_return_pending(web):
    looks = [web.here(1), web.gone(2), web.here(3)]
    assert conclude(web, *looks, state=State.REMOVED).looks == 1


def test_more_absence_is_nothing_new_to_something_removed(web):
    assert conclude(web, *[web.gone(h) for h in range(1, 50)], state=State.REMOVED) is None


def test_one_imported_look_makes_an_edit_of_low_confidence_and_leaves_the_state_unknown(web):
    looks = [web.other(1, role=Role.IMPORT, status=None, likeness=0.2)]
    verdict = conclude(web, *looks, state=State.UNKNOWN)
    assert (verdict.kind, verdict.state) == (EventKind.EDITED, State.UNKNOWN)
    assert verdict.confidence is Confidence.LOW


def test_imported_looks_never_make_a_removal(web):
    looks = [web.gone(h, role=Role.IMPORT) for h in range(1, 50)]
    assert conclude(web, *looks) is None


def test_an_imported_statement_found_missing_is_removed_with_low_confidence(web):
    verdict = conclude(web, *[web.gone(h) for h in (1, 4, 8)], state=State.UNKNOWN)
    assert (verdict.kind, verdict.confidence) == (EventKind.REMOVED, Confidence.LOW)
    assert "never seen at this address by us" in verdict.reasons[0].text


def test_a_statement_that_was_never_read_cannot_be_removed(web):
    looks = [web.gone(h) for h in range(1, 50)]
    assert conclude(web, *looks, state=State.UNKNOWN, text=None) is None


def test_the_policy_replaces_counts_and_spans(web):
    quick = Policy(confirm_checks=2, confirm_over=timedelta(0))
    assert conclude(web, web.gone(1), web.gone(1.001), policy=quick).kind is EventKind.REMOVED
    slow = Policy(confirm_checks=5, confirm_over=timedelta(days=2))
    looks = [web.gone(h) for h in (1, 10, 20, 30, 40)]
    assert conclude(web, *looks, policy=slow) == Pending(EventKind.REMOVED, looks[0].at, 5, 5)
    assert conclude(web, *looks, web.gone(49), policy=slow).kind is EventKind.REMOVED
    assert conclude(web, web.other(1), web.other(1.001), policy=quick).kind is EventKind.EDITED
    one = Policy(edit_checks=1)
    assert conclude(web, web.other(1), policy=one).kind is EventKind.EDITED


def test_looks_older_than_what_is_known_are_left_to_rejudging(web):
    looks = [web.gone(h) for h in (-9, -5, -1)]
    assert conclude(web, *looks) is None


def test_failed_looks_between_do_not_stretch_the_span(web):
    looks = [web.gone(1), web.gone(2), web.gone(3), web.down(9), web.refused(20)]
    assert conclude(web, *looks) == Pending(EventKind.REMOVED, web.START + H, 3, 3)


def test_missing_here_and_found_elsewhere_is_a_move_and_stays_one(web):
    there = (*web.HONEST, web.elsewhere())
    looks = [web.gone(1), web.gone(2, controls=there), web.gone(3, controls=there)]
    verdict = conclude(web, *looks)
    assert (verdict.kind, verdict.state) == (EventKind.MOVED, State.MOVED)
    assert verdict.facts["moved_to"] == "https://ada.example/archive/on-water"
    assert "the same words are at https://ada.example/archive/on-water" in verdict.reasons[0].text
    later = [web.gone(hour, controls=there) for hour in range(1, 60, 9)]
    assert conclude(web, *later, state=State.MOVED) is None


def test_where_all_statements_of_a_host_are_missing_it_takes_a_day_and_stays_weak(web):
    controls = (web.fellow(404), web.link(), web.link(), web.random())
    looks = [web.gone(hour, controls=controls) for hour in (1, 9, 17, 25)]
    assert conclude(web, *looks[:3]) == Pending(EventKind.REMOVED, looks[0].at, 3, 4)
    verdict = conclude(web, *looks)
    assert (verdict.reasons[0].rule, verdict.confidence) == ("all-missing", Confidence.LOW)
    assert "all other statements of this host that were asked are missing too" in (
        verdict.reasons[0].text
    )


def test_a_page_that_says_more_than_not_found_is_kept_as_a_notice(web):
    notice = {"text": web.THIRD, "facts": {"words": 12}, "capture": "c-notice"}
    said = (web.sibling(), web.random(404, likeness=0.1))
    looks = [web.gone(hour, controls=said, **notice) for hour in (1, 4, 8)]
    assert conclude(web, *looks).facts["notice"] == "c-notice"
    same = (web.sibling(), web.random(404, likeness=1.0))
    looks = [web.gone(hour, controls=same, **notice) for hour in (1, 4, 8)]
    assert "notice" not in conclude(web, *looks).facts
