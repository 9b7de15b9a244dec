import random
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback.errors import BadInput
from walkback.ledger import Signer, audit
from walkback.ledger.examine import agreed
from walkback.model.step import StepResult


def flip(path, bit):
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def name_in(room, path):
    if path == room.second:
        return str(path)
    return f"ledger/{path.relative_to(room.folder).as_posix()}"


def failed(found):
    return {each.file for each in found.problems if each.result is StepResult.FAILED}


def unchecked(found):
    return {each.file: each.what for each in found.problems if each.result is not StepResult.FAILED}


def test_a_whole_ledger_passes_and_every_file_was_read(room, entries):
    room.ledger().append(entries(700))
    heard = []
    found = audit(room.folder, room.signer.verifier.text, room.second, progress=heard.append)
    assert (found.ok, found.problems) == (True, ())
    assert found.files == len(room.files()) + 1
    assert found.checkpoint.size == 700
    assert sorted(heard) == [256, 512, 700]


def test_every_flipped_bit_of_a_small_ledger_is_found_in_the_right_file(room, entries):
    room.ledger().append([b"one", b"", b"three"])
    paths = [*room.files(), room.second]
    assert len(paths) == 4
    for path in paths:
        # The second copy has the bytes of the checkpoint, so a part of its bits will do.
        for bit in range(0, path.stat().st_size * 8, 5 if path == room.second else 1):
            flip(path, bit)
            found = room.audit()
            assert failed(found) == {name_in(room, path)}, (path, bit)
            assert not found.ok
            flip(path, bit)
    assert room.audit().ok


def test_flipped_bits_of_a_larger_ledger_are_found_in_the_right_file(room, entries):
    room.ledger().append(entries(1_000))
    chance = random.Random(1)
    paths = [*room.files(), room.second]
    for path in paths:
        for _ in range(12):
            bit = chance.randrange(path.stat().st_size * 8)
            flip(path, bit)
            found = room.audit()
            assert failed(found) == {name_in(room, path)}, (path, bit)
            assert all(each.expected and each.found for each in found.problems), found.problems
            flip(path, bit)
    assert room.audit().ok


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "longer", "another's"])
def test_any_lost_or_replaced_file_is_named(room, entries, how):
    room.ledger().append(entries(1_000))
    for path in [*room.files(), room.second]:
        data = path.read_bytes()
        if how == "gone":
            path.unlink()
        else:
            path.write_bytes(
                {
                    "empty": b"",
                    "cut": data[:-1],
                    "longer": data + b"\0",
                    "another's": bytes(len(data)),
                }[how]
            )
        found = room.audit()
        assert failed(found) == {name_in(room, path)}
        path.write_bytes(data)
    assert room.audit().ok


def test_two_damaged_files_one_above_the_other_are_both_named(room, entries):
    room.ledger().append(entries(1_000))
    pairs = [("tile/0/001", "tile/entries/001"), ("tile/1/000.p/3", "tile/0/001")]
    for pair in pairs:
        kept = [(room.folder / name).read_bytes() for name in pair]
        flip(room.folder / pair[0], 3)
        flip(room.folder / pair[1], 8_000)
        assert failed(room.audit()) == {f"ledger/{name}" for name in pair}
        for name, data in zip(pair, kept, strict=True):
            (room.folder / name).write_bytes(data)


def test_what_hangs_on_a_lost_hash_is_not_checked(room, entries):
    room.ledger().append(entries(600))
    (room.folder / "tile/0/001").write_bytes(bytes(8_192))
    (room.folder / "tile/entries/001").write_bytes(b"")
    found = room.audit()
    assert failed(found) == {"ledger/tile/0/001", "ledger/tile/entries/001"}
    shutil.rmtree(room.folder / "tile/1")
    found = room.audit()
    assert "ledger/tile/1/000.p/2" in failed(found)
    assert unchecked(found)["ledger/tile/0/001"] == "nothing above it is left to vouch for it"


def test_one_history_put_in_the_place_of_another_fails(room, entries, tmp_path):
    room.ledger().append(entries(300))
    other = type(room)(tmp_path / "o" / "ledger", tmp_path / "o" / "second", room.signer)
    other.ledger().append(entries(300, 1))
    shutil.rmtree(room.folder / "tile")
    shutil.copytree(other.folder / "tile", room.folder / "tile")
    problem = room.audit().problems[0]
    assert problem.file == "ledger/checkpoint"
    assert problem.what == "the tiles at the right edge do not lead to the signed root"
    assert problem.expected != problem.found
    other.second.replace(room.second)
    shutil.copy(other.folder / "checkpoint", room.folder / "checkpoint")
    assert room.audit().ok


def test_a_checkpoint_by_another_key_fails(room, entries):
    room.ledger().append(entries(3))
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    other = Signer.of(key, room.signer.verifier.name)
    found = audit(room.folder, other.verifier.text, room.second)
    assert failed(found) == {"ledger/checkpoint", str(room.second)}
    assert "not signed by this key" in found.problems[0].what
    assert unchecked(found)["ledger/tile"].startswith("no signed root is left")
    assert found.checkpoint is None
    with pytest.raises(BadInput):
        audit(room.folder, "no key", room.second)


def test_without_a_second_copy_the_rest_is_checked(room, entries):
    room.ledger().append(entries(3))
    assert audit(room.folder, room.signer.verifier.text).ok
    room.second.unlink()
    found = room.audit()
    assert failed(found) == {str(room.second)}
    assert found.problems[0].what == "is missing"


def test_a_second_copy_behind_ahead_or_elsewhere(room, entries):
    ledger = room.ledger()
    ledger.append(entries(300))
    older = room.second.read_bytes()
    published = (room.folder / "checkpoint").read_bytes()
    backup = room.folder.with_name("backup")
    shutil.copytree(room.folder, backup)
    ledger.append(entries(300, 300))
    newer = room.second.read_bytes()

    room.second.write_bytes(older)
    assert room.audit().problems == ()

    room.second.write_bytes(newer)
    (room.folder / "checkpoint").write_bytes(published)
    shutil.copytree(backup, room.folder, dirs_exist_ok=True)
    found = room.audit()
    assert found.ok
    assert "the next start publishes it" in unchecked(found)[str(room.second)]
    assert "beyond the checkpoint" in unchecked(found)["ledger/tile/entries/001"]

    shutil.rmtree(room.folder)
    backup.rename(room.folder)
    found = room.audit()
    assert failed(found) == {str(room.second)}
    assert (found.problems[0].expected, found.problems[0].found) == (
        "at most 300 leaves",
        "600 leaves",
    )

    forged = room.signer.sign(200, bytes(32))
    room.second.write_text(forged.text)
    problem = room.audit().problems[0]
    assert problem.what == "is of another history at 200 leaves"
    assert problem.found == bytes(32).hex()


def test_leftovers_are_checked_and_strangers_are_not(room, entries):
    ledger = room.ledger()
    ledger.append(entries(250))
    names = ("tile/0/000.p/250", "tile/entries/000.p/250")
    kept = {name: (room.folder / name).read_bytes() for name in names}
    ledger.append(entries(50, 250))
    for name, data in kept.items():
        (room.folder / name).parent.mkdir()
        (room.folder / name).write_bytes(data)
    assert room.audit().problems == ()
    for name in names:
        for bit in (0, 9, 1_111):
            flip(room.folder / name, bit)
            found = room.audit()
            assert failed(found) == {f"ledger/{name}"}
            assert "not how its successor begins" in found.problems[0].what
            flip(room.folder / name, bit)

    (room.folder / "tile/entries/001.p/50").write_bytes(b"never committed")
    (room.folder / "tile/entries/.002.tmp").write_bytes(b"")
    (room.folder / "notes.txt").write_bytes(b"")
    found = room.audit()
    assert found.ok
    assert unchecked(found) == {
        "ledger/tile/entries/001.p/50": "holds 6 entries beyond the checkpoint",
        "ledger/tile/entries/.002.tmp": "is a temporary file that a crash left",
        "ledger/notes.txt": "is no file of a ledger",
    }


def test_no_ledger_at_all_is_no_pass(room):
    found = room.audit()
    assert not found.ok
    assert failed(found) == {"ledger/checkpoint", str(room.second)}


def test_an_empty_ledger_passes(room):
    room.ledger()
    assert room.audit().ok


def test_the_hash_above_decides_between_a_tile_and_what_lies_below_it():
    def fits(row):
        return list(row) == [b"1", b"2", b"3"]

    assert agreed([b"1", b"2", b"3"], [b"x"] * 3, fits) == [b"1", b"2", b"3"]
    assert agreed([b"x"] * 3, [b"1", b"2", b"3"], fits) == [b"1", b"2", b"3"]
    assert agreed([b"x", b"2", b"3"], [b"1", b"2", b"x"], fits) == (b"1", b"2", b"3")
    assert agreed([None, b"2", b"x"], [b"1", b"y", b"3"], fits) == (b"1", b"2", b"3")
    assert agreed([None, b"2", b"3"], [None, b"2", b"3"], fits) is None
    assert agreed([b"x"] * 3, [b"y"] * 3, fits) is None
    assert agreed([b"x"] * 99, [b"y"] * 99, fits) is None
