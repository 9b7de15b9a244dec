"""A timestamp authority of our own: certificates made here, answers signed by ``openssl ts``."""

import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIG = """
[tsa]
default_tsa = t
[t]
serial = ./serial
crypto_device = builtin
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
certs = ./chain.pem
"""


def certificate(name, key, issuer=None, *, days=(-30, 3000), ca=False, usages=None, critical=True):
    """A certificate of ``key``; ``issuer`` is (certificate, key), itself where None."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if usages:
        built = built.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    return built.sign(issuer[1] if issuer else key, hashes.SHA256())


class Authority:
    """Root, one issuer below it, and the signer. ``chain`` goes into its answers, unsorted."""

    def __init__(self, folder, name="A", *, issuer_days=(-30, 3000), **signer):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.root_key, self.issuer_key, self.key = (
            ec.generate_private_key(ec.SECP256R1()) for _ in range(3)
        )
        self.root = certificate(f"Root {name}", self.root_key, ca=True)
        above = (self.root, self.root_key)
        self.issuer = certificate(
            f"Issuer {name}", self.issuer_key, above, ca=True, days=issuer_days
        )
        signer = {"usages": [ExtendedKeyUsageOID.TIME_STAMPING]} | signer
        self.signer = certificate(
            f"Signer {name}", self.key, (self.issuer, self.issuer_key), **signer
        )
        self._lock = threading.Lock()
        (folder / "root.pem").write_bytes(pem(self.root))
        (folder / "tsa.pem").write_bytes(pem(self.signer))
        (folder / "chain.pem").write_bytes(b"".join(sorted_badly(self.issuer, self.root)))
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "tsa.key").write_bytes(key)
        (folder / "tsa.cnf").write_text(CONFIG)
        (folder / "serial").write_text("1000\n")

    def reply(self, query):
        """The answer to a query, both DER."""
        with self._lock:  # openssl counts serial numbers in a file
            (self.folder / "q.tsq").write_bytes(query)
            self.openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r")
            return (self.folder / "r").read_bytes()

    def stamp(self, data, *options):
        """The answer over ``data``."""
        (self.folder / "data").write_bytes(data)
        made = ("-sha256", "-cert", *options)
        self.openssl("ts", "-query", "-data", "data", *made, "-out", "own.tsq")
        return self.reply((self.folder / "own.tsq").read_bytes())

    def agrees(self, answer, data, *options):
        """Whether ``openssl ts -verify`` accepts the answer over ``data``."""
        (self.folder / "v.tsr").write_bytes(answer)
        (self.folder / "v.data").write_bytes(data)
        asked = ("-in", "v.tsr", "-data", "v.data", "-CAfile", "root.pem", *options)
        return self.openssl("ts", "-verify", *asked, check=False).returncode == 0

    def openssl(self, *arguments, check=True):
        return subprocess.run(
            ["openssl", *arguments], cwd=self.folder, capture_output=True, check=check
        )


def sorted_badly(*certificates):
    """PEM texts in the order that makes DER's descending, as many authorities send them."""
    return [pem(each) for each in sorted(certificates, key=_der, reverse=True)]


def _der(each):
    return each.public_bytes(Encoding.DER)


def pem(each):
    return each.public_bytes(Encoding.PEM)


@contextmanager
def serving(answer):
    """The address of a server on loopback: ``answer(method, path, body)`` gives status, type
    and bytes. Ended with the block.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            size = int(self.headers.get("Content-Length", "0"))
            self._answer(self.rfile.read(size))

        def do_GET(self):
            self._answer(b"")

        def _answer(self, body):
            status, kind, data = answer(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(authority):
    """The ``answer`` of a good authority."""

    def answer(_method, _path, body):
        return 200, "application/timestamp-reply", authority.reply(body)

    return answer
