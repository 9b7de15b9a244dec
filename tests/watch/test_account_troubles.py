"""What keeps us from looking at an account is said once, and is never a removal."""

import json

import pytest
from tests.watch.tiny import THIRD, WORDS, kinds, state, watch
from tests.weather.server import CLOSE, page

from walkback.app import open_record
from walkback.errors import BadInput
from walkback.model.source import WatchLine

HALF = page(json.dumps({"state": "active", "posts": []}))
TROUBLES = {
    "rate limit": (page("slow down", "429 Too Many Requests", retry_after="900"), "blocked"),
    "rate limit without a time": (page("slow down", "429 Too Many Requests"), "blocked"),
    "server error": (page("oops", "500 Internal Server Error"), "unreachable"),
    "half an answer": ([HALF[:-9], CLOSE], "unreachable"),
    "schema surprise": (page("<html>We have a new look!</html>"), "unreachable"),
    "empty answer": (page(""), "unreachable"),
    "login expiry": (page("token expired", "401 Unauthorized"), "blocked"),
    "no plan": (page("pay", "402 Payment Required"), "blocked"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_with_a_platform_is_a_state_and_one_line_and_never_a_removal(
    record, poll, world, name
):
    for number in range(3, 13):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world)
    answer, expected = TROUBLES[name]
    world.instead = {"/api/": answer}
    before = len(world.asked())
    poll(4, hours=24)
    if name not in ("schema surprise", "empty answer"):
        assert len(world.asked()) - before <= 4
    assert set(kinds(record)) == {"published"}
    assert {state(record, world.url(number)) for number in range(1, 13)} == {expected}
    (source,) = record.status().sources
    assert source.note
    world.instead = {}
    poll(2, hours=24)
    assert {state(record, world.url(number)) for number in range(1, 13)} == {"present"}
    assert set(kinds(record)) == {"published"}


def test_trouble_with_single_posts_stops_after_three_of_them(record, poll, world):
    for number in range(3, 30):
        world.say(number, f"{THIRD} That was promise {number}.")
    watch(record, world)
    world.instead = {"/api/posts/": page("oops", "500 Internal Server Error")}
    before = len(world.asked())
    poll()
    assert len(world.asked()) - before <= 5  # the list, three, and one that was under way
    assert state(record, world.url(20)) == "unreachable"
    assert set(kinds(record)) == {"published"}


def test_trouble_amid_a_removal_neither_confirms_nor_ends_it(record, poll, world):
    watch(record, world)
    del world.posts["1"]
    poll()
    world.instead = {"/api/": page("slow down", "429 Too Many Requests")}
    poll(5, hours=24)
    assert state(record, world.url(1)) == "blocked"
    world.instead = {}
    poll()
    assert "removed" not in kinds(record)
    poll(2)
    assert kinds(record)[-1] == "removed"


def test_an_account_that_cannot_be_asked_about_leaves_a_missing_post_open(record, poll, world):
    watch(record, world)
    del world.posts["1"]
    world.hidden.add("1")
    listing = world.answer
    asked = []

    def once(head):
        if b"/api/accounts/" in head:
            asked.append(head)
            if len(asked) % 2 == 0:
                return page("oops", "500 Internal Server Error")
        return listing(head)

    world.server._answer = once
    poll(4)
    assert set(kinds(record)) == {"published"}


def test_a_clock_that_is_ahead_dates_nothing_and_removes_nothing(record, poll, world):
    world.say(3, THIRD, at="2031-01-01T00:00:00+00:00")
    watch(record, world)
    view = record.show(world.url(3))
    assert view.state == "present"
    assert "2031" not in json.dumps([str(event.at) for event in view.events])
    poll(3)
    assert set(kinds(record)) == {"published"}


def test_an_adapter_that_raises_costs_its_own_look_and_is_told_once(record, poll, world):
    watch(record, world, "raising")
    world.say(1, "unreadable")
    poll(3)
    assert state(record, world.url(1)) == "unreachable"
    assert state(record, world.url(2)) == "present"
    (source,) = record.status().sources
    assert "the adapter broke off: KeyError" in source.note
    world.say(1, WORDS)
    poll()
    assert state(record, world.url(1)) == "present"
    assert set(kinds(record)) == {"published"}


def test_an_adapter_that_is_gone_leaves_its_sources_unreachable_and_all_else_working(
    record, poll, world, tmp_path, monkeypatch
):
    record.watch([WatchLine(world.server.url("/page"), kind="page")])
    world.instead = {"/page": page(f"<html><body><main><p>{THIRD}</p></main></body></html>")}
    watch(record, world)
    from walkback.sources import adapters, load_adapters  # noqa: PLC0415 - it is taken away here

    monkeypatch.setattr(adapters, "entry_points", lambda **_: ())
    load_adapters.cache_clear()
    report = poll(2)
    assert report.looks == 4
    assert state(record, world.server.url("/page")) == "present"
    assert state(record, world.url(1)) == "unreachable"
    notes = {source.kind: source.note for source in record.status().sources}
    assert notes == {"page": "", "tiny": "no adapter for tiny is installed"}
    record.close()
    with open_record(tmp_path / "record") as again:
        before = len(again.events())
        assert again.rebuild() >= 1
    monkeypatch.undo()
    load_adapters.cache_clear()
    assert before == 3


def test_a_broken_package_says_so_where_it_is_asked_for(record, world, adapters):
    assert "ModuleNotFoundError" in adapters.why_not("broken")
    with pytest.raises(BadInput, match="the adapter for broken does not work: ModuleNotFound"):
        record.watch([WatchLine(world.account, kind="broken")])
    with pytest.raises(BadInput, match="no adapter for nowhere is installed"):
        record.watch([WatchLine(world.account, kind="nowhere")])
    with pytest.raises(BadInput, match="this is no account of tiny"):
        record.watch([WatchLine("@nobody", kind="tiny")])


def test_a_kind_is_found_out_from_the_address_unless_two_adapters_know_it(record, world):
    with pytest.raises(BadInput, match=r"an account of several platforms.*sweeper, tiny"):
        record.watch([WatchLine(world.account)])
    (source,) = record.watch([WatchLine("https://halder.example/news/")])
    assert source.kind is None


def test_a_host_that_refuses_one_account_is_not_asked_for_the_others(record, poll, world):
    for name in range(12):
        record.watch([WatchLine(world.server.url(f"/mira{name}"), kind="tiny")])
    poll()
    before = len(world.asked())
    world.instead = {"/api/": page("slow down", "429 Too Many Requests")}
    poll()
    assert len(world.asked()) - before <= 2 * 12 // 3  # those that were under way already
    assert {one.health.split()[0] for one in record.status().sources} == {"refused"}
    world.instead = {}
    poll()
    assert {one.health for one in record.status().sources} == {"good"}


def test_a_picture_without_a_word_is_a_statement_that_can_go(record, poll, world):
    world.say(3, "", pictures=[[world.server.url("/letter.png"), ""]])
    world.say(4, "", pictures=[[world.server.url("/second.png"), "A letter to the school"]])
    world.instead = {"/letter.png": page("no picture"), "/second.png": page("no picture")}
    watch(record, world)
    assert [state(record, world.url(number)) for number in (3, 4)] == ["present", "present"]
    assert record.show(world.url(4)).versions[0].text == "A letter to the school"
    poll()
    del world.posts["3"]
    poll(4)
    assert state(record, world.url(3)) == "removed"
    assert record.events()[-1].kind == "removed"
    assert record.rebuild() == len(record.events())
