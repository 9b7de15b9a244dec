"""Several processes work on one record at the same time, and it stays one record."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.record import beside as works
from tests.record.beside import Beside
from tests.record.history import events_json, lawful, true_to

from walkback.app import open_record, verify_record
from walkback.errors import Busy
from walkback.model.source import WatchLine
from walkback.watch.record import who_polls

ROOT = Path(__file__).parents[2]


@pytest.fixture
def beside(watched):
    """A function that starts processes on the record ``watched``."""
    started = []

    def start(work, *arguments):
        started.append(Beside(watched, work, *arguments))
        return started[-1]

    yield start
    for process in started:
        process.end()


def program(folder, *words):
    """The real program, as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "walkback", "--record", str(folder), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def lines_about(paper, name, count):
    return "".join(
        json.dumps(
            {
                "speaker": "Ostin Hale",
                "url": paper.url(f"{name}-{number}"),
                "published": f"2025-03-{number % 28 + 1:02d}T12:00:00Z",
                "text": f"What was said about {name} on the day with the number {number}.",
            }
        )
        + "\n"
        for number in range(count)
    )


def holds(folder, *, paper=None):
    with open_record(folder) as record:
        for _ in range(4):
            record.poll(everything=True)
        told = events_json(record)
        lawful(record)
        if paper:
            true_to(record, paper)
        record.rebuild()
        assert events_json(record) == told
    assert verify_record(folder).ok


def together(*processes):
    """Let them go at the same time; what each gave."""
    for process in processes:
        process.go()
    return [process.done() for process in processes]


def test_a_file_is_imported_while_another_process_polls(watched, paper, beside, tmp_path):
    file = tmp_path / "old.jsonl"
    file.write_text(lines_about(paper, "old", 450))
    poller = beside(works.poll, 12)
    importer = beside(works.import_file, file)
    poller.go()
    importer.go()
    for name in ("harbour", "school"):
        paper.edit(name)
    assert importer.done() == 450
    poller.done()
    holds(watched, paper=paper)


def test_what_a_feed_names_is_followed_though_an_import_reads_what_is_unread(
    watched, paper, beside, tmp_path
):
    """A round was killed with the feed unread: an import beside it has no business with that."""
    file = tmp_path / "old.jsonl"
    file.write_text(lines_about(paper, "old", 1))
    with open_record(watched) as record:
        with record.rounds() as conductor:
            for _ in conductor.look():
                pass
        record.import_files([file])
        record.poll(everything=True)
        assert {paper.url(name) for name in paper.pages} <= {
            event.statement.url for event in record.events()
        }


def test_those_that_name_the_same_address_at_once_agree_on_what_it_is(
    watched, paper, beside, tmp_path
):
    """Lines, a feed and an operator: whoever comes second finds it known."""
    names = [f"old-{number}" for number in range(40)]
    for name in names:
        paper.publish(name)
    file = tmp_path / "old.jsonl"
    file.write_text(lines_about(paper, "old", 40))
    together(
        beside(works.poll, 1),
        beside(works.import_file, file),
        beside(works.watch, [paper.url(name) for name in names]),
    )
    with open_record(watched) as record:
        for name in names:
            assert len(record.show(paper.url(name)).instances) == 1
    holds(watched)


def test_the_same_name_registered_twice_at_once_is_one_speaker(watched, beside):
    together(beside(works.register, 20), beside(works.register, 20))
    with open_record(watched) as record:
        names = [speaker.name for speaker in record.speakers()]
    assert sorted(names) == sorted({*names})
    assert len(names) == 21


@pytest.mark.parametrize("verb", [works.rebuild, works.rejudge])
def test_the_store_is_made_again_beside_a_poll_and_nobody_sees_it_half(
    watched, paper, beside, verb
):
    with open_record(watched) as record:
        for _ in range(3):
            record.poll(everything=True)
    before = 3
    poller, other, reader = beside(works.poll, 10), beside(verb, 6), beside(works.ask, 100)
    for process in (poller, other, reader):
        process.go()
    for name in ("harbour", "school"):
        paper.edit(name)
    paper.take_down("ferry")
    seen = reader.done()
    assert seen == sorted(seen)
    assert seen[0] >= before
    other.done()
    poller.done()
    holds(watched, paper=paper)


def test_a_second_poll_says_who_polls(watched, beside):
    poller = beside(works.hold_the_poll)
    poller.go()
    assert poller.hear() == "polling"
    number = poller.process.pid
    with open_record(watched) as record:
        with pytest.raises(Busy, match=f"found process {number}"):
            record.poll()
        assert record.status().polling == str(number)
        record.add_speaker("Ines Tallow")
        assert [speaker.name for speaker in record.speakers()] == ["Ines Tallow", "Mira Vossberg"]
    done = program(watched, "poll")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"error: another process polls this record: {watched} (found process {number}). "
        "Wait until it is done, or stop it\n"
    )
    for words in (["events", "--json"], ["status"]):
        assert program(watched, *words).returncode == 0
    poller.go()
    poller.done()
    assert who_polls(watched) is None
    with open_record(watched) as record:
        record.poll()


def test_asking_who_polls_never_keeps_a_poll_from_beginning(watched, beside):
    asking = beside(works.ask_who_polls)
    asking.go()
    assert asking.hear() == "asking"
    with open_record(watched) as record:
        for _ in range(300):
            with record._record.polling():
                pass
    asking.go()
    asking.done()


def test_a_record_is_verified_while_another_process_writes_to_it(watched, paper, beside):
    writer = beside(works.register, 150)
    writer.go()
    reports = [verify_record(watched) for _ in range(12)]
    writer.done()
    assert [step for report in reports for step in report.steps if step.result == "failed"] == []


def test_leaves_appended_between_the_steps_of_verifying_are_no_damage(watched, monkeypatch):
    """The next append takes away the tiles at the edge of the checkpoint that is checked."""
    module = sys.modules["walkback.verify.verify"]
    walk = module.walk
    with open_record(watched) as record:

        def late(*arguments, **options):
            record.add_speaker("Ines Tallow")
            record.add_speaker("Ostin Hale")
            return walk(*arguments, **options)

        monkeypatch.setattr(module, "walk", late)
        report = verify_record(watched)
    assert report.ok, report
    assert "signed, 2 leaves" in report.steps[1].detail
    assert "written after the checkpoint" in report.steps[-1].detail


def test_a_backup_is_whole_though_another_process_writes(watched, beside, tmp_path):
    writer = beside(works.register, 60)
    writer.go()
    with open_record(watched) as record:
        for number in range(4):
            record.backup(tmp_path / f"backup-{number}")
    writer.done()
    for number in range(4):
        assert verify_record(tmp_path / f"backup-{number}").ok


def test_an_address_that_was_only_imported_is_one_instance_when_it_is_watched(watched, paper):
    with open_record(watched) as record:
        path = watched.parent / "old.jsonl"
        path.write_text(lines_about(paper, "old", 1))
        record.import_files([path])
        paper.publish("old-0")
        record.watch([WatchLine(paper.url("old-0"))])
        record.poll(everything=True)
        assert len(record.show(paper.url("old-0")).instances) == 1
