"""Go's x/mod agrees with our checkpoints, cosignatures and proofs, and refuses changed ones.

Go is large, so this runs behind ``make test-go``, which asks Debian for it.
"""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback.ledger.cosignatures import Cosigner, with_lines

LIBRARY = Path("/usr/share/gocode/src/golang.org/x/mod")
SOURCE = Path(__file__).parent / "go" / "check.go"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not shutil.which("go") or not LIBRARY.exists(), reason="Go or its x/mod is not installed"
    ),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    folder = tmp_path_factory.mktemp("go")
    environment = {
        "GO111MODULE": "off",
        "GOPATH": f"{folder}:/usr/share/gocode",
        "GOCACHE": str(folder / "cache"),
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin:/usr/local/go/bin",
    }
    made = folder / "check"
    subprocess.run(["go", "build", "-o", made, SOURCE], env=environment, check=True, timeout=300)
    return made


@pytest.fixture
def given(room, entries):
    """What the program is given: a cosigned tree of 700 leaves that grew from one of 300."""
    ledger = room.ledger()
    ledger.append(entries(300))
    old = ledger.root
    ledger.append(entries(400, 300))
    witness = Cosigner.of(Ed25519PrivateKey.from_private_bytes(b"w" * 32), "w.example/one")
    checkpoint = ledger.checkpoint()
    note = with_lines(checkpoint, [witness.cosign(checkpoint, datetime(2026, 3, 2, tzinfo=UTC))])
    return {
        "key": room.signer.verifier.text,
        "witness": witness.key.text,
        "note": note.text,
        "leaf": _text(ledger.entry(411)),
        "index": 411,
        "inclusion": [*map(_text, ledger.inclusion(411).hashes)],
        "old": 300,
        "oldroot": _text(old),
        "consistency": [*map(_text, ledger.consistency(300).hashes)],
    }


def _text(data):
    return base64.b64encode(data).decode()


def run(program, given):
    done = subprocess.run(
        [program], input=json.dumps(given), capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout


def test_go_agrees(program, given):
    assert run(program, given) == (0, "agreed\n")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("note", lambda note: note.replace("\n700\n", "\n701\n")),
        ("note", lambda note: note.replace(" w.example/one ", " w.example/two ")),
        ("leaf", lambda leaf: _text(b"another leaf")),
        ("index", lambda index: index + 1),
        ("inclusion", lambda hashes: hashes[1:]),
        ("consistency", lambda hashes: [hashes[1], hashes[0], *hashes[2:]]),
        ("oldroot", lambda root: _text(bytes(32))),
    ],
)
def test_go_refuses_what_was_changed(program, given, name, change):
    code, told = run(program, given | {name: change(given[name])})
    assert code == 1
    assert told.startswith("refused: ")
