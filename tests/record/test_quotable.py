"""What can be quoted of a record: every version, through edits, imports and rebuilding."""

import json

import pytest

from walkback.app import Walkback
from walkback.compare import check
from walkback.model.quotation import FindingKind, Quotation, QuotationKind
from walkback.settings import read_settings
from walkback.store import lookup
from walkback.watch.record import make_folder

FIRST = "We will not raise the tolls on the Harrow bridge, and that is a promise to Selby."
SECOND = "We will raise the tolls on the Harrow bridge a little, as we said in Selby."
OTHER = "The library on Mill Lane stays open, whatever the county says about its books."


def line(url, day, text, speaker="Mira Vossberg"):
    published = f"2026-01-{day:02}T08:00:00Z"
    return {"speaker": speaker, "url": url, "published": published, "text": text}


@pytest.fixture
def record(tmp_path):
    folder = tmp_path / "record"
    make_folder(folder)
    made = Walkback(folder, read_settings(folder))
    lines = [
        line("https://vossberg.example/tolls", 2, FIRST),
        line("https://vossberg.example/tolls", 5, SECOND),
        line("https://hale.example/library", 3, OTHER, "Ostin Hale"),
    ]
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in lines))
    made.import_files([path])
    yield made
    made.close()


def found(record, words):
    store = record._record.store
    with store.reading() as connection:
        candidates = lookup.look_up(connection, words, lookup.common(connection))
    quotation = Quotation(words, 0, len(words), QuotationKind.DIRECT)
    return check([quotation], [candidates])[0]


def places(record):
    """Everything that is found of three quotations, without the ids that are made at random."""
    told = []
    for words in (FIRST[:40], SECOND[:40], "The library on Church Lane stays open, whatever"):
        one = found(record, words)
        there = one.place.candidate
        told.append((one.finding, there.text, there.at, there.current, there.statement))
    return told


def test_an_earlier_version_is_found_and_known_to_be_one(record):
    one = found(record, "We will not raise the tolls on the Harrow bridge")
    assert one.finding is FindingKind.VERBATIM
    assert one.place.candidate.text == FIRST
    assert not one.place.candidate.current
    assert one.place.candidate.at.startswith("2026-01-02")


def test_the_version_that_has_the_words_is_meant_and_not_its_neighbour(record):
    one = found(record, "We will raise the tolls on the Harrow bridge a little")
    assert one.finding is FindingKind.VERBATIM
    assert one.place.candidate.current


def test_rebuilding_finds_the_same_at_the_same_places(record):
    before = places(record)
    record.rebuild()
    assert places(record) == before
    assert [finding for finding, *_ in before][2] is FindingKind.ALTERED


def test_a_lost_store_is_made_again_with_its_index(record, tmp_path):
    before = places(record)
    record.close()
    for file in (tmp_path / "record").glob("store.db*"):
        file.unlink()
    again = Walkback(tmp_path / "record", read_settings(tmp_path / "record"))
    try:
        assert places(again) == before
    finally:
        again.close()
