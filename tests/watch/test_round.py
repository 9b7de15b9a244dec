"""Rounds on a real local site, where what one look found decides how the next is taken."""

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import open_record
from walkback.model.source import WatchLine


@pytest.fixture
def paper():
    with Paper() as served:
        for name in ("harbour", "ferry"):
            served.publish(name)
        yield served


@pytest.fixture
def record(tmp_path, monkeypatch, paper):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    with open_record(tmp_path / "record", make=True) as opened:
        opened.watch([WatchLine(paper.url("harbour")), WatchLine(paper.url("ferry"))])
        opened.poll(everything=True)
        yield opened


def looks(record, count):
    for _ in range(count):
        record.poll(everything=True)


def kinds(record, paper, name="harbour"):
    return [event.kind for event in record.show(paper.url(name)).events]


def test_an_edit_while_a_return_is_being_confirmed_is_seen_though_its_bytes_never_change(
    record, paper
):
    """The look that confirms the return brings other words; every later look the same bytes."""
    paper.take_down("harbour")
    looks(record, 4)
    assert kinds(record, paper) == ["published", "removed"]
    paper.bring_back("harbour")
    looks(record, 1)
    paper.edit("harbour")
    looks(record, 6)
    assert kinds(record, paper) == ["published", "removed", "restored", "edited"]
    shown = record.show(paper.url("harbour"))
    assert shown.pending is None
    assert paper.pages["harbour"].sentences[0] in shown.versions[-1].text


def test_a_page_that_changes_at_every_look_is_one_edit_at_a_time(record, paper):
    for _ in range(6):
        paper.edit("harbour")
        looks(record, 1)
    looks(record, 3)
    edits = kinds(record, paper).count("edited")
    assert 1 <= edits <= 6
    shown = record.show(paper.url("harbour"))
    assert all(one in shown.versions[-1].text for one in paper.pages["harbour"].sentences)


def test_what_is_not_due_is_left_alone_and_all_is_asked_on_demand(record):
    assert record.poll().looks == 0
    assert record.poll(everything=True).looks == 2


def test_a_round_of_a_site_that_is_down_settles_nothing_and_the_next_good_one_all(record, paper):
    paper.edit("harbour")
    looks(record, 1)
    paper.down = True
    looks(record, 5)
    assert kinds(record, paper) == ["published"]
    paper.down = False
    looks(record, 2)
    assert kinds(record, paper) == ["published", "edited"]


def asked(record):
    """The addresses that are looked at, by the end of their path."""
    with record._record.store.reading() as connection:
        urls = connection.exec_driver_sql(
            "SELECT url FROM instances JOIN schedule USING (n) WHERE active = 1"
        ).scalars()
        return {url.rpartition("/")[2] for url in urls}


@pytest.fixture
def listed(record, paper):
    """The pages are named by two feeds and watched by themselves no more."""
    for name in ("harbour", "ferry"):
        record.unwatch(paper.url(name))
    paper.publish("school")
    assert asked(record) == set()
    return record


def test_what_two_feeds_name_is_looked_at_while_one_of_them_is_watched(listed, paper):
    listed.watch([WatchLine(paper.feed), WatchLine(paper.other_feed)])
    looks(listed, 2)
    assert asked(listed) == {"feed.xml", "other.xml", "harbour", "ferry", "school"}
    listed.unwatch(paper.feed)
    assert asked(listed) == {"other.xml", "harbour", "school"}
    listed.rebuild()
    assert asked(listed) == {"other.xml", "harbour", "school"}
    listed.unwatch(paper.other_feed)
    assert asked(listed) == set()


def test_what_a_feed_named_is_looked_at_again_when_another_feed_names_it(listed, paper):
    listed.watch([WatchLine(paper.feed)])
    looks(listed, 2)
    listed.unwatch(paper.feed)
    assert asked(listed) == set()
    listed.watch([WatchLine(paper.other_feed)])
    looks(listed, 2)
    assert asked(listed) == {"other.xml", "harbour", "school"}
    listed.rebuild()
    assert asked(listed) == {"other.xml", "harbour", "school"}


def test_what_a_feed_named_is_looked_at_again_when_the_feed_is_watched_again(listed, paper):
    listed.watch([WatchLine(paper.feed)])
    looks(listed, 2)
    before = asked(listed)
    assert len(before) == 4
    listed.unwatch(paper.feed)
    listed.watch([WatchLine(paper.feed)])
    assert asked(listed) == before
    listed.rebuild()
    assert asked(listed) == before


def test_a_page_that_was_only_unwatched_is_looked_at_when_a_feed_names_it(listed, paper):
    listed.watch([WatchLine(paper.feed)])
    looks(listed, 2)
    assert asked(listed) == {"feed.xml", "harbour", "ferry", "school"}


def test_an_old_copy_of_a_feed_is_not_taken_for_what_the_feed_names(record, paper, tmp_path):
    record.watch([WatchLine(paper.feed)])
    looks(record, 1)
    body = paper._rss(every=1).replace("/ferry<", "/long-gone<").encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    block = head + body
    path = tmp_path / "old.warc"
    path.write_bytes(
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-"
        b"000000000001>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: "
        + paper.feed.encode()
        + b"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: "
        + str(len(block)).encode()
        + b"\r\n\r\n"
        + block
        + b"\r\n\r\n"
    )
    record.import_files([path])
    looks(record, 1)
    assert asked(record) == {"feed.xml", "harbour", "ferry"}
    record.rebuild()
    looks(record, 1)
    assert asked(record) == {"feed.xml", "harbour", "ferry"}
    assert record.status().unread == 0
