"""Openings: what opens a leaf's commitments, and how a group becomes a leaf.

A leaf says nothing of its values; the opening that ends its group in the archive holds what is
needed to check them: the digests that were committed to, and a salt for each field. Destroy the
opening and the leaf stays what it was, but nobody can confirm a guess against it.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from walkback.archive.headers import parse_header
from walkback.archive.records import build, parse_json
from walkback.errors import BadInput
from walkback.model.canonical import canonical
from walkback.model.commitment import SALT_BYTES, commit
from walkback.model.evidence import Evidence, Leaf, LeafKind
from walkback.model.times import stamp

LARGEST_OPENING = 1 << 20
LARGEST_LEAF = 65_535  # C2SP tlog-tiles: an entry's length is 16 bits
ITEMISED = frozenset({LeafKind.REGISTER, LeafKind.IMPORT})

_SHORT = 128
_FORM = {"kind": str, "id": str, "at": str, "about": dict, "values": dict, "salts": dict}
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a group holds: hex SHA-256 of its members and records, and the items salted singly."""

    members: tuple[str, ...]
    records: tuple[str, ...]
    items: Sequence[Any] = ()


def field_values(contents: Contents) -> dict[str, Any]:
    """Field name to the value that is committed to."""
    values: dict[str, Any] = {
        "members": list(contents.members),
        "records": list(contents.records),
    }
    values.update((f"entry/{number}", item) for number, item in enumerate(contents.items))
    return values


def build_opening(
    evidence: Evidence, contents: Contents, ids: tuple[str, str], random: bytes
) -> tuple[bytes, Leaf]:
    """The opening record and the leaf.

    ``ids`` are its own record id and the one it refers to, empty for none. ``random`` holds a
    salt of 32 bytes for each field. Items are not repeated among the values:
    they lie in the document. Raises ``BadInput`` where opening or leaf would be too large.
    """
    values = field_values(contents)
    salts = {
        name: random[SALT_BYTES * place : SALT_BYTES * (place + 1)]
        for place, name in enumerate(values)
    }
    opening = {
        "v": 1,
        "kind": evidence.kind.value,
        "id": evidence.id,
        "at": stamp(evidence.at),
        "about": dict(evidence.about),
        "values": {"members": list(contents.members), "records": list(contents.records)},
        "salts": {name: salt.hex() for name, salt in salts.items()},
    }
    if evidence.copied:
        # Their own digests are somebody's claims: a wrong one is no damage of ours.
        opening["copied"] = True
    block = canonical(opening)
    more = [("WARC-Refers-To", ids[1])] if ids[1] else []
    record = build("metadata", (ids[0], evidence.at, "application/json"), more, block)
    leaf = Leaf(evidence.kind, evidence.id, _sha256(record), _fields(values, salts))
    _check_size("opening", evidence, len(record), LARGEST_OPENING)
    if contents.items or len(evidence.id) > _SHORT:
        # Any other leaf is a few hundred bytes.
        _check_size("leaf", evidence, len(leaf.encode()), LARGEST_LEAF)
    return record, leaf


def parse_opening(record: bytes) -> Mapping[str, Any]:
    """The JSON of an opening record. Raises ``BadInput`` if it is none."""
    header = parse_header(record)
    end = header.size + header.block_length()
    if record[end:] != b"\r\n\r\n" or header.get("warc-type") != "metadata":
        raise BadInput("not one metadata record")
    value = parse_json(record[header.size : end])
    problem = _problem(value)
    if problem:
        raise BadInput("not an opening", found=problem)
    return dict(value)


def leaf_of(opening: Mapping[str, Any], opening_sha256: str, contents: Contents) -> Leaf:
    """The leaf as it follows from what is really there; a field without a salt is left out."""
    values = field_values(contents)
    salts = {name: bytes.fromhex(salt) for name, salt in opening["salts"].items()}
    known = {name: value for name, value in values.items() if name in salts}
    return Leaf(LeafKind(opening["kind"]), opening["id"], opening_sha256, _fields(known, salts))


def _fields(values: Mapping[str, Any], salts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: commit(name, salts[name], value) for name, value in values.items()}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _problem(value: Any) -> str:
    if not isinstance(value, dict) or value.get("v") != 1 or value["v"] is True:
        return "no object with v = 1"
    for name, kind in _FORM.items():
        if not isinstance(value.get(name), kind):
            return f"no {kind.__name__} named {name}"
    if value["kind"] not in set(LeafKind):
        return f"the unknown kind {value['kind'][:40]!r}"
    if not all(_digests(value["values"].get(name)) for name in ("members", "records")):
        return "no digests of members and records"
    return "" if _digests(list(value["salts"].values())) else "a salt that is not 32 bytes in hex"


def _digests(values: Any) -> bool:
    return isinstance(values, list) and all(
        isinstance(value, str) and _HEX.fullmatch(value) for value in values
    )


def _check_size(what: str, evidence: Evidence, size: int, limit: int) -> None:
    if size > limit:
        raise BadInput(
            f"too much for one {what}",
            subject=f"{evidence.kind.value} {evidence.id}",
            expected=f"at most {limit} bytes",
            found=f"{size} bytes",
            todo="Keep it as several pieces of evidence.",
        )
