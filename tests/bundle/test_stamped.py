"""A bundle brings the stamps that say how old its leaves are, and the proof that leads to them."""

import json
from hashlib import sha256

import pytest
from tests.authority import Authority, serving
from tests.bundle.opened import members
from tests.record.conftest import folder, here, paper, quick, watched  # noqa: F401 - fixtures

from walkback.app import open_record, verify_record
from walkback.ledger import parse_checkpoint, verify_consistency
from walkback.model.proof import ConsistencyProof


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "tsa")


@pytest.fixture
def record(watched, authority, monkeypatch):  # noqa: F811 - the fixture above
    def answer(_method, _path, body):
        return 200, "application/timestamp-reply", authority.reply(body)

    with serving(answer) as url:
        monkeypatch.setenv("WALKBACK_TIMESTAMPS__AUTHORITIES", json.dumps([url]))
        monkeypatch.setenv("WALKBACK_TIMESTAMPS__ROOTS", str(authority.folder / "root.pem"))
        with open_record(watched) as opened:
            yield opened


def test_the_earliest_stamp_that_covers_a_leaf_is_inside(record, paper, authority, tmp_path):  # noqa: F811
    record.poll(everything=True)
    record.stamp()
    size = record.leaves()
    paper.edit("ferry")
    for _ in range(3):
        record.poll(everything=True)
    path = tmp_path / "out.wacz"
    record.export(paper.url("ferry"), path)

    found = members(path)
    facts = json.loads(found["walkback/stamp-0.json"])
    note = parse_checkpoint(found["walkback/stamp-0.note"])
    head = parse_checkpoint(found["walkback/checkpoint"])
    assert (facts["size"], note.size, facts["renews"]) == (size, size, None)
    assert facts["over"] == sha256(found["walkback/stamp-0.note"]).hexdigest()
    hashes = tuple(bytes.fromhex(each) for each in facts["proof"])
    verify_consistency(ConsistencyProof(size, head.size, hashes), note.root, head.root)
    assert authority.agrees(found["walkback/stamp-0.tsr"], found["walkback/stamp-0.note"])
    policy = tmp_path / "policy"
    policy.write_text(
        f"log {record.verifier_key}\ntsa {authority.folder / 'root.pem'}\nquorum none\n"
    )
    steps = {step.number: step for step in verify_record(path, policy=policy).steps}
    assert steps[7].result == "passed", steps[7]
    assert "failed" not in {step.result.value for step in steps.values()}
