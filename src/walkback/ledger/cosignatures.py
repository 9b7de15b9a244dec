"""Cosignatures of witnesses: C2SP tlog-cosignature v1, Ed25519. Pure.

A witness signs ``cosignature/v1``, the time and the note's body: at that time this was the
largest tree of this origin it had seen, and it had only grown. Lines of other kinds (ML-DSA-44,
type 06) and of unknown keys are passed over, as the specification asks.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from walkback.errors import BadInput, VerificationFailed
from walkback.ledger.checkpoint import check_name, parse_checkpoint, read_signatures
from walkback.model.proof import Checkpoint
from walkback.model.stamped import Cosigned

_KIND = b"\x04"
_KEY_BYTES, _ID_BYTES, _TIME_BYTES, _SIGNATURE_BYTES = 32, 4, 8, 64
_LATEST = 253_402_300_799  # 9999-12-31: beyond it there is no date


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's name and its public key, 32 bytes of Ed25519."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that name the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + _KIND + self.public).digest()[:_ID_BYTES]

    @property
    def text(self) -> str:
        """The vkey text: name, key id in hex, base64 of type 04 and key, joined by +."""
        material = base64.b64encode(_KIND + self.public).decode("ascii")
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @classmethod
    def from_text(cls, text: str) -> "WitnessKey":
        """The key of a vkey text. Raises ``BadInput``."""
        name, _, rest = text.partition("+")
        try:
            material = base64.b64decode(rest.partition("+")[2], validate=True)
        except ValueError:
            material = b""
        key = cls(check_name(name), material[1:])
        if len(key.public) != _KEY_BYTES or key.text != text:
            raise BadInput(
                "not a witness's key",
                subject=repr(text),
                expected="name+keyid+base64 of type 04 and an Ed25519 key",
                todo="Copy the whole line that 'walkback witness' prints.",
            )
        return key


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Signs as a witness."""

    key: WitnessKey
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey, name: str) -> "Cosigner":
        """A cosigner of this name."""
        public = private.public_key().public_bytes_raw()
        return cls(WitnessKey(check_name(name), public), private)

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> str:
        """The signature line over a checkpoint, with its line end."""
        seconds = int(at.timestamp())
        signature = self.private.sign(_message(checkpoint, seconds))
        data = self.key.key_id + seconds.to_bytes(_TIME_BYTES, "big") + signature
        return f"\u2014 {self.key.name} {base64.b64encode(data).decode('ascii')}\n"


def check_cosignatures(checkpoint: Checkpoint, keys: Sequence[WitnessKey]) -> list[Cosigned]:
    """The cosignatures of these witnesses on the checkpoint's note, in the order of its lines.

    Raises ``VerificationFailed`` where one of a known key does not fit.
    """
    return check_lines(checkpoint, checkpoint.text.partition("\n\n")[2], keys)


def check_lines(checkpoint: Checkpoint, lines: str, keys: Sequence[WitnessKey]) -> list[Cosigned]:
    """The same for signature lines that do not stand in the note yet: a witness's answer.

    Raises ``VerificationFailed``, and ``BadFile`` for what are no signature lines.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = []
    for name, key_id, data in read_signatures(lines, checkpoint.origin):
        key = known.get((name, key_id))
        if key is not None:
            line = f"\u2014 {name} {base64.b64encode(key_id + data).decode('ascii')}\n"
            found.append(Cosigned(name, _checked(checkpoint, key, data), line))
    return found


def with_lines(checkpoint: Checkpoint, lines: Sequence[str]) -> Checkpoint:
    """The checkpoint with signature lines added; a key's newer line takes its older one's place.

    Raises ``BadFile`` where that makes more lines than a note may have.
    """
    body, _, before = checkpoint.text.partition("\n\n")
    newer = {_whose(line) for line in lines}
    kept = [line for line in before.splitlines(keepends=True) if _whose(line) not in newer]
    text = f"{body}\n\n{''.join([*kept, *dict.fromkeys(lines)])}"
    return parse_checkpoint(text.encode(), checkpoint.origin)


def _whose(line: str) -> tuple[str, bytes]:
    ((name, key_id, _),) = read_signatures(line, "signature line")
    return name, key_id


def _checked(checkpoint: Checkpoint, key: WitnessKey, data: bytes) -> datetime:
    seconds = int.from_bytes(data[:_TIME_BYTES], "big")
    if len(data) != _TIME_BYTES + _SIGNATURE_BYTES or seconds > _LATEST:
        raise _does_not_fit(checkpoint, key, f"{len(data)} bytes, time {seconds}")
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        public.verify(data[_TIME_BYTES:], _message(checkpoint, seconds))
    except InvalidSignature:
        raise _does_not_fit(checkpoint, key, data.hex()) from None
    return datetime.fromtimestamp(seconds, UTC)


def _message(checkpoint: Checkpoint, seconds: int) -> bytes:
    body = checkpoint.text.partition("\n\n")[0]
    return f"cosignature/v1\ntime {seconds}\n{body}\n".encode()


def _does_not_fit(checkpoint: Checkpoint, key: WitnessKey, found: str) -> VerificationFailed:
    return VerificationFailed(
        "the cosignature of a witness does not fit",
        subject=f"{checkpoint.origin}, {checkpoint.size} leaves",
        expected=f"a cosignature by {key.name}, key {key.key_id.hex()}, over this checkpoint",
        found=found,
    )
