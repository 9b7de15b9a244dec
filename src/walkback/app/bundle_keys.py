"""Who signs a bundle: the record's own key without a name, or the domain of the settings."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

from walkback import durable
from walkback.app.fetching import options
from walkback.app.vouching import trusted
from walkback.archive.wacz_auth import Anonymous, Domain, Signer, Stamper, pem_chain
from walkback.errors import BadFile, BadSettings, RecordError
from walkback.fetch.post import Post
from walkback.ledger.chains import read_certificates
from walkback.settings import Settings
from walkback.watch.authorities import Refused, ask_authority

KEY = "bundle.key"
_OWNER_ONLY = 0o600


def signer_of(settings: Settings, keys: Path, clock: Callable[[], datetime]) -> Signer:
    """Whoever signs, as the settings want it. Raises ``BadSettings``, ``RecordError``."""
    export = settings.export
    if export.certificate is None:
        return anonymous(keys)
    if export.key is None:
        raise _unusable("export.key", "the key of export.certificate", "none")
    chain = _chain(export.certificate)
    key = load_private(export.key)
    if key.public_key() != chain[0].public_key():
        raise _unusable("export.key", "the key of export.certificate", "another key")
    authority = export.authority or next(iter(settings.timestamps.authorities), None)
    if authority is None:
        raise _unusable("export.authority", "the address of a timestamp authority", "none")
    named = export.domain or _name(chain[0])
    return Domain(named, key, chain, _stamper(settings, authority, clock))


def _chain(path: Path) -> tuple[Certificate, ...]:
    try:
        found = tuple(read_certificates(path.read_bytes(), str(path)))
    except (OSError, BadFile) as error:
        raise _unusable("export.certificate", "certificates in PEM", str(error)) from None
    if not found:
        raise _unusable("export.certificate", "certificates in PEM", "none")
    return found


def _name(certificate: Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if not names:
        raise _unusable("export.domain", "the name that export.certificate is for", "none")
    return str(names[0].value)


def _stamper(settings: Settings, url: str, clock: Callable[[], datetime]) -> Stamper:
    def stamper(data: bytes) -> tuple[bytes, str]:
        trust = trusted(settings.timestamps.roots)
        answer = ask_authority(Post(options(settings)), url, data, trust, clock())
        if isinstance(answer, Refused):
            raise RecordError(
                "the signature of the bundle was not timestamped",
                subject=url,
                found=answer.why,
                todo="Try again, or name another authority in export.authority",
            )
        chain = read_certificates(answer.chain, url)
        return answer.answer, pem_chain(tuple(chain))

    return stamper


def _unusable(name: str, expected: str, found: str) -> BadSettings:
    return BadSettings(
        "a setting cannot be used",
        subject=name,
        expected=expected,
        found=found,
        todo="Correct it, or leave export.certificate out: then the record's own key signs",
    )


def anonymous(folder: Path) -> Anonymous:
    """The record's own key in ``folder``, made where there is none.

    Losing it costs nothing but that later bundles are signed by another.
    """
    path = folder / KEY
    if not path.exists():
        key = generate_private_key(SECP384R1())
        data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        durable.write_file(path, data, mode=_OWNER_ONLY)
    return Anonymous(load_private(path))


def load_private(path: Path) -> EllipticCurvePrivateKey:
    """An elliptic curve key in PEM, without a pass phrase. Raises ``RecordError``."""
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        # Never the bytes themselves: an error ends up in logs.
        found = error.strerror if isinstance(error, OSError) else "no such key"
        raise _unfit(path, found or "") from None
    if not isinstance(key, EllipticCurvePrivateKey):
        raise _unfit(path, "a key of another kind")
    return key


def _unfit(path: Path, found: str) -> RecordError:
    return RecordError(
        "the key that signs bundles cannot be read",
        subject=str(path),
        expected="an elliptic curve key in PEM, without a pass phrase",
        found=found,
        todo="Put it back; where it is the record's own, moving it away makes another.",
    )
