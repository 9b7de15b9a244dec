"""What is restricted, and what a name under protection looks like, on the way out of the app."""

import shutil

import pytest
from tests.record.paper import Paper
from tests.release.hurry import hurry

from walkback.app import open_record
from walkback.errors import BadInput, NotFound, RecordError
from walkback.model.release import Hold, Reason
from walkback.model.source import WatchLine
from walkback.model.views import as_json


@pytest.fixture(scope="module")
def paper():
    with Paper() as served:
        for name in ("harbour", "ferry", "school"):
            served.publish(name)
        yield served


@pytest.fixture(scope="module")
def polled(paper, tmp_path_factory):
    """A record that saw three pages come and one of them go; and its second copy."""
    place = tmp_path_factory.mktemp("polled")
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch, place / "second")
        with open_record(place / "record", make=True) as opened:
            opened.add_speaker("Mira Vossberg")
            opened.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])
            for _ in range(2):
                opened.poll(everything=True)
            paper.take_down("ferry")
            for _ in range(4):
                opened.poll(everything=True)
    return place


@pytest.fixture
def record(polled, tmp_path, monkeypatch):
    shutil.copytree(polled / "record", tmp_path / "record")
    shutil.copy(polled / "second", tmp_path / "second")
    monkeypatch.setenv("WALKBACK_LEDGER__SECOND", str(tmp_path / "second"))
    with open_record(tmp_path / "record") as opened:
        yield opened


def everything(record, *refs):
    told = [record.events(), record.cases(), record.speakers(), record.status()]
    told += [record.speaker(one.id) for one in record.speakers()]
    told += [record.case(one.id) for one in record.cases()]
    told += [record.show(ref) for ref in refs]
    return str(as_json(told))


def test_a_record_where_nothing_is_withheld_gives_the_same_objects(record):
    gate = record._release.gate()
    events = record.events()
    assert not gate.held
    assert gate.release(events) is events


def test_a_restricted_statement_is_a_notice_wherever_it_was_told(record, paper):
    url = paper.url("ferry")
    whole = record.show(url)
    words = whole.versions[0].text[:60]
    assert words in everything(record, whole.id)
    taken = record.restrict(url, Reason.SAFETY, by="Ada")
    after = everything(record, whole.id, url)
    for told in (words, url, whole.title):
        assert told not in after
    shown = record.show(whole.id)
    assert shown.withheld == taken.notice
    assert (taken.notice.state, taken.notice.reason) == (Hold.RESTRICTED, Reason.SAFETY)
    assert taken.notice.leaf == record.leaves() - 1
    kinds = [event.kind for event in record.events() if event.withheld]
    assert "removed" in kinds


def test_others_are_shown_as_before(record, paper):
    before = as_json(record.show(paper.url("school")))
    record.restrict(paper.url("ferry"), by="Ada")
    assert as_json(record.show(paper.url("school"))) == before


def test_a_second_reviewer_shows_it_again_and_the_first_cannot(record, paper):
    url = paper.url("ferry")
    before = as_json(record.show(url))
    record.restrict(url, by="Ada")
    with pytest.raises(BadInput, match="another person must release"):
        record.show_again(url, by=" ada ")
    record.show_again(url, by="Bo")
    assert as_json(record.show(url)) == before
    with pytest.raises(NotFound, match="nothing hides this"):
        record.show_again(url, by="Bo")


def test_a_case_hides_each_statement_in_it_at_once(record, paper):
    case = record.cases()[0]
    url = record.case(case.id).statements[0].url
    words = record.show(url).versions[0].text[:60]
    record.panic(url, by="Ada")
    assert words not in everything(record, url)
    assert record.cases()[0].withheld
    assert record.case(case.id).statements == ()
    assert record.show(url).withheld.reason is Reason.UNSPECIFIED


def test_what_is_restricted_stays_so_in_a_record_made_again(record, paper):
    url = paper.url("ferry")
    record.restrict(url, by="Ada")
    record.protect(["Mira Vossberg"])
    before = [as_json(record.events()), as_json(record.show(url))]
    record.rebuild()
    assert [as_json(record.events()), as_json(record.show(url))] == before


def test_a_protected_name_is_on_no_surface_and_in_no_byte_of_the_record(record):
    assert "Vossberg" in everything(record)
    assert record.protect(["Mira Vossberg", ""]) == 1
    told = everything(record)
    at = told.find("Vossberg")
    assert at < 0, told[max(0, at - 90) : at + 60]
    assert "[name withheld]" in everything(record)


def test_an_error_names_no_protected_name_either(record):
    with pytest.raises(NotFound) as before:
        record.speaker("Mira Vosberg")
    assert "Vossberg" in str(before.value)
    record.protect(["Mira Vossberg"])
    with pytest.raises(NotFound) as after:
        record.speaker("Mira Vosberg")
    assert "Vossberg" not in str(after.value)


def test_without_the_key_of_protected_names_nothing_is_shown(record):
    record.protect(["Mira Vossberg"])
    (record.folder / "keys" / "release.key").unlink()
    with (
        open_record(record.folder) as again,
        pytest.raises(RecordError, match="the key of protected names is missing"),
    ):
        again.events()
