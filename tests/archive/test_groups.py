import gzip
import os
import random
import shutil

import pytest

from walkback.archive import (
    Archive,
    Group,
    Tail,
    canonical_member,
    check_group,
    groups,
    load,
    load_document,
    load_exchange,
)
from walkback.archive.members import packed_member
from walkback.errors import RecordDamaged
from walkback.model.evidence import Copied, LeafKind, Place

NAME = "walkback-00000001.warc.gz"


@pytest.fixture
def kept(archive, every_kind):
    return archive.keep(every_kind)


def trouble(folder, kept):
    """What an auditor notices who has only the leaves."""
    found = list(groups(folder))
    tails = [item.reason for item in found if isinstance(item, Tail)]
    whole = [item for item in found if isinstance(item, Group)]
    problems = [problem for group in whole for problem in check_group(group)]
    leaves = [group.leaf.encode() for group in whole]
    differ = leaves != [item.leaf.encode() for item in kept]
    return tails, problems, differ


def test_each_group_gives_back_its_leaf_and_place(folder, kept):
    found = list(groups(folder))
    assert [(group.leaf, group.place) for group in found] == [
        (item.leaf, item.place) for item in kept
    ]
    assert trouble(folder, kept) == ([], [], False)


def test_every_byte_belongs_to_exactly_one_group(folder, kept):
    end = 0
    for group in groups(folder):
        assert group.place.offset == end
        position = end
        for member in group.positions:
            assert member.offset == position
            position += member.length
        end += group.place.length
    assert end == (folder / NAME).stat().st_size


def test_a_walk_can_begin_at_any_committed_end(folder, kept):
    start = (NAME, kept[2].place.offset)
    assert [group.leaf for group in groups(folder, start)] == [item.leaf for item in kept[2:]]
    assert list(groups(folder, (NAME, (folder / NAME).stat().st_size))) == []


def test_no_folder_and_no_segment_hold_no_groups(folder):
    assert list(groups(folder)) == []
    folder.mkdir()
    assert list(groups(folder, (NAME, 0))) == []


def test_a_write_torn_at_any_byte_keeps_all_groups_before_it(folder, archive, make_evidence):
    whole = [
        archive.keep([make_evidence(LeafKind.VERDICT, document={"n": n})])[0] for n in range(2)
    ]
    ends = [item.place.offset + item.place.length for item in whole]
    data = (folder / NAME).read_bytes()
    between = _between(data)
    for size in reversed(range(len(data))):
        os.truncate(folder / NAME, size)
        found = list(groups(folder))
        complete = [item.leaf for item, end in zip(whole, ends, strict=True) if end <= size]
        assert [item.leaf for item in found if isinstance(item, Group)] == complete
        tails = [item for item in found if isinstance(item, Tail)]
        if size in (0, *ends):
            assert tails == []
        else:
            end = max([0, *[end for end in ends if end <= size]])
            assert [(tail.offset, tail.follows) for tail in tails] == [(end, False)]
            assert "ends inside a member" in tails[0].reason or size in between


def _between(data):
    """Offsets at which members begin: a file cut there ends before its group's opening."""
    return {place for place in range(len(data)) if data.startswith(b"\x1f\x8b\x08\0", place)}


def test_any_flipped_bit_is_noticed(folder, archive, make_evidence, make_exchange):
    small = (make_exchange("/a", body=b"<p>The well stays.</p>", coding=None),)
    kept = archive.keep(
        [
            make_evidence(exchanges=small),
            make_evidence(LeafKind.REGISTER, document=[{"name": "Ines Quill"}]),
        ]
    )
    data = bytearray((folder / NAME).read_bytes())
    bits = range(len(data) * 8)
    # The framing of every member, and some hundred bits anywhere.
    chosen = {bit for start in _between(bytes(data)) for bit in range(start * 8, (start + 16) * 8)}
    chosen |= set(random.Random(7).sample(bits, 600)) | set(bits[-64:])
    for bit in sorted(chosen):
        data[bit // 8] ^= 1 << bit % 8
        (folder / NAME).write_bytes(data)
        tails, problems, differ = trouble(folder, kept)
        assert tails or problems or differ, f"bit {bit} went unnoticed"
        data[bit // 8] ^= 1 << bit % 8


def test_damage_before_later_groups_says_that_more_follows(folder, kept):
    data = bytearray((folder / NAME).read_bytes())
    data[kept[1].place.offset + 40] ^= 1
    (folder / NAME).write_bytes(data)
    first, tail = groups(folder)
    assert first.leaf == kept[0].leaf
    assert (tail.segment, tail.offset, tail.follows) == (NAME, kept[1].place.offset, True)
    assert "does not inflate" in tail.reason


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        (b"\0", "no member of ours begins here, but 00"),
        (gzip.compress(b"other", mtime=1), "no member of ours begins here"),
        (packed_member(b"WARC/1.1\r\n"), "the file ends inside a member's header"),
        (canonical_member(b"WARC/1.1\r\n"), "an opening without content"),
        (packed_member(b"x") + canonical_member(b"WARC/1.1\r\n"), "not a WARC record"),
    ],
)
def test_bytes_that_are_no_group_are_a_tail_with_its_reason(folder, kept, added, reason):
    size = (folder / NAME).stat().st_size
    with (folder / NAME).open("ab") as file:
        file.write(added)
    *whole, tail = groups(folder)
    assert [group.leaf for group in whole] == [item.leaf for item in kept]
    assert tail.offset == size
    assert reason in tail.reason


@pytest.mark.parametrize(
    "change",
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"kind":"import"', b'"kind":["import"]'),
        (b'"kind":"import"', b'"kind":"gossip"'),
        (b'"about":{', b'"about":' + b"[" * 900 + b"]" * 900 + b',"other":{'),
        (b'"salts":{', b'"salts":{"x":"no hex",'),
        (b'"members":[', b'"members":[1,'),
        (b"WARC-Type: metadata", b"WARC-Type: resource"),
    ],
)
def test_an_opening_of_another_form_is_a_tail(folder, kept, change):
    data = (folder / NAME).read_bytes()
    start, member = opening_bytes(data, list(groups(folder))[-1])
    head, block = gzip.decompress(member).removesuffix(b"\r\n\r\n").split(b"\r\n\r\n")
    new_head, new_block = head.replace(*change), block.replace(*change)
    length = b"Content-Length: %d"
    new_head = new_head.replace(length % len(block), length % len(new_block))
    record = new_head + b"\r\n\r\n" + new_block + b"\r\n\r\n"
    assert record != gzip.decompress(member)
    (folder / NAME).write_bytes(data[:start] + canonical_member(record))
    *whole, tail = groups(folder)
    assert [group.leaf for group in whole] == [item.leaf for item in kept[:-1]]
    assert isinstance(tail, Tail)


def test_bytes_between_two_members_are_noticed(folder, kept):
    data = (folder / NAME).read_bytes()
    place = kept[2].place.offset
    (folder / NAME).write_bytes(data[:place] + b"\0" + data[place:])
    *whole, tail = groups(folder)
    assert [group.leaf for group in whole] == [item.leaf for item in kept[:2]]
    assert (tail.offset, tail.follows) == (place, True)


def opening_bytes(data, group):
    start = group.positions[-1].offset + group.positions[-1].length
    return start, data[start : group.place.offset + group.place.length]


def test_an_opening_in_other_packing_is_named_though_its_record_is_the_same(folder, kept):
    data = (folder / NAME).read_bytes()
    last = list(groups(folder))[-1]
    start, member = opening_bytes(data, last)
    packed = packed_member(gzip.decompress(member))
    (folder / NAME).write_bytes(data[:start] + packed[:8] + b"\0" + packed[9:])
    changed = list(groups(folder))[-1]
    assert changed.leaf == kept[-1].leaf
    assert check_group(changed) == ["the opening's member is not in its canonical form"]


def test_a_repacked_record_keeps_its_record_digest_and_not_its_members(folder, kept):
    data = (folder / NAME).read_bytes()
    group = list(groups(folder))[-1]
    start, end = group.positions[0].offset, group.positions[0].offset + group.positions[0].length
    stored = canonical_member(gzip.decompress(data[start:end]))
    (folder / NAME).write_bytes(data[:start] + stored[:8] + b"\4" + stored[9:] + data[end:])
    changed = list(groups(folder))[-1]
    assert changed.leaf.fields["records"] == kept[-1].leaf.fields["records"]
    assert changed.leaf.fields["members"] != kept[-1].leaf.fields["members"]
    [problem] = check_group(changed)
    assert problem.startswith("member 0: the opening states")


def test_a_changed_salt_and_a_missing_salt_change_the_leaf(folder, kept):
    data = (folder / NAME).read_bytes()
    group = list(groups(folder))[-1]
    start, member = opening_bytes(data, group)
    record = gzip.decompress(member)
    salt = group.opening["salts"]["members"].encode()
    name = b'"records":"' + group.opening["salts"]["records"].encode() + b'"'
    missing = record.replace(b"," + name, b"")
    missing = missing.replace(
        b"Content-Length: %d" % len(record.split(b"\r\n\r\n")[1]),
        b"Content-Length: %d" % len(missing.split(b"\r\n\r\n")[1]),
    )
    for changed, problem in (
        (record.replace(salt, bytes(reversed(salt))), None),
        (missing, "no salt for records"),
    ):
        (folder / NAME).write_bytes(data[:start] + canonical_member(changed))
        found = list(groups(folder))[-1]
        assert found.leaf != kept[-1].leaf
        assert (problem in check_group(found)) is (problem is not None)


def test_a_missing_segment_and_a_short_one_are_tails(folder, make_evidence):
    archive = Archive(folder, software="w", roll_at=1)
    kept = [archive.keep([make_evidence()])[0] for _ in range(3)]
    second = folder / kept[1].place.segment
    second.rename(folder / "aside")
    first, tail, third = groups(folder)
    assert (first.leaf, third.leaf) == (kept[0].leaf, kept[2].leaf)
    assert tail == Tail(second.name, 0, "the segment is missing", follows=True)
    (folder / kept[2].place.segment).unlink()
    assert list(groups(folder, (kept[2].place.segment, 9))) == [
        Tail(kept[2].place.segment, 0, "the segment is missing", follows=False)
    ]
    size = (folder / NAME).stat().st_size
    assert list(groups(folder, (NAME, size + 5))) == [
        Tail(NAME, size, f"the segment ends before byte {size + 5}", follows=False)
    ]


def test_what_was_kept_is_loaded_again(archive, folder, every_kind, make_evidence, make_exchange):
    hops = (make_exchange("/old", coding=None), make_exchange("/new", cut="time"))
    every_kind[0] = make_evidence(exchanges=hops)
    kept = archive.keep(every_kind)
    assert load_exchange(folder, kept[0].place) == hops[1]
    for evidence, item in list(zip(every_kind, kept, strict=True))[1:]:
        assert load_document(folder, item.place) == evidence.document
        assert load(folder, item.place).kind == "resource"
        assert load(folder, item.place).at == evidence.at
    assert load(folder, kept[0].place).url == hops[1].url


def copied(fields, block):
    return Copied(
        fields
        + b"WARC-Date: 2019-05-06T07:08:09Z\r\nContent-Length: %d\r\n\r\n" % len(block)
        + block
    )


def test_a_copied_response_is_loaded_as_an_exchange(archive, folder, make_evidence):
    response = copied(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.example/>\r\n",
        b"HTTP/1.0 404\r\nServer: x\r\n\r\nnot here",
    )
    other = copied(b"WARC/1.0\r\nWARC-Type: metadata\r\n", b"via: somewhere")
    kept = archive.keep([make_evidence(copied=(other, response, other))])
    exchange = load_exchange(folder, kept[0].place)
    assert (exchange.status, exchange.body, exchange.url) == (404, b"not here", "http://a.example/")
    assert (exchange.request_head, exchange.ip, exchange.cut) == (b"", "", None)
    assert exchange.at.isoformat() == "2019-05-06T07:08:09+00:00"


def test_a_copied_resource_is_loaded_as_an_answer_that_states_its_type(
    archive, folder, make_evidence
):
    record = copied(
        b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n"
        b"WARC-Target-URI: http://a.example/\r\n",
        b"<p>Hello",
    )
    kept = archive.keep([make_evidence(copied=(record,))])
    exchange = load_exchange(folder, kept[0].place)
    assert exchange.head == b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    assert (exchange.status, exchange.body) == (200, b"<p>Hello")


def test_loading_what_is_not_there_names_segment_and_byte(folder, kept):
    gone = Place("walkback-00000009.warc.gz", 0, 10, 5)
    with pytest.raises(RecordDamaged, match=r"00000009.warc.gz, byte 5 .*segment is missing"):
        load(folder, gone)
    wrong = Place(NAME, 0, 10, 5)
    with pytest.raises(RecordDamaged, match=r"00000001.warc.gz, byte 5 .*no member of ours"):
        load(folder, wrong)
    with pytest.raises(RecordDamaged, match="not a document of ours"):
        load_document(folder, kept[0].place)
    shutil.rmtree(folder)
    with pytest.raises(RecordDamaged, match="walkback verify"):
        load_document(folder, kept[1].place)
