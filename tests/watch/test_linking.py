"""Statements at several places become one, durably, and a person can take that back."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from walkback.app import open_record
from walkback.errors import BadInput, NotFound
from walkback.watch.linking import link, unlink

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WALL = (
    "I have read the report on the harbour wall and I am appalled. The council knew in March that "
    "the wall was failing, and it did nothing. I call on the leader to publish every letter."
)
PAGE, POST = "https://ines.example/news/wall", "https://x.com/inestallow/status/1"
OTHER = "https://ines.example/news/ferry"


def line(url, text, at="2026-05-04T09:00:00Z", **more):
    told = {"speaker": "Ines Tallow", "url": url, "published": at, "text": text}
    return {**told, **more}


LINES = [
    line(PAGE, WALL, title="The harbour wall"),
    line(OTHER, "The ferry to Saint Orla will not be cut, and I have the minister's word for it."),
    line(
        POST,
        WALL.replace("appalled", "saddened") + " https://t.example/a #Halder",
        "2026-05-04T09:05:00Z",
        channel="x",
    ),
]


@pytest.fixture
def record(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_record(tmp_path / "record", make=True) as opened:
        yield opened


def bring(record, lines, name="lines.jsonl"):
    file = record.folder.parent / name
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return record.import_files([file])


def told(record, ref):
    """What is shown of a statement, but for what depends on the moment of asking."""
    view = record.show(ref)
    return view.id, view.instances, view.versions, view.events


def tools(record):
    return record._registrar._new_id, record._clock


def test_a_page_and_its_post_are_one_statement_with_two_places(record):
    bring(record, LINES)
    view = record.show(PAGE)
    assert [place.url for place in view.instances] == [PAGE, POST]
    assert record.show(POST).id == view.id
    assert record.show(OTHER).id != view.id
    assert [event.statement.url for event in view.events] == [PAGE, POST]
    assert {event.kind for event in view.events} == {"published"}


def test_the_difference_and_the_reasons_are_shown_at_the_second_place(record):
    bring(record, LINES)
    first, second = record.show(PAGE).instances
    assert (first.reasons, first.differences) == ((), ())
    assert 'nearly the same words, 35 of 36: "appalled" became "saddened"' in second.reasons
    assert [change.reason for change in second.differences] == ['"appalled" became "saddened"']


def test_the_later_statements_id_is_still_found(record):
    bring(record, LINES[:2])
    alone = record.show(PAGE).id
    earlier = line(POST, WALL, "2026-05-04T08:00:00Z", channel="x")
    bring(record, [earlier], "more.jsonl")
    view = record.show(POST)
    assert alone != view.id
    assert record.show(alone).id == record.show(alone[:8]).id == view.id


def test_the_order_of_arrival_does_not_count(record, tmp_path, monkeypatch):
    bring(record, LINES)
    with open_record(tmp_path / "backwards", make=True) as other:
        bring(other, LINES[::-1], "back.jsonl")
        assert {place.url for place in other.show(PAGE).instances} == {PAGE, POST}


def test_linking_again_changes_nothing(record):
    bring(record, LINES)
    before = told(record, PAGE), record.leaves()
    assert link(record._record.keeper, tools(record)) == 0
    bring(record, LINES)
    assert (told(record, PAGE), record.leaves()) == before


def test_a_rebuild_has_the_same_links_and_weighing_again_adds_none(record):
    bring(record, LINES)
    before = told(record, PAGE), record.events()
    record.rebuild()
    assert (told(record, PAGE), record.events()) == before
    assert link(record._record.keeper, tools(record)) == 0


def test_what_a_crash_left_unlinked_is_linked_by_the_next_import(record, monkeypatch):
    monkeypatch.setattr("walkback.watch.bringing.link", lambda *_: 0)
    bring(record, LINES)
    assert len(record.show(PAGE).instances) == 1
    monkeypatch.undo()
    bring(record, [line("https://ines.example/news/x", "Something else.")], "x.jsonl")
    assert len(record.show(PAGE).instances) == 2


def test_a_link_that_the_store_does_not_know_yet_is_caught_up(record, tmp_path):
    bring(record, LINES[:2])
    shutil.copy(record.folder / "store.db", tmp_path / "old.db")
    bring(record, LINES, "all.jsonl")
    before = told(record, PAGE)
    record.close()
    for name in ("store.db-wal", "store.db-shm"):
        (record.folder / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.db", record.folder / "store.db")
    with open_record(record.folder) as again:
        assert told(again, PAGE) == before


def test_what_is_said_every_week_is_said_anew(record):
    week = (
        "Come to my open office in the old town hall on Friday from ten to noon, all are welcome."
    )
    lines = [
        line(f"{place}/{day}", week, f"2026-05-{day:02}T09:00:00Z", channel=channel)
        for day in (1, 8, 15, 22)
        for place, channel in (("https://ines.example/o", "page"), ("https://x.com/ines/o", "x"))
    ]
    bring(record, lines)
    assert all(len(record.show(one["url"]).instances) == 1 for one in lines)


def test_two_posts_within_one_page_stay_two_statements(record):
    ferry = "The ferry to Saint Orla will not be cut, and I have the minister's word for it in ink."
    page = line(PAGE, f"{WALL}\n\n{ferry}")
    posts = [
        line(POST, WALL, "2026-05-04T10:00:00Z", channel="x"),
        line("https://x.com/inestallow/status/2", ferry, "2026-05-04T10:05:00Z", channel="x"),
    ]
    bring(record, [page, *posts])
    assert record.show(posts[0]["url"]).id != record.show(posts[1]["url"]).id


def test_a_statement_that_takes_back_is_not_what_it_takes_back(record):
    back = f"I retract what I wrote about the wall, and I apologise. It said: {WALL}"
    bring(record, [*LINES, line("https://ines.example/sorry", back, "2026-05-05T09:00:00Z")])
    assert len(record.show("https://ines.example/sorry").instances) == 1


@pytest.mark.parametrize("url", [PAGE, POST])
def test_a_person_can_take_a_place_out_and_it_stays_out(record, url):
    bring(record, LINES)
    events = {event.id for event in record.events()}
    unlink(record._record.keeper, record._registrar, url)
    for _ in range(2):
        assert record.show(PAGE).id != record.show(POST).id
        assert [event.statement.url for event in record.show(url).events] == [url]
        assert link(record._record.keeper, tools(record)) == 0
        assert {event.id for event in record.events()} == events
        record.rebuild()


def test_a_place_that_is_alone_cannot_be_taken_out(record):
    bring(record, LINES)
    with pytest.raises(BadInput, match="the only one of its statement"):
        unlink(record._record.keeper, record._registrar, OTHER)
    with pytest.raises(NotFound, match="not on record"):
        unlink(record._record.keeper, record._registrar, "https://ines.example/none")


def test_an_edit_at_one_place_is_what_diff_shows(record):
    edited = line(PAGE, WALL.replace("did nothing", "did little"), "2026-05-06T09:00:00Z")
    bring(record, [*LINES, edited])
    view = record.diff(PAGE)
    assert (view.before.url, view.after.url) == (PAGE, PAGE)
    changes = [change for row in view.rows for change in row.changes]
    assert any("little" in change.after for change in changes)
