"""What is withheld from readers is in no bundle, and is listed there."""

import pytest
from tests.bundle.opened import lines, members
from tests.bundle.test_export import unpacked
from tests.record.conftest import folder, here, paper, quick, watched  # noqa: F401 - fixtures

from walkback.app import open_record, verify_record
from walkback.model.bundle import Bundle, proof_name
from walkback.model.release import Reason


@pytest.fixture
def record(watched, paper):  # noqa: F811 - the fixture above
    with open_record(watched) as opened:
        opened.poll(everything=True)
        opened.poll(everything=True)
        paper.take_down("ferry")
        for _ in range(4):
            opened.poll(everything=True)
        yield opened


def exported(record, ref, tmp_path):
    record.export(ref, tmp_path / "out.wacz")
    found = members(tmp_path / "out.wacz")
    whole = b"\0".join(found.values()) + unpacked(found["archive/data.warc.gz"])
    return found, Bundle.decode(found["walkback/bundle.json"]), whole


def test_a_restricted_statement_is_listed_leaf_by_leaf_and_not_shown(record, paper, tmp_path):  # noqa: F811
    url = paper.url("ferry")
    sentence = paper.pages["ferry"].sentences[0]
    _, before, whole = exported(record, url, tmp_path)
    assert sentence.encode() in whole
    identity = record.show(url).id
    record.restrict(url, Reason.SAFETY, by="Ada")

    found, listed, whole = exported(record, identity, tmp_path)
    assert sentence.encode() not in whole
    assert url.encode() not in whole
    assert b"On the ferry" not in whole
    assert (listed.about.id, listed.about.url, listed.statements) == (identity, None, ())
    mine = [one.n for one in before.leaves if one.kind in ("capture", "verdict")]
    kept_back = {one.n: one.reason for one in listed.withheld}
    own = {one["leaf"] for one in lines(found["walkback/verdicts.jsonl"])}
    assert not own & set(mine)
    assert kept_back
    assert set(kept_back.values()) <= {"safety", "protected-name"}
    assert "safety" in kept_back.values()
    assert {proof_name(number) for number in kept_back} <= set(found)


def test_a_restricted_case_gives_a_bundle_that_only_lists(record, paper, tmp_path):  # noqa: F811
    (case,) = record.cases()
    record.panic(paper.url("ferry"), by="Ada")

    _, listed, whole = exported(record, case.id, tmp_path)
    assert listed.about.id == case.id
    assert listed.withheld
    assert paper.pages["ferry"].sentences[0].encode() not in whole
    assert paper.url("ferry").encode() not in whole


def test_a_capture_with_a_protected_name_stays_at_home(record, paper, tmp_path):  # noqa: F811
    url = paper.url("school")
    paper.pages["school"] = paper.pages["harbour"].__class__(
        "school", ("The well of <b>Ilka</b> Brandvold stays open, says the council.",) * 3
    )
    for _ in range(3):
        record.poll(everything=True)
    _, _, whole = exported(record, url, tmp_path)
    assert b"Brandvold" in whole
    record.protect(["Ilka Brandvold"])

    _, listed, whole = exported(record, url, tmp_path)
    assert b"Brandvold" not in whole
    assert "protected-name" in {one.reason for one in listed.withheld}
    assert listed.leaves  # the first version names nobody


def test_an_erased_statement_is_a_list_of_tombstones_with_their_redaction(record, paper, tmp_path):  # noqa: F811
    url = paper.url("ferry")
    identity = record.show(url).id
    _, before, _ = exported(record, url, tmp_path)
    mine = {one.n for one in before.leaves if one.kind == "verdict"}
    record.erase(url, Reason.COURT_ORDER, by="Ada")

    found, listed, whole = exported(record, identity, tmp_path)
    assert paper.pages["ferry"].sentences[0].encode() not in whole
    assert url.encode() not in whole
    assert mine <= {one.n for one in listed.tombstones}
    assert {one.reason for one in listed.tombstones} == {"court-order"}
    (redaction,) = [one for one in listed.leaves if one.kind == "redaction"]
    assert {one.by for one in listed.tombstones} == {redaction.n}
    assert {proof_name(one.n) for one in listed.tombstones} <= set(found)
    steps = {step.number: step for step in verify_record(tmp_path / "out.wacz").steps}
    assert "failed" not in {step.result.value for step in steps.values()}, steps


def test_what_others_said_is_exported_as_before_an_erasure(record, paper, tmp_path):  # noqa: F811
    url = paper.url("school")
    record.erase(paper.url("ferry"), Reason.COURT_ORDER, by="Ada")
    found, _, whole = exported(record, url, tmp_path)
    assert paper.pages["school"].sentences[0].encode() in whole
    assert paper.pages["ferry"].sentences[0].encode() not in whole
    opened = lines(found["walkback/disclosed.jsonl"])
    kinds = {one["value"]["type"] for one in opened}
    assert {"address", "speaker"} <= kinds
    report = verify_record(tmp_path / "out.wacz", verifier_key=record.verifier_key)
    assert report.ok, report.steps
