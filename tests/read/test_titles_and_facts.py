"""Title, date, author and the rest, from what markup states."""

import pytest

from walkback.read import read
from walkback.read.facts import facts

URL = "https://www.quay-post.example/news/holt?x=1"
TEXT = "<p>Mr Holt resigned on Monday, he said in a letter to the board.</p>"


def reading(head: str = "", body: str = TEXT):
    html = f"<!doctype html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>"
    return read(html.encode(), url=URL, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ("<title>Holt goes | The Post</title>", f"<h1>Holt resigns</h1>{TEXT}", "Holt resigns"),
        ("<title>Holt resigns | The Quay Post</title>", TEXT, "Holt resigns"),
        ("<title>Holt resigns - quay-post.example</title>", TEXT, "Holt resigns"),
        ("<title>Holt resigns - QuayPost</title>", TEXT, "Holt resigns"),
        ("<title>Tolls - a history</title>", TEXT, "Tolls - a history"),
        (
            "<title>Quay Post: x</title><meta property='og:title' content='Holt resigns'>",
            TEXT,
            "Holt resigns",
        ),
        (
            "<title>Holt resigns - The Quay Post</title>",
            (
                "<header><h1><a href=/>The Quay Post</a></h1></header><article><h2>Holt "
                f"resigns</h2>{TEXT}</article>"
            ),
            "Holt resigns",
        ),
        ("", f"<h1><span>Tolls:</span><span>Holt resigns</span></h1>{TEXT}", "Tolls: Holt resigns"),
        (
            "<title>Holt resigns</title>",
            f"<header><h1>Post</h1></header><main><h1>Holt resigns</h1>{TEXT}</main>",
            "Holt resigns",
        ),
        ("", TEXT, ""),
        ("<title>  Holt\n resigns </title>", TEXT, "Holt resigns"),
    ],
)
def test_the_title_is_the_statements_own(head, body, wanted):
    assert reading(head, body).title == wanted


def test_the_title_is_not_a_passage_too():
    found = reading("", f"<h1>Holt resigns</h1><h2>Holt resigns</h2>{TEXT}")
    assert [p.kind for p in found.passages] == ["paragraph"]


def test_json_ld_states_date_author_and_site():
    script = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
      {"@type":"WebPage","datePublished":"2020-01-01"},{"@type":"WebSite","name":"Elsewhere"},
      {"@type":["NewsArticle"],"datePublished":"2024-05-03T09:15:00+01:00",
      "author":[{"@type":"Person","name":"Ann Dale"},
      {"name":"Bo Quay"}],"publisher":{"name":"The Quay Post"}}]}</script>"""
    found = reading(script)
    assert found.published == "2024-05-03T09:15:00+01:00"
    assert found.author == "Ann Dale, Bo Quay"
    assert found.site == "The Quay Post"
    assert found.language == "en"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        '{"@graph": 3}',
        "[[[[1]]]]",
        '{"datePublished": {"a": 1}}',
        '{"@type":"Article","author":"\\ud800"}',
        "[" * 100_000,
    ],
)
def test_malformed_json_ld_is_passed_over(script):
    head = (
        f"<script type='application/ld+json'>{script}</script><meta name=author content='Ann Dale'>"
    )
    assert reading(head).author == "Ann Dale"
    assert reading(head).published is None


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (
            "<meta property='article:published_time' content='2024-05-03T09:15:00Z'>",
            "2024-05-03T09:15:00+00:00",
        ),
        ("<meta name='DC.date.issued' content='2024-05-03'>", "2024-05-03"),
        ("<meta name=date content='Fri, 03 May 2024 09:15:00 +0000'>", "2024-05-03T09:15:00+00:00"),
        ("<meta name=date content='3rd of May'>", None),
        ("<meta name=date content='2024-13-45'>", None),
    ],
)
def test_dates_are_given_as_iso_or_not_at_all(head, wanted):
    assert reading(head).published == wanted


def test_a_time_element_is_the_last_resort_for_the_date():
    assert reading("", f"<time datetime='2024-05-03'>3 May</time>{TEXT}").published == "2024-05-03"


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("<link rel=canonical href='/news/holt#top'>", "https://www.quay-post.example/news/holt"),
        (
            "<meta property='og:url' content='https://quay-post.example/h'>",
            "https://quay-post.example/h",
        ),
        (
            "<base href='https://quay-post.example/a/'><link rel=canonical href='b'>",
            "https://quay-post.example/a/b",
        ),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
        ("<link rel=canonical href='http://[bad/'>", None),
        ("<link rel=canonical href=''>", None),
    ],
)
def test_the_canonical_address_is_resolved_and_only_http(head, wanted):
    assert reading(head).canonical == wanted


def test_facts_are_found_where_markup_has_none():
    html = (
        "<html><body><article><h1>Holt resigns</h1><p class='author'>By Ann "
        f"Dale</p><p>3 May 2024</p>{TEXT * 5}</article></body></html>"
    )
    found = facts(html.encode(), "https://quay-post.example/2024/05/03/holt")
    assert found.published == "2024-05-03"
    assert found.author == "Ann Dale"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<html>", b"%PDF-1.4", b"<a " * 5000])
def test_facts_never_raise(body):
    assert facts(body, URL).author is None
