"""The case file says what was asked, what came, what it shows, and whether it counts."""

from datetime import timedelta

from walkback.judge import case_file, judge
from walkback.model.verdict import Policy, State

POLICY = Policy()


def test_the_file_of_a_removal_has_each_look_with_its_probes(web):
    looks = [web.gone(1), web.down(2), web.gone(4), web.gone(8)]
    verdict = judge(web.standing(), looks, POLICY, None)
    file = case_file(web.standing(), looks, POLICY, verdict)
    assert (file.event, file.kind, file.rule) == (verdict.id, "removed", "missing-404")
    assert (file.counted, file.needed, file.confidence) == (3, 3, "medium")
    assert file.because == ("all looks came from one place",)
    assert [look.counts for look in file.looks] == [True, False, True, True]
    first = file.looks[0]
    assert first.answer == "404"
    assert first.shows == "missing, while the host serves its other pages"
    assert [(probe.asked, probe.answer) for probe in first.probes] == [
        (
            "another statement of the host, known to be live",
            "200, 300 words, 10% like the page in question",
        ),
        ("an address that never existed", "404, 300 words, 10% like the page in question"),
    ]
    assert file.looks[1].answer == "no answer: timeout"
    assert file.looks[1].shows.endswith("nothing is known of the page")


def test_what_is_open_has_a_file_with_the_rule_that_it_may_complete(web):
    looks = [web.gone(1, controls=(web.home(), web.random())), web.refused(2)]
    file = case_file(web.standing(), looks, POLICY)
    assert (file.event, file.kind, file.rule, file.counted) == (None, "removed", "missing-404", 1)
    assert "no other statement of this host could be asked" in file.because
    assert [look.counts for look in file.looks] == [True, False]


def test_failures_alone_have_a_file_without_a_rule(web):
    file = case_file(web.standing(), [web.refused(1), web.refused(2, 429)], POLICY)
    assert (file.rule, file.confidence, file.counted) == ("", "", 0)
    assert [look.answer for look in file.looks] == ["403", "429"]
    assert file.notes == ()


def test_a_name_that_is_not_found_for_a_week_is_noted_and_is_no_removal(web):
    days = [web.down(24 * day, reason="dns") for day in range(1, 10)]
    assert judge(web.standing(), days, POLICY, None) is None
    assert case_file(web.standing(), days[:6], POLICY).notes == ()
    note = case_file(web.standing(), days, POLICY).notes[0]
    assert note.startswith("the name of this host has not been found since 2026-02-01")
    silent = [web.down(24 * day) for day in range(1, 17)]
    assert "has not been reached since" in case_file(web.standing(), silent, POLICY).notes[0]


def test_words_found_again_put_a_removal_in_doubt(web):
    file = case_file(web.standing(State.REMOVED), [web.here(1)], POLICY)
    assert file.kind == "restored"
    assert file.notes == (
        "since then the address has shown words again: the conclusion is in doubt",
    )


def test_what_comes_after_the_confirming_look_is_not_in_the_file(web):
    looks = [web.gone(1), web.gone(4), web.gone(8), web.here(9)]
    verdict = judge(web.standing(), looks, POLICY, None)
    file = case_file(web.standing(), looks, POLICY, verdict)
    assert file.looks[-1].at == verdict.confirmed_at == looks[0].at + timedelta(hours=7)
