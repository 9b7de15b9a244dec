import errno
import os
import subprocess
from pathlib import Path

import pytest

from walkback import durable
from walkback.errors import StorageFull


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 KiB, where this machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def synced(monkeypatch):
    """What was handed to fsync, in order, by the path it had at that moment."""
    done = []
    real = os.fsync

    def fsync(handle):
        done.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return done


def test_a_file_is_written_whole_with_its_mode_and_no_other_name_stays(tmp_path):
    path = tmp_path / "keys" / "new" / "secret"
    durable.write_file(path, b"first", mode=0o600)
    durable.write_file(path, b"second", mode=0o600)
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(path.parent) == ["secret"]


def test_the_bytes_are_synced_before_the_name_and_the_folder_after(tmp_path, synced):
    durable.write_file(tmp_path / "checkpoint", b"text")
    assert synced == [".checkpoint.tmp", tmp_path.name]


def test_many_files_share_one_sync_of_their_folder(tmp_path, synced):
    durable.write_files([(tmp_path / name, name.encode()) for name in ("a", "b", "c")])
    assert synced == [".a.tmp", ".b.tmp", ".c.tmp", tmp_path.name]
    assert names(tmp_path) == ["a", "b", "c"]


def test_a_new_folder_is_made_durable_in_the_folder_above(tmp_path, synced):
    durable.write_file(tmp_path / "tile" / "0", b"")
    assert synced == [tmp_path.name, ".0.tmp", "tile"]


def test_a_left_over_temporary_file_lends_neither_bytes_nor_permissions(tmp_path):
    left = tmp_path / ".secret.tmp"
    left.write_bytes(b"a longer text from a crash")
    left.chmod(0o666)
    durable.write_file(tmp_path / "secret", b"short", mode=0o600)
    assert (tmp_path / "secret").read_bytes() == b"short"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_temporary_name_that_is_a_link_is_not_followed(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"untouched")
    (tmp_path / ".file.tmp").symlink_to(target)
    durable.write_file(tmp_path / "file", b"data")
    assert target.read_bytes() == b"untouched"
    assert not (tmp_path / "file").is_symlink()


def test_pieces_are_appended_with_one_sync_and_the_folders_where_the_file_is_new(tmp_path, synced):
    path = tmp_path / "segment"
    durable.append(path, b"one ", b"", b"two ")
    assert synced == ["segment", tmp_path.name]
    synced.clear()
    durable.append(path, *[b"%d," % number for number in range(2000)])
    assert synced == ["segment"]
    expected = b"one two " + b"".join(b"%d," % number for number in range(2000))
    assert path.read_bytes() == expected


def test_short_writes_are_taken_up_where_they_ended(tmp_path, monkeypatch):
    real = os.writev
    monkeypatch.setattr(os, "writev", lambda file, parts: real(file, [bytes(parts[0][:3])]))
    durable.append(tmp_path / "segment", b"abcdefgh", b"ij", b"k")
    assert (tmp_path / "segment").read_bytes() == b"abcdefghijk"


@pytest.mark.parametrize("fails", ["writev", "fsync"])
def test_a_failed_append_leaves_the_file_as_it_was(tmp_path, monkeypatch, fails):
    path = tmp_path / "segment"
    durable.append(path, b"kept")
    real, calls = getattr(os, fails), []

    def full(*arguments):
        calls.append(arguments)
        if len(calls) > 1 and fails == "fsync":
            return real(*arguments)
        if fails == "writev" and len(calls) == 1:
            return real(arguments[0], [b"par"])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(StorageFull) as caught:
        durable.append(path, b"partial")
    assert path.read_bytes() == b"kept"
    assert str(path) in str(caught.value)
    assert "Free space" in caught.value.todo


def test_other_errors_of_the_system_stay_what_they_are(tmp_path, monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output error"):
        durable.append(tmp_path / "segment", b"data")
    assert names(tmp_path) == []


def test_a_full_disk_leaves_old_bytes_and_no_temporary_file(small_disk):
    path = small_disk / "file"
    durable.write_file(path, b"old")
    with pytest.raises(StorageFull, match="no room to write") as caught:
        durable.write_file(path, b"x" * 400_000)
    assert path.read_bytes() == b"old"
    assert names(small_disk) == ["file"]
    assert caught.value.subject == str(path)
    durable.write_file(path, b"x" * 100_000)


def test_a_full_disk_leaves_a_segment_at_its_former_length(small_disk):
    path = small_disk / "segment"
    durable.append(path, b"x" * 100_000)
    with pytest.raises(StorageFull):
        durable.append(path, b"y" * 100_000, b"z" * 200_000)
    assert path.read_bytes() == b"x" * 100_000


def test_a_full_disk_leaves_no_empty_new_file(small_disk):
    with pytest.raises(StorageFull):
        durable.append(small_disk / "segment", b"z" * 400_000)
    assert names(small_disk) == []


def test_truncating_and_removing_are_durable(tmp_path, synced):
    path = tmp_path / "segment"
    path.write_bytes(b"0123456789")
    durable.truncate(path, 4)
    assert path.read_bytes() == b"0123"
    durable.remove(path)
    durable.remove(path)
    assert names(tmp_path) == []
    assert synced == ["segment", tmp_path.name, tmp_path.name]
