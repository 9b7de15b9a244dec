"""Who signed a bundle: the record's own key, or a domain with a stamp; authsign agrees."""

import base64
import json
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_public_key,
)
from tests.authority import Authority, certificate, pem, serving
from tests.bundle.conftest import GONE
from tests.bundle.opened import members

from walkback.app import open_record, verify_record
from walkback.errors import BadSettings, RecordError
from walkback.ledger.chains import fingerprint

AUTHSIGN = Path(__file__).parents[2] / ".venv-authsign" / "bin" / "python"
DOMAIN = "record.vossberg.example"
VERIFY = """
import json, sys
from authsign.verifier import Verifier
print(Verifier(sys.argv[1])(json.load(sys.stdin)))
"""


def signed(path):
    return json.loads(members(path)["datapackage-digest.json"])["signedData"]


def test_the_record_signs_with_a_key_of_its_own_that_the_ledger_vouches_for(bundle, told):
    path = bundle(GONE)
    found = signed(path)
    key = load_der_public_key(base64.b64decode(found["publicKey"]))

    assert isinstance(key.curve, ec.SECP384R1)
    key.verify(
        base64.b64decode(found["signature"]), found["hash"].encode(), ec.ECDSA(hashes.SHA256())
    )
    note = members(path)["walkback/signer"].decode()
    assert note.split("\n")[2] == sha256(base64.b64decode(found["publicKey"])).hexdigest()
    own = told.folder / "keys" / "bundle.key"
    assert own.stat().st_mode & 0o777 == 0o600
    assert signed(bundle(GONE))["publicKey"] == found["publicKey"]


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "tsa")


@pytest.fixture
def domain(told, tmp_path, authority, monkeypatch):
    """A record whose bundles a domain signs; the root that vouches for the domain."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = certificate("Root of domains", root_key, ca=True)
    own = certificate(DOMAIN, key, (root, root_key), days=(-1, 60))
    (tmp_path / "chain.pem").write_bytes(pem(own) + pem(root))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "domain.key").write_bytes(private)
    monkeypatch.setenv("XDG_STATE_HOME", str(told.folder.parent / "state"))
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    monkeypatch.setenv("WALKBACK_EXPORT__CERTIFICATE", str(tmp_path / "chain.pem"))
    monkeypatch.setenv("WALKBACK_EXPORT__KEY", str(tmp_path / "domain.key"))
    monkeypatch.setenv("WALKBACK_TIMESTAMPS__ROOTS", str(authority.folder / "root.pem"))

    def answer(_method, _path, body):
        return 200, "application/timestamp-reply", authority.reply(body)

    with serving(answer) as url:
        monkeypatch.setenv("WALKBACK_TIMESTAMPS__AUTHORITIES", json.dumps([url]))
        with open_record(told.folder) as record:
            yield record, root


@pytest.fixture
def by_domain(domain, told, tmp_path):
    record, _ = domain
    record.export(told.urls[GONE], tmp_path / "signed.wacz")
    return tmp_path / "signed.wacz"


def test_a_domain_signs_and_a_timestamp_says_when(by_domain, domain, authority, monkeypatch):
    found = signed(by_domain)
    assert set(found) == {
        *("hash", "created", "software", "version", "signature"),
        *("domain", "domainCert", "timeSignature", "timestampCert"),
    }
    assert found["domain"] == DOMAIN
    leaf, root = x509.load_pem_x509_certificates(found["domainCert"].encode())
    assert "-----END CERTIFICATE-----\n\n-----BEGIN" in found["domainCert"]  # wabac splits there
    assert root == domain[1]
    leaf.public_key().verify(
        base64.b64decode(found["signature"]), found["hash"].encode(), ec.ECDSA(hashes.SHA256())
    )
    assert authority.agrees(base64.b64decode(found["timeSignature"]), found["signature"].encode())
    assert verify_record(by_domain, verifier_key=domain[0].verifier_key).ok


@pytest.mark.skipif(not AUTHSIGN.exists(), reason="authsign is not in .venv-authsign: make test")
def test_authsign_accepts_the_signature_and_refuses_a_changed_one(
    by_domain, domain, authority, tmp_path
):
    roots = {"domain_cert_roots": [domain[1]], "timestamp_cert_roots": [authority.root]}
    told = "".join(f"{name}: ['{fingerprint(root)}']\n" for name, (root,) in roots.items())
    (tmp_path / "roots.yaml").write_text(told)

    def ask(data):
        command = [AUTHSIGN, "-c", VERIFY, tmp_path / "roots.yaml"]
        done = subprocess.run(
            command, input=json.dumps(data), capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    data = signed(by_domain)
    assert f"observer='{DOMAIN}'" in ask(data)
    assert "observer" not in ask(data | {"hash": f"sha256:{'0' * 64}"})
    assert "observer" not in ask(data | {"domain": "else.example"})


def test_what_is_missing_for_a_domain_is_said(told, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(told.folder.parent / "state"))
    key = ec.generate_private_key(ec.SECP256R1())
    own = certificate(DOMAIN, key)
    (tmp_path / "chain.pem").write_bytes(pem(own))
    (tmp_path / "no.pem").write_text("nothing")
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "own.key").write_bytes(private)

    def refused(kind, **settings):
        for name in ("CERTIFICATE", "KEY"):
            monkeypatch.delenv(f"WALKBACK_EXPORT__{name}", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(f"WALKBACK_EXPORT__{name}", str(tmp_path / value))
        with open_record(told.folder) as record, pytest.raises(kind) as error:
            record.export(told.urls[GONE], tmp_path / "out.wacz")
        assert not (tmp_path / "out.wacz").exists()
        return str(error.value)

    assert "export.key" in refused(BadSettings, CERTIFICATE="chain.pem")
    assert "certificates in PEM" in refused(BadSettings, CERTIFICATE="no.pem", KEY="own.key")
    told_all = refused(BadSettings, CERTIFICATE="chain.pem", KEY="own.key")
    assert "export.authority (expected the address of a timestamp authority" in told_all
    assert "no such key" in refused(RecordError, CERTIFICATE="chain.pem", KEY="no.pem")


def test_an_authority_that_gives_no_stamp_leaves_no_file(domain, told, tmp_path, monkeypatch):
    record, _ = domain
    monkeypatch.setattr(
        record, "settings", record.settings.model_copy(update={"timestamps": _nobody(record)})
    )
    with pytest.raises(RecordError, match="the signature of the bundle was not timestamped"):
        record.export(told.urls[GONE], tmp_path / "out.wacz")
    assert not (tmp_path / "out.wacz").exists()


def _nobody(record):
    return record.settings.timestamps.model_copy(update={"authorities": ("http://127.0.0.1:9/",)})


def test_a_bundle_signed_anew_by_somebody_else_is_refused(bundle, record, tmp_path):
    found = members(bundle(GONE))
    key = ec.generate_private_key(ec.SECP384R1())
    digest = json.loads(found["datapackage-digest.json"])
    signature = key.sign(digest["hash"].encode(), ec.ECDSA(hashes.SHA256()))
    from walkback.archive.wacz_auth import Anonymous  # noqa: PLC0415 - as the format has it

    digest["signedData"] |= Anonymous(key).sign(digest["hash"])
    assert signature
    found["datapackage-digest.json"] = json.dumps(
        digest, separators=(",", ":"), sort_keys=True
    ).encode()
    with zipfile.ZipFile(tmp_path / "other.wacz", "w") as file:
        for name, data in found.items():
            file.writestr(name, data)
    report = verify_record(tmp_path / "other.wacz", verifier_key=record.verifier_key)
    assert not report.ok
