"""A ledger in a folder, and the one check that reads everything again after each test of it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback.ledger import Ledger, Signer, audit, leaf_hash, verify_consistency, verify_inclusion
from walkback.ledger.merkle import root_of


def entry(number, length=60):
    """The same bytes for the same number, long and short ones in turn."""
    return (f"leaf {number} " * 99)[: length + number * 7 % 23].encode()


@dataclass
class Room:
    """Where one ledger lives; ``ledger()`` opens it anew."""

    folder: Path
    second: Path
    signer: Signer

    def ledger(self, **options):
        return Ledger.open(self.folder, signer=self.signer, second=self.second, **options)

    def audit(self):
        return audit(self.folder, self.signer.verifier.text, self.second)

    def files(self):
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def check_log(self, entries, *, tidy=True):
        """Every entry, proof, file and checkpoint is what these entries make."""
        ledger = self.ledger()
        assert [*ledger.entries(0, ledger.size)] == list(entries)
        assert ledger.root == root_of(map(leaf_hash, entries))
        size = ledger.size
        for index in {*range(0, size, 37), *range(max(0, size - 3), size)}:
            verify_inclusion(leaf_hash(entries[index]), ledger.inclusion(index), ledger.root)
        for old in {*range(0, size, 61), size}:
            older = root_of(map(leaf_hash, entries[:old]))
            verify_consistency(ledger.consistency(old), older, ledger.root)
        found = self.audit()
        assert found.ok
        assert found.problems == ()
        assert found.checkpoint == ledger.checkpoint()
        assert self.second.read_text() == ledger.checkpoint().text
        return ledger


@pytest.fixture
def entries():
    """A function: so many entries from a number on."""
    return lambda count, start=0: [entry(number) for number in range(start, start + count)]


@pytest.fixture
def signer():
    return Signer.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), "a.example")


@pytest.fixture
def room(tmp_path, signer):
    return Room(tmp_path / "record" / "ledger", tmp_path / "state" / "checkpoint", signer)
