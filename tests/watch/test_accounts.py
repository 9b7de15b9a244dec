"""Accounts through the seam: what is there, edited, gone, back; and what became of the account."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.record.history import events_json
from tests.verify.test_verdicts import forged, the_verdict
from tests.watch.tiny import OTHER, THIRD, WORDS, Tiny, kinds, state, watch
from tests.weather.server import page

from walkback.app.walkback import Walkback


def test_an_account_brings_its_statements_with_their_words_and_titles(record, world):
    watch(record, world)
    view = record.show(world.url(1))
    assert (view.state, view.versions[0].text) == ("present", WORDS)
    assert view.title.startswith("The harbour of Halder")
    assert view.speaker.name == "Mira Vossberg"
    assert view.instances[0].channel == "tiny"
    assert kinds(record) == ["published", "published"]


def test_looks_that_find_the_same_are_lines_and_no_captures(record, poll, world):
    watch(record, world)
    report = poll()
    assert (report.looks, report.kept, report.confirmed) == (3, 0, 3)
    world.posts["1"]["served"] = 7  # a counter of the platform's is nothing new
    assert poll().kept == 0


def test_an_edit_a_removal_and_a_return_are_seen_with_their_intervals(record, poll, world):
    watch(record, world)
    seen = record.test_clock.now
    world.say(1, OTHER.replace("ferry", "harbour"))
    poll(2)
    assert kinds(record)[2:] == ["edited"]
    del world.posts["1"]
    poll(4)
    removed = record.events()[-1]
    assert removed.kind == "removed"
    assert removed.between[0] == seen + timedelta(hours=2)
    assert state(record, world.url(1)) == "removed"
    world.say(1, OTHER.replace("ferry", "harbour"))
    poll(3)
    assert kinds(record)[-1] == "restored"
    assert state(record, world.url(1)) == "present"


def test_a_rebuild_brings_the_same_events_and_a_rejudgement_none(record, poll, world):
    world.say(3, THIRD, short=True)
    watch(record, world)
    world.say(1, WORDS.replace("winter", "summer"))
    poll(2)
    del world.posts["2"]
    poll(4)
    before = events_json(record)
    record.rebuild()
    assert events_json(record) == before
    assert record.show(world.server.url("/short/3")).state == "present"
    assert record.rejudge()[1] == 0
    assert events_json(record) == before


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        ("suspended", "account-suspended"),
        ("gone", "account-gone"),
        ("private", "account-private"),
    ],
)
def test_what_became_of_an_account_is_said_of_each_statement_and_asked_once(
    record, poll, world, account, kind
):
    for number in range(3, 12):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world)
    world.state = account
    world.posts, there = ({}, world.posts)
    before = len(world.asked())
    poll()
    assert world.asked()[before:] == ["/api/accounts/mira"]
    poll(4)
    assert {event.kind for event in record.events()} == {"published", kind}
    assert len(record.events()) == 22
    assert state(record, world.url(1)) == kind
    (source,) = record.status().sources
    assert account in source.note
    world.posts, world.state = there, "active"
    poll(3)
    assert state(record, world.url(1)) == "present"


def test_sweeps_confirm_many_at_once_and_look_at_what_is_missing_one_by_one(record, poll, world):
    for number in range(3, 7):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world, "sweeper")
    before = len(world.asked("/api/posts/"))
    assert poll().confirmed == 7
    assert len(world.asked("/api/posts/")) == before
    assert len(world.asked("/api/many/")) == 2
    del world.posts["4"]
    poll(4)
    assert kinds(record)[-1] == "removed"
    assert set(world.asked("/api/posts/")[before:]) == {"/api/posts/4"}


def test_a_new_version_of_an_adapter_reads_all_again_and_makes_no_edits(
    record, poll, world, monkeypatch
):
    world.say(1, f"{WORDS} (via tiny)")
    watch(record, world)
    poll()
    assert record.show(world.url(1)).versions[0].text.endswith("(via tiny)")
    plain = Tiny.look

    def look(self, url, memory):
        answer = yield from plain(self, url, memory)
        if answer.post is None:
            return answer
        words = answer.post.text.removesuffix(" (via tiny)")
        return replace(answer, post=replace(answer.post, text=words))

    monkeypatch.setattr(Tiny, "look", look)
    monkeypatch.setattr(Tiny, "version", "2", raising=False)
    folder, settings = record.folder, record.settings
    record.close()
    with Walkback(folder, settings, clock=record.test_clock) as again:
        assert [one.text for one in again.show(world.url(1)).versions] == [WORDS]
        for _ in range(3):
            record.test_clock.now += timedelta(hours=1)
            again.poll(everything=True)
        assert kinds(again) == ["published", "published"]
        assert [one.text for one in again.show(world.url(1)).versions] == [WORDS]


def test_a_verdict_that_states_another_answer_of_the_platform_is_told(record, poll, world):
    watch(record, world)
    gone = json.dumps({"error": "withheld"})
    world.instead = {"/api/posts/1": page(gone, "404 Not Found", content_type="application/json")}
    poll(3)
    assert kinds(record)[-1] == "withheld"
    document = the_verdict(record)
    assert forged(record, document).result == "passed"
    for look in document["looks"]:
        look["facts"]["item"] = "proved-absent"
    step = forged(record, document, document["verdict"]["id"])
    assert step.result == "failed"
    assert "has another item than its platform's answer on record" in step.detail
