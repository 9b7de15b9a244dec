"""The disk is full, or may not be written to: the program says so, and nothing kept is lost."""

import os
import subprocess

import pytest
from tests.record.history import events_json
from typer.testing import CliRunner

from walkback.app import open_record, verify_record
from walkback.cli.entry import app
from walkback.errors import StorageFull
from walkback.model.source import WatchLine


@pytest.fixture
def disk(tmp_path):
    """A function that mounts a small disk, where this machine lets us."""
    mounted = []

    def mount(kibibytes, name="disk", *options):
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        how = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={kibibytes}k", *options))]
        command = [*how, "tmpfs", str(place)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk needs root")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place, *options):
    subprocess.run(["mount", "-o", ",".join(("remount", *options)), str(place)], check=True)


def fill(place, *, but=0):
    """Take all space but so many bytes; gives the file that takes it."""
    path = place / "other people's files"
    with path.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    if but:
        os.truncate(path, max(0, path.stat().st_size - but))
    return path


def program(folder, *words):
    return CliRunner().invoke(app, ["--record", str(folder), *map(str, words)])


def refused(done, *words):
    """It ended with 2 and one error that says these words; no traceback, no bug."""
    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.output
    assert "bug in Walkback" not in done.output
    for word in words:
        assert word in done.stderr, done.stderr
    return done.stderr


@pytest.fixture
def small(disk, paper, here):
    """A record on a disk of 8 MiB that has looked once."""
    folder = disk(8192) / "record"
    with open_record(folder, make=True) as record:
        record.add_speaker("Mira Vossberg")
        record.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])
        record.poll(everything=True)
    return folder


def test_rounds_until_the_disk_is_full_lose_nothing(small, paper):
    """Each round brings more bytes, until one does not fit."""
    told, kept = [], 0
    fill(small.parent, but=2_500_000)

    def go_on(record):
        nonlocal told, kept
        for number in range(1000):
            for name in ("harbour", "ferry", "school"):
                paper.edit(name)
            paper.publish(f"page-{number}")
            record.poll(everything=True)
            told, kept = [event.id for event in record.events()], record.leaves()

    with open_record(small) as record:
        with pytest.raises(StorageFull, match="space") as caught:
            go_on(record)
        assert caught.value.todo
    assert len(told) > 5
    assert verify_record(small).ok
    remount(small.parent, "size=16m")
    with open_record(small) as record:
        assert record.leaves() >= kept
        assert set(told) <= {event.id for event in record.events(replaced=True)}
        record.poll(everything=True)
        record.poll(everything=True)
        history = events_json(record)
        record.rebuild()
        assert events_json(record) == history
    assert verify_record(small).ok


@pytest.mark.parametrize("left", [0, 4096, 8192, 16384, 32768, 65536, 131072, 262144])
def test_a_round_on_a_disk_with_little_room_says_so_and_goes_on_later(small, paper, left):
    with open_record(small) as record:
        told = [event.id for event in record.events()]
    for number in range(40):
        paper.publish(f"page-{number}")
    taken = fill(small.parent, but=left)
    done = program(small, "poll", "--all")
    if done.exit_code:
        refused(done, "space")
    report = verify_record(small)
    assert report.ok, [step for step in report.steps if step.result == "failed"]
    taken.unlink()
    done = program(small, "poll", "--all")
    assert done.exit_code == 0, done.output
    with open_record(small) as record:
        events = record.events()
        assert set(told) <= {event.id for event in events}
        assert len(events) == 43
        history = events_json(record)
        record.rebuild()
        assert events_json(record) == history
    assert verify_record(small).ok


def test_on_a_full_disk_evidence_can_be_verified_and_other_answers_say_why_there_are_none(small):
    """SQLite needs a little room even to read; the evidence needs none."""
    fill(small.parent)
    for words in (["events", "--json"], ["status"]):
        refused(program(small, *words), "Free some space", "nothing is lost")
    assert program(small, "verify", small).exit_code == 0


@pytest.mark.parametrize(
    "words", [("rebuild",), ("rejudge",), ("speaker", "add", "Ines Tallow"), ("unwatch",)]
)
def test_other_verbs_on_a_full_disk_say_so(small, paper, words):
    with open_record(small) as record:
        before = events_json(record)
    taken = fill(small.parent)
    words = (*words, paper.feed) if words == ("unwatch",) else words
    done = program(small, *words)
    if done.exit_code:
        refused(done, "space")
    taken.unlink()
    with open_record(small) as record:
        assert events_json(record) == before
    assert verify_record(small).ok


def test_a_record_cannot_be_made_on_a_full_disk_and_can_be_when_there_is_room(disk, here):
    place = disk(2048)
    taken = fill(place)
    refused(program(place / "record", "init"), "space")
    taken.unlink()
    done = program(place / "record", "init")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("left", range(0, 1_500_000, 100_000))
def test_a_record_half_made_when_the_disk_was_full_is_made_later(disk, here, left):
    place = disk(8192)
    taken = fill(place, but=left)
    done = program(place / "record", "init")
    if done.exit_code:
        refused(done, "space")
    taken.unlink()
    assert program(place / "record", "init").exit_code == 0
    assert program(place / "record", "speaker", "add", "Ines Tallow").exit_code == 0
    assert verify_record(place / "record").ok


def test_a_backup_that_does_not_fit_says_so(small, disk):
    target = disk(16, "target") / "backup"
    told = refused(program(small, "backup", target), "No space left")
    assert "try again" in told


def test_a_second_copy_that_cannot_be_written_says_so_and_nothing_is_half_done(
    small, paper, disk, monkeypatch
):
    with open_record(small) as record:
        second = record.second
        leaves = record.leaves()
    place = disk(64, "second")
    held = second.read_bytes()
    elsewhere = place / "checkpoint"
    elsewhere.write_bytes(held)
    monkeypatch.setenv("WALKBACK_LEDGER__SECOND", str(elsewhere))
    fill(place)
    refused(program(small, "speaker", "add", "Ines Tallow"), "space", str(elsewhere))
    (place / "other people's files").unlink()
    done = program(small, "speaker", "list", "--json")
    assert done.exit_code == 0
    with open_record(small) as record:
        # Its bytes were kept before the ledger could not say so: the next start completes it.
        assert record.leaves() == leaves + 1
        assert "Ines Tallow" in [speaker.name for speaker in record.speakers()]
    assert verify_record(small).ok


def test_a_record_that_may_not_be_written_to_is_refused_plainly_and_can_be_verified(small):
    remount(small.parent, "ro")
    try:
        for words in (["poll"], ["speaker", "add", "Ines Tallow"], ["init"]):
            told = refused(program(small, *words), "Read-only file system")
            assert str(small) in told
        assert program(small, "verify", small).exit_code == 0
    finally:
        remount(small.parent, "rw")
    assert program(small, "poll").exit_code == 0
