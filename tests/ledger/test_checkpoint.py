import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadFile, BadInput, VerificationFailed
from walkback.ledger.checkpoint import (
    Signer,
    VerifierKey,
    parse_checkpoint,
    read_signatures,
    verify_checkpoint,
)
from walkback.ledger.merkle import EMPTY_ROOT

# The example key and note of the C2SP signed-note specification.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNER = Signer.of(Ed25519PrivateKey.from_private_bytes(bytes(32)))
KEY = SIGNER.verifier
SIGNED = SIGNER.sign(70_000, bytes(range(32)))


def check(data, key=KEY):
    checkpoint = parse_checkpoint(data)
    verify_checkpoint(checkpoint, key)
    return checkpoint


def test_a_checkpoint_reads_back_and_verifies():
    assert check(SIGNED.text.encode()) == SIGNED


def test_the_note_has_the_lines_of_the_specification():
    origin, size, root, empty, signature, end = SIGNED.text.split("\n")
    assert origin == KEY.name == "walkback.invalid/139e3940e64b5491"
    assert (size, base64.b64decode(root)) == ("70000", bytes(range(32)))
    assert (empty, end) == ("", "")
    assert signature.startswith(f"— {origin} ")
    assert base64.b64decode(signature.split(" ")[2])[:4] == KEY.key_id


def test_the_example_key_of_the_specification_reads_back():
    key = VerifierKey.from_text(EXAMPLE_KEY)
    assert (key.name, key.key_id.hex(), key.text) == ("example.com/foo", "530d903a", EXAMPLE_KEY)


def test_every_flipped_bit_is_noticed():
    data = SIGNED.text.encode()
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises((BadFile, VerificationFailed)) as refusal:
            check(bytes(changed))
        assert refusal.value.expected


@given(st.data())
def test_every_cut_and_every_added_byte_is_noticed(data):
    text = SIGNED.text.encode()
    place = data.draw(st.integers(0, len(text)))
    added = data.draw(st.binary(max_size=3))
    changed = text[:place] + added + text[data.draw(st.integers(place, len(text))) :]
    if changed != text:
        with pytest.raises((BadFile, VerificationFailed)):
            check(changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n",
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("70000", "070000"),
        lambda text: text.replace("70000", "+70000"),
        lambda text: text.replace("70000", "\u0667"),
        lambda text: text.replace("\n\n", "\nextension\n\n"),
        lambda text: text.replace("—", "-"),
        lambda text: text.replace("— ", "—  "),
        lambda text: "\ufeff" + text,
        lambda _: "",
        lambda _: "\n\n\n\n\n",
        lambda text: text.partition("\n\n")[0] + "\n\n",
    ],
)
def test_a_note_in_any_other_form_is_refused(change):
    with pytest.raises(BadFile, match="not a signed checkpoint: ledger/checkpoint"):
        parse_checkpoint(change(SIGNED.text).encode(), "ledger/checkpoint")


def test_spare_bits_of_base64_do_not_pass():
    # 68 bytes leave no spare bits, 32 bytes leave two: the last letter before = has twins.
    root = SIGNED.text.split("\n")[2]
    twin = root[:-2] + chr(ord(root[-2]) + 1) + "="
    assert base64.b64decode(twin) == base64.b64decode(root)
    with pytest.raises(BadFile):
        parse_checkpoint(SIGNED.text.replace(root, twin).encode())


def test_another_key_of_the_same_name_does_not_verify():
    other = Signer.of(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)), KEY.name)
    with pytest.raises(VerificationFailed, match="not signed by this key") as failure:
        verify_checkpoint(SIGNED, other.verifier)
    assert failure.value.expected == other.verifier.text
    assert KEY.name in failure.value.found


def test_signatures_of_unknown_keys_are_passed_over():
    other = Signer.of(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)), "witness.example")
    line = other.sign(1, EMPTY_ROOT).text.split("\n")[4]
    both = check(f"{SIGNED.text}{line}\n".encode())
    assert len(read_signatures(both.text.partition("\n\n")[2], "note")) == 2
    assert (both.size, both.root) == (SIGNED.size, SIGNED.root)


def test_a_wrong_signature_by_a_known_key_fails_beside_a_good_one():
    wrong = SIGNER.sign(1, EMPTY_ROOT).text.split("\n")[4]
    with pytest.raises(VerificationFailed, match="signature of the checkpoint does not fit"):
        check(f"{SIGNED.text}{wrong}\n".encode())


def test_a_checkpoint_whose_fields_are_not_its_text_fails():
    forged = type(SIGNED)(SIGNED.origin, SIGNED.size + 1, SIGNED.root, SIGNED.text)
    with pytest.raises(VerificationFailed, match="not what its text says"):
        verify_checkpoint(forged, KEY)


@pytest.mark.parametrize(
    "name", ["", "two words", "a+b", "line\nbreak", "nbsp\u00a0", "zero\u200b"]
)
def test_an_origin_that_is_no_key_name_is_refused(name):
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    if name:
        with pytest.raises(BadInput, match=r"not an origin: .*ledger\.origin"):
            Signer.of(private, name)
    else:
        assert Signer.of(private, name).verifier.name == KEY.name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY[:-1],
        EXAMPLE_KEY.replace("+Ae", "+Af"),
        EXAMPLE_KEY.replace("+Ae", "+Be"),
        EXAMPLE_KEY + "\n",
    ],
)
def test_a_changed_verifier_key_is_refused(text):
    with pytest.raises(BadInput):
        VerifierKey.from_text(text)
