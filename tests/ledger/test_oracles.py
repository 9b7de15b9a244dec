"""Other people's programs agree with our roots, proofs, signatures and files."""

import base64
import json
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore.errors import VerificationError

from walkback.ledger import leaf_hash
from walkback.ledger.merkle import root_of

# Under the GPL, so in its own process and never in ours.
PYMERKLE = """
import json, sys
from pymerkle import InmemoryTree
tree, roots = InmemoryTree(algorithm="sha256"), []
for entry in json.load(sys.stdin):
    tree.append_entry(bytes.fromhex(entry))
    roots.append(tree.get_state().hex())
proof = tree.prove_inclusion(300, len(roots)).path
print(json.dumps([roots, [each.hex() for each in proof]]))
"""


@pytest.fixture
def ledger(room, entries):
    ledger = room.ledger()
    ledger.append(entries(513))
    return ledger


def test_pymerkle_has_the_same_root_at_every_size(ledger, entries):
    leaves = json.dumps([each.hex() for each in entries(513)])
    done = subprocess.run(
        [sys.executable, "-c", PYMERKLE], input=leaves, capture_output=True, text=True, check=True
    )
    roots, path = json.loads(done.stdout)
    hashes = [leaf_hash(each) for each in entries(513)]
    assert [root_of(hashes[:size]).hex() for size in range(1, 514)] == roots
    assert [ledger._tree.root_at(size).hex() for size in range(1, 514)] == roots
    assert ledger.root.hex() == roots[-1]
    # Its paths begin with the leaf itself, and it counts leaves from 1.
    assert [each.hex() for each in ledger.inclusion(299).hashes] == path[1:]


def test_sigstore_accepts_the_checkpoint_and_refuses_a_changed_one(ledger, room):
    class Keyring:
        def verify(self, *, key_id, signature, data):
            try:
                key = Ed25519PublicKey.from_public_bytes(room.signer.verifier.public)
                key.verify(signature, data)
            except Exception as error:
                raise VerificationError(repr(error)) from error

    text = (room.folder / "checkpoint").read_text()
    parsed = SignedCheckpoint.from_text(text)
    assert (parsed.checkpoint.log_size, parsed.checkpoint.log_hash) == (513, ledger.root.hex())
    parsed.signed_note.verify(Keyring(), room.signer.verifier.key_id)
    changed = SignedCheckpoint.from_text(text.replace("\n513\n", "\n514\n"))
    with pytest.raises(VerificationError):
        changed.signed_note.verify(Keyring(), room.signer.verifier.key_id)


@pytest.mark.parametrize("index", [0, 255, 256, 511, 512])
def test_sigstore_accepts_the_inclusion_proofs(ledger, entries, index):
    proof = ledger.inclusion(index)
    stub = SimpleNamespace(
        log_index=index, tree_size=proof.size, hashes=list(proof.hashes), root_hash=ledger.root
    )
    body = entries(1, index)[0]
    verify_merkle_inclusion(
        SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=stub, canonicalized_body=body))
    )
    with pytest.raises(VerificationError):
        verify_merkle_inclusion(
            SimpleNamespace(
                _inner=SimpleNamespace(inclusion_proof=stub, canonicalized_body=body + b"x")
            )
        )


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on PATH")
def test_openssl_accepts_the_signature_of_the_note(ledger, room, tmp_path):
    body, _, line = (room.folder / "checkpoint").read_text().partition("\n\n")
    key = bytes.fromhex("302a300506032b6570032100") + room.signer.verifier.public
    (tmp_path / "pub.der").write_bytes(key)
    (tmp_path / "sig.bin").write_bytes(base64.b64decode(line.split()[2])[4:])
    for text, works in ((f"{body}\n", True), (f"{body}x\n", False)):
        (tmp_path / "body.txt").write_text(text)
        verify = "-verify -pubin -keyform DER -rawin -inkey pub.der -in body.txt -sigfile sig.bin"
        done = subprocess.run(
            ["openssl", "pkeyutl", *verify.split()], cwd=tmp_path, capture_output=True, check=False
        )
        assert (done.returncode == 0) is works, done.stderr
