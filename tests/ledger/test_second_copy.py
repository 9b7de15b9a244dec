import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback.errors import RecordDamaged, RestoredBackup
from walkback.ledger import Ledger, Signer
from walkback.ledger.second import SecondCopy


@pytest.fixture
def ledger(room, entries):
    ledger = room.ledger()
    ledger.append(entries(300))
    return ledger


def keep_backup(room):
    backup = room.folder.with_name("backup")
    shutil.copytree(room.folder, backup)
    return backup


def restore(room, backup):
    shutil.rmtree(room.folder)
    shutil.copytree(backup, room.folder)


def test_a_restored_backup_is_refused(room, ledger, entries):
    backup = keep_backup(room)
    ledger.append(entries(10, 300))
    restore(room, backup)
    with pytest.raises(RestoredBackup) as refusal:
        room.ledger()
    assert refusal.value.subject == str(room.second)
    assert refusal.value.expected.startswith("300 leaves with root")
    assert refusal.value.found.startswith("310 leaves with root")
    assert "--adopt" in refusal.value.todo


def test_a_running_process_notices_a_backup_put_back_under_it(room, ledger, entries):
    backup = keep_backup(room)
    ledger.append(entries(10, 300))
    restore(room, backup)
    with pytest.raises(RestoredBackup):
        ledger.append(entries(1))
    with pytest.raises(RestoredBackup):
        ledger.refresh()


def test_a_restored_backup_that_is_adopted_goes_on_and_says_so(room, ledger, entries):
    backup = keep_backup(room)
    ledger.append(entries(10, 300))
    restore(room, backup)
    adopted = room.ledger(adopt=True)
    assert (adopted.size, adopted.adopted) == (300, True)
    assert adopted.notice == f"the second copy at {room.second} was of another history; replaced"
    adopted.append(entries(20, 300))
    assert not room.check_log(entries(320)).adopted


def test_adopting_where_nothing_is_wrong_adopts_nothing(room, ledger, entries):
    opened = room.ledger(adopt=True)
    assert (opened.adopted, opened.notice) == (False, "")


def test_an_emptied_record_is_refused_too(room, ledger):
    shutil.rmtree(room.folder)
    with pytest.raises(RestoredBackup, match="found 300 leaves"):
        room.ledger()
    assert room.ledger(adopt=True).size == 0
    room.check_log([])


def test_a_lost_second_copy_is_said_and_made_anew(room, ledger, entries):
    room.second.unlink()
    assert room.ledger().notice == f"no second copy was found at {room.second}; made anew"
    assert room.check_log(entries(300)).notice == ""


def test_a_second_copy_lost_under_a_running_process_heals_with_refresh(room, ledger, entries):
    room.second.unlink()
    with pytest.raises(RestoredBackup, match="found none"):
        ledger.append(entries(1, 300))
    assert ledger.refresh() is False
    assert "made anew" in ledger.notice
    ledger.append(entries(1, 300))
    room.check_log(entries(301))


def test_an_older_second_copy_of_this_history_is_brought_up(room, ledger, entries):
    older = room.second.read_bytes()
    ledger.append(entries(5, 300))
    room.second.write_bytes(older)
    room.check_log(entries(305))


def test_a_second_copy_of_another_history_is_refused(room, ledger, entries, tmp_path):
    other = Ledger.open(tmp_path / "other", signer=room.signer, second=tmp_path / "elsewhere")
    other.append(entries(200, 7))
    room.second.write_bytes((tmp_path / "elsewhere").read_bytes())
    with pytest.raises(RestoredBackup, match="not what this ledger last published"):
        room.ledger()
    assert room.ledger(adopt=True).adopted
    room.check_log(entries(300))


def test_two_copies_of_a_record_cannot_both_go_on(room, ledger, entries, tmp_path):
    shutil.copytree(room.folder, tmp_path / "copy" / "ledger")
    copy = Ledger.open(tmp_path / "copy" / "ledger", signer=room.signer, second=room.second)
    ledger.append(entries(1, 300))
    with pytest.raises(RestoredBackup):
        copy.append(entries(1, 400))
    with pytest.raises(RestoredBackup):
        copy.refresh()
    room.check_log(entries(301))


@pytest.mark.parametrize("damage", [b"", b"garbage", "other key"])
def test_a_second_copy_that_does_not_verify_is_refused_by_name(room, ledger, entries, damage):
    if damage == "other key":
        key = Ed25519PrivateKey.from_private_bytes(bytes(32))
        damage = Signer.of(key, room.signer.verifier.name).sign(1, bytes(32)).text.encode()
    room.second.write_bytes(damage)
    with pytest.raises(RecordDamaged, match="a checkpoint cannot be used") as refusal:
        room.ledger()
    assert refusal.value.subject == str(room.second)
    assert room.ledger(adopt=True).adopted
    room.check_log(entries(300))


def test_a_damaged_checkpoint_is_not_replaced_in_silence(room, ledger):
    path = room.folder / "checkpoint"
    path.write_bytes(path.read_bytes().replace(b"300", b"301"))
    with pytest.raises(RecordDamaged, match="ledger/checkpoint"):
        room.ledger(adopt=True)


def test_a_missing_checkpoint_comes_back_from_the_second_copy(room, ledger, entries):
    (room.folder / "checkpoint").unlink()
    room.check_log(entries(300))


def test_tiles_without_any_checkpoint_are_damage(room, ledger):
    (room.folder / "checkpoint").unlink()
    room.second.unlink()
    with pytest.raises(
        RecordDamaged, match=r"ledger/checkpoint .expected a checkpoint, found none"
    ):
        room.ledger()


def test_a_second_copy_that_is_ahead_with_one_entry_missing_is_no_crash(room, ledger, entries):
    ledger.append(entries(300, 300))
    behind = room.signer.sign(300, open_root(ledger, 300))
    (room.folder / "checkpoint").write_text(behind.text)
    (room.folder / "tile/entries/001").unlink()
    with pytest.raises((RestoredBackup, RecordDamaged)):
        room.ledger()


def test_a_second_copy_ahead_of_another_history_is_no_crash(room, ledger):
    fork = room.signer.sign(200, bytes(32))
    (room.folder / "checkpoint").write_text(fork.text)
    with pytest.raises((RestoredBackup, RecordDamaged)):
        room.ledger()


def test_a_swap_writes_only_over_what_it_expects(room, signer):
    second = SecondCopy(room.second)
    first, other = signer.sign(1, bytes(32)), signer.sign(2, bytes(32))
    second.swap(None, first)
    with pytest.raises(RestoredBackup, match="expected none, found 1 leaves"):
        second.swap(None, other)
    with pytest.raises(RestoredBackup, match="expected 2 leaves with root 00"):
        second.swap(other.text.encode(), first)
    assert room.second.read_text() == first.text
    second.swap(first.text.encode(), other)
    assert room.second.read_text() == other.text


def open_root(ledger, size):
    return ledger._tree.root_at(size)
