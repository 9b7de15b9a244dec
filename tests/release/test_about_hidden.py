"""What somebody later said of a withheld statement does not tell that statement."""

import json
import zipfile
from dataclasses import replace

import pytest
from tests.watch.test_hearing import FERRY, LIBRARY, WITHDRAWN

from walkback.app import open_record
from walkback.model.quoted import ArticleView, FollowUp, Handed
from walkback.model.views import as_json


@pytest.fixture
def record(tmp_path):
    file = tmp_path / "lines.jsonl"
    told = FERRY | {"title": "Kvexolunthar and the Reil inquiry"}
    later = WITHDRAWN | {
        "text": "I withdraw my statement of 3 March, \u201cKvexolunthar and the Reil "
        "inquiry\u201d. I was wrong to say that the inquiry got it wrong, and I apologise to its "
        "chair."
    }
    file.write_text("".join(json.dumps(line) + "\n" for line in (told, LIBRARY, later)))
    with open_record(tmp_path / "record", make=True) as opened:
        opened.add_speaker("Mira Vossberg")
        opened.import_files([file])
        yield opened


def _acts(record):
    return [event for event in record.events() if event.kind in ("retracted", "apologised")]


def test_the_reasons_of_an_act_do_not_tell_the_hidden_statement_that_it_is_about(record):
    assert any("it names its title" in str(event.reasons) for event in _acts(record))
    gone = record.show(FERRY["url"]).id
    record.restrict(FERRY["url"], by="Ada")
    told = [*_acts(record), *record.show(WITHDRAWN["url"]).events]
    assert told
    for event in told:
        reasons = [one.text for one in event.reasons if one.rule == "about"]
        assert set(reasons) <= {"[withheld]"}
        assert gone not in str(as_json(event.reasons))
    views = [record.events(), record.show(WITHDRAWN["url"]), record.speakers(), record.cases()]
    views += [record.case(one.id) for one in record.cases()]
    views += [record.speaker(one.id) for one in record.speakers()]
    for view in views:
        assert "it names its title" not in str(as_json(view))
        assert "words in common" not in str(as_json(view))


def test_no_bundle_brings_the_verdict_that_tells_a_hidden_statement(record, tmp_path):
    before, after = tmp_path / "before.wacz", tmp_path / "after.wacz"
    gone = record.show(FERRY["url"]).id
    record.export(WITHDRAWN["url"], before)
    acts = {event.leaf for event in _acts(record)}
    record.restrict(FERRY["url"], by="Ada")
    record.export(WITHDRAWN["url"], after)
    assert acts <= {one["n"] for one in _listed(before)["leaves"]}
    assert not acts & {one["n"] for one in _listed(after)["leaves"]}
    assert acts <= {one["n"] for one in _listed(after)["withheld"]}
    with zipfile.ZipFile(after) as opened:
        for name in ("walkback/verdicts.jsonl", "walkback/report.values.json"):
            assert b"it names its title" not in opened.read(name)
            assert gone.encode() not in opened.read(name)


def _listed(path):
    with zipfile.ZipFile(path) as opened:
        return json.loads(opened.read("walkback/bundle.json"))


def test_a_right_guess_of_hidden_words_is_answered_as_a_wrong_one_is(record):
    right = "The inquiry got it wrong, and its chair should consider her position"
    wrong = "The inquiry got it right, and every captain may now keep his old lighthouse"
    record.add_speaker("Tom Ashdown")

    def asked(words, who):
        page = (
            f"<html><body><article><h1>Row</h1><p>{who} said on Monday that \u201c{words}\u201d."
            "</p><p>The council meets again next week.</p></article></body></html>"
        )
        view = record.check([Handed("row.html", page.encode())])[0].quotations[0]
        return replace(view, text="", start=0, end=0)

    before = [asked(words, "Mira Vossberg").finding for words in (right, wrong)]
    assert before == ["verbatim", "not-on-record"]
    record.restrict(FERRY["url"], by="Ada")
    for who in ("Mira Vossberg", "Tom Ashdown"):
        assert asked(right, who) == asked(wrong, who)
    assert asked(right, "Mira Vossberg").finding == "not-checked"
    assert asked(LIBRARY["text"].rstrip("."), "Mira Vossberg").finding == "verbatim"


def test_words_of_a_hidden_article_are_in_no_follow_up(record):
    record.restrict(FERRY["url"], by="Ada")
    gate = record._release.gate()
    notice = next(iter(gate.held.statements.values()))
    article = ArticleView("https://paper.example/row", "Row", None, None, "", "a1")
    told = FollowUp(article, "Kvexolunthar", "s1", "https://b.example/", "edited", notice.since, "")
    hidden = replace(gate, held=replace(gate.held, articles={"a1": notice}))
    assert "Kvexolunthar" in str(gate.release(told))
    assert "Kvexolunthar" not in str(hidden.release(told))
    assert hidden.release(told).withheld == notice
