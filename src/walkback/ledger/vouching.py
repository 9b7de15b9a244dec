"""The ledger's key says which key signs the record's bundles: a C2SP signed note. Pure.

An anonymous signature on a bundle can be made by anyone. With this note, whoever trusts the
ledger's key knows which one is the record's. The first line keeps the note from being passed off
as a checkpoint, whose second line is a number.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from walkback.errors import BadInput, VerificationFailed
from walkback.ledger.checkpoint import Signer, VerifierKey, read_signatures
from walkback.model.bundle import SIGNER, SIGNER_HEADER


def vouch(signer: Signer, public: bytes) -> bytes:
    """The note for ``public``, the DER SubjectPublicKeyInfo of the key that signs bundles."""
    lines = (SIGNER_HEADER, signer.verifier.text, sha256(public).hexdigest())
    return signer.note("".join(f"{line}\n" for line in lines)).encode("utf-8")


def check_vouched(note: bytes, public: bytes) -> VerifierKey:
    """The ledger's key, as the note has it, if that key vouches in it for ``public``.

    Whether it is a key to trust is another question. Raises ``VerificationFailed``.
    """
    try:
        body, _, lines = note.decode("utf-8").partition("\n\n")
        header, text, digest = body.split("\n")
        key = VerifierKey.from_text(text)
        signatures = read_signatures(lines, SIGNER)
    except (ValueError, BadInput) as error:
        raise VerificationFailed("is no note of ours", subject=SIGNER, found=str(error)) from None
    if (header, digest) != (SIGNER_HEADER, sha256(public).hexdigest()):
        raise VerificationFailed(
            "vouches for another key",
            subject=SIGNER,
            expected=sha256(public).hexdigest(),
            found=digest,
        )
    ours = [blob for name, key_id, blob in signatures if (name, key_id) == (key.name, key.key_id)]
    try:
        for blob in ours:
            Ed25519PublicKey.from_public_bytes(key.public).verify(blob, f"{body}\n".encode())
    except InvalidSignature:
        ours = []
    if not ours:
        raise VerificationFailed(
            "is not signed by the key it names", subject=SIGNER, expected=key.text, found=lines
        )
    return key
