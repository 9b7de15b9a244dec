import stat

import pytest

from walkback.errors import BadInput, RecordError
from walkback.ledger import load_key, load_verifier, make_key, open_key


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_made_key_loads_again_and_only_its_owner_may_read_it(tmp_path):
    made = make_key(tmp_path / "keys", origin="example.org/record")
    loaded = load_key(tmp_path / "keys")
    assert loaded.verifier == made.verifier
    assert loaded.sign(0, bytes(32)) == made.sign(0, bytes(32))
    assert loaded.verifier.name == "example.org/record"
    assert mode(tmp_path / "keys") == 0o700
    assert mode(tmp_path / "keys" / "ledger.key") == 0o600
    assert mode(tmp_path / "keys" / "ledger.vkey") == 0o600


def test_without_an_origin_the_key_gives_one(tmp_path):
    assert make_key(tmp_path).verifier.name.startswith("walkback.invalid/")
    assert len(load_verifier(tmp_path).name) == len("walkback.invalid/") + 16


def test_open_key_makes_one_and_then_keeps_it(tmp_path):
    first = open_key(tmp_path / "keys", origin="one.example")
    assert open_key(tmp_path / "keys", origin="two.example").verifier == first.verifier


def test_a_second_key_is_never_made_over_the_first(tmp_path):
    make_key(tmp_path)
    before = (tmp_path / "ledger.key").read_bytes()
    with pytest.raises(RecordError, match="there is a signing key already"):
        make_key(tmp_path)
    assert (tmp_path / "ledger.key").read_bytes() == before


def test_a_crash_between_the_two_files_is_completed(tmp_path):
    made = make_key(tmp_path)
    (tmp_path / "ledger.vkey").unlink()
    assert open_key(tmp_path).verifier == made.verifier


def test_a_bad_origin_leaves_no_key_behind(tmp_path):
    with pytest.raises(BadInput, match="not an origin"):
        make_key(tmp_path, origin="two words")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wide", [0o640, 0o604, 0o660, 0o601])
def test_a_private_key_open_to_others_is_refused(tmp_path, wide):
    make_key(tmp_path)
    (tmp_path / "ledger.key").chmod(wide)
    with pytest.raises(RecordError, match="the signing key is open to others") as refusal:
        load_key(tmp_path)
    assert refusal.value.found == f"mode {wide:o}"
    assert "chmod 600" in refusal.value.todo


@pytest.mark.parametrize("data", [b"", b"short", b"A" * 44, b"\xff" * 32, b"AAAA\n"])
def test_a_file_that_is_no_private_key_is_named_and_never_shown(tmp_path, data):
    make_key(tmp_path)
    (tmp_path / "ledger.key").write_bytes(data)
    with pytest.raises(RecordError, match="not a signing key") as refusal:
        load_key(tmp_path)
    assert refusal.value.subject.endswith("ledger.key")
    assert refusal.value.found == f"{len(data)} other bytes"


def test_a_missing_or_unreadable_key_is_named(tmp_path):
    make_key(tmp_path)
    (tmp_path / "ledger.key").unlink()
    with pytest.raises(RecordError, match=r"cannot be read: .*No such file"):
        load_key(tmp_path)
    (tmp_path / "ledger.key").mkdir()
    with pytest.raises(RecordError, match=r"cannot be read: .*directory"):
        load_key(tmp_path)


def test_halves_of_two_keys_do_not_pass(tmp_path):
    make_key(tmp_path / "one")
    make_key(tmp_path / "two")
    (tmp_path / "one" / "ledger.vkey").write_bytes((tmp_path / "two/ledger.vkey").read_bytes())
    with pytest.raises(RecordError, match="do not belong together"):
        load_key(tmp_path / "one")


@pytest.mark.parametrize("data", [b"", b"name\n", b"\xff\n"])
def test_a_verifier_key_that_is_none_is_named(tmp_path, data):
    make_key(tmp_path)
    (tmp_path / "ledger.vkey").write_bytes(data)
    with pytest.raises(RecordError, match=r"not a signing key: .*ledger\.vkey"):
        load_verifier(tmp_path)
