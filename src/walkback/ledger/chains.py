"""Certificate chains of timestamp authorities, at a moment that the caller names. Pure.

Libraries check a chain at the machine's clock or leave the time out; a token is judged at its
own time, and whether its certificates have ended since is another question. Revocation is not
looked at: it needs a network, and an answer about the past that few authorities keep.
"""

import contextlib
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from walkback.errors import BadFile

Certificate = x509.Certificate

# What cryptography raises for certificates that it takes and whose parts it then cannot read.
UNREADABLE = (
    ValueError,
    TypeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_DEEPEST = 8  # certificates from signer to root; real chains have two to five
_MOST_TRIES = 64  # signatures of certificates looked at for one chain
_MOST = 2000  # certificates of one file; a system has some 150
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chain:
    """From the signer up. ``rooted`` where it ends in a trusted root; ``fault`` says what is
    wrong with it at the asked time, empty where nothing is.
    """

    certificates: tuple[Certificate, ...]
    rooted: bool
    fault: str = ""

    @property
    def ends(self) -> datetime:
        """When the first of them ends."""
        return min(each.not_valid_after_utc for each in self.certificates)


def read_certificates(pem: bytes, subject: str) -> tuple[Certificate, ...]:
    """All certificates of a PEM file; other text between them is passed over, and so are those
    that cannot be read, as systems' bundles have some: what is missing is not trusted.

    Raises ``BadFile`` where there is none.
    """
    found = []
    for block in _PEM.findall(pem)[:_MOST]:
        # Old roots with a serial number of 0 are warned of, and will be refused one day.
        with warnings.catch_warnings(action="ignore"), contextlib.suppress(*UNREADABLE):
            found.append(x509.load_pem_x509_certificate(block))
    if not found:
        raise BadFile("there is no certificate here", subject=subject, expected="PEM certificates")
    return tuple(found)


def pem_of(certificates: Sequence[Certificate]) -> bytes:
    """Certificates as PEM, one after the other."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def fingerprint(certificate: Certificate) -> str:
    """SHA-256 of the certificate, in hex."""
    return sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def signer_fault(certificate: Certificate) -> str:
    """Why a certificate may not sign timestamps (RFC 3161 2.3); empty where it may."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return "its certificate is not for timestamping: it has no extended key usage"
    except UNREADABLE as error:
        return f"the extensions of its certificate cannot be read: {error}"
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        return "its certificate is not for timestamping alone (RFC 3161 2.3)"
    return ""


def chain_of(
    signer: Certificate, pool: Sequence[Certificate], roots: Sequence[Certificate], at: datetime
) -> Chain:
    """The chain from ``signer`` through ``pool`` to one of ``roots``, judged at ``at``.

    A chain that leads to a root and holds is preferred to one that leads there and does not,
    and that to the longest one that leads nowhere.
    """
    search = _Search(tuple(roots), (*roots, *pool))
    found = search.chains((signer,))
    if not found:
        return Chain((signer,), rooted=False, fault=_fault((signer,), at))
    judged = [Chain(chain, rooted, _fault(chain, at)) for chain, rooted in found]
    return max(
        judged, key=lambda one: (one.rooted, not one.fault, one.rooted or len(one.certificates))
    )


class _Search:
    """Depth first, with a bound on the signatures that are looked at."""

    def __init__(self, roots: tuple[Certificate, ...], issuers: tuple[Certificate, ...]) -> None:
        self._roots = set(roots)
        self._issuers: dict[bytes, list[Certificate]] = {}
        for each in dict.fromkeys(issuers):
            self._issuers.setdefault(each.subject.public_bytes(), []).append(each)
        self._left = _MOST_TRIES

    def chains(self, chain: tuple[Certificate, ...]) -> list[tuple[tuple[Certificate, ...], bool]]:
        last = chain[-1]
        if last in self._roots:
            return [(chain, True)]
        longer = []
        for issuer in self._issuers.get(last.issuer.public_bytes(), ()):
            if issuer in chain or len(chain) == _DEEPEST or self._left <= 0:
                continue
            self._left -= 1
            if _issued(last, issuer):
                longer += self.chains((*chain, issuer))
        return longer or [(chain, False)]


def _issued(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, *UNREADABLE):
        return False
    return True


def _fault(chain: tuple[Certificate, ...], at: datetime) -> str:
    for place, each in enumerate(chain):
        name = each.subject.rfc4514_string()
        if at < each.not_valid_before_utc or at > each.not_valid_after_utc:
            return (
                f"the certificate {name} holds from {each.not_valid_before_utc.isoformat()} "
                f"to {each.not_valid_after_utc.isoformat()}, the token is of {at.isoformat()}"
            )
        if place and (why := _issuer_fault(each, place - 1)):
            return f"the certificate {name} {why}"
    return ""


def _issuer_fault(certificate: Certificate, below: int) -> str:
    """Why it may not issue certificates, with ``below`` issuers under it (RFC 5280 4.2.1)."""
    try:
        extensions = certificate.extensions
    except UNREADABLE as error:
        return f"has extensions that cannot be read: {error}"
    constraints = usage = None
    for each in extensions:
        if isinstance(each.value, x509.BasicConstraints):
            constraints = each.value
        elif isinstance(each.value, x509.KeyUsage):
            usage = each.value
    if constraints is None or not constraints.ca:
        return "is not one of an authority that issues certificates"
    if constraints.path_length is not None and below > constraints.path_length:
        return f"allows {constraints.path_length} issuers below it, and there are {below}"
    if usage is not None and not usage.key_cert_sign:
        return "may not sign certificates"
    return ""
