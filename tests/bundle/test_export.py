"""What a bundle holds, and what it does not."""

import json
from hashlib import sha256

import pytest
from tests.bundle.conftest import EDITED, GONE, LINES, STAYS
from tests.bundle.opened import lines, members, proof

from walkback.app import verify_record
from walkback.archive import groups
from walkback.errors import BadInput, NotFound, RecordDamaged
from walkback.ledger import parse_checkpoint, verify_checkpoint, verify_inclusion
from walkback.ledger.checkpoint import VerifierKey
from walkback.ledger.merkle import leaf_hash
from walkback.model.bundle import ALWAYS, FIXED, Bundle, is_ours, proof_name
from walkback.model.commitment import commit
from walkback.model.evidence import Leaf
from walkback.model.proof import InclusionProof

QUAY = LINES[0]["url"]


def kinds(found):
    return [line["verdict"]["kind"] for line in lines(found["walkback/verdicts.jsonl"])]


def test_a_bundle_has_the_members_of_the_format_in_their_order(bundle):
    found = members(bundle(EDITED))

    assert set(ALWAYS) | set(FIXED) <= set(found)
    assert all(map(is_ours, found))
    walkback = [name for name in found if name.startswith("walkback/") and "/proof-" not in name]
    assert walkback == sorted(walkback)
    assert list(found)[:3] == ["archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"]
    assert list(found)[-2:] == ["datapackage.json", "datapackage-digest.json"]


def test_the_groups_are_those_of_the_record_byte_for_byte(bundle, told, tmp_path):
    found = members(bundle(EDITED))
    listed = Bundle.decode(found["walkback/bundle.json"])

    (tmp_path / "walkback-00000001.warc.gz").write_bytes(found["archive/data.warc.gz"])
    here = list(groups(tmp_path))
    assert [(one.n, one.id, one.offset, one.length) for one in listed.leaves] == [
        (leaf.n, group.leaf.id, group.place.offset, group.place.length)
        for leaf, group in zip(listed.leaves, here, strict=True)
    ]
    segment = (told.folder / "archive" / "walkback-00000001.warc.gz").read_bytes()
    for one in listed.leaves:
        piece = found["archive/data.warc.gz"][one.offset : one.offset + one.length]
        assert piece in segment


@pytest.mark.parametrize("ref", [EDITED, GONE, STAYS, QUAY])
def test_every_leaf_that_is_named_is_proven_to_one_signed_checkpoint(bundle, record, ref, tmp_path):
    found = members(bundle(ref))
    listed = Bundle.decode(found["walkback/bundle.json"])
    opened = lines(found["walkback/disclosed.jsonl"])
    checkpoint = parse_checkpoint(found["walkback/checkpoint"])
    verify_checkpoint(checkpoint, VerifierKey.from_text(record.verifier_key))
    assert (checkpoint.origin, checkpoint.size) == (listed.origin, listed.size)

    named = {one.n for one in listed.leaves} | {one["n"] for one in opened}
    assert {name for name in found if "/proof-" in name} == set(map(proof_name, named))
    for number in named:
        leaf, index, path, note = proof(found[proof_name(number)])
        assert index == number
        assert note == found["walkback/checkpoint"]
        verify_inclusion(
            leaf_hash(leaf), InclusionProof(index, checkpoint.size, path), checkpoint.root
        )
    (tmp_path / "walkback-00000001.warc.gz").write_bytes(found["archive/data.warc.gz"])
    for one, group in zip(listed.leaves, groups(tmp_path), strict=True):
        assert proof(found[proof_name(one.n)])[0] == group.leaf.encode()
    for one in opened:
        leaf = Leaf.decode(proof(found[proof_name(one["n"])])[0])
        salted = commit(one["field"], bytes.fromhex(one["salt"]), one["value"])
        assert leaf.fields[one["field"]] == salted


@pytest.mark.parametrize(("ref", "expected"), [(EDITED, "edited"), (GONE, "removed")])
def test_all_that_a_verdict_rests_on_is_inside(bundle, record, ref, expected):
    path = bundle(ref)
    assert kinds(members(path)) == ["published", expected]
    steps = {
        step.name: step for step in verify_record(path, verifier_key=record.verifier_key).steps
    }
    assert steps["verdicts"].result == "passed"
    assert steps["verdicts"].detail.startswith("1 derived again")


@pytest.mark.parametrize("ref", [EDITED, GONE, STAYS, QUAY])
def test_our_own_check_holds_for_every_kind_of_statement(bundle, record, ref):
    report = verify_record(bundle(ref), verifier_key=record.verifier_key)
    assert report.ok, [step for step in report.steps if step.result == "failed"]


def test_nothing_of_other_statements_or_people_is_inside(bundle, told, record):
    found = members(bundle(EDITED))
    everything = b"\0".join(found.values()) + unpacked(found["archive/data.warc.gz"])

    said = found["walkback/readings.jsonl"]
    # Whole pages of others are inside only where they were asked as controls of a look.
    for name in (GONE, STAYS):
        assert not [one for one in told.words[name] if one.encode() in said], name
    assert told.words[EDITED][0].encode() in said
    assert told.words[EDITED][0].encode() in everything
    for stranger in ("Ankerfeld", "goats", "quay of Halder"):
        assert stranger.encode() not in everything
    assert b"Mira Vossberg" in everything


def unpacked(data):
    import zlib  # noqa: PLC0415 - one member after the other

    whole = b""
    while data:
        inflate = zlib.decompressobj(31)
        whole += inflate.decompress(data)
        data = inflate.unused_data
    return whole


def test_a_statement_from_lines_is_disclosed_line_by_line(bundle):
    found = members(bundle(QUAY))
    opened = lines(found["walkback/disclosed.jsonl"])

    texts = [one["value"]["text"] for one in opened if "text" in one["value"]]
    assert texts == [LINES[0]["text"], LINES[2]["text"]]
    everything = b"\0".join(found.values())
    assert b"goats" not in everything
    assert b"Ankerfeld" not in everything
    assert kinds(found) == ["published", "edited"]
    words = [line["reading"]["text"] for line in lines(found["walkback/readings.jsonl"])]
    assert words == texts


def test_a_case_holds_all_its_statements(bundle, record):
    (case,) = [one for one in record.cases() if "school" in one.title]
    found = members(bundle(case.id))

    listed = Bundle.decode(found["walkback/bundle.json"])
    assert (listed.about.kind, listed.about.id, listed.about.url) == ("case", case.id, None)
    assert "removed" in kinds(found)
    ids = {one.id for one in record.case(case.id).statements}
    assert {one.id for one in listed.statements} == ids


def test_the_pages_name_what_can_be_replayed(bundle, told):
    found = members(bundle(EDITED))
    head, *pages = lines(found["pages/pages.jsonl"])

    assert head == {"format": "json-pages-1.0", "id": "pages", "title": "On the ferry"}
    assert len(pages) == 2
    assert {page["url"] for page in pages} == {told.urls[EDITED]}
    indexed = found["indexes/index.cdx"].decode().splitlines()
    times = {line.split(" ")[1] for line in indexed}
    for page in pages:
        assert "".join(filter(str.isdigit, page["ts"])) in times


def test_the_manifest_names_each_member_with_its_digest(bundle):
    found = members(bundle(GONE))
    manifest = json.loads(found["datapackage.json"])

    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    named = {one["path"]: (one["hash"], one["bytes"]) for one in manifest["resources"]}
    assert named == {
        name: (f"sha256:{sha256(data).hexdigest()}", len(data))
        for name, data in found.items()
        if not name.startswith("datapackage")
    }
    digest = json.loads(found["datapackage-digest.json"])
    assert digest["hash"] == f"sha256:{sha256(found['datapackage.json']).hexdigest()}"


def test_the_newer_profile_is_written_where_it_is_asked_for(bundle):
    manifest = json.loads(members(bundle(GONE, profile="1.2"))["datapackage.json"])
    assert manifest["profile"] == "wacz"
    assert "wacz_version" not in manifest


def test_the_same_record_at_the_same_time_gives_the_same_bytes(bundle, record, monkeypatch):
    now = record._clock()
    monkeypatch.setattr(record, "_clock", lambda: now)

    first, second = members(bundle(GONE)), members(bundle(GONE))
    assert first.pop("datapackage-digest.json") != second.pop("datapackage-digest.json")
    assert first == second  # a signature by ECDSA is a new one each time


def test_what_cannot_be_exported_is_refused_and_leaves_no_file(record, told, tmp_path):
    path = tmp_path / "out.wacz"
    with pytest.raises(NotFound, match="there is no such"):
        record.export("https://nobody.example/", path)
    with pytest.raises(NotFound, match="a page that lists has no bundle of its own"):
        record.export(told.urls[STAYS].replace(STAYS, "feed.xml"), path)
    with pytest.raises(BadInput, match=r"not a profile of WACZ: 2\.0"):
        record.export(told.urls[STAYS], path, profile="2.0")
    with pytest.raises(BadInput, match="no file can be made here"):
        record.export(told.urls[STAYS], tmp_path / "no" / "such" / "out.wacz")
    assert list(tmp_path.iterdir()) == []


def test_damage_is_refused_and_the_file_that_was_there_stays(record, told, tmp_path):
    path = tmp_path / "out.wacz"
    path.write_bytes(b"what was there")
    segment = told.folder / "archive" / "walkback-00000001.warc.gz"
    whole = segment.read_bytes()
    place = whole.rindex(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff") + 40
    segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    try:
        with pytest.raises(RecordDamaged):
            record.export(QUAY, path)
    finally:
        segment.write_bytes(whole)
    assert path.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [path]
