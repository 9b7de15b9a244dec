"""A backup can be brought back, and an older one never replaces a newer record in silence."""

import shutil
from contextlib import suppress

import pytest
from tests.record.history import events_json
from typer.testing import CliRunner

from walkback.app import open_record, restore_record, verify_record
from walkback.archive import Group, groups, load_document
from walkback.cli.entry import app
from walkback.errors import BadFile, BadInput, RestoredBackup
from walkback.ledger.checkpoint import parse_checkpoint
from walkback.model.evidence import LeafKind
from walkback.model.times import parse_stamp


def program(folder, *words):
    return CliRunner().invoke(app, ["--record", str(folder), *map(str, words)])


@pytest.fixture
def backed_up(watched, paper, tmp_path):
    """A record that was backed up after its first round, and went on."""
    with open_record(watched) as record:
        record.poll(everything=True)
        record.backup(tmp_path / "backup")
        paper.edit("harbour")
        record.poll(everything=True)
        record.poll(everything=True)
    return tmp_path / "backup"


def registered(folder):
    """All register entries of a record, read from its archive."""
    found = []
    for group in groups(folder / "archive"):
        assert isinstance(group, Group)
        if group.leaf.kind is LeafKind.REGISTER:
            found += load_document(folder / "archive", group.place)
    return found


def adoptions(folder):
    return [entry for entry in registered(folder) if entry["type"] == "adopted"]


def test_a_backup_holds_evidence_and_keys_and_no_store(backed_up, watched):
    names = {path.name for path in backed_up.iterdir()}
    assert names == {"archive", "keys", "ledger", "walkback.toml", "second-checkpoint"}
    assert (backed_up / "keys" / "ledger.key").stat().st_mode & 0o077 == 0
    assert verify_record(backed_up).ok


def test_a_backup_goes_on_on_another_machine(backed_up, paper, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other machine"))
    restore_record(backed_up, tmp_path / "there")
    with open_record(tmp_path / "there") as record:
        assert record.notices == []
        assert len(record.events()) == 3
        assert [source.url for source in record.status().sources] == [paper.feed]
        for _ in range(2):
            record.poll(everything=True)
        assert [event.kind for event in record.events()].count("edited") == 1
        history = events_json(record)
        record.rebuild()
        assert events_json(record) == history
    assert verify_record(tmp_path / "there").ok
    assert adoptions(tmp_path / "there") == []


def test_an_older_backup_does_not_replace_a_newer_record_in_silence(backed_up, tmp_path):
    with pytest.raises(RestoredBackup, match="not what this ledger last published") as caught:
        restore_record(backed_up, tmp_path / "again")
    assert "--adopt" in caught.value.todo
    assert "leaves with root" in caught.value.found
    assert not (tmp_path / "again").exists()


def test_adopting_an_older_backup_is_recorded(backed_up, watched, paper, tmp_path):
    restore_record(backed_up, tmp_path / "again", adopt=True)
    [entry] = adoptions(tmp_path / "again")
    assert entry["why"] == "said by the operator"
    assert parse_stamp(entry["at"])
    assert parse_checkpoint(entry["given_up"].encode()).size > entry["kept"]["size"]
    with open_record(tmp_path / "again") as record:
        assert record.notices == []
        for _ in range(2):
            record.poll(everything=True)
        assert [event.kind for event in record.events()].count("edited") == 1
    assert verify_record(tmp_path / "again").ok
    # The record that was left behind is the stranger now.
    with pytest.raises(RestoredBackup):
        open_record(watched)
    assert 4 in {s.number for s in verify_record(watched).steps if s.result == "failed"}


def test_an_older_copy_put_back_in_place_is_refused_by_every_verb(backed_up, watched, paper):
    for name in ("archive", "ledger"):
        shutil.rmtree(watched / name)
        shutil.copytree(backed_up / name, watched / name)
    report = verify_record(watched)
    failed = {step.number: step.detail for step in report.steps if step.result == "failed"}
    assert list(failed) == [4]
    assert "an older copy of the record was put back" in failed[4]
    for words in (["events"], ["poll"], ["status"], ["rebuild"]):
        done = program(watched, *words)
        assert done.exit_code == 2
        assert "--adopt" in done.stderr
        assert "Traceback" not in done.output
    assert len(adoptions(watched)) == 0
    done = program(watched, "poll", "--all", "--adopt")
    assert done.exit_code == 0, done.output
    assert "note: the second copy" in done.stderr
    assert len(adoptions(watched)) == 1
    assert program(watched, "poll", "--all").exit_code == 0
    assert len(adoptions(watched)) == 1
    assert verify_record(watched).ok
    kinds = [event.kind for event in open_record(watched).events()]
    assert kinds.count("edited") == 1


@pytest.mark.parametrize(
    "place", ["ledger.Ledger._settle", "archive.Archive.keep", "ledger.Ledger.append"]
)
def test_adopting_is_recorded_though_the_process_is_killed_in_it(
    backed_up, watched, monkeypatch, place
):
    for name in ("archive", "ledger"):
        shutil.rmtree(watched / name)
        shutil.copytree(backed_up / name, watched / name)

    with monkeypatch.context() as patch:
        patch.setattr(f"walkback.{place}", killed)
        with pytest.raises(Killed):
            open_record(watched, adopt=True)
    with suppress(RestoredBackup), open_record(watched):
        pass
    with open_record(watched, adopt=True):
        pass
    # Said twice where the kill came between saying it and knowing that it was said.
    assert 1 <= len(adoptions(watched)) <= 2
    assert len({entry["given_up"] for entry in adoptions(watched)}) == 1
    assert not (watched / "adopting").exists()
    assert verify_record(watched).ok


class Killed(BaseException):
    pass


def killed(*_, **__):
    raise Killed


def test_a_backup_of_a_backup_and_what_is_none_are_told_apart(backed_up, watched, tmp_path):
    with pytest.raises(BadFile, match="no backup of a record"):
        restore_record(watched, tmp_path / "new")
    with pytest.raises(BadFile, match="no backup of a record"):
        restore_record(tmp_path / "nothing", tmp_path / "new")
    with pytest.raises(BadInput, match="into an empty folder"):
        restore_record(backed_up, watched)
    with open_record(watched) as record, pytest.raises(BadInput, match="needs an empty folder"):
        record.backup(backed_up)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["ledger/checkpoint", "keys/ledger.key", "walkback.toml"])
def test_a_damaged_backup_is_not_brought_back(backed_up, tmp_path, name, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other machine"))
    path = backed_up / name
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    done = program(tmp_path / "there", "restore", backed_up)
    assert done.exit_code == 2, done.output
    assert path.name in done.stderr
    assert not (tmp_path / "there").exists()


def test_the_verbs_back_up_and_restore(watched, paper, tmp_path, monkeypatch):
    with open_record(watched) as record:
        record.poll(everything=True)
        history = events_json(record)
    assert program(watched, "backup", tmp_path / "b").exit_code == 0
    assert program(tmp_path / "b", "verify", tmp_path / "b").exit_code == 0
    shutil.rmtree(watched)
    done = program(watched, "restore", tmp_path / "b")
    assert done.exit_code == 0, done.output
    with open_record(watched) as record:
        assert events_json(record) == history
