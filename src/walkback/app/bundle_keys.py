"""Who signs a bundle: the record's own key without a name, or the domain of the settings."""

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

from walkback import durable
from walkback.archive.wacz_auth import Anonymous
from walkback.errors import RecordError

KEY = "bundle.key"
_OWNER_ONLY = 0o600


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
