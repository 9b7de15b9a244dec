"""Bundles to be checked, taken apart and put together again: by whom, and how deeply.

made = make_bundle(folder)            a real export: two versions, a removal, an imported line,
                                      stamped by an authority, cosigned by a witness
members = unpack(made.path)           name to bytes, in their order
pack(members)                         a container of the right form around them
remanifest(members)                   ... with a manifest that lists them as they are now
sign(members, key)                    ... signed by this key; by made.key it is the insider's
"""

import base64
import importlib.util
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from tests.authority import Authority, answering, serving
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import open_record
from walkback.app.bundle_keys import load_private
from walkback.app.witnessing import witness
from walkback.archive.wacz import write_digest
from walkback.archive.wacz_auth import Anonymous, manifest_hash, signed_data
from walkback.archive.zips import ZipWriter
from walkback.model.canonical import canonical
from walkback.model.source import WatchLine
from walkback.model.step import StepResult
from walkback.model.times import parse_stamp
from walkback.publish import Serving
from walkback.settings import read_settings
from walkback.verify import plain_verifier, read_policy, verify_bundle

MANIFEST, DIGEST = "datapackage.json", "datapackage-digest.json"
STATEMENT = "https://town.example/statements/1"
LINE = {
    "speaker": "Mira Vossberg",
    "url": STATEMENT,
    "published": "2025-03-01T10:00:00Z",
    "title": "On the ferry",
    "text": "The ferry to Halder will run every day of the year, in winter too, at no cost.",
}


@dataclass(frozen=True)
class Made:
    """A bundle; the key and policy of one who trusts its record; the key it was signed by."""

    path: Path
    record: Path
    vkey: str
    policy: Path
    key: ec.EllipticCurvePrivateKey


def make_bundle(folder, patch, *, vouched=True):
    """Keep a record of a statement that is edited and removed, and export it.

    ``vouched``: with timestamps and cosignatures.
    """
    for name, value in QUICK.items():
        patch.setenv(name, value)
    patch.setenv("XDG_STATE_HOME", str(folder / "state"))
    patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    record = folder / "record"
    path = folder / "harbour.wacz"
    with Paper() as paper, open_record(record, make=True) as opened:
        for name in ("harbour", "ferry"):
            paper.publish(name)
        opened.watch([WatchLine(paper.url("harbour")), WatchLine(paper.url("ferry"))])
        opened.poll(everything=True)
        paper.edit("harbour")
        opened.poll(everything=True)
        opened.poll(everything=True)
        paper.take_down("harbour")
        for _ in range(3):
            opened.poll(everything=True)
        url = paper.url("harbour")
        opened.export(url, path)
    if vouched:
        return _vouched(folder, record, path, patch, url)
    vkey = (record / "keys" / "ledger.vkey").read_text().strip()
    policy = folder / "policy"
    policy.write_text(f"log {vkey}\nquorum none\n")
    return Made(path, record, vkey, policy, load_private(record / "keys" / "bundle.key"))


def _vouched(folder, record, path, patch, url):
    authority = Authority(folder / "authority")
    vkey = (record / "keys" / "ledger.vkey").read_text().strip()
    patch.setenv("WALKBACK_WITNESS__LOGS", json.dumps([vkey]))
    app, witnessed = witness(folder / "w", read_settings(folder / "w"), lambda: datetime.now(UTC))
    patch.delenv("WALKBACK_WITNESS__LOGS")
    patch.setenv("WALKBACK_TIMESTAMPS__ROOTS", str(authority.folder / "root.pem"))
    with serving(answering(authority)) as stamps, Serving(app, "127.0.0.1", 0) as served:
        patch.setenv("WALKBACK_TIMESTAMPS__AUTHORITIES", json.dumps([stamps]))
        patch.setenv("WALKBACK_WITNESS__URLS", json.dumps([f"{served.url} {witnessed}"]))
        with open_record(record) as opened:
            told = opened.stamp()
            assert all(one.ok for one in told), told
            opened.add_speaker("Tom Ashdown")
            told = opened.stamp()
            assert all(one.ok for one in told), told
            opened.export(url, path)
    for name in ("TIMESTAMPS__ROOTS", "TIMESTAMPS__AUTHORITIES", "WITNESS__URLS"):
        patch.delenv(f"WALKBACK_{name}")
    policy = folder / "policy"
    policy.write_text(
        f"# whom I trust\nlog {vkey}\nwitness w {witnessed}\nquorum w\n"
        f"tsa {(authority.folder / 'root.pem').relative_to(folder)}\n"
    )
    return Made(path, record, vkey, policy, load_private(record / "keys" / "bundle.key"))


def unpack(path):
    """The members of a bundle, by name, in their order."""
    with zipfile.ZipFile(path) as opened:
        return {one.filename: opened.read(one) for one in opened.infolist()}


def pack(members):
    """A container of the right form around whatever members there are."""
    try:
        at = parse_stamp(json.loads(members[MANIFEST])["created"])
    except Exception:  # noqa: BLE001 - the manifest may be anything here
        at = datetime(2026, 1, 1, tzinfo=UTC)
    file = io.BytesIO()
    writer = ZipWriter(file, at)
    for name, data in members.items():
        writer.add(name, data)
    writer.finish()
    return file.getvalue()


def remanifest(members):
    """The same with a manifest that lists them, and its hash; the signature is the old one."""
    manifest = json.loads(members[MANIFEST])
    manifest["resources"] = [
        {
            "name": name.lower(),
            "path": name,
            "hash": f"sha256:{sha256(data).hexdigest()}",
            "bytes": len(data),
        }
        for name, data in members.items()
        if name not in (MANIFEST, DIGEST)
    ]
    changed = {**members, MANIFEST: canonical(manifest)}
    if DIGEST in members:
        digest = json.loads(members[DIGEST])
        digest["hash"] = manifest_hash(changed[MANIFEST])
        changed[DIGEST] = canonical(digest)
    return changed


def sign(members, key):
    """The same with a manifest of them, signed by this key."""
    changed = remanifest(members)
    manifest = json.loads(changed[MANIFEST])
    signed = signed_data(
        changed[MANIFEST], manifest["created"], manifest["software"], Anonymous(key)
    )
    return changed | {DIGEST: write_digest(manifest_hash(changed[MANIFEST]), signed)}


def load_alone(folder):
    """``verify_bundle.py`` as it is printed, as a module of its own."""
    path = folder / "verify_bundle.py"
    path.write_text(plain_verifier(), "utf-8")
    spec = importlib.util.spec_from_file_location("verify_bundle_alone", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Both:
    """Two verifiers that share no code; each answer is asked of both, and they must agree."""

    def __init__(self, made, folder):
        self.made, self.alone = made, load_alone(folder)
        self.path = folder / "changed.wacz"
        self.policies = read_policy(made.policy), self.alone.Policy(str(made.policy))

    def ask(self, data, *, trusting=True):
        """The results by step, as the house gives them: {number: (result, detail)}."""
        self.path.write_bytes(data)
        ours, theirs = self.policies if trusting else (None, None)
        now = datetime.now(UTC) + timedelta(minutes=1)
        report = verify_bundle(self.path, now, policy=ours)
        plain = self.alone.verify(str(self.path), None, theirs)
        house = {step.number: (step.result.value, step.detail) for step in report.steps}
        alone = {step["number"]: (step["result"], step["detail"]) for step in plain["steps"]}
        assert agree(house, alone), differing(house, alone)
        items = [(item.n, item.state.value) for item in report.items]
        assert items == [(item["n"], item["state"]) for item in plain["items"]]
        return house


def agree(house, alone):
    """Step by step the same; only a verdict's derivation is Walkback's alone (step 12)."""
    return not differing(house, alone)


def differing(house, alone):
    results = {number: (house[number][0], alone[number][0]) for number in house}
    wrong = [number for number, (one, other) in results.items() if one != other]
    if 12 in wrong and results[12][1] == StepResult.NOT_CHECKED.value:
        wrong.remove(12)  # derived by one, looked at by the other
    return [(number, house[number], alone[number]) for number in wrong]


def failed(results):
    """The numbers of the steps that failed."""
    return [number for number, (result, _) in results.items() if result == "failed"]


def base64_of(data):
    return base64.b64encode(data).decode("ascii")
