"""A certificate for every host the browser asks for, signed by a key that dies with the process.

Chromium is started with ``--ignore-certificate-errors-spki-list`` naming this one key, so that it
accepts our proxy and nobody else's doubtful certificate. Real certificates are checked by the
proxy, when it connects to the real host.
"""

import base64
import hashlib
import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAYS = timedelta(days=2)


class Authority:
    """Makes TLS contexts for host names; ``pin`` is the base64 SHA-256 of its public key."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
        self._known: dict[str, ssl.SSLContext] = {}

    def context(self, host: str) -> ssl.SSLContext:
        """The server side of TLS for a host."""
        if host not in self._known:
            self._known[host] = self._made(host)
        return self._known[host]

    def _made(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        private = self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        # The ssl module loads chains from files only; the file is ours alone and gone at once.
        with tempfile.NamedTemporaryFile() as file:
            Path(file.name).write_bytes(private + self._certificate(host))
            context.load_cert_chain(file.name)
        return context

    def _certificate(self, host: str) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "walkback view")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAYS)
            .not_valid_after(now + _DAYS)
            .add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM)


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return x509.DNSName(host)
