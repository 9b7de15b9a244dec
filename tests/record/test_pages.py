"""What pages ask of a record: search, proof, captures, gaps, a reply; and hostile words in it."""

import http.client
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from walkback.app import Walkback
from walkback.errors import BadInput, NotFound
from walkback.ledger import leaf_hash, verify_inclusion
from walkback.model.pages import Asked, SearchAsked
from walkback.model.proof import InclusionProof
from walkback.model.source import WatchLine
from walkback.publish import Serving, site
from walkback.settings import read_settings
from walkback.watch.record import make_folder

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))  # the browser and the attacks

import chromium
import harm

START = datetime(2026, 3, 1, 6, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(folder, paper, here, clock):
    make_folder(folder)
    with Walkback(folder, read_settings(folder), clock=clock) as opened:
        opened.add_speaker("Mira Vossberg")
        opened.watch([WatchLine(paper.url("ferry"), speaker="Mira Vossberg")])
        opened.poll()
        yield opened


def look(record, clock, hours=1, times=1):
    for _ in range(times):
        clock.now += timedelta(hours=hours)
        record.poll(everything=True)


def words(paper):
    return paper.pages["ferry"].sentences[1]


def hits(record, asked, **more):
    found = record.search(SearchAsked(asked, **more)).hits
    return [(hit.statement.title, hit.current) for hit in found]


def text(hit):
    return "".join(piece.text for piece in hit.excerpt)


def test_a_search_finds_what_is_no_longer_there(record, paper, clock):
    said = words(paper)
    some = " ".join(said.split()[2:8])
    assert hits(record, some) == [("On the ferry", True)]
    assert hits(record, some, gone=True) == []
    paper.take_down("ferry", 410)
    look(record, clock, times=4)
    assert hits(record, some) == [("On the ferry", False)]
    assert hits(record, some, gone=True, speaker="Mira Vossberg", channel="page") == [
        ("On the ferry", False)
    ]
    assert hits(record, some, channel="mastodon") == []
    assert hits(record, some, until=START - timedelta(days=1)) == []
    assert hits(record, f"{some} zeppelin") == []
    assert hits(record, "\u2026 !") == []


def test_words_in_quotation_marks_stand_together_and_are_marked(record, paper):
    said = words(paper).split()
    run, swapped = said[3:6], [said[4], said[3], said[5]]
    (hit,) = record.search(SearchAsked(f'"{" ".join(run)}"')).hits
    assert " ".join(run) in [piece.text for piece in hit.excerpt if piece.op == "hit"]
    assert hits(record, f'"{" ".join(swapped)}"') == []
    assert hits(record, " ".join(swapped)) == [("On the ferry", True)]


def test_whom_nobody_is_shown_nobody_finds(record, paper):
    said = words(paper).split()
    name = " ".join(said[4:7])
    assert hits(record, name) == [("On the ferry", True)]
    record.protect([name])
    assert hits(record, name) == []
    assert hits(record, said[5]) in ([], [("On the ferry", True)])
    for hit in record.search(SearchAsked(said[1])).hits:
        assert name not in text(hit)


def test_what_is_restricted_is_found_nowhere_and_its_capture_is_not_shown(record, paper):
    statement = record.show(paper.url("ferry"))
    leaf = statement.versions[0].leaf
    assert b"On the ferry" in record.shown(leaf).body
    record.restrict(statement.id, by="reviewer")
    assert hits(record, words(paper)) == []
    with pytest.raises(NotFound, match="this capture is withheld"):
        record.shown(leaf)
    assert not record.leaf(leaf).shown
    with Serving(site(record)) as server:
        asked = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
        asked.request("GET", f"/statement/{statement.id}")
        answer = asked.getresponse()
        assert answer.status == 451
        assert 'rel="blocked-by"' in answer.getheader("link")
        assert b"It is kept and not shown, since" in answer.read()
        asked.close()


def test_a_capture_that_names_whom_nobody_is_shown_is_not_shown(record, paper):
    leaf = record.show(paper.url("ferry")).versions[0].leaf
    record.protect([" ".join(words(paper).split()[4:7])])
    with pytest.raises(NotFound, match="this capture is withheld"):
        record.shown(leaf)


def test_a_leaf_is_proved_by_its_page(record, paper):
    view = record.leaf(record.show(paper.url("ferry")).versions[0].leaf)
    entry = view.entry.encode()
    assert leaf_hash(entry).hex() == view.hash
    path = tuple(bytes.fromhex(one) for one in view.path)
    verify_inclusion(
        leaf_hash(entry), InclusionProof(view.leaf, view.size, path), bytes.fromhex(view.root)
    )
    assert (view.kind, view.url, view.shown) == ("capture", paper.url("ferry"), True)
    with pytest.raises(NotFound, match="there is no such leaf"):
        record.leaf(view.size)


def test_events_are_asked_for_by_kind_speaker_channel_and_time(record, paper, clock):
    paper.edit("ferry")
    look(record, clock, times=3)
    paper.take_down("ferry", 410)
    look(record, clock, times=4)

    def kinds(**asked):
        return [event.kind for event in record.latest(Asked(**asked))]

    assert kinds() == ["removed", "edited", "published"]
    assert kinds(kinds=("edited", "removed"), most=1) == ["removed"]
    assert kinds(skip=1, most=1) == ["edited"]
    assert kinds(speaker="mira vossberg", channel="page") == ["removed", "edited", "published"]
    assert kinds(channel="feed") == []
    assert kinds(until=START + timedelta(minutes=5)) == ["published"]
    assert kinds(since=START + timedelta(minutes=5)) == ["removed", "edited"]
    statement = record.show(paper.url("ferry")).id
    assert list(record.beginnings([statement])) == [statement]
    tallies = {one.kind: one.count for one in record.speaker("Mira Vossberg").tallies}
    assert tallies == {"removed": 1, "edited": 1, "published": 1}


def test_gaps_are_when_a_place_did_not_answer_and_when_nobody_looked(record, paper, clock):
    assert record.speaker("Mira Vossberg").gaps == ()
    paper.down = True
    look(record, clock, hours=0.5, times=2)
    (gap,) = record.speaker("Mira Vossberg").gaps
    assert (gap.url, gap.until) == (paper.url("ferry"), None)
    paper.down = False
    look(record, clock, hours=0.5)
    (gap,) = record.speaker("Mira Vossberg").gaps
    assert timedelta(minutes=29) < gap.length < timedelta(minutes=61)
    look(record, clock, hours=30)
    silent, gap = record.speaker("Mira Vossberg").gaps
    assert (silent.url, silent.reason) == (None, "not looked")
    assert silent.length > timedelta(hours=29)
    before = record.speaker("Mira Vossberg").gaps
    record.rebuild()
    assert record.speaker("Mira Vossberg").gaps == before


def test_a_reply_is_shown_as_lodged_and_survives_the_store(record):
    record.reply("Mira Vossberg", "  I said it in haste.\n\nI have said so since. ")
    (reply,) = record.speaker("Mira Vossberg").replies
    assert reply.text == "I said it in haste.\n\nI have said so since."
    assert abs(reply.at - START) < timedelta(minutes=1)
    record.rebuild()
    assert record.speaker("Mira Vossberg").replies == (reply,)
    with pytest.raises(BadInput, match="a reply needs words"):
        record.reply("Mira Vossberg", " ")
    with pytest.raises(BadInput, match="too long for a reply"):
        record.reply("Mira Vossberg", "x" * 20_001)


def test_the_bundle_of_a_statement_comes_as_one_file(record, paper):
    data = record.bundle(record.show(paper.url("ferry")).id)
    assert data.startswith(b"PK")
    assert b"walkback/checkpoint" in data


@pytest.mark.skipif(chromium.PROGRAM is None, reason="no chromium is installed")
def test_a_payload_in_every_captured_field_runs_on_no_page_of_the_record(record, tmp_path):
    attack = harm.HARM.replace("\ud800", "")
    line = {
        "speaker": attack,
        "url": f"https://evil.example/{harm.ATTRIBUTE.replace(' ', '%20')}{harm.PAYLOAD}",
        "channel": attack[:60],
        "title": attack,
    }
    lines = [
        line | {"published": f"2026-01-0{day}T08:00:00Z", "text": f"{attack}\n\nI withdraw {word}."}
        for day, word in ((1, "nothing"), (2, "what I said"))
    ]
    lines.append(lines[1] | {"url": "https://evil.example/2", "title": f"On {attack}"})
    path = tmp_path / "hostile.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    assert record.import_files([path]).statements >= 1
    speaker = next(one for one in record.speakers() if "pwned" in one.name)
    record.reply(speaker.id, attack)
    browser = chromium.Chromium()
    try:
        with Serving(site(record)) as server:
            seen = _crawl(browser, server.url)
    finally:
        browser.close()
    assert {"statement", "speaker", "case", "leaf", "source"} <= {one.split("/")[1] for one in seen}


_RUNNABLE = "[...document.scripts].filter(one => one.type !== 'application/ld+json').length"


def _crawl(browser, url, most=40):
    """Every page that a page leads to; nothing of a payload may have run on any."""
    waiting, seen = ["/?kind=all", "/search?q=pwned", "/speakers", "/cases", "/sources"], []
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        browser.open(url + path)
        seen.append(path)
        assert browser.ask("typeof window.pwned") == "undefined", path
        # Data for machines is in a script element too, of a type that no browser runs.
        assert browser.ask(_RUNNABLE) == 0, path
        found = browser.ask("[...document.links].map(one => one.href)")
        own = [one.removeprefix(url).split("#")[0] for one in found if one.startswith(f"{url}/")]
        new = [one for one in own if "." not in one.rsplit("/", 1)[-1] and "/api/" not in one]
        waiting += [one for one in dict.fromkeys(new) if one not in seen and one not in waiting]
    return seen
