"""Signatures of WACZ files: wacz-auth 0.1.0, of a domain or anonymous.

What is signed is the text of the manifest's hash. A signature says that the file was not changed
since by anyone without the key; a domain's says whose key it was, and when, by a timestamp.
https://specs.webrecorder.net/wacz-auth/0.1.0/
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate

from walkback.model.bundle import AUTH_VERSION

# A timestamp over bytes: the response in DER, and the authority's certificates in PEM.
Stamper = Callable[[bytes], tuple[bytes, str]]


class Signer(Protocol):
    """Whoever signs a manifest."""

    @property
    def public(self) -> bytes:
        """The public key, as DER SubjectPublicKeyInfo."""
        ...

    def sign(self, text: str) -> dict[str, Any]:
        """The fields that say who signed the text, and the signature."""
        ...


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A key of the record's own, P-384 as wacz-auth has it, and nobody's name."""

    key: EllipticCurvePrivateKey

    @property
    def public(self) -> bytes:
        """The public key, as DER SubjectPublicKeyInfo."""
        return _public(self.key)

    def sign(self, text: str) -> dict[str, Any]:
        """Signature and public key."""
        return {"signature": _signature(self.key, text), "publicKey": _base64(self.public)}


@dataclass(frozen=True, slots=True)
class Domain:
    """The key of a domain's certificate; the signature is timestamped.

    ``chain`` begins with the domain's own certificate, not more than a week old where authsign
    is to accept it.
    """

    domain: str
    key: EllipticCurvePrivateKey
    chain: tuple[Certificate, ...]
    stamper: Stamper

    @property
    def public(self) -> bytes:
        """The public key, as DER SubjectPublicKeyInfo."""
        return _public(self.key)

    def sign(self, text: str) -> dict[str, Any]:
        """Signature, certificates, and a timestamp over the signature's text."""
        signature = _signature(self.key, text)
        response, authority = self.stamper(signature.encode("ascii"))
        return {
            "signature": signature,
            "domain": self.domain,
            "domainCert": pem_chain(self.chain),
            "timeSignature": _base64(response),
            "timestampCert": authority,
        }


def signed_data(manifest: bytes, created: str, software: str, signer: Signer) -> dict[str, Any]:
    """``signedData`` of a manifest."""
    text = manifest_hash(manifest)
    about = {"hash": text, "created": created, "software": software, "version": AUTH_VERSION}
    return about | signer.sign(text)


def manifest_hash(manifest: bytes) -> str:
    """The hash of a manifest as it is named and signed."""
    return f"sha256:{sha256(manifest).hexdigest()}"


def pem_chain(chain: tuple[Certificate, ...]) -> str:
    """Certificates in PEM, an empty line between: wabac splits the chain there."""
    blocks = [each.public_bytes(Encoding.PEM).decode("ascii") for each in chain]
    return "\n".join(blocks)


def _public(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signature(key: EllipticCurvePrivateKey, text: str) -> str:
    # DER: authsign and wacz-signing read no other form. wabac wants r and s side by side, and
    # tells nobody what it found.
    return _base64(key.sign(text.encode("ascii"), ECDSA(hashes.SHA256())))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
