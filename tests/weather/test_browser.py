"""Pages that need scripts, from first sight to edit, with what fails in between."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from fastwarc.warc import ArchiveIterator
from tests.weather.server import Server, page
from warcio.archiveiterator import ArchiveIterator as Oracle

from walkback.app import Walkback, open_record, verify_record
from walkback.errors import NotFound
from walkback.fetch.browser import missing
from walkback.model.source import WatchLine

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is one")

SHELL = (
    "<!doctype html><html><head><title>The council</title></head><body><div id=root></div>"
    "<script src=/app.js></script></body></html>"
)
SCRIPT = """fetch('/said').then(r => r.json()).then(d => {
  document.getElementById('root').innerHTML = '<main><h1>' + d.title + '</h1><p>' + d.text
  + '</p></main>' })"""
FIRST = "The old bridge will open again on Monday, and nobody will have to pay a toll this year."
SECOND = "The old bridge will open again on Friday, and nobody will have to pay a toll this year."


class Site:
    """A shell whose words come by script; ``said`` None: they cannot be had."""

    def __init__(self):
        self.said = FIRST

    def __call__(self, head):
        path = head.split(b" ", 2)[1]
        if path == b"/s":
            return page(SHELL)
        if path == b"/app.js":
            return page(SCRIPT, content_type="text/javascript")
        if path == b"/said" and self.said:
            said = {"title": "The bridge opens", "text": self.said}
            return page(json.dumps(said), content_type="application/json")
        if path == b"/said":
            return page("", status="503 Service Unavailable")
        return page("nothing here", status="404 Not Found")


class Clock:
    ahead = timedelta()

    def __call__(self):
        return datetime.now(UTC) + self.ahead


def opened(folder, clock, **browser):
    with open_record(folder, make=True) as made:
        settings = made.settings
    changed = {
        "fetch": settings.fetch.model_copy(
            update={"allow_net": ("127.42.0.0/16",), "pace": timedelta(0)}
        ),
        "policy": settings.policy.model_copy(update={"confirm_over": timedelta(0)}),
        "browser": settings.browser.model_copy(update=browser),
    }
    return Walkback(folder, settings.model_copy(update=changed), clock=clock)


def poll(conductor, clock):
    conductor.poll(everything=True, progress=lambda _: None)
    clock.ahead += timedelta(hours=1)


def told(record):
    return [(event.kind, event.at) for event in record.events()]


def test_a_page_that_needs_scripts_is_noticed_shown_and_judged_by_what_it_shows(tmp_path):
    clock, site, folder = Clock(), Site(), tmp_path / "record"
    with Server(site, host="127.42.0.7") as server, opened(folder, clock) as record:
        url = server.url("/s")
        record.watch([WatchLine(url)])
        with record.rounds() as conductor:
            poll(conductor, clock)
            assert record.show(url).state == "present"
            poll(conductor, clock)
            site.said = None
            for _ in range(3):
                poll(conductor, clock)
            # Its own data could not be had: nothing was seen, so nothing is gone.
            assert record.show(url).state == "unreachable"
            assert [kind for kind, _ in told(record)] == ["published"]
            site.said = SECOND
            poll(conductor, clock)
            poll(conductor, clock)
        view = record.show(url)
        assert view.state == "present"
        assert [kind for kind, _ in told(record)] == ["published", "edited"]
        assert [("Monday" in v.text, "Friday" in v.text) for v in view.versions] == [
            (True, False),
            (False, True),
        ]
        pictures = [record.screenshot(version.screenshot) for version in view.versions]
        assert all(picture.startswith(b"\x89PNG") for picture in pictures)
        assert pictures[0] != pictures[1]
        with pytest.raises(NotFound, match="no picture of this version that may be shown"):
            record.screenshot("nothing")
        before = told(record)
        record.rebuild()
        assert told(record) == before
        assert record.show(url).versions == view.versions
    assert not [s for s in verify_record(folder).steps if s.result.value == "failed"]
    check_archive(folder / "archive", url)


def check_archive(folder, url):
    """Other people's readers find whole records, and the words where they came from."""
    (path,) = folder.iterdir()
    with path.open("rb") as file:
        records = [
            (record.rec_headers.get("WARC-Type"), record.rec_headers.get("WARC-Target-URI"))
            for record in Oracle(file, check_digests="raise")
            if record.content_stream().read() is not None
        ]
    with path.open("rb") as file:
        assert len(list(ArchiveIterator(file, verify_digests=True))) == len(records)
    assert ("resource", f"urn:view:{url}") in records
    assert ("resource", f"urn:dom:{url}") in records
    assert ("response", url.replace("/s", "/said")) in records


def test_words_that_a_browser_showed_are_never_compared_with_a_body(tmp_path):
    clock, folder = Clock(), tmp_path / "record"
    with Server(Site(), host="127.42.0.8") as server:
        url = server.url("/s")
        with opened(folder, clock) as record:
            record.watch([WatchLine(url, browser=True)])
            with record.rounds() as conductor:
                poll(conductor, clock)
            assert [kind for kind, _ in told(record)] == ["published"]
        with opened(folder, clock, program="no-such-browser") as record:
            with record.rounds() as conductor:
                for _ in range(4):
                    poll(conductor, clock)
            assert [kind for kind, _ in told(record)] == ["published"]
            assert record.show(url).state == "unreachable"


def test_without_a_browser_a_page_with_words_is_judged_by_its_body(tmp_path):
    clock, folder = Clock(), tmp_path / "record"
    plain = {"/s": page(f"<!doctype html><title>Bridge</title><h1>Bridge</h1><p>{FIRST}</p>")}
    with Server(plain, host="127.42.0.9") as server:
        url = server.url("/s")
        with opened(folder, clock, use=False) as record:
            record.watch([WatchLine(url, browser=True)])
            with record.rounds() as conductor:
                poll(conductor, clock)
            assert record.show(url).state == "present"
            assert record.show(url).versions[0].screenshot is None
        # A browser that comes later changes nothing of how its words are read.
        plain["/s"] = page(f"<!doctype html><title>Bridge</title><h1>Bridge</h1><p>{SECOND}</p>")
        with opened(folder, clock) as record:
            with record.rounds() as conductor:
                poll(conductor, clock)
                poll(conductor, clock)
            view = record.show(url)
            assert [kind for kind, _ in told(record)] == ["published", "edited"]
            assert record.screenshot(view.versions[1].screenshot).startswith(b"\x89PNG")
