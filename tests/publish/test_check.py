"""The check page: what goes in, what comes back, and that nothing of it runs."""

import contextlib
import http.client
from urllib.parse import urlencode

import desk
import harm
import pytest
from selectolax.lexbor import LexborHTMLParser

from walkback.errors import BadInput
from walkback.model.quotation import Difference
from walkback.model.quoted import (
    ArticleView,
    CheckedView,
    MatchView,
    QuotesView,
    SpokenBy,
    Witness,
)
from walkback.publish.checking import paragraphs

TEXT = (
    "The ferry.\n\n\u201cThe inquiry got it wrong,\u201d she said.\n\nAnd \u201cnever again\u201d."
)


def quotation(words, finding, **more):
    start = TEXT.index(words)
    who = SpokenBy("she", "Mira Vossberg", "sp1")
    values = {"finding": finding, "match": None, **more}
    return CheckedView(words, start, start + len(words), "direct", who, None, **values)


def match(**changes):
    values = {
        "statement": "ferry",
        "url": "https://vossberg.example/ferry",
        "version": 1,
        "state": "removed",
        "span": (0, 4),
        "differences": (Difference("got it wrong", "leaves questions open"),),
        "removed_between": (desk.MONDAY, desk.after(hours=3)),
        "words": "The inquiry leaves questions open.",
    }
    return MatchView(**{**values, **changes})


def checked(*found, text=TEXT):
    return QuotesView(ArticleView(None, "The ferry", "2026-11-02", "en", text), found)


VIEW = checked(
    quotation("The inquiry got it wrong,", "altered", match=match()),
    quotation("never again", "not-checked", reason="too short to tell"),
)


def post(reader, **fields):
    host, _, port = reader.url.removeprefix("http://").rpartition(":")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=10)) as asked:
        asked.request("POST", "/check", urlencode(fields), headers)
        response = asked.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())


@pytest.fixture
def asked(serving):
    shown = desk.story()
    shown.checked = VIEW
    return shown, serving(shown)


def words(page):
    return " ".join(LexborHTMLParser(page).css_first("main").text().split())


def test_an_article_comes_back_with_each_quotation_marked(asked):
    shown, reader = asked
    status, page, headers = post(reader, text=TEXT, published="2026-11-02")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert [one.published for one in shown.handed] == ["2026-11-02"]
    assert shown.handed[0].body.decode() == TEXT
    marks = LexborHTMLParser(page).css("mark.quoted")
    assert [mark.attributes["class"] for mark in marks] == [
        "quoted f-altered",
        "quoted f-not-checked",
    ]
    text = words(page)
    assert "2 quotations: 1 on record with other words; 1 not checked." in text
    assert "No longer at this address. It went on Monday 2 November 2026 between" in text
    assert "leaves questions open" in text
    assert "Too short to tell" in text


def test_an_empty_form_asks_for_an_article(asked):
    shown, reader = asked
    assert "paste the article, or give its address" in post(reader, text="  ")[1]
    assert shown.handed == []


def test_an_address_that_gives_no_page_is_said_in_the_form(asked):
    shown, reader = asked

    def refuse(_articles):
        raise BadInput("the article could not be had", subject="https://paper.example/1")

    shown.check = refuse
    status, page, _ = post(reader, url="https://paper.example/1")
    assert status == 400
    assert "the article could not be had: https://paper.example/1" in page
    assert 'value="https://paper.example/1"' in page


def test_a_form_beyond_all_articles_is_refused(asked):
    _, reader = asked
    status, page, _ = post(reader, text="x" * 1_000_001)
    assert status == 400
    assert "too long" in page


def test_nothing_of_an_article_becomes_markup(asked):
    shown, reader = asked
    who = SpokenBy(harm.HARM, harm.HARM, None)
    bad = match(
        statement=harm.HARM_ID,
        url=harm.HARM_URL,
        title=harm.HARM,
        speaker=harm.HARM,
        words=harm.HARM,
        differences=(Difference(harm.HARM, harm.HARM),),
    )
    other = Witness(harm.HARM, harm.HARM, ())
    one = CheckedView(
        harm.HARM,
        0,
        len(harm.HARM),
        "direct",
        who,
        None,
        finding="altered",
        match=bad,
        reason=harm.HARM,
        witnesses=(other,),
    )
    shown.checked = QuotesView(
        ArticleView(harm.HARM_URL, harm.HARM, None, harm.HARM, harm.HARM), (one,)
    )
    status, page, _ = post(reader, text=TEXT)
    assert status == 200
    assert harm.PAYLOAD not in page
    for node in LexborHTMLParser(page).css("*"):
        assert node.tag not in ("script", "style")
        assert not [name for name in node.attributes if name.startswith("on")]
        for name in ("href", "src", "action"):
            target = node.attributes.get(name)
            assert target is None or target.startswith(("/", "#"))


def test_paragraphs_keep_every_letter_and_mark_the_outer_of_nested_words():
    outer = quotation("The inquiry got it wrong,", "verbatim")
    inner = quotation("got it", "verbatim")
    across = CheckedView("x", 0, len(TEXT), "post", None, None, finding="not-checked", match=None)
    for found in ((outer, inner), (across,), ()):
        runs = list(paragraphs(checked(*found)))
        assert "".join(run.text for some in runs for run in some) == TEXT.replace("\n", "")
    marked = [run.number for some in paragraphs(checked(outer, inner)) for run in some]
    assert marked == [0, 0, 1, 0, 0]
