"""The key that signs the ledger, in the record's ``keys`` folder.

``ledger.key`` holds the 32 private bytes in base64 and may be read by its owner only;
``ledger.vkey`` holds the verifier key text, which also fixes the origin. Losing the private key
ends the ledger's growth and costs no proof; whoever else has it can sign another history.
"""

import base64
import binascii
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from walkback import durable
from walkback.errors import BadInput, RecordError
from walkback.ledger.checkpoint import Signer, VerifierKey

PRIVATE = "ledger.key"
PUBLIC = "ledger.vkey"
_OWNER_ONLY = 0o600
_OTHERS = 0o077


def make_key(folder: Path, *, origin: str | None = None) -> Signer:
    """A new key in ``folder``, or the one whose making a crash cut short.

    Raises ``RecordError`` where a whole key is there already: its origin is fixed once made.
    """
    if (folder / PUBLIC).exists():
        raise RecordError(
            "there is a signing key already",
            subject=str(folder / PUBLIC),
            todo="A ledger keeps its key and origin; make another record for another origin.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    durable.sync_folder(folder.parent)
    path = folder / PRIVATE
    private = load_private(path) if path.exists() else Ed25519PrivateKey.generate()
    signer = Signer.of(private, origin)
    if not path.exists():
        data = base64.b64encode(private.private_bytes_raw()) + b"\n"
        durable.write_file(path, data, mode=_OWNER_ONLY)
    # A crash here leaves a private key without a name; the next make_key gives it one.
    durable.write_file(folder / PUBLIC, f"{signer.verifier.text}\n".encode(), mode=_OWNER_ONLY)
    return signer


def load_key(folder: Path) -> Signer:
    """The record's signing key.

    Raises ``RecordError``: missing, unreadable, wrong, or open to others.
    """
    verifier = load_verifier(folder)
    signer = Signer.of(load_private(folder / PRIVATE), verifier.name)
    if signer.verifier != verifier:
        raise RecordError(
            "the two files of the signing key do not belong together",
            subject=str(folder / PUBLIC),
            expected=signer.verifier.text,
            found=verifier.text,
            todo="Put both files back from the same backup.",
        )
    return signer


def open_key(folder: Path, *, origin: str | None = None) -> Signer:
    """The record's signing key, made where there is none."""
    return load_key(folder) if (folder / PUBLIC).exists() else make_key(folder, origin=origin)


def load_verifier(folder: Path) -> VerifierKey:
    """The public half, enough to verify. Raises ``RecordError``."""
    path = folder / PUBLIC
    try:
        text = _read(path).decode("utf-8")
        return VerifierKey.from_text(text.removesuffix("\n"))
    except (UnicodeDecodeError, BadInput) as error:
        raise _wrong_key(path, "a verifier key text", str(error)) from None


def load_private(path: Path) -> Ed25519PrivateKey:
    """The private key in a file of the owner's only. Raises ``RecordError``."""
    data = _read(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _OTHERS:
        raise RecordError(
            "the signing key is open to others",
            subject=str(path),
            expected="mode 600",
            found=f"mode {mode:o}",
            todo=f"Run: chmod 600 {path}. If others may have read it, start a new record.",
        )
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(data.strip(), validate=True))
    except (binascii.Error, ValueError):
        # Never the bytes themselves: an error ends up in logs.
        raise _wrong_key(path, "32 bytes in base64", f"{len(data)} other bytes") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(
            "the signing key cannot be read",
            subject=str(path),
            found=error.strerror or type(error).__name__,
            todo="Put it back from a backup of the record's keys folder.",
        ) from None


def _wrong_key(path: Path, expected: str, found: str) -> RecordError:
    return RecordError(
        "not a signing key",
        subject=str(path),
        expected=expected,
        found=found,
        todo="Put it back from a backup of the record's keys folder.",
    )
