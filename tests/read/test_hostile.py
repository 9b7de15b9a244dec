"""Bodies made to hurt: they give a defect or words, in bounded time, and never an exception."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.read import read

URL = "https://marsh.example/a"

SOUP = [
    *("<p>", "</p>", "<div class=nav>", "</div>", "<table>", "<td>", "<a href=/x>", "</a>", "<br>"),
    *("<h1>", "<noscript>", "<pre>", "<article>", "</article>", "<li>", "<svg>", "<template>"),
    *("<frameset>", "&#0;", "&#xD800;", "\x00", "<!--", "text ", "We said it. ", "12 comments"),
]
STORMS = {
    "depth of divs": b"<div>" * 200_000 + b"I said it.",
    "depth of inlines": b"<b>" * 100_000 + b"I said it.",
    "depth of lists": b"<ul><li>" * 50_000 + b"I said it.",
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">I said it.</p>",
    "one long class": b"<p class='" + b"share nav " * 100_000 + b"'>I said it.</p>",
    "marked sections": b"<![" * 300_000 + b"><p>I said it.</p>",
    "comments": b"<!-- -->" * 500 + b"<p>I said it.</p>" + b"<!-- " * 200_000,
    "one long line": b"<p>" + b"I said it again and again. " * 200_000 + b"</p>",
    "many nodes": b"<p>I said it.</p>" * 210_000,
    "digits": b"<p>I said it.</p>" + (b"<p>" + b"1 " * 59 + b"x</p>") * 3000,
    "dates": b"<p>" + b"may 3 " * 19 + b"x</p>" + b"<p>I said it.</p>",
    "equals signs": b"<p>" + b"=" * 500_000 + b" I said it.</p>",
    "broken entities": b"<p>" + b"&amp" * 200_000 + b" I said it.</p>",
    "tables": b"<table><tr><td>" * 20_000 + b"I said it.",
    "unclosed tag": b"<p>I said it.</p><a href='" + b"x" * 500_000,
}


@pytest.mark.parametrize("name", STORMS)
def test_a_storm_is_weathered_in_bounded_time(name):
    started = time.process_time()
    found = read(STORMS[name], url=URL, content_type="text/html")
    assert time.process_time() - started < 10
    assert "I said it" in found.text or found.defect


@pytest.mark.parametrize(
    ("body", "kind", "defect"),
    [
        (b"", "text/html", "empty"),
        (b" \r\n\t", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "text/html; charset=utf-8", "binary"),
        (b"\x1f\x8b\x08\x00", "text/html", "binary"),
        (b"abc\x00\x00\x00def" * 40, "text/html", "binary"),
        (b"some text", "image/png", "binary"),
        (b'{"a": 1}', "application/json", "not-text"),
        (b'{"a": 1}', None, "not-text"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml", "feed"),
        (b"<html><body></body></html>", "text/html", "no-words"),
        (
            b"<html><body><div id=app></div><script src=a></script></body></html>",
            "text/html",
            "needs-scripts",
        ),
        (
            (
                b"<html><body><noscript>You need to enable JavaScript to run this "
                b"app.</noscript><script></script></body></html>"
            ),
            "text/html",
            "needs-scripts",
        ),
        (b"x" * (33 * 1024 * 1024), "text/html", "too-large"),
    ],
)
def test_what_cannot_be_read_says_why(body, kind, defect):
    found = read(body, url=URL, content_type=kind)
    assert found.defect == defect


def test_html_under_a_wrong_type_is_read():
    for kind in ("text/plain", "application/octet-stream", "application/pdf", None):
        found = read(
            b"<!DOCTYPE html><html><body><p>I said it.</p></body></html>",
            url=URL,
            content_type=kind,
        )
        assert (found.text, found.defect) == ("I said it.", None)


def test_many_comments_before_the_first_tag_do_not_stall_the_sniffing():
    started = time.process_time()
    read(b"<!-- --> " * 460 + b"x", url=URL, content_type=None)
    assert time.process_time() - started < 1


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [None, "text/html", "text/plain; charset=utf-16", "text/html; charset=shift_jis", ";;;"]
    ),
)
def test_no_bytes_raise(body, kind):
    found = read(body, url=URL, content_type=kind)
    assert found.sha256
    found.text.encode()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(SOUP),
        max_size=40,
    )
)
def test_no_tag_soup_raises_and_spans_hold(parts):
    found = read("".join(parts).encode(), url=URL, content_type="text/html")
    assert [found.text[p.start : p.end] for p in found.passages] == [p.text for p in found.passages]
