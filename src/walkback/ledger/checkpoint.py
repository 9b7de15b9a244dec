"""Signed tree heads: C2SP signed-note and tlog-checkpoint. Pure.

    origin
    size
    root in base64
                                      (empty line)
    — name base64(key id ‖ signature)

Reading is strict: a note has one byte form only, so any changed byte is noticed, in the body by
the signature and in a signature line by its form (https://c2sp.org/signed-note,
https://c2sp.org/tlog-checkpoint).
"""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from walkback.errors import BadFile, BadInput, VerificationFailed
from walkback.model.proof import Checkpoint

_ED25519 = b"\x01"
_DASH = "\u2014"
_KEY_BYTES = 32
_ID_BYTES = 4
_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
_MOST_SIGNATURES = 64  # the specification asks for at least 16


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature it is, and the 32 bytes of the Ed25519 public key that check it."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that name the key in a signature line."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return sha256(named).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """The vkey text: name, key id in hex, base64 of type and key, joined by +."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(_ED25519 + self.public)}"

    @classmethod
    def from_text(cls, text: str) -> "VerifierKey":
        """The key of a vkey text. Raises ``BadInput``."""
        name, _, rest = text.partition("+")
        key = cls(check_name(name), _unbase64(rest.partition("+")[2])[1:])
        if len(key.public) != _KEY_BYTES or key.text != text:
            raise BadInput(
                "not a verifier key",
                subject=repr(text),
                expected="name+keyid+base64 of an Ed25519 key",
                todo="Copy the line from keys/ledger.vkey of the record.",
            )
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints. The key's name is the ledger's origin."""

    verifier: VerifierKey
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey, origin: str | None = None) -> "Signer":
        """A signer; without an origin the default one, derived from the public key."""
        public = private.public_key().public_bytes_raw()
        return cls(VerifierKey(check_name(origin or default_origin(public)), public), private)

    def sign(self, size: int, root: bytes) -> Checkpoint:
        """The signed checkpoint of a tree."""
        origin = self.verifier.name
        return Checkpoint(origin, size, root, self.note(_body(origin, size, root)))

    def note(self, body: str) -> str:
        """The signed note of a body whose every line has its end."""
        signature = self.verifier.key_id + self.private.sign(body.encode())
        return f"{body}\n{_DASH} {self.verifier.name} {_base64(signature)}\n"


def default_origin(public: bytes) -> str:
    """Origin of a ledger whose owner names none."""
    return f"walkback.invalid/{sha256(public).hexdigest()[:16]}"


def check_name(name: str) -> str:
    """The name, if it can be a key's name and an origin. Raises ``BadInput``."""
    # isprintable is false for every Unicode space but this one, and for control characters.
    if not name.isprintable() or not name or " " in name or "+" in name:
        raise BadInput(
            "not an origin",
            subject=repr(name),
            expected="letters, digits and signs without spaces or +, such as example.org/record",
            todo="Set ledger.origin in walkback.toml.",
        )
    return name


def parse_checkpoint(data: bytes, subject: str = "checkpoint") -> Checkpoint:
    """The checkpoint of a note's bytes; its signature is not checked here.

    Raises ``BadFile`` where any byte differs from how a checkpoint is written.
    """
    try:
        text = data.decode("utf-8")
        body, blank, lines = text.partition("\n\n")
        origin, size, root = body.split("\n")
        if not _SIZE.fullmatch(size) or len(_unbase64(root)) != _KEY_BYTES or not blank:
            raise _bad_note(subject, body)
        parsed = Checkpoint(check_name(origin), int(size), _unbase64(root), text)
        read_signatures(lines, subject)
    except (ValueError, BadInput) as error:
        if isinstance(error, BadFile):
            raise
        raise _bad_note(subject, str(error)) from None
    return parsed


def verify_checkpoint(checkpoint: Checkpoint, key: VerifierKey) -> None:
    """Check the signature of ``key`` on the checkpoint.

    Signatures by other keys are passed over, as the specification asks. Raises
    ``VerificationFailed``.
    """
    body, _, lines = checkpoint.text.partition("\n\n")
    ours = [
        signature
        for name, key_id, signature in read_signatures(lines, checkpoint.origin)
        if (name, key_id) == (key.name, key.key_id)
    ]
    if not ours or checkpoint.origin != key.name:
        raise VerificationFailed(
            "the checkpoint is not signed by this key",
            subject=checkpoint.origin,
            expected=key.text,
            found=lines.strip(),
        )
    if body + "\n" != _body(checkpoint.origin, checkpoint.size, checkpoint.root):
        raise VerificationFailed("the checkpoint is not what its text says", subject=body)
    for signature in ours:
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, f"{body}\n".encode())
        except InvalidSignature:
            raise VerificationFailed(
                "the signature of the checkpoint does not fit",
                subject=f"{checkpoint.origin}, {checkpoint.size} leaves",
                expected=f"a signature by key {key.key_id.hex()} over these lines",
                found=_base64(signature),
            ) from None


def read_signatures(lines: str, subject: str) -> list[tuple[str, bytes, bytes]]:
    """Name, key id and signature of each signature line. Raises ``BadFile``."""
    signatures = []
    *each_line, end = lines.split("\n")
    if end or not 0 < len(each_line) <= _MOST_SIGNATURES:
        raise _bad_note(subject, lines)
    for line in each_line:
        dash, name, value = (*line.split(" "), "", "", "")[:3]
        try:
            name, data = check_name(name), _unbase64(value)
        except BadInput:
            raise _bad_note(subject, line) from None
        if f"{dash} {name} {value}" != line or dash != _DASH or len(data) <= _ID_BYTES:
            raise _bad_note(subject, line)
        signatures.append((name, data[:_ID_BYTES], data[_ID_BYTES:]))
    return signatures


def _body(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{_base64(root)}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(text: str) -> bytes:
    # Canonical only: base64 has spare bits at its end, and a flip there must not pass.
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or _base64(data) != text:
        raise BadInput("not canonical base64", found=repr(text))
    return data


def _bad_note(subject: str, found: str) -> BadFile:
    return BadFile(
        "not a signed checkpoint",
        subject=subject,
        expected="origin, size, root, an empty line and signatures, in exactly their form",
        found=repr(found),
        todo="Put the file back from the second copy or a backup; walkback verify names what fits.",
    )
