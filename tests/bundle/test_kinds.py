"""Statements of every kind can be handed over: from archives, and from accounts on platforms."""

import json

import pytest
from tests.bundle.opened import lines, members
from tests.bundle.test_import import URL, WORDS, page, warc

from walkback.app import open_record, verify_record
from walkback.model.bundle import Bundle


@pytest.fixture
def other(tmp_path, monkeypatch, record):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_record(tmp_path / "other", make=True) as opened:
        yield opened


def checked(record, ref, path):
    record.export(ref, path)
    report = verify_record(path, verifier_key=record.verifier_key)
    assert report.ok, report.steps
    return members(path)


def test_a_page_from_somebodys_archive_is_handed_over_with_its_record(other, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(warc())
    other.import_files([tmp_path / "a.warc.gz"])
    found = checked(other, URL, tmp_path / "out.wacz")

    listed = Bundle.decode(found["walkback/bundle.json"])
    assert [one.kind for one in listed.leaves] == ["capture"]
    (told,) = lines(found["walkback/verdicts.jsonl"])
    assert told["verdict"]["kind"] == "published"
    assert WORDS in lines(found["walkback/readings.jsonl"])[0]["reading"]["text"]
    _, shown = lines(found["pages/pages.jsonl"])
    assert (shown["url"], shown["ts"]) == (URL, "2026-02-01T10:00:00Z")


def test_the_versions_of_two_archives_are_handed_over_together(other, tmp_path):
    for number, words in enumerate((WORDS, WORDS.replace("stay open", "be closed"))):
        (tmp_path / f"{number}.warc").write_bytes(later(words, number))
    other.import_files([tmp_path / "0.warc", tmp_path / "1.warc"])
    found = checked(other, URL, tmp_path / "out.wacz")
    told = [one["reading"]["text"] for one in lines(found["walkback/readings.jsonl"])]
    assert ["be closed" in text for text in told] == [False, True]


def later(words, days):
    plain = warc(body=page(words), packed=False)
    return plain.replace(b"2026-02-01T10", b"2026-02-0%dT10" % (days + 1))


def test_titles_and_words_beyond_ascii_are_handed_over_as_they_are(other, tmp_path):
    line = {
        "speaker": "Jörð Ångström-Ćosić",
        "url": "https://vossberg.example/größe?ä=ö",
        "published": "2026-01-02T10:00:00Z",
        "text": "Die Brücke über die Ämt bleibt offen, auch für 🐐 und Wägelchen, sagt der Rat.",
        "title": "Über die Brücke",
    }
    (tmp_path / "said.jsonl").write_text(json.dumps(line))
    other.import_files([tmp_path / "said.jsonl"])
    found = checked(other, line["url"], tmp_path / "out.wacz")
    (told,) = lines(found["walkback/readings.jsonl"])
    assert told["reading"]["text"] == line["text"]
    assert "Jörð Ångström-Ćosić" in found["walkback/report.html"].decode()
