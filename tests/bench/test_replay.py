"""The benches are measuring rods: they must themselves tell right from wrong."""

import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from bench.histories import as_html, entries, with_addresses, words_of
from bench.replay import (
    ENTRY_HOSTS,
    FEED_HOST,
    FIRST,
    RULES_HOSTS,
    FeedReplay,
    Found,
    RulesReplay,
    place_of,
    score,
)
from bench.stage import stage


def feed(*numbers):
    items = [
        {
            "url": f"https://paper-{n % 3}.example/{n}?a=1&b={n}",
            "id": f"https://paper-{n % 3}.example/{n}?a=1&b={n}",
            "external_url": f"https://paper-{n % 3}.example/{n}?a=1&b={n}",
            "title": f"Report {n}",
            "content_html": f'<a href="https://paper-{n % 3}.example/{n}?a=1&amp;b={n}">x</a>',
            "content_text": f"Report {n} https://paper-{n % 3}.example/{n}?a=1&b={n}",
        }
        for n in numbers
    ]
    return "\ufeff" + json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})


STATES = [feed(*range(start, start + 6)) for start in range(12)]


@pytest.fixture(scope="module")
def play():
    with stage([FEED_HOST, *ENTRY_HOSTS, *RULES_HOSTS]) as play:
        yield play


def get(address, etag=""):
    request = urllib.request.Request(address, headers={"If-None-Match": etag} if etag else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers["ETag"]
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read(), None


def test_a_feed_is_shown_with_addresses_of_this_machine_and_otherwise_as_it_was(play):
    replay = FeedReplay(play, STATES, stride=1, rounds_a_step=1)
    replay.show(3)
    status, body, etag = get(replay.watch[0][0])
    assert status == 200
    assert body.startswith("\ufeff".encode())
    shown = entries(body.decode())
    assert [entry.title for entry in shown] == [f"Report {n}" for n in range(3, 9)]
    assert all(entry.url.startswith("http://127.0.4.") for entry in shown)
    assert b"paper-" not in body
    assert get(replay.watch[0][0], etag) == (304, b"", None)


def test_an_entry_that_leaves_the_list_stays_up_and_one_taken_down_is_gone(play):
    replay = FeedReplay(play, STATES, stride=1, rounds_a_step=2)
    assert replay.departures() == 11
    times = list(replay.rounds())
    assert times[:3] == [FIRST, FIRST + timedelta(hours=1), FIRST + timedelta(hours=2)]
    gone = {play.address(*place_of(url)) for url in replay.taken_down}
    every = {e.url for state in STATES for e in entries(state)}
    assert 0 < len(gone) < len(every)
    for url in every:
        address = play.address(*place_of(url))
        assert get(address)[0] == (404 if address in gone else 200)


def test_a_page_is_never_taken_down_before_it_was_listed(play):
    replay = FeedReplay(play, STATES, stride=1, rounds_a_step=1)
    for url, step in replay.taken_down.items():
        assert any(url in listed for listed in replay.listed[:step])


def test_a_true_removal_counts_and_a_roll_off_told_as_removal_is_false(play):
    replay = FeedReplay(play, STATES, stride=1, rounds_a_step=1)
    url, step = next(iter(replay.taken_down.items()))
    stays = next(address for address, _ in replay.never)
    told = [
        Found(play.address(*place_of(url)), "removed", FIRST + timedelta(hours=step + 1)),
        Found(stays, "removed", FIRST + timedelta(hours=5)),
        Found(stays, "edited", FIRST + timedelta(hours=5)),
        Found(stays, "published", FIRST),
    ]
    result = score(replay, told)
    assert (result.right, result.false, result.other, result.late) == (1, 1, 1, 1)
    assert result.missed == result.due - 1


def test_a_removal_told_before_it_happened_is_false(play):
    replay = FeedReplay(play, STATES, stride=1, rounds_a_step=1)
    url, step = max(replay.taken_down.items(), key=lambda item: item[1])
    early = Found(play.address(*place_of(url)), "removed", FIRST + timedelta(hours=step - 1))
    result = score(replay, [early])
    assert (result.right, result.false) == (0, 1)


VERSIONS = [
    "# Rules\n\nBe kind to [others](https://site.example/?t=1).",
    "# Rules\n\nBe kind to [others](https://site.example/?t=2).",
    "# Rules\n\nBe kind, to [others](https://site.example/?t=2).",
    "# Rules\n\nBe **very** kind to others.",
]


def test_an_edit_is_due_where_a_word_changed_and_never_where_only_an_address_did(play):
    replay = RulesReplay(play, {"Service/House Rules.md": VERSIONS}, 2)
    address = replay.watch[0][0]
    assert address.endswith("/house-rules")
    assert replay.must == {(address, 3)}
    assert replay.never == {(address, 1)}
    told = [Found(address, "edited", FIRST + timedelta(hours=6))]
    assert score(replay, told).right == 1
    told = [Found(address, "edited", FIRST + timedelta(hours=2))]
    assert score(replay, told).false == 1


def test_digests_tell_of_every_other_page_at_the_step_that_showed_it(play):
    replay = RulesReplay(play, {"Service/House Rules.md": VERSIONS}, 2)
    of_bytes = replay.by_digest(lambda body: body)
    assert [replay.step_of(found.at) for found in of_bytes] == [1, 2, 3]
    assert {found.address for found in of_bytes} == {replay.watch[0][0]}
    of_words = replay.by_digest(lambda body: " ".join(words_of(body.decode())).encode())
    assert [replay.step_of(found.at) for found in of_words] == [3]
    assert score(replay, of_bytes).false == 1


def test_each_version_is_served_in_its_turn(play):
    replay = RulesReplay(play, {"Service/House Rules.md": VERSIONS}, 1)
    seen = [words_of(get(replay.watch[0][0])[1].decode()) for _ in replay.rounds()]
    assert "very" not in seen[2]
    assert "very" in seen[3]
    assert get(play.address(RULES_HOSTS[0], "/other"))[0] == 404


def test_markdown_keeps_every_word():
    text = "## A heading\n\n* one **bold** item\n* two\n  goes on\n\nSee [here](/x) & there_too."
    assert words_of(as_html(text)) == [
        "a",
        "heading",
        "one",
        "bold",
        "item",
        "two",
        "goes",
        "on",
        "see",
        "here",
        "there_too",
    ]


def test_an_atom_state_gets_addresses_of_this_machine_too():
    text = (
        '\ufeff<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        "<entry><id>https://paper.example/1</id><title>Report</title>"
        '<link href="https://paper.example/1" />'
        '<content type="html">&lt;a href="https://paper.example/1"&gt;</content></entry></feed>'
    )
    shown = with_addresses(text, lambda url: "http://127.0.4.2/" + url[-1]).decode()
    assert "paper.example" not in shown
    assert [entry.url for entry in entries(shown)] == ["http://127.0.4.2/1"]
