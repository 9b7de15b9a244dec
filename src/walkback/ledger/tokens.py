"""Timestamp answers of RFC 3161: taken apart, and their signature checked. Pure.

The answer is decoded by rfc3161-client, which takes strict DER only; many authorities, OpenSSL
among them, list the certificates in another order than DER wants. They are not part of what is
signed, so they are put in order first. That library's own ``verify`` wants the whole chain and
stops at the first thing it lacks; here the signature is checked by itself, so that a token of an
unknown authority can still be told from a forged one.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import decode_timestamp_response

from walkback.errors import BadFile
from walkback.ledger import der
from walkback.ledger.chains import UNREADABLE, Certificate

LONGEST = 64 << 10  # bytes of an answer; real ones have two to eight kilobytes
_MOST_CERTIFICATES = 32
_GRANTED = (0, 1)  # granted, and granted with modifications (RFC 3161 2.4.2)

_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_CERTIFICATE_V1 = "1.2.840.113549.1.9.16.2.12"
_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
_PSS = "1.2.840.113549.1.1.10"
DIGESTS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SIGNATURE_DIGESTS = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A readable timestamp token. ``digest`` is over the stamped bytes, by ``algorithm``.

    ``embedded`` are the certificates it carries.
    """

    gen_time: datetime
    algorithm: str
    digest: bytes
    nonce: int | None
    embedded: tuple[Certificate, ...]
    info: bytes
    signer: bytes

    def is_over(self, data: bytes) -> bool:
        """Whether these are the stamped bytes."""
        return hmac.compare_digest(hashlib.new(self.algorithm, data).digest(), self.digest)


def read_token(answer: bytes) -> Token:
    """The token of an authority's answer. Raises ``BadFile``: refused, or not readable."""
    if len(answer) > LONGEST:
        raise BadFile("the answer is too long", expected=f"{LONGEST} bytes", found=f"{len(answer)}")
    token = _token(answer)
    signed = der.children(der.only(_signed_data(token), der.SEQUENCE))
    try:
        read = decode_timestamp_response(_as_answer(signed))
        info = read.tst_info
        algorithm = DIGESTS.get(info.message_imprint.hash_algorithm.dotted_string, "")
        gen_time, nonce, digest = info.gen_time, info.nonce, info.message_imprint.message
        certificates = list(read.signed_data.certificates)[:_MOST_CERTIFICATES]
        embedded = tuple(map(x509.load_der_x509_certificate, certificates))
    except UNREADABLE as error:
        raise _unreadable(str(error)) from None
    if not algorithm:
        raise _unreadable("a digest other than SHA-256, SHA-384, SHA-512")
    return Token(
        gen_time, algorithm, digest, nonce, embedded, _info(signed), _only_signer(signed[-1])
    )


def signer_of(token: Token, given: Sequence[Certificate]) -> Certificate | None:
    """The certificate that signed, among the token's own and those given; None where missing.

    What a token carries is not signed: of two of one name and number, the one whose key it was.
    """
    wanted = der.join(der.children(der.children(token.signer)[1][1]))
    named = [
        each
        for each in dict.fromkeys((*token.embedded, *given))
        if each.issuer.public_bytes() + der.wrap(der.INTEGER, _number(each.serial_number)) == wanted
    ]
    if len(named) > 1:
        return next((each for each in named if not signature_fault(token, each)), named[0])
    return named[0] if named else None


def signature_fault(token: Token, signer: Certificate) -> str:
    """Why the signature does not hold; empty where it does (RFC 5652 5.4, RFC 3161 2.4.2)."""
    try:
        return _signature_fault(token, signer)
    except (BadFile, IndexError, ValueError, UnsupportedAlgorithm, KeyError) as error:
        return f"its signature cannot be read: {error}"


def _signature_fault(token: Token, signer: Certificate) -> str:
    parts = der.children(token.signer)
    digest_by = DIGESTS[der.oid(der.children(parts[2][1])[0][1])]
    if parts[3][0] != der.CONTEXT_0:
        return "it signs no attributes"
    attributes = _attributes(parts[3][1])
    if attributes.get(_CONTENT_TYPE, b"") != _oid_value(_TST_INFO):
        return "what it signs is no timestamp"
    digest = hashlib.new(digest_by, token.info).digest()
    if not hmac.compare_digest(attributes[_MESSAGE_DIGEST], der.wrap(der.OCTETS, digest)):
        return "the token is not what was signed"
    if not _names(attributes, signer):
        return "it was signed for another certificate"
    scheme = der.oid(der.children(parts[4][1])[0][1])
    algorithm = _HASHES[_SIGNATURE_DIGESTS.get(scheme, digest_by)]
    signed = der.wrap(der.SET, parts[3][1])
    try:
        _verify(signer, parts[5][1], signed, algorithm, pss=scheme == _PSS)
    except InvalidSignature:
        return "the signature does not fit"
    return ""


def _verify(
    signer: Certificate,
    signature: bytes,
    signed: bytes,
    algorithm: hashes.HashAlgorithm,
    *,
    pss: bool,
) -> None:
    key = signer.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        scheme = (
            padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO) if pss else padding.PKCS1v15()
        )
        key.verify(signature, signed, scheme, algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(algorithm))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    else:
        raise UnsupportedAlgorithm("a key that is neither RSA, ECDSA nor Ed25519")


def _names(attributes: dict[str, bytes], signer: Certificate) -> bool:
    """Whether the signed attributes name this certificate (RFC 5035; RFC 2634 5.4)."""
    data = signer.public_bytes(Encoding.DER)
    if _CERTIFICATE_V2 in attributes:
        first = _first_named(attributes[_CERTIFICATE_V2])
        by = "sha256"
        if first[0][0] == der.SEQUENCE:
            by = DIGESTS[der.oid(der.children(first[0][1])[0][1])]
            first = first[1:]
        return first[0] == (der.OCTETS, hashlib.new(by, data).digest())
    if _CERTIFICATE_V1 in attributes:
        # SHA-1 is all that the older attribute can hold; the signature itself is not by SHA-1.
        named = hashlib.sha1(data, usedforsecurity=False).digest()
        return _first_named(attributes[_CERTIFICATE_V1])[0] == (der.OCTETS, named)
    return False


def _first_named(value: bytes) -> list[der.Value]:
    named = der.children(der.only(value, der.SEQUENCE))[0][1]
    return der.children(der.children(named)[0][1])


def _attributes(content: bytes) -> dict[str, bytes]:
    """Each signed attribute's one value, by the dotted name of its kind."""
    found = {}
    for _, attribute in der.children(content):
        (_, kind), (_, values) = der.children(attribute)
        name = der.oid(kind)
        if name in found:
            raise _unreadable(f"attribute {name} twice")
        ((tag, value),) = der.children(values)
        found[name] = der.wrap(tag, value)
    return found


def _token(answer: bytes) -> bytes:
    """The token's bytes. Raises ``BadFile`` with the authority's own words where it refused."""
    parts = der.children(der.only(answer, der.SEQUENCE))
    if not parts or parts[0][0] != der.SEQUENCE:
        raise _unreadable("no status")
    status = der.children(parts[0][1])
    number = int.from_bytes(status[0][1], "big") if status and status[0][0] == der.INTEGER else -1
    if number not in _GRANTED:
        words = [text for tag, content in status[1:2] for _, text in der.children(content)]
        told = b" ".join(words)[:200].decode("utf-8", "replace")
        raise BadFile(
            "the authority refused", subject="timestamp", found=f"{number} {told}".strip()
        )
    if len(parts) != 2:
        raise _unreadable("no token")
    return der.wrap(*parts[1])


def _signed_data(token: bytes) -> bytes:
    content = der.children(der.only(token, der.SEQUENCE))
    if len(content) != 2 or content[0][0] != der.OID or der.oid(content[0][1]) != _SIGNED_DATA:
        raise _unreadable("no signed data")
    return content[1][1]


def _as_answer(signed: list[der.Value]) -> bytes:
    """A granted answer around this signed data, its sets in the order of DER."""
    sets = (der.SET, der.CONTEXT_0, der.CONTEXT_1)
    ordered = [(tag, der.in_order(each) if tag in sets else each) for tag, each in signed]
    content = der.wrap(der.CONTEXT_0, der.wrap(der.SEQUENCE, der.join(ordered)))
    token = der.wrap(der.SEQUENCE, _oid_value(_SIGNED_DATA) + content)
    granted = der.wrap(der.SEQUENCE, der.wrap(der.INTEGER, b"\0"))
    return der.wrap(der.SEQUENCE, granted + token)


def _info(signed: list[der.Value]) -> bytes:
    """The signed bytes of the timestamp's facts."""
    content = der.children(signed[2][1])
    if len(content) != 2 or der.oid(content[0][1]) != _TST_INFO:
        raise _unreadable("what is signed is no timestamp")
    return der.only(content[1][1], der.OCTETS)


def _only_signer(infos: der.Value) -> bytes:
    signers = der.children(infos[1])
    if infos[0] != der.SET or len(signers) != 1 or len(der.children(signers[0][1])) < 6:
        raise _unreadable(f"{len(signers)} signers")
    return signers[0][1]


def _oid_value(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for number in (40 * first + second, *rest):
        piece = [number & 0x7F]
        while number := number >> 7:
            piece.append(number & 0x7F | 0x80)
        content += bytes(reversed(piece))
    return der.wrap(der.OID, content)


def _number(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def _unreadable(found: str) -> BadFile:
    return BadFile("the answer cannot be read as a timestamp", subject="timestamp", found=found)
