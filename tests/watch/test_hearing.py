"""Acts of taking back become events that name what they are about."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from tests.record.history import events_json
from tests.record.paper import QUICK

from walkback.app import open_record, verify_record
from walkback.model.source import WatchLine

FERRY = {
    "speaker": "Mira Vossberg",
    "url": "https://vossberg.example/ferry",
    "published": "2026-03-03T10:00:00Z",
    "title": "Statement on the ferry inquiry",
    "text": "I have read the report of the inquiry into the loss of the ferry Anna Reil. The "
    "inquiry got it wrong, and its chair should consider her position.",
}
LIBRARY = {
    "speaker": "Mira Vossberg",
    "url": "https://vossberg.example/library",
    "published": "2026-02-01T10:00:00Z",
    "title": "Library hours",
    "text": "The library in Halder will stay open until eight in the evening on working days.",
}
WITHDRAWN = {
    "speaker": "Mira Vossberg",
    "url": "https://vossberg.example/withdrawn",
    "published": "2026-03-05T10:00:00Z",
    "title": "I withdraw my statement on the ferry inquiry",
    "text": "I withdraw my statement on the ferry inquiry. I was wrong to say that the inquiry "
    "got it wrong, and I apologise to its chair.",
}
CORRECTED = LIBRARY | {
    "published": "2026-02-03T10:00:00Z",
    "text": "Correction: an earlier version of this statement said eight; it should have said "
    "seven. The library in Halder will stay open until seven in the evening on working days.",
}


@pytest.fixture
def brought(tmp_path):
    """``brought(line, …)`` imports lines into a record and gives its events."""

    def bring(*lines):
        file = tmp_path / "lines.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        with open_record(tmp_path / "record", make=True) as record:
            record.import_files([file])
            return record.events()

    return bring


def acts(events):
    return {event.kind: event for event in events if event.about or "act-" in str(event.reasons)}


def test_a_retraction_and_an_apology_are_two_events_about_the_earlier_statement(brought):
    found = acts(brought(FERRY, LIBRARY, WITHDRAWN))
    assert set(found) == {"retracted", "apologised"}
    for event in found.values():
        assert event.statement.url == WITHDRAWN["url"]
        assert event.about.url == FERRY["url"]
        assert event.between is None
        assert event.at.isoformat() == "2026-03-05T10:00:00+00:00"
        assert "act-" in event.reasons[0].rule
        assert event.manner
    told = {one.manner.value for one in found["retracted"].manner}
    assert told == {"retraction-in-full"}


def test_the_order_of_lines_does_not_matter(brought):
    assert set(acts(brought(WITHDRAWN, LIBRARY, FERRY))) == {"retracted", "apologised"}


def test_a_correction_note_is_about_the_page_it_stands_on(brought):
    event = acts(brought(LIBRARY, CORRECTED))["corrected"]
    assert event.about.url == event.statement.url == LIBRARY["url"]


def test_what_stood_in_the_version_before_is_no_act_of_the_next(brought):
    later = CORRECTED | {"published": "2026-02-09T10:00:00Z", "text": CORRECTED["text"] + " Come."}
    found = [event for event in brought(LIBRARY, CORRECTED, later) if event.kind == "corrected"]
    assert len(found) == 1


def test_another_speaker_s_statement_is_never_meant(brought):
    other = FERRY | {"speaker": "Ines Tallow", "url": "https://tallow.example/ferry"}
    found = acts(brought(other, WITHDRAWN))
    assert all(event.about is None for event in found.values())
    assert {event.confidence for event in found.values()} == {"low"}


def test_an_edit_without_a_word_about_it_is_a_silent_one(brought):
    later = LIBRARY | {
        "published": "2026-02-09T10:00:00Z",
        "text": LIBRARY["text"].replace("eight", "four"),
    }
    edit = next(event for event in brought(LIBRARY, later) if event.kind == "edited")
    assert [one.manner.value for one in edit.manner] == ["silent-edit"]


def test_acts_are_on_record_and_a_rebuild_finds_them_there(brought, tmp_path):
    brought(FERRY, LIBRARY, WITHDRAWN, CORRECTED)
    with open_record(tmp_path / "record") as record:
        told = events_json(record)
        record.rebuild()
        assert events_json(record) == told
        assert record.rejudge()[1] == 0
        assert events_json(record) == told
        shown = record.show(FERRY["url"])
        assert {event.kind for event in shown.events} == {"published", "retracted", "apologised"}
    report = verify_record(tmp_path / "record")
    assert report.ok
    assert "3 on acts" in report.steps[6].detail


class Pages(BaseHTTPRequestHandler):
    """What stands at each path; a page that is not there is said to be missing."""

    pages: ClassVar = {}

    def do_GET(self):
        status, main = self.pages.get(self.path, (404, "<p>There is no such page here.</p>"))
        body = f"<html><head><title>Halder</title></head><body><main>{main}</main></body></html>"
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_words):
        pass


def test_a_missing_page_that_says_why_is_an_act_about_what_stood_there(tmp_path, monkeypatch):
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    pages = {
        f"/{name}": (200, f"<h1>{one['title']}</h1>" + f"<p>{one['text']}</p>" * 2)
        for name, one in (("ferry", FERRY), ("library", LIBRARY))
    }
    monkeypatch.setattr(Pages, "pages", pages)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    try:
        with open_record(tmp_path / "record", make=True) as record:
            record.watch([WatchLine(f"{at}/ferry"), WatchLine(f"{at}/library")])
            record.poll(everything=True)
            told = "I withdraw this statement in full and apologise to the chair of the inquiry."
            pages["/ferry"] = (404, f"<h1>Statement withdrawn</h1><p>{told}</p>")
            for _ in range(4):
                record.poll(everything=True)
            found = {event.kind: event for event in record.events()}
            assert found["retracted"].about.url == f"{at}/ferry"
            assert "stand in place of the statement" in found["retracted"].reasons[1].text
            manners = {one.manner.value for one in found["removed"].manner}
            assert "removal-with-notice" in manners
            assert "removal-without-a-word" not in manners
            kept = events_json(record)
            record.rebuild()
            assert events_json(record) == kept
        assert verify_record(tmp_path / "record").ok
    finally:
        server.shutdown()
        server.server_close()
