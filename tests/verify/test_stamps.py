"""Step 8: what others vouch for is of this very history, and holds for whom the reader names."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.authority import Authority, pem

from walkback.app import open_record, verify_record
from walkback.ledger import Signer, load_key, parse_checkpoint
from walkback.ledger.cosignatures import Cosigner, with_lines
from walkback.ledger.stamping import keep_cosigned, keep_stamp
from walkback.ledger.stamps import KeptStamp, stamp_name
from walkback.ledger.timestamps import Trust
from walkback.model.step import StepResult
from walkback.verify import verify
from walkback.verify.stamps import Believed

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on PATH")
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def cosigner():
    return Cosigner.of(Ed25519PrivateKey.generate(), "w.example")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "record"
    with open_record(made, make=True) as record:
        record.add_speaker("Mira Vossberg")
    return made


def step(folder, believed=None):
    (found,) = [one for one in verify(folder, believed=believed).steps if one.number == 8]
    return found.result, found.detail


def believing(authority=None, *witnesses, at=NOW):
    return Believed(Trust((authority.root,) if authority else ()), witnesses, at)


def put(folder, authority, note=None):
    note = note or (folder / "ledger" / "checkpoint").read_bytes()
    size = parse_checkpoint(note).size
    answer = authority.stamp(note)
    name = stamp_name("http://tsa.example", NOW, size)
    kept = KeptStamp(name, "http://tsa.example", NOW, size, b"q", answer, pem(authority.root), note)
    keep_stamp(folder / "ledger", kept)


def test_a_record_without_any_says_so(folder):
    assert step(folder) == (
        StepResult.NOT_CHECKED,
        "no checkpoint of this record is timestamped",
    )


def test_a_stamp_passes_for_who_believes_its_root_and_for_nobody_else(folder, authority):
    put(folder, authority)
    result, detail = step(folder, believing(authority))
    assert (result, "1 leaves existed at" in detail) == (StepResult.PASSED, True)
    result, detail = step(folder)
    assert result is StepResult.NOT_CHECKED
    assert "a stamp was not checked: its chain leads to CN=Root A" in detail


def test_it_goes_on_holding_when_the_ledger_has_grown_and_its_certificates_have_ended(
    folder, authority
):
    put(folder, authority)
    with open_record(folder) as record:
        record.add_speaker("Tom Ashdown")
    assert step(folder, believing(authority))[0] is StepResult.PASSED
    late = believing(authority, at=NOW + timedelta(days=3001))
    result, detail = step(folder, late)
    assert (result, "valid-then-certificate-now-expired" in detail) == (StepResult.PASSED, True)


def test_a_stamp_of_another_history_fails(folder, authority):
    fork = load_key(folder / "keys").sign(1, b"f" * 32)
    put(folder, authority, fork.text.encode())
    result, detail = step(folder, believing(authority))
    assert result is StepResult.FAILED
    assert "it is of another history of this ledger" in detail


def test_a_stamp_of_a_tree_that_is_not_there_any_more_fails(folder, authority):
    ahead = load_key(folder / "keys").sign(9, b"f" * 32)
    put(folder, authority, ahead.text.encode())
    assert "an older copy of the record was put back" in step(folder, believing(authority))[1]


def test_a_stamp_of_a_checkpoint_that_somebody_else_signed_fails(folder, authority):
    origin = parse_checkpoint((folder / "ledger" / "checkpoint").read_bytes()).origin
    forged = Signer.of(Ed25519PrivateKey.generate(), origin).sign(1, b"f" * 32)
    put(folder, authority, forged.text.encode())
    assert "not signed by this key" in step(folder, believing(authority))[1]


@pytest.mark.parametrize("ending", ["tsr", "note", "json", "pem"])
def test_a_changed_or_missing_file_of_a_stamp_is_named(folder, authority, ending):
    put(folder, authority)
    (path,) = (folder / "ledger" / "stamps").glob(f"*.{ending}")
    data = bytearray(path.read_bytes())
    data[-9 if ending == "tsr" else len(data) // 2] ^= 4  # a stamp ends with its signature
    path.write_bytes(data)
    result, detail = step(folder, believing(authority))
    # The chain only helps: the answer carries its own, and what is no chain is not trusted.
    assert result is (StepResult.PASSED if ending == "pem" else StepResult.FAILED), detail
    path.unlink()
    if ending != "json":
        assert "cannot be read" in step(folder, believing(authority))[1]


def test_cosignatures_count_for_who_names_the_witness(folder, cosigner):
    note = parse_checkpoint((folder / "ledger" / "checkpoint").read_bytes())
    keep_cosigned(folder / "ledger", with_lines(note, [cosigner.cosign(note, NOW)]), NOW)
    assert step(folder) == (
        StepResult.NOT_CHECKED,
        "1 cosigned checkpoints, by no witness that was named",
    )
    assert step(folder, believing(None, cosigner.key)) == (
        StepResult.PASSED,
        "1 cosignatures hold: w.example",
    )


def test_a_cosignature_that_does_not_fit_fails(folder, cosigner):
    signer = load_key(folder / "keys")
    note = parse_checkpoint((folder / "ledger" / "checkpoint").read_bytes())
    wrong = cosigner.cosign(signer.sign(1, b"f" * 32), NOW)
    keep_cosigned(folder / "ledger", with_lines(note, [wrong]), NOW)
    result, detail = step(folder, believing(None, cosigner.key))
    assert (result, "does not fit" in detail) == (StepResult.FAILED, True)


def test_a_policy_file_says_whom_the_reader_trusts(folder, authority, cosigner, tmp_path):
    put(folder, authority)
    note = parse_checkpoint((folder / "ledger" / "checkpoint").read_bytes())
    keep_cosigned(folder / "ledger", with_lines(note, [cosigner.cosign(note, NOW)]), NOW)
    (tmp_path / "root.pem").write_bytes(pem(authority.root))
    (tmp_path / "policy").write_text(f"witness one {cosigner.key.text}\ntsa root.pem\nquorum one\n")
    found = verify_record(folder, policy=tmp_path / "policy").steps[7]
    assert (found.number, found.result) == (8, StepResult.PASSED)
    assert "existed at" in found.detail
    assert "1 cosignatures hold: w.example" in found.detail
