"""Accounts through the seam: what is there, edited, gone, back; and what only could not be seen."""

from datetime import timedelta

import pytest
from tests.record.history import events_json
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.watch.tiny import Clock, World, install

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record
from walkback.app.walkback import Walkback
from walkback.model.source import WatchLine
from walkback.settings import read_settings
from walkback.sources import load_adapters

WORDS = "The harbour of Halder will be open again before the winter, whatever the council says."
OTHER = "Nobody in Halder pays for the ferry, and nobody ever will as long as I have a say in it."
THIRD = "The school in Ostvik keeps its teachers; we have found the money for all four of them."


@pytest.fixture
def world():
    with World() as one:
        one.say(1, WORDS)
        one.say(2, OTHER)
        yield one


@pytest.fixture
def record(tmp_path, monkeypatch, world):
    del world
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    install(tmp_path, monkeypatch, tiny="tests.watch.tiny:Tiny", sweeper="tests.watch.tiny:Sweeper")
    open_record(tmp_path / "record", make=True).close()
    clock = Clock()
    with Walkback(tmp_path / "record", read_settings(tmp_path / "record"), clock=clock) as one:
        one.test_clock = clock
        one.add_speaker("Mira Vossberg")
        yield one
    load_adapters.cache_clear()


def watch(record, world, kind="tiny"):
    record.watch([WatchLine(world.account, "Mira Vossberg", kind)])
    return record.poll(everything=True)


def poll(record, times=1, hours=1):
    for _ in range(times):
        record.test_clock.now += timedelta(hours=hours)
        report = record.poll(everything=True)
    return report


def kinds(record):
    return [event.kind for event in record.events()]


def state(record, url):
    return record.show(url).state


def test_an_account_brings_its_statements_with_their_words_and_titles(record, world):
    watch(record, world)
    view = record.show(world.url(1))
    assert (view.state, view.versions[0].text) == ("present", WORDS)
    assert view.title.startswith("The harbour of Halder")
    assert view.speaker.name == "Mira Vossberg"
    assert view.instances[0].channel == "tiny"
    assert kinds(record) == ["published", "published"]


def test_looks_that_find_the_same_are_lines_and_no_captures(record, world):
    watch(record, world)
    report = poll(record)
    assert (report.looks, report.kept, report.confirmed) == (3, 0, 3)
    world.posts["1"]["served"] = 7  # a counter of the platform's is nothing new
    assert poll(record).kept == 0


def test_an_edit_a_removal_and_a_return_are_seen_with_their_intervals(record, world):
    watch(record, world)
    seen = record.test_clock.now
    world.say(1, OTHER.replace("ferry", "harbour"))
    poll(record, 2)
    assert kinds(record)[2:] == ["edited"]
    del world.posts["1"]
    poll(record, 4)
    removed = record.events()[-1]
    assert removed.kind == "removed"
    assert removed.between[0] == seen + timedelta(hours=2)
    assert state(record, world.url(1)) == "removed"
    world.say(1, OTHER.replace("ferry", "harbour"))
    poll(record, 3)
    assert kinds(record)[-1] == "restored"
    assert state(record, world.url(1)) == "present"


def test_a_rebuild_brings_the_same_events_and_a_rejudgement_none(record, world):
    world.say(3, THIRD, short=True)
    watch(record, world)
    world.say(1, WORDS.replace("winter", "summer"))
    poll(record, 2)
    del world.posts["2"]
    poll(record, 4)
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
    record, world, account, kind
):
    for number in range(3, 12):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world)
    world.state = account
    world.posts, there = ({}, world.posts)
    before = len(world.asked())
    poll(record)
    assert world.asked()[before:] == ["/api/accounts/mira"]
    poll(record, 4)
    assert {event.kind for event in record.events()} == {"published", kind}
    assert len(record.events()) == 22
    assert state(record, world.url(1)) == kind
    (source,) = record.status().sources
    assert account in source.note
    world.posts, world.state = there, "active"
    poll(record, 3)
    assert state(record, world.url(1)) == "present"


def test_sweeps_confirm_many_at_once_and_look_at_what_is_missing_one_by_one(record, world):
    for number in range(3, 7):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world, "sweeper")
    before = len(world.asked("/api/posts/"))
    assert poll(record).confirmed == 7
    assert len(world.asked("/api/posts/")) == before
    assert len(world.asked("/api/many/")) == 2
    del world.posts["4"]
    poll(record, 4)
    assert kinds(record)[-1] == "removed"
    assert {path for path in world.asked("/api/posts/")[before:]} == {"/api/posts/4"}
