"""After an erasure no byte of the record holds what was erased, and the ledger still verifies."""

import json

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.release.conftest import CANARY, made
from tests.release.hurry import hurry
from tests.release.stained import PLACES, SPEAKER, Stained, found_in

from walkback.app import open_record, verify_record
from walkback.errors import BadInput, NotFound
from walkback.ledger.checkpoint import parse_checkpoint
from walkback.model.quoted import Handed
from walkback.model.release import Hold, Reason
from walkback.model.source import WatchLine
from walkback.model.views import as_json


def steps(folder):
    return {step.number: step for step in verify_record(folder).steps}


def fully_verified(folder):
    report = steps(folder)
    failed = [step for step in report.values() if step.result.value == "failed"]
    assert not failed, failed
    return report


def test_no_byte_of_the_record_holds_what_was_erased(folder, site):
    assert found_in(folder, CANARY)
    assert len(list((folder / "archive").iterdir())) > 2
    before = parse_checkpoint((folder / "ledger" / "checkpoint").read_bytes())
    with open_record(folder) as record:
        taken = record.erase(site.stained, Reason.REQUEST, by="Ada")
        assert taken.notice.state is Hold.ERASED
        assert taken.whole > 2
        assert found_in(folder, CANARY) == []
        old = record._record.ledger.consistency(before.size)
        assert old is not None
    assert found_in(folder, CANARY) == []
    assert "TOMBSTONED" in fully_verified(folder)[5].detail


def test_others_keep_their_history_and_a_record_made_again_is_the_same(folder, site):
    with open_record(folder) as record:
        before = as_json(record.show(site.clean))
        record.erase(site.stained, by="Ada")
        assert as_json(record.show(site.clean))["versions"] == before["versions"]
        told = as_json(record.events())
        record.rebuild()
        assert as_json(record.events()) == told
    (folder / "store.db").unlink()
    with open_record(folder) as record:
        assert as_json(record.events()) == told
        record.rejudge()
    fully_verified(folder)


def test_what_was_erased_is_a_notice_by_its_id_and_by_its_address(folder, site):
    with open_record(folder) as record:
        statement = record.show(site.stained).id
        taken = record.erase(site.stained, Reason.ANONYMITY, by="Ada")
        for ref in (statement, site.stained):
            shown = record.show(ref)
            assert shown.withheld == taken.notice
            assert shown.versions == ()
        with pytest.raises(BadInput, match="cannot be shown again"):
            record.show_again(statement, by="Bo")


def test_later_looks_and_imports_do_not_bring_it_back(folder, site, tmp_path):
    with open_record(folder) as record:
        record.erase(site.stained, by="Ada")
        site.up, site.listed = True, False
        record.poll(everything=True)
        with pytest.raises(BadInput, match="was erased, and is not kept again"):
            record.watch([WatchLine(site.stained, speaker=SPEAKER)])
        line = {"speaker": SPEAKER, "url": site.stained, "published": "2026-01-02T03:04:05Z"}
        lines = tmp_path / "lines.jsonl"
        lines.write_text(json.dumps(line | {"text": f"{CANARY} again and again"}) + "\n")
        assert record.import_files([lines]).records == 0
    assert found_in(folder, CANARY) == []


def test_a_group_that_is_gone_without_a_redaction_leaf_is_damage(folder, site):
    with open_record(folder) as record:
        record.erase(site.stained, by="Ada")
        place = record._record.store.last_leaf()
    archive = folder / "archive"
    path = archive / "walkback-00000001.warc.gz"
    data = path.read_bytes()
    at = data.rfind(b"redaction")  # nothing of the redaction is in the older segment
    assert at < 0 or place.segment != path.name
    mark = b'"reason":"unspecified"'
    assert mark in data
    path.write_bytes(data.replace(mark, b'"reason":"court-ordere"', 1))
    failed = [step for step in steps(folder).values() if step.result.value == "failed"]
    assert failed


def test_a_kept_article_is_erased_by_its_own_id(folder, site):
    with open_record(folder) as record:
        view = record.check([Handed("other.html", site.quoted())], keep=True)[0]
        record.erase(view.article.id, by="Ada")
        with pytest.raises(NotFound):
            record.case(view.article.id)
    fully_verified(folder)


def test_lines_that_were_imported_go_and_their_neighbours_stay(tmp_path):
    folder = tmp_path / "record"
    lines = tmp_path / "lines.jsonl"
    first = f"We shall build the quay of {CANARY} before the next autumn comes to Halder."
    second = "Nobody in Osten wants the old mill to be turned into one more hotel for hunters."
    rows = [
        {
            "speaker": SPEAKER,
            "url": f"https://vossberg.example/{name}",
            "published": f"2026-01-0{day}T03:04:05Z",
            "text": text,
            "title": f"The {name}",
        }
        for day, (name, text) in enumerate((("quay", first), ("mill", second)), start=1)
    ]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with open_record(folder, make=True) as record:
        record.import_files([lines])
        kept = as_json(record.show(rows[1]["url"]))
        taken = record.erase(rows[0]["url"], by="Ada")
        assert taken.part >= 1
        assert as_json(record.show(rows[1]["url"])) == kept
        record.rebuild()
        assert as_json(record.show(rows[1]["url"])) == kept
    assert found_in(folder, CANARY) == []
    fully_verified(folder)


@settings(max_examples=2, deadline=None, database=None, phases=[Phase.generate])
@given(
    places=st.sets(st.sampled_from(PLACES), min_size=1),
    word=st.from_regex(r"\A[b-df-hj-np-tv-z]{13}\Z"),
)
def test_wherever_it_was_planted_nothing_of_it_is_left(places, word, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted") / "record"
    with pytest.MonkeyPatch.context() as patch, Stained(word, places) as site:
        hurry(patch, folder.parent / "second")
        made(folder, site)
        with open_record(folder) as record:
            record.erase(site.stained, by="Ada")
        assert found_in(folder, word) == []
        fully_verified(folder)
