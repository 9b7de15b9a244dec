"""The articles written for the project: what is read, what is quoted, by whom, when."""

from pathlib import Path

import pytest
from tests.article_set import FOLDER, answers, places, read_wrong, said_wrong, written

import walkback.read.quotations
from walkback.read.quotations import load_model, quotations
from walkback.read.quotations.said import said

EVERY = written()
SET = [one for one in EVERY if not one.name.startswith("held-")]
NAMES = [one.name for one in SET]
MODEL = Path(walkback.read.quotations.__file__).with_name("speakers.json.gz")
# Articles that are not answered rightly yet, and why. Strict: one that is right must leave.
NOT_YET: dict[str, str] = {
    "leading-quote": "a quotation set before a colon has no speaker",
    "multi-paragraph": "paragraphs after a full stop have no speaker",
    "nested": "who is spoken of in a reported clause is taken for the speaker",
    "swedish": "a genitive before a name is taken for a part of it",
}


def test_there_are_at_least_forty_four_and_each_has_its_truth():
    bodies = [path for path in FOLDER.iterdir() if path.suffix in (".txt", ".html")]
    assert len(SET) >= 44
    assert len(bodies) == len(written())


@pytest.mark.parametrize("one", SET, ids=NAMES)
def test_an_article_is_read_with_its_date_language_and_posts(one):
    assert read_wrong(one, one.read()) == []


@pytest.mark.parametrize("one", EVERY, ids=[one.name for one in EVERY])
def test_each_quotation_is_dated_and_placed_as_the_article_has_it(one):
    article = one.read()
    wrong = [
        f"{asked['text']!r}: {what}"
        for asked, at in places(one, article)
        if (what := said_wrong(asked, said(article, at, at + len(asked["text"]))))
    ]
    assert wrong == []


def marked(one):
    reason = NOT_YET.get(one.name)
    return pytest.param(one, marks=pytest.mark.xfail(reason=reason, strict=True) if reason else ())


@pytest.fixture(scope="module")
def model():
    return load_model(MODEL.read_bytes())


@pytest.mark.parametrize("one", [marked(one) for one in SET], ids=NAMES)
def test_every_quotation_of_an_article_is_found_with_its_speaker_and_time(one, model):
    article = one.read()
    answered, extra = answers(one, article, quotations(article, model))
    assert [wrong for answer in answered for wrong in answer.wrong] + extra == []
