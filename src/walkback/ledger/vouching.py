"""The ledger's key says which key signs the record's bundles: a C2SP signed note. Pure.

An anonymous signature on a bundle can be made by anyone. With this note, whoever trusts the
ledger's key knows which one is the record's. The first line keeps the note from being passed off
as a checkpoint, whose second line is a number.
"""

from hashlib import sha256

from walkback.ledger.checkpoint import Signer
from walkback.model.bundle import SIGNER_HEADER


def vouch(signer: Signer, public: bytes) -> bytes:
    """The note for ``public``, the DER SubjectPublicKeyInfo of the key that signs bundles."""
    lines = (SIGNER_HEADER, signer.verifier.text, sha256(public).hexdigest())
    return signer.note("".join(f"{line}\n" for line in lines)).encode("utf-8")
