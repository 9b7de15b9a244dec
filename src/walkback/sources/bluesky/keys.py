"""Public keys of accounts, and their signatures.

Both curves of AT Protocol (k256 and p256), ECDSA over SHA-256, 64 bytes (r, s), low s alone: the
high one of a signature would be a second signature of the same bytes
(atproto.com/specs/cryptography).
"""

from dataclasses import dataclass

import libipld
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_K256 = (ec.SECP256K1(), 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141)
_P256 = (ec.SECP256R1(), 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551)
_CODES = {b"\xe7\x01": _K256, b"\x80\x24": _P256}  # multicodec secp256k1-pub, p256-pub
# Older documents give the plain point, and the curve by the method's type.
_TYPES = {
    "EcdsaSecp256k1VerificationKey2019": _K256,
    "EcdsaSecp256r1VerificationKey2019": _P256,
}
_POINTS = (33, 65)


@dataclass(frozen=True, slots=True)
class Key:
    """A public key; ``text`` is its did:key form without ``did:key:``, for memories."""

    text: str
    order: int
    public: ec.EllipticCurvePublicKey

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Whether the key signed these bytes."""
        if len(signature) != 64:
            return False
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if not (0 < r < self.order and 0 < s <= self.order // 2):
            return False
        try:
            self.public.verify(encode_dss_signature(r, s), data, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


def read_key(multibase: str, method: str = "Multikey") -> Key | None:
    """The key of a DID document's ``publicKeyMultibase``; None where it is none of ours."""
    try:
        _, data = libipld.decode_multibase(multibase)
        curve, order = _TYPES.get(method) or _CODES[data[:2]]
        point = data if method in _TYPES and len(data) in _POINTS else data[2:]
        public = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    except Exception:  # noqa: BLE001 - what the decoders refuse is no key, whatever they call it
        return None
    return Key(_text(public, curve), order, public)


def key_of(public: ec.EllipticCurvePublicKey) -> Key:
    """A key that is at hand already."""
    order = _K256[1] if isinstance(public.curve, ec.SECP256K1) else _P256[1]
    return Key(_text(public, public.curve), order, public)


def _text(public: ec.EllipticCurvePublicKey, curve: ec.EllipticCurve) -> str:
    numbers = public.public_numbers()
    point = bytes([2 + (numbers.y & 1)]) + numbers.x.to_bytes(32, "big")
    code = b"\xe7\x01" if isinstance(curve, ec.SECP256K1) else b"\x80\x24"
    return str(libipld.encode_multibase("z", code + point))
