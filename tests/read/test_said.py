"""When and where words were said: each line of ``said.txt`` is a sentence with its answer."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from walkback.model.quotation import Said
from walkback.read.article import text_article
from walkback.read.quotations.said import said
from walkback.read.quotations.when import when

LINES = [
    line.split("|", 2)
    for line in Path(__file__).with_name("said.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def asked(text, *, language="en", published="2022-04-12"):
    text = text.replace("\\n", "\n")
    article = text_article(text.replace("[[", "").replace("]]", ""))
    article = replace(article, published=published, language=language)
    return said(article, text.index("[["), text.index("]]") - 2)


@pytest.mark.parametrize(("language", "answer", "text"), LINES, ids=[line[2] for line in LINES])
def test_words_are_dated_by_what_governs_them(language, answer, text):
    found = asked(text, language=language)
    span = f"..{found.end}" if found and found.end != found.begin else ""
    told = f"{found.begin or ''}{span} {found.channel or ''}".strip() if found else "-"
    assert told == answer, found


def test_without_a_date_of_the_article_the_words_are_kept_and_the_days_are_not():
    found = asked("“[[I was wrong]],” he said on Monday.", published=None)
    assert found == Said(None, None, "on Monday", None)
    dated = asked("“[[I was wrong]],” he said on 11 April 2022.", published=None)
    assert (dated.begin, dated.end) == ("2022-04-11", "2022-04-11")


def test_the_words_are_the_articles_own():
    one = asked("“[[I was wrong]],” he said in a statement on his website on Monday.")
    assert one.words == "in a statement on his website on Monday"
    two = asked("On Monday, he said in a statement: “[[I was wrong]].”")
    assert two.words == "On Monday … in a statement"


def test_an_embedded_post_was_said_on_its_own_day_in_its_own_channel():
    text = "On Friday he wrote:\n\nI was wrong. — Bo Oak (@boak) April 9, 2022\n\nHe left."
    article = text_article(text)
    (post,) = article.embeds
    assert said(article, post.start, post.end) == Said(
        "2022-04-09", "2022-04-09", "April 9, 2022", "twitter"
    )


@pytest.mark.parametrize(
    ("published", "day"),
    [("2022-04-11", "2022-04-11"), ("2022-04-12", "2022-04-11"), ("2022-04-17", "2022-04-11")],
)
def test_a_weekday_is_the_last_one_there_was_and_may_be_the_papers_own(published, day):
    (found,) = when("on Monday", "en", published)
    assert (found.first, found.last) == (day, day)


def test_a_span_ends_with_the_papers_own_day_at_the_latest():
    (week,) = when("this week", "en", "2022-04-13")
    assert (week.first, week.last) == ("2022-04-11", "2022-04-13")
    (month,) = when("in March", "en", "2022-03-03")
    assert (month.first, month.last) == ("2022-03-01", "2022-03-03")
    (leap,) = when("on 29 February", "en", "2022-04-13")
    assert leap.first == "2020-02-29"


@pytest.mark.parametrize("text", ["next Monday", "on 1 May 2023", "the sun sat", "she may march"])
def test_what_is_to_come_or_no_time_at_all_is_not_taken(text):
    assert when(text, "en", "2022-04-12") == []


@pytest.mark.parametrize(
    "part", ["“ ", "on Monday ", "who , ", "said “x” on Monday. ", "“a. ”", ": "]
)
def test_one_answer_takes_bounded_time_in_any_text(part):
    article = replace(text_article(part * (300_000 // len(part))), published="2022-04-12")
    began = time.process_time()
    for at in range(0, 20_000, 1_000):
        said(article, at, at + 3)
    assert time.process_time() - began < 4
