"""A witness's cosignature: the specification's form, and whose lines count."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from walkback.errors import BadFile, BadInput, VerificationFailed
from walkback.ledger import parse_checkpoint, verify_checkpoint
from walkback.ledger.cosignatures import (
    Cosigner,
    WitnessKey,
    check_cosignatures,
    check_lines,
    with_lines,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def checkpoint(signer):
    return signer.sign(3, bytes(range(32)))


@pytest.fixture
def witness():
    return Cosigner.of(Ed25519PrivateKey.from_private_bytes(b"w" * 32), "w.example/one")


def test_a_cosignature_signs_what_the_specification_says(checkpoint, witness):
    line = witness.cosign(checkpoint, AT)
    dash, name, value = line.rstrip("\n").split(" ")
    data = base64.b64decode(value)
    assert (dash, name) == ("\u2014", "w.example/one")
    assert data[:4] == witness.key.key_id
    assert int.from_bytes(data[4:12], "big") == int(AT.timestamp())
    body = checkpoint.text.partition("\n\n")[0]
    signed = f"cosignature/v1\ntime {int(AT.timestamp())}\n{body}\n".encode()
    Ed25519PublicKey.from_public_bytes(witness.key.public).verify(data[12:], signed)


def test_it_stands_in_the_note_beside_the_log_s_own_signature(checkpoint, witness, signer):
    line = witness.cosign(checkpoint, AT)
    note = with_lines(checkpoint, [line, line])
    assert note.text == checkpoint.text + line
    verify_checkpoint(note, signer.verifier)
    (found,) = check_cosignatures(note, [witness.key])
    assert (found.name, found.at, found.line) == ("w.example/one", AT, line)
    assert check_cosignatures(checkpoint, [witness.key]) == []


def test_lines_of_unknown_keys_and_other_kinds_are_passed_over(checkpoint, witness):
    stranger = Cosigner.of(Ed25519PrivateKey.generate(), "w.example/one")
    ml_dsa = base64.b64encode(b"\x01\x02\x03\x04" + bytes(8 + 2420)).decode()
    lines = stranger.cosign(checkpoint, AT) + f"\u2014 w.example/one {ml_dsa}\n"
    assert check_lines(checkpoint, lines, [witness.key]) == []
    (found,) = check_lines(checkpoint, lines + witness.cosign(checkpoint, AT), [witness.key])
    assert found.at == AT


def test_a_cosignature_of_another_tree_or_time_does_not_fit(checkpoint, witness, signer):
    other = witness.cosign(signer.sign(4, bytes(32)), AT)
    with pytest.raises(VerificationFailed, match="the cosignature of a witness does not fit"):
        check_lines(checkpoint, other, [witness.key])
    data = bytearray(base64.b64decode(witness.cosign(checkpoint, AT).split()[2]))
    data[11] ^= 1
    moved = f"\u2014 w.example/one {base64.b64encode(data).decode()}\n"
    with pytest.raises(VerificationFailed, match=r"a cosignature by w\.example/one"):
        check_lines(checkpoint, moved, [witness.key])


@pytest.mark.parametrize("lines", ["", "hello\n", "\u2014 a b\n", "\u2014 a AAAAAAAA", "x" * 9999])
def test_what_are_no_signature_lines_is_refused(checkpoint, witness, lines):
    with pytest.raises(BadFile, match="not a signed checkpoint"):
        check_lines(checkpoint, lines, [witness.key])


def test_a_key_has_a_text_and_comes_back_from_it(witness):
    assert WitnessKey.from_text(witness.key.text) == witness.key
    assert base64.b64decode(witness.key.text.split("+", 2)[2])[:1] == b"\x04"


@pytest.mark.parametrize("change", ["x{}", "{}x", ""])
def test_a_text_that_is_no_witness_s_key_is_refused(witness, change, signer):
    for text in (change.format(witness.key.text), signer.verifier.text):
        with pytest.raises(BadInput, match=r"not a witness's key|not an origin"):
            WitnessKey.from_text(text)


def test_the_note_stays_one_that_can_be_parsed(checkpoint, witness):
    lines = [
        Cosigner.of(Ed25519PrivateKey.generate(), f"w{n}").cosign(checkpoint, AT) for n in range(63)
    ]
    full = with_lines(checkpoint, lines)
    assert parse_checkpoint(full.text.encode()) == full
    with pytest.raises(BadFile):
        with_lines(full, [witness.cosign(checkpoint, AT)])
