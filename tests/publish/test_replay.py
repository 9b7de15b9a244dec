"""Captures are shown on an origin of their own, in a sandbox, and nothing of them runs."""

import chromium
import desk
import harm
import pytest

from conftest import Reader
from walkback.model.pages import Shown
from walkback.publish import Serving, replay

HTML = f"<!doctype html><title>t</title>{harm.PAYLOAD}<p onclick='x'>words</p>{harm.IMAGE}".encode()


def _kept(body, content_type="text/html; charset=utf-8"):
    return Shown(3, "https://vossberg.example/", desk.MONDAY, 200, content_type, body)


def _room(body=HTML, content_type="text/html; charset=utf-8"):
    return desk.FakeDesk(kept={3: _kept(body, content_type)})


@pytest.fixture
def shown():
    running = []

    def start(room):
        running.append(Serving(replay(room)))
        return Reader(running[-1].start())

    yield start
    for server in running:
        server.stop()


def test_a_capture_is_its_own_bytes_in_a_sandbox_without_scripts_or_loads(shown):
    answer = shown(_room()).get("/leaf/3")
    assert (answer.status, answer.body) == (200, HTML)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("stated", "shown_as"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("TEXT/HTML; Charset=ISO-8859-1", "text/html; charset=iso-8859-1"),
        ("application/xhtml+xml", "text/html; charset=utf-8"),
        ("image/svg+xml", "text/plain; charset=utf-8"),
        ("text/xml", "text/plain; charset=utf-8"),
        ("application/javascript", "text/plain; charset=utf-8"),
        ("", "text/plain; charset=utf-8"),
        ("image/png", "image/png"),
        ("text/html; charset=x\r\ny: z", "text/html; charset=utf-8"),
    ],
)
def test_only_what_a_browser_merely_shows_keeps_its_type(shown, stated, shown_as):
    answer = shown(_room(content_type=stated)).get("/leaf/3")
    assert answer.headers["content-type"] == shown_as
    assert "y" not in answer.headers


@pytest.mark.parametrize("path", ["/leaf/4", "/leaf/x", "/", "/leaf/3/", "/statement/ferry"])
def test_what_is_no_capture_is_a_plain_line(shown, path):
    answer = shown(_room()).get(path)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-security-policy"].startswith("sandbox;")


def test_the_site_itself_serves_no_captured_bytes_and_links_to_the_other_origin(serving):
    room = desk.story()
    room.kept = {12: _kept(HTML)}
    own = serving(room, replay="http://127.0.0.1:9")
    assert own.get("/leaf/12").text.count("http://127.0.0.1:9/leaf/12") == 1
    assert 'href="http://127.0.0.1:9/leaf/13"' in own.get("/statement/ferry").text
    assert b"window.pwned" not in own.get("/leaf/12").body
    assert "The page as it was captured" not in serving(room).get("/statement/ferry").text


@pytest.mark.skipif(chromium.PROGRAM is None, reason="no chromium is installed")
def test_a_captured_script_does_not_run_in_a_browser(shown):
    browser = chromium.Chromium()
    try:
        browser.open(shown(_room()).url + "/leaf/3")
        assert browser.ask("typeof window.pwned") == "undefined"
        assert browser.ask("document.querySelector('p').textContent") == "words"
        assert browser.ask("self.origin") == "null"
    finally:
        browser.close()
