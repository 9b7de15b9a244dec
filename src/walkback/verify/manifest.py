"""Steps 2 to 4: what the manifest lists, who signed it, and whose word that is."""

import base64
import struct
from collections.abc import Mapping
from datetime import UTC, timedelta
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from walkback.errors import BadInput, WalkbackError
from walkback.ledger.tokens import read_token
from walkback.ledger.vouching import check_vouched
from walkback.model import bundle as names
from walkback.model.bundle import Bundle
from walkback.model.times import parse_stamp
from walkback.verify.inquiry import (
    Inquiry,
    UncheckedError,
    fault,
    numbers_of,
    parse_part,
    shaped,
    short,
    tell,
)

_SIGNED = ("hash", "created", "software", "version", "signature")
_DOMAIN = ("domain", "domainCert", "timeSignature", "timestampCert")
_LISTED: Mapping[str, type] = {"name": str, "path": str, "hash": str, "bytes": int}
_MAY: Mapping[str, type] = {
    "mainPageUrl": str,
    "mainPageDate": str,
    "home": dict,
    "wacz_version": str,
}
_VERSIONS = ((names.PROFILE, names.WACZ_VERSION), ("wacz", None))
_LATE = timedelta(minutes=10)  # wacz-auth 0.1.0: a signature is stamped as it is made


def check_manifest(inquiry: Inquiry) -> str:
    """Step 2: the manifest lists each member with its size and SHA-256, and no other."""
    parts = inquiry.container.parts
    problems = [f"{name}: is missing" for name in _required() if name not in parts]
    inquiry.manifest = manifest = _manifest(inquiry)
    version = (manifest["profile"], manifest.get("wacz_version"))
    if version not in _VERSIONS:
        problems.append(f"{names.MANIFEST}: is of no version of WACZ that bundles have")
    listed = [
        shaped(one, f"resources[{place}]", _LISTED)
        for place, one in enumerate(manifest["resources"])
    ]
    there = [
        {"name": name.lower(), "path": name, "hash": f"sha256:{part.sha256}", "bytes": part.size}
        for name, part in parts.items()
        if name not in (names.MANIFEST, names.DIGEST)
    ]
    if listed != there:
        problems += _differences(listed, there)
    problems += _digest_problems(inquiry)
    try:
        inquiry.bundle = _bundle(inquiry)
    except WalkbackError as error:
        tell([*problems, f"{names.BUNDLE}: {error}"])
    problems += _created_problems(inquiry)
    tell(problems)
    return f"{len(listed)} files are listed, each has the listed SHA-256"


def check_signature(inquiry: Inquiry) -> str:
    """Step 3: the manifest is signed, by a key that the ledger's own key vouches for."""
    signed, named = _signed_data(inquiry)
    manifest = inquiry.manifest
    wanted = (_hash(inquiry), manifest["created"], manifest["software"], names.AUTH_VERSION)
    found = tuple(signed[name] for name in _SIGNED[:4])
    if wanted != found:
        raise fault("signedData", "is of another manifest", wanted, found)
    key = _signing_key(signed, named=named)
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    identity = sha256(public).hexdigest()
    signature = _unbase64(signed["signature"])
    try:
        key.verify(signature, signed["hash"].encode(), ECDSA(hashes.SHA256()))
    except InvalidSignature:
        what = "the signature does not fit the manifest's hash"
        raise fault("signedData", what, f"by key {identity}", signed["signature"]) from None
    note = inquiry.container.data(names.SIGNER, 1 << 16)
    inquiry.signer = check_vouched(note, public)
    if not named:
        return f"by key {identity}, which the ledger's key vouches for; it has no name"
    _check_domain(signed)
    return (
        f"by {short(signed['domain'])}, key {identity}, which the ledger's key vouches for; not "
        "checked: who issued the domain's certificate"
    )


def check_key(inquiry: Inquiry) -> str:
    """Step 4: whose word is checked; the key you trust, or else the bundle's own."""
    given = [inquiry.given] if inquiry.given else []
    given += inquiry.policy.logs if inquiry.policy else []
    signer = inquiry.signer
    if signer is None:
        inquiry.key = given[0] if len(given) == 1 else None
        raise UncheckedError("the bundle does not say whose it is: step 3 failed")
    if not given:
        inquiry.key = signer
        raise UncheckedError(
            f"no key was given, so that the bundle vouches for itself with {signer.text}. Name "
            "the one you trust with --key, or a policy"
        )
    if signer not in given:
        what = "the bundle is of another ledger than the one you trust"
        raise fault(names.SIGNER, what, ", ".join(key.text for key in given), signer.text)
    inquiry.key = signer
    return f"given: {signer.text}"


def _required() -> tuple[str, ...]:
    return (*names.ALWAYS, names.VERDICTS, names.MANIFEST)


def _manifest(inquiry: Inquiry) -> Mapping[str, Any]:
    value = parse_part(inquiry.container.data(names.MANIFEST), names.MANIFEST)
    shape: dict[str, type] = {"title": str, "software": str, "created": str}
    shape |= {"resources": list, "profile": str}
    if isinstance(value, dict):
        shape |= {key: kind for key, kind in _MAY.items() if key in value}
    return shaped(value, names.MANIFEST, shape)


def _differences(listed: list[Mapping[str, Any]], there: list[dict[str, Any]]) -> list[str]:
    """Where the manifest and the members are not the same."""
    stated = {one["path"]: one for one in listed}
    found = {one["path"]: one for one in there}
    told = [f"{short(path)}: is listed and not there" for path in stated if path not in found]
    told += [f"{path}: is there and not listed" for path in found if path not in stated]
    told += [
        f"{short(path)}: has another {key} than the manifest says (expected {short(one[key])}, "
        f"found {short(found[path][key])})"
        for path, one in stated.items()
        if path in found
        for key in one
        if one[key] != found[path][key]
    ]
    return told or ["the manifest lists a file twice, or in another order"]


def _digest_problems(inquiry: Inquiry) -> list[str]:
    if names.DIGEST not in inquiry.container.parts:
        return []  # unsigned: step 3 says so
    stated = parse_part(inquiry.container.data(names.DIGEST), names.DIGEST)
    if not isinstance(stated, dict) or not set(stated) <= {"path", "hash", "signedData"}:
        return [f"{names.DIGEST}: does not have the fields it must have"]
    if (stated.get("path"), stated.get("hash")) != (names.MANIFEST, _hash(inquiry)):
        found = short(stated.get("hash"))
        return [
            f"{names.DIGEST}: is of another manifest (expected {_hash(inquiry)}, found {found})"
        ]
    return []


def _bundle(inquiry: Inquiry) -> Bundle:
    bundle = Bundle.decode(inquiry.container.data(names.BUNDLE))
    numbers = numbers_of(bundle)
    if len(set(numbers)) < len(numbers):
        raise fault("its lists", "name a leaf twice")
    return bundle


def _created_problems(inquiry: Inquiry) -> list[str]:
    created = inquiry.manifest["created"]
    problems = []
    if inquiry.bundle and inquiry.bundle.created != created:
        found = short(inquiry.bundle.created)
        problems.append(f"{names.BUNDLE}: was created {found}, the manifest says {short(created)}")
    try:
        at = parse_stamp(created).astimezone(UTC)
    except BadInput as error:
        return [*problems, f"{names.MANIFEST}: {error}"]
    time = at.hour << 11 | at.minute << 5 | at.second // 2
    date = (at.year - 1980) % 128 << 9 | at.month << 5 | at.day
    if inquiry.container.time != struct.pack("<HH", time, date):
        problems.append(f"the members' time in the container is not {short(created)}")
    return problems


def _hash(inquiry: Inquiry) -> str:
    return f"sha256:{inquiry.container.parts[names.MANIFEST].sha256}"


def _signed_data(inquiry: Inquiry) -> tuple[Mapping[str, Any], bool]:
    """``signedData``, and whether it is a domain's."""
    if names.DIGEST not in inquiry.container.parts:
        what = "is missing: the bundle is unsigned"
        raise fault(names.DIGEST, what, "a signed manifest", "none")
    stated = parse_part(inquiry.container.data(names.DIGEST), names.DIGEST)
    signed = stated.get("signedData") if isinstance(stated, dict) else None
    if not isinstance(signed, dict):
        raise fault(names.DIGEST, "has no signedData: the bundle is unsigned")
    if not inquiry.manifest:
        raise UncheckedError("the manifest cannot be read")
    named = "domain" in signed
    fields = (*_SIGNED, *(_DOMAIN if named else ("publicKey",)))
    return shaped(signed, "signedData", dict.fromkeys(fields, str)), named


def _signing_key(signed: Mapping[str, Any], *, named: bool) -> EllipticCurvePublicKey:
    key: object
    try:
        if named:
            pem = signed["domainCert"].encode()
            key = x509.load_pem_x509_certificates(pem)[0].public_key()
        else:
            key = load_der_public_key(_unbase64(signed["publicKey"]))
    except (ValueError, TypeError, x509.InvalidVersion) as error:
        raise fault("signedData", "has a key that cannot be read", "", error) from None
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(
        key.curve, (SECP384R1, SECP256R1)
    ):
        raise fault("signedData", "has a key of another kind", "ECDSA P-384")
    return key


def _check_domain(signed: Mapping[str, Any]) -> None:
    """The timestamp of a domain's signature is over it, and not long after."""
    token = read_token(_unbase64(signed["timeSignature"]))
    if not token.is_over(signed["signature"].encode()):
        raise fault("timeSignature", "is over something else than the signature")
    if abs(token.gen_time - parse_stamp(signed["created"])) > _LATE:
        what = "is not of the time of signing"
        raise fault("timeSignature", what, signed["created"], token.gen_time)


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        data = b""
    if not data or base64.b64encode(data).decode("ascii") != text:
        raise fault("signedData", "holds what is not canonical base64", "", text)
    return data
