"""One flipped bit, one lost or strange file: verifying says which file, and at which step."""

import shutil
import sqlite3
from contextlib import closing
from itertools import pairwise
from random import Random

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers
from typer.testing import CliRunner

import walkback.app.walkback
from walkback.app import open_record, verify_record
from walkback.cli.entry import app
from walkback.errors import RecordDamaged
from walkback.model.source import WatchLine


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A small record in three segments, and its second copy; made once."""
    base = tmp_path_factory.mktemp("original")
    with pytest.MonkeyPatch.context() as patch, Paper() as paper:
        for name, value in QUICK.items():
            patch.setenv(name, value)
        patch.setenv("XDG_STATE_HOME", str(base / "state"))
        patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
        paper.publish("harbour")
        with open_record(base / "record", make=True) as record:
            record._record.archive._roll_at = 14_000
            record.watch([WatchLine(paper.feed)])
            for step in (lambda: None, lambda: paper.edit("harbour"), lambda: None):
                step()
                record.poll(everything=True)
            for _ in range(3):
                paper.take_down("harbour")
                record.poll(everything=True)
            assert [event.kind for event in record.events()] == ["published", "edited", "removed"]
    assert len(segments(base / "record")) >= 3
    return base


@pytest.fixture
def lying(original, tmp_path, monkeypatch, here):
    """The record, lying still, with its second copy where this machine looks for it."""
    shutil.copytree(original / "record", tmp_path / "record")
    shutil.copytree(original / "state", tmp_path / "state", dirs_exist_ok=True)
    return tmp_path / "record"


def segments(folder):
    return sorted((folder / "archive").iterdir())


def second_copy(folder):
    return next((folder.parent / "state").rglob("checkpoint"))


def failed(report):
    """Number and detail of each step that failed; not ok exactly where there are any."""
    found = {step.number: step.detail for step in report.steps if step.result == "failed"}
    assert report.ok == (not found)
    return found


def flip(path, bit):
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def flipped(folder, path, bit, step):
    """The bit is told: by the step, with the file's name."""
    before = path.read_bytes()
    flip(path, bit)
    found = failed(verify_record(folder))
    path.write_bytes(before)
    name = path.name if "state" in path.parts[-4:] else path.relative_to(folder).as_posix()
    assert step in found, (path, bit, found)
    assert name in found[step], (path, bit, found)


def test_the_record_as_it_is_holds(lying):
    report = verify_record(lying)
    assert failed(report) == {}
    assert [step.number for step in report.steps if step.result == "passed"] == [2, 3, 4, 5, 6, 7]


def test_flipped_bits_all_over_checkpoint_and_second_copy_are_told(lying):
    random = Random(1)
    for path, step in ((lying / "ledger" / "checkpoint", 2), (second_copy(lying), 4)):
        for byte in range(0, path.stat().st_size, 2):
            flipped(lying, path, 8 * byte + random.randrange(16), step)


def tiles(folder):
    return sorted(path for path in (folder / "ledger" / "tile").rglob("*") if path.is_file())


def test_flipped_bits_of_tiles_and_entries_are_told(lying):
    random = Random(2)
    for path in tiles(lying):
        for bit in random.sample(range(8 * path.stat().st_size), 60):
            flipped(lying, path, bit, 3)


def test_flipped_bits_of_the_archive_are_told(lying):
    random = Random(3)
    for path in segments(lying):
        for bit in random.sample(range(8 * path.stat().st_size), 80):
            flipped(lying, path, bit, 5)


@pytest.mark.long
def test_every_bit_of_small_files_and_many_of_larger_ones_are_told(lying):
    random = Random(5)
    places = [(lying / "ledger" / "checkpoint", 2), (second_copy(lying), 4)]
    places += [(path, 3) for path in tiles(lying)]
    places += [(path, 5) for path in segments(lying)]
    for path, step in places:
        bits = range(8 * path.stat().st_size)
        for bit in random.sample(bits, min(len(bits), 8000)):
            flipped(lying, path, bit, step)


def test_the_program_ends_with_one_and_names_file_and_step(lying):
    path = segments(lying)[1]
    flip(path, 8 * 900)
    done = CliRunner().invoke(app, ["verify", str(lying)])
    assert done.exit_code == 1
    assert f"archive/{path.name}" in done.stdout.replace("\n", "")
    assert "5  failed" in done.stdout
    assert "does not hold" in done.stdout


def test_a_flipped_bit_in_the_verifier_key_never_passes(lying):
    path = lying / "keys" / "ledger.vkey"
    before = path.read_bytes()
    for byte in range(len(before)):
        flip(path, 8 * byte + byte % 8)
        assert failed(verify_record(lying)), byte
        path.write_bytes(before)


# --- what no leaf covers


@pytest.mark.parametrize("name", ["store.db", "walkback.toml"])
def test_what_no_leaf_covers_is_said_to_be_unchecked(lying, name):
    with (lying / name).open("ab") as file:
        file.write(b"\n# a byte more\n")
    report = verify_record(lying)
    assert failed(report) == {}
    assert f"{name} is not checked" in report.steps[-1].detail


def test_bytes_after_the_checkpoint_are_no_damage_and_not_vouched_for(lying):
    segment = segments(lying)[-1]
    with segment.open("ab") as file:
        file.write(b"half a record")
    report = verify_record(lying)
    assert failed(report) == {}
    assert f"archive/{segment.name}" in report.steps[-1].detail
    assert "after the checkpoint" in report.steps[-1].detail


@pytest.mark.parametrize("name", ["archive/notes.txt", "ledger/notes.txt", "ledger/tile/9/x"])
def test_a_file_that_is_nothing_of_ours_is_named_and_is_no_damage(lying, name):
    (lying / name).parent.mkdir(exist_ok=True)
    (lying / name).write_bytes(b"hello")
    report = verify_record(lying)
    assert failed(report) == {}
    assert name in report.steps[-1].detail


def test_the_second_copy_gone_is_told_and_made_anew(lying):
    second_copy(lying).unlink()
    found = failed(verify_record(lying))
    assert list(found) == [4]
    with open_record(lying) as record:
        assert record.notices == [f"no second copy was found at {record.second}; made anew"]
    assert failed(verify_record(lying)) == {}


# --- what is gone or out of place


def all_files(original):
    record = original / "record"
    kept = [*(record / "archive").rglob("*"), *(record / "ledger").rglob("*")]
    return sorted(path.relative_to(record).as_posix() for path in kept if path.is_file())


def test_each_missing_file_is_told(lying, original):
    names = all_files(original)
    assert len(names) >= 6
    for name in names:
        before = (lying / name).read_bytes()
        (lying / name).unlink()
        found = " ".join(failed(verify_record(lying)).values())
        assert name in found, name
        (lying / name).write_bytes(before)


def test_each_file_cut_anywhere_is_told(lying, original):
    random = Random(4)
    for name in all_files(original):
        before = (lying / name).read_bytes()
        for size in (0, len(before) - 1, *(random.randrange(len(before)) for _ in range(8))):
            (lying / name).write_bytes(before[:size])
            found = " ".join(failed(verify_record(lying)).values())
            assert name in found, (name, size)
        (lying / name).write_bytes(before)


def test_each_file_of_the_ledger_with_bytes_added_is_told(lying, original):
    for name in all_files(original):
        if name.startswith("ledger"):
            before = (lying / name).read_bytes()
            (lying / name).write_bytes(before + b"\0")
            assert name in " ".join(failed(verify_record(lying)).values())
            (lying / name).write_bytes(before)


def test_swapped_segments_are_told(lying):
    one, other, *_ = segments(lying)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    assert f"archive/{one.name}" in failed(verify_record(lying))[5]


def test_groups_out_of_their_order_are_told(lying):
    """Two whole groups that change places: each is well, and neither is where its leaf says."""
    path = segments(lying)[0]
    with open_record(lying) as record:
        ends = [0] + [
            row[0]
            for row in record._record.store._engine.connect().exec_driver_sql(
                "SELECT offset + length FROM leaves WHERE segment = ? ORDER BY number", (path.name,)
            )
        ]
    data = path.read_bytes()
    parts = [data[start:end] for start, end in pairwise(ends)]
    assert len(parts) > 3
    parts[1], parts[2] = parts[2], parts[1]
    path.write_bytes(b"".join(parts))
    assert f"archive/{path.name}" in failed(verify_record(lying))[5]


# --- a damaged record is not written to


def test_a_cut_segment_is_refused_at_start_and_nothing_more_is_cut(lying):
    path = segments(lying)[-1]
    path.write_bytes(path.read_bytes()[:-10])
    before = path.read_bytes()
    with pytest.raises(RecordDamaged, match="missing or damaged") as caught:
        open_record(lying)
    assert "walkback verify" in caught.value.todo
    assert path.read_bytes() == before


def test_a_missing_segment_is_refused_at_start(lying):
    segments(lying)[-1].unlink()
    with pytest.raises(RecordDamaged, match="missing or damaged"):
        open_record(lying)


def test_damage_before_torn_bytes_keeps_them_from_being_cut(lying):
    """What no leaf commits to is cut at start; but never where what lies before it is damaged."""
    path = segments(lying)[-1]
    flip(path, 8 * 40)
    with path.open("ab") as file:
        file.write(b"half a record")
    before = path.read_bytes()
    for name in lying.glob("store.db*"):
        name.unlink()
    with pytest.raises(RecordDamaged):
        open_record(lying)
    assert path.read_bytes() == before


def test_torn_bytes_are_cut_at_start(lying):
    path = segments(lying)[-1]
    before = path.read_bytes()
    path.write_bytes(before + b"half a record")
    with open_record(lying):
        pass
    assert path.read_bytes() == before


def test_a_record_rebuilt_from_damaged_bytes_says_so_and_keeps_its_store(lying):
    flip(segments(lying)[0], 8 * 700)
    with open_record(lying) as record:
        events = record.events()
        with pytest.raises(RecordDamaged):
            record.rebuild()
        assert record.events() == events
    with open_record(lying) as record:
        assert record.events() == events


def test_a_store_with_damaged_pages_says_what_to_do(lying):
    path = lying / "store.db"
    with closing(sqlite3.connect(path)) as store:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'events'"
        (page,) = store.execute(query).fetchone()
    data = bytearray(path.read_bytes())
    data[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    path.write_bytes(data)
    with (
        open_record(lying) as record,
        pytest.raises(RecordDamaged, match="the store is damaged") as caught,
    ):
        record.events()
    assert "Delete store.db" in caught.value.todo
    path.unlink()
    with open_record(lying) as record:
        assert [event.kind for event in record.events()] == ["published", "edited", "removed"]
