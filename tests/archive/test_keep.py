import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from walkback.archive import Archive, canonical_member, check_group, groups
from walkback.archive.members import packed_member, stored_member
from walkback.archive.openings import LARGEST_LEAF
from walkback.errors import BadInput, RecordDamaged, StorageFull
from walkback.model.commitment import commit
from walkback.model.evidence import Copied, Evidence, LeafKind

BIN = Path(sys.executable).parent


def blocks(path):
    """What warcio reads: type, target, and the whole block with the HTTP head put back."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            headers = record.rec_headers
            target = headers.get_header("WARC-Target-URI")
            yield record.rec_type, target, record.raw_stream.read()


def openings(path):
    return [json.loads(block) for kind, _, block in blocks(path) if kind == "metadata"]


def test_warcio_reads_back_the_bytes_of_the_wire(archive, folder, make_evidence, make_exchange):
    hops = (make_exchange("/old", coding=None), make_exchange("/new"))
    archive.keep([make_evidence(exchanges=hops)])
    found = list(blocks(folder / "walkback-00000001.warc.gz"))
    assert [kind for kind, _, _ in found] == [
        "warcinfo",
        "response",
        "request",
        "response",
        "request",
        "metadata",
    ]
    assert b"software: walkback/test\r\nformat: WARC File Format 1.1\r\n" in found[0][2]
    assert found[1] == ("response", hops[0].url, hops[0].head + hops[0].body)
    assert found[2] == ("request", hops[0].url, hops[0].request_head)
    assert found[3][2] == hops[1].head + hops[1].body


def test_a_document_lies_there_one_item_a_line(archive, folder, make_evidence):
    lines = [{"outcome": "gone", "instance": "a"}, {"instance": "b", "outcome": "received"}]
    archive.keep([make_evidence(LeafKind.ROLLCALL, document=lines)])
    _, document, _ = blocks(folder / "walkback-00000001.warc.gz")
    assert document == (
        "resource",
        "urn:walkback:rollcall:rollcall-1",
        b'{"instance":"a","outcome":"gone"}\n{"instance":"b","outcome":"received"}\n',
    )


@pytest.mark.parametrize("checker", ["warcio", "fastwarc"])
def test_independent_checkers_accept_our_segments(archive, folder, every_kind, checker):
    archive.keep(every_kind)
    path = folder / "walkback-00000001.warc.gz"
    done = subprocess.run([BIN / checker, "check", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_leaf_commits_to_what_the_opening_says(archive, folder, make_evidence):
    kept = archive.keep([make_evidence(about={"instance": "q7"})])[0]
    opening = openings(folder / kept.place.segment)[0]
    assert sorted(opening) == ["about", "at", "id", "kind", "salts", "v", "values"]
    assert (opening["v"], opening["kind"], opening["id"]) == (1, "capture", "capture-1")
    assert opening["about"] == {"instance": "q7"}
    assert kept.leaf.fields == {
        name: commit(name, bytes.fromhex(opening["salts"][name]), opening["values"][name])
        for name in ("members", "records")
    }
    assert len(opening["values"]["members"]) == 3  # warcinfo, response, request


def test_register_and_import_have_a_salted_field_for_each_item(archive, folder, make_evidence):
    people = [{"name": "Ines Quill"}, {"name": "Ole Brandt"}]
    kept = archive.keep([make_evidence(LeafKind.REGISTER, document=people)])[0]
    opening = openings(folder / kept.place.segment)[0]
    assert sorted(kept.leaf.fields) == ["entry/0", "entry/1", "members", "records"]
    assert kept.leaf.fields["entry/1"] == commit(
        "entry/1", bytes.fromhex(opening["salts"]["entry/1"]), people[1]
    )
    assert "Quill" not in json.dumps(opening)
    assert b"Quill" not in kept.leaf.encode()
    assert len(set(opening["salts"].values())) == 4


def test_the_openings_digest_is_of_the_uncompressed_record(archive, folder, make_evidence):
    kept = archive.keep([make_evidence()])[0]
    group = next(groups(folder))
    assert group.sha256 == kept.leaf.opening
    data = (folder / kept.place.segment).read_bytes()
    start = group.positions[-1].offset + group.positions[-1].length
    record = gzip.decompress(data[start : kept.place.offset + kept.place.length])
    assert hashlib.sha256(record).hexdigest() == kept.leaf.opening
    assert canonical_member(record) == data[start : kept.place.offset + kept.place.length]


@given(st.binary(max_size=200_000) | st.integers(0, 200_000).map(bytes))
def test_members_are_read_back_by_plain_gzip(data):
    for member in (canonical_member(data), stored_member(data), packed_member(data)):
        assert gzip.decompress(member) == data


def test_a_canonical_member_is_fixed_to_the_byte():
    assert canonical_member(b"").hex() == "1f8b08000000000000ff010000ffff0000000000000000"
    member = canonical_member(b"a" * 65_536)
    assert member[:15].hex() == "1f8b08000000000000ff00ffff0000"
    assert member[15 + 65_535 :][:6].hex() == "010100feff61"


def test_the_same_randomness_gives_the_same_bytes(tmp_path, make_exchange, noon):
    evidence = Evidence(LeafKind.CAPTURE, "c", noon, {}, exchanges=(make_exchange(),))
    for name in ("one", "two"):
        archive = Archive(tmp_path / name, software="w", random=lambda size: b"\x07" * size)
        archive.keep([evidence])
    one, two = (tmp_path / name / "walkback-00000001.warc.gz" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_batch_is_one_append_and_one_sync(archive, every_kind, monkeypatch):
    archive.keep(every_kind[:1])
    calls = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: calls.append(handle) or real(handle))
    archive.keep(every_kind[1:])
    assert len(calls) == 1


def test_a_full_segment_is_followed_by_the_next_and_each_begins_with_warcinfo(
    folder, make_evidence
):
    archive = Archive(folder, software="w", roll_at=1)
    for _ in range(3):
        archive.keep([make_evidence(), make_evidence()])
    paths = sorted(folder.iterdir())
    assert [path.name for path in paths] == [f"walkback-0000000{n}.warc.gz" for n in (1, 2, 3)]
    for path in paths:
        assert [kind for kind, _, _ in blocks(path)].count("warcinfo") == 1
        assert next(blocks(path))[0] == "warcinfo"
    assert archive.end() == (paths[2].name, paths[2].stat().st_size)


def test_nothing_to_keep_writes_nothing(archive, folder):
    assert archive.keep([]) == []
    assert not folder.exists()
    assert archive.end() == ("walkback-00000001.warc.gz", 0)


def test_a_second_writer_sees_the_first_ones_end_after_refresh(folder, archive, make_evidence):
    other = Archive(folder, software="w")
    first = archive.keep([make_evidence()])[0]
    with pytest.raises(RecordDamaged, match="the archive moved while we held its end"):
        other.keep([make_evidence()])
    other.refresh()
    second = other.keep([make_evidence()])[0]
    assert second.place.offset == first.place.offset + first.place.length
    assert [group.leaf for group in groups(folder)] == [first.leaf, second.leaf]


def test_cutting_goes_back_to_a_committed_end(folder, make_evidence):
    archive = Archive(folder, software="w", roll_at=1)
    first = archive.keep([make_evidence()])[0]
    end = archive.end()
    archive.keep([make_evidence()])
    archive.keep([make_evidence()])
    with (folder / end[0]).open("ab") as file:
        file.write(b"torn")
    archive.cut(*end)
    assert archive.end() == end
    assert [item.leaf for item in groups(folder)] == [first.leaf]
    archive.cut("walkback-00000001.warc.gz", 0)
    assert list(folder.iterdir()) == []
    assert archive.keep([make_evidence()])[0].place.offset == 0


def test_cutting_where_committed_bytes_are_missing_is_damage(archive, folder, make_evidence):
    archive.keep([make_evidence()])
    name, size = archive.end()
    with pytest.raises(RecordDamaged, match=f"expected at least {size + 1} bytes"):
        archive.cut(name, size + 1)
    assert archive.end() == (name, size)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"document": None}, "exactly one of exchanges, copied and document"),
        ({"document": {"a": 1}, "copied": (Copied(b""),)}, "exactly one of"),
        ({"kind": LeafKind.REGISTER, "document": {"a": 1}}, "expected a list of items, found dict"),
        ({"kind": LeafKind.IMPORT, "document": []}, "expected a list of items"),
        ({"kind": LeafKind.IMPORT, "document": [1] * 900}, f"at most {LARGEST_LEAF} bytes"),
        ({"document": "x" * (1 << 24)}, "a document of at most 16777216 bytes"),
        ({"document": {"share": 0.5}}, "no canonical JSON"),
        ({"document": 1, "about": {"long": "x" * (1 << 20)}}, "too much for one opening"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_and_nothing_is_written(
    archive, folder, noon, change, message
):
    fields = {"kind": LeafKind.VERDICT, "id": "v", "at": noon} | change
    with pytest.raises(BadInput, match=message):
        archive.keep([Evidence(**fields)])
    assert not folder.exists()


def test_software_cannot_write_into_the_warcinfo(folder):
    with pytest.raises(BadInput, match="not a WARC field value: software"):
        Archive(folder, software="walkback\r\nrobots: ignored")


def test_a_full_disk_keeps_nothing_of_the_batch_and_the_next_one_fits(
    tmp_path, make_evidence, make_exchange
):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        archive = Archive(disk / "archive", software="w")
        first = archive.keep([make_evidence()])[0]
        end = archive.end()
        large = make_exchange(body=os.urandom(400_000))
        with pytest.raises(StorageFull, match="no room to write"):
            archive.keep([make_evidence(), make_evidence(exchanges=(large,))])
        assert archive.end() == end
        second = archive.keep([make_evidence()])[0]
        found = list(groups(disk / "archive"))
        assert [item.leaf for item in found] == [first.leaf, second.leaf]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_copied_records_stay_byte_for_byte_and_cannot_pass_for_openings(
    archive, folder, tmp_path, make_evidence
):
    theirs = Archive(tmp_path / "theirs", software="other")
    theirs.keep([make_evidence()])
    path = tmp_path / "theirs" / "walkback-00000001.warc.gz"
    whole = gzip.decompress(path.read_bytes())
    copied = [
        Copied((b"WARC/1.1\r\n" + part).removesuffix(b"\r\n\r\n"))
        for part in whole.split(b"WARC/1.1\r\n")[1:]
    ]
    kept = archive.keep([make_evidence(copied=tuple(copied)), make_evidence()])
    found = list(groups(folder))
    assert [item.leaf for item in found] == [item.leaf for item in kept]
    assert [position.kind for position in found[0].positions] == [
        "warcinfo",
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]
    assert found[0].opening["copied"] is True
    assert [check_group(item) for item in found] == [[], []]
    ours = (folder / "walkback-00000001.warc.gz").read_bytes()
    assert whole in gzip.decompress(ours)


def test_a_copied_records_own_wrong_digest_is_no_damage_of_ours(archive, folder, make_evidence):
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Block-Digest: sha256:AAAA\r\n"
        b"Content-Length: 4\r\n\r\nbody"
    )
    archive.keep([make_evidence(copied=(Copied(record),))])
    group = next(groups(folder))
    assert check_group(group) == []
