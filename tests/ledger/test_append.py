from itertools import pairwise

import pytest

from walkback.errors import BadInput, NotFound, RecordDamaged, RestoredBackup
from walkback.ledger import (
    leaf_hash,
    open_tree,
    parse_checkpoint,
    verify_consistency,
    verify_inclusion,
)
from walkback.ledger.merkle import EMPTY_ROOT
from walkback.ledger.tiles import appended


def test_a_new_ledger_is_empty_signed_and_held_twice(room):
    ledger = room.ledger()
    assert (ledger.size, ledger.root, ledger.notice) == (0, EMPTY_ROOT, "")
    assert (room.folder / "checkpoint").read_text() == room.second.read_text()
    room.check_log([])


@pytest.mark.parametrize(
    "steps", [[1] * 5, [255, 1, 1], [256, 256], [257], [100, 412, 3], [700], [0, 3, 0]]
)
def test_steps_of_any_size_make_the_same_ledger(room, entries, steps):
    ledger, done = room.ledger(), 0
    for step in steps:
        assert ledger.append(entries(step, done)) == done
        done += step
        assert ledger.size == done
    room.check_log(entries(done))
    files = {path.relative_to(room.folder).as_posix() for path in room.files()}
    assert files == {"checkpoint", *(tile.path for tile in appended(0, done))}


def test_70000_leaves_have_the_files_of_the_specification(room):
    ledger = room.ledger()
    ledger.append([b"%d" % number for number in range(70_000)])
    names = [path.relative_to(room.folder / "tile").as_posix() for path in room.files()[1:]]
    assert len([name for name in names if name.startswith("0/") and ".p/" not in name]) == 273
    assert {name for name in names if ".p/" in name} == {
        "entries/273.p/112",
        "0/273.p/112",
        "1/001.p/17",
        "2/000.p/1",
    }
    assert room.ledger().root == ledger.root
    for index in (0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999):
        verify_inclusion(leaf_hash(b"%d" % index), ledger.inclusion(index), ledger.root)


def test_every_older_checkpoint_is_proved_to_be_a_prefix(room, entries):
    ledger, older = room.ledger(), []
    for done in range(0, 600, 40):
        older.append(ledger.checkpoint())
        ledger.append(entries(40, done))
    for checkpoint in older:
        proof = ledger.consistency(checkpoint.size)
        verify_consistency(proof, checkpoint.root, ledger.root)
    for old, new in pairwise(older):
        proof = ledger.consistency(old.size, new.size)
        verify_consistency(proof, old.root, new.root)
        if old.size:
            verify_inclusion(leaf_hash(entries(1)[0]), ledger.inclusion(0, old.size), old.root)


def test_entries_are_read_by_number_and_by_range(room, entries):
    ledger = room.ledger()
    ledger.append(entries(600))
    assert ledger.entry(0) == entries(1)[0]
    assert ledger.entry(599) == entries(1, 599)[0]
    assert [*ledger.entries(250, 520)] == entries(270, 250)
    assert [*ledger.entries(598, 9_999)] == entries(2, 598)
    assert [*ledger.entries(5, 5)] == []
    with pytest.raises(NotFound, match=r"no leaf with this number: 600 .expected below 600"):
        ledger.entry(600)
    with pytest.raises(NotFound, match="no leaf with this number: 600"):
        ledger.inclusion(600)
    with pytest.raises(NotFound, match="no tree of this size: 601"):
        ledger.inclusion(0, 601)
    with pytest.raises(NotFound, match="no tree of this size: 601"):
        ledger.consistency(0, 601)


def test_entries_of_any_length_up_to_the_limit_are_kept(room):
    kept = [b"", bytes(65_535), b"\n\0"]
    ledger = room.ledger()
    ledger.append(kept)
    with pytest.raises(BadInput, match="too long"):
        ledger.append([b"fits", bytes(65_536)])
    assert ledger.size == 3
    room.check_log(kept)


def test_the_files_take_no_more_room_than_the_entries_and_their_hashes(room, entries):
    ledger = room.ledger()
    ledger.append([each * 6 for each in entries(220)])
    for number in range(220, 280):
        ledger.append([entries(1, number)[0] * 6])
    used = sum(path.stat().st_size for path in room.files())
    assert used < sum(len(each) * 6 + 2 + 32 for each in entries(280)) + 500


def test_another_process_that_appended_is_seen_by_refresh(room, entries):
    one, two = room.ledger(), room.ledger()
    assert one.refresh() is False
    two.append(entries(5))
    assert one.size == 0
    assert one.refresh() is True
    assert (one.size, one.root, one.notice) == (5, two.root, "")
    one.append(entries(5, 5))
    assert two.refresh() is True
    room.check_log(entries(10))


def test_a_writer_that_did_not_refresh_is_refused_and_harms_nothing(room, entries):
    one, two = room.ledger(), room.ledger()
    two.append(entries(5))
    with pytest.raises(RestoredBackup, match="not what this ledger last published") as refusal:
        one.append(entries(5, 100))
    assert refusal.value.expected.startswith("0 leaves")
    assert refusal.value.found.startswith("5 leaves")
    room.check_log(entries(5))


def test_readers_go_on_while_another_process_appends(room, entries):
    writer = room.ledger()
    writer.append(entries(300))
    reader = open_tree(room.folder, writer.checkpoint())
    for done in range(300, 900, 100):
        writer.append(entries(100, done))
        assert [*reader.entries(0, 999)] == entries(300)
        proof = reader.inclusion(299, 300)
        verify_inclusion(leaf_hash(entries(1, 299)[0]), proof, reader.edge.root)


def test_no_proof_and_no_entry_comes_from_a_changed_file(room, entries):
    ledger = room.ledger()
    ledger.append(entries(700))
    tile, bundle = room.folder / "tile/0/001", room.folder / "tile/entries/000"
    for path in (tile, bundle):
        data = bytearray(path.read_bytes())
        data[40] ^= 1
        path.write_bytes(data)
    ledger = room.ledger()
    with pytest.raises(RecordDamaged, match="ledger/tile/0/001") as damage:
        ledger.inclusion(300)
    assert "walkback verify" in damage.value.todo
    with pytest.raises(RecordDamaged, match=r"ledger/tile/entries/000, entry \d: *|entries/000"):
        ledger.entry(3)
    verify_inclusion(leaf_hash(entries(1, 5)[0]), ledger.inclusion(5), ledger.root)
    assert ledger.entry(699) == entries(1, 699)[0]


@pytest.mark.parametrize("lost", ["tile/0/002.p/88", "tile/entries/002.p/88", "tile/1/000.p/2"])
@pytest.mark.parametrize("how", ["gone", "changed", "cut", "longer"])
def test_a_ledger_with_a_damaged_edge_does_not_open(room, entries, lost, how):
    room.ledger().append(entries(600))
    path = room.folder / lost
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "changed":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    else:
        path.write_bytes(data[:-5] if how == "cut" else data + b"x")
    with pytest.raises(RecordDamaged) as damage:
        room.ledger()
    assert lost in damage.value.subject
    assert damage.value.expected
    assert damage.value.found


def test_the_published_checkpoint_is_what_anyone_reads(room, entries):
    ledger = room.ledger()
    ledger.append(entries(3))
    assert parse_checkpoint((room.folder / "checkpoint").read_bytes()) == ledger.checkpoint()
    assert ledger.checkpoint().origin == room.signer.verifier.name
    assert (room.folder / "checkpoint").stat().st_mode & 0o777 == 0o644
