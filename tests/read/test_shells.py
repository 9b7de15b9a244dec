"""The frame of an application that has not begun is no page; a short page beside one is."""

import pytest

from walkback.read import read

APP = "<script src=/static/app.js></script>"


def defect(markup):
    body = f"<!doctype html><html><head><title>T</title></head><body>{markup}</body></html>"
    return read(body.encode(), url="http://a.example/s", content_type="text/html").defect


@pytest.mark.parametrize(
    "markup",
    [
        f"<div id=root></div>{APP}",
        f"<div id=app>Loading&hellip;</div>{APP}",
        f"<app-root><p>Please wait</p></app-root>{APP}",
        f"<div id=__next></div><footer><p>The party of the middle</p></footer>{APP}",
        f"<noscript><p>Please enable JavaScript.</p></noscript><div id=root></div>{APP}",
    ],
)
def test_a_frame_that_waits_for_its_scripts_needs_them(markup):
    assert defect(markup) == "needs-scripts"


@pytest.mark.parametrize(
    "markup",
    [
        f"<h1>A statement</h1><p>I resign.</p><div id=app></div>{APP}",
        f"<p>{13 * 'so they said '}</p><div id=root></div>{APP}",
        f"<div id=root><p>I resign with effect from today.</p></div>{APP}",
        f"<p>I resign.</p>{APP}",
        f"<p>I resign.</p><div id=ads></div>{APP}",
        "<div id=root></div><p>I resign.</p>",
    ],
)
def test_a_page_with_words_of_its_own_is_read_as_it_is(markup):
    assert defect(markup) is None
