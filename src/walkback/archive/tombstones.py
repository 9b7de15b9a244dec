"""What lies in a segment in place of a group whose content was erased, wholly or in part.

    [warcinfo, where it began the segment] [conversion: what is left of the document] tombstone

The tombstone is a ``metadata`` record in the one form that an opening may have, and ends the group
as the opening did. Nothing follows from it but its leaf's number: the redaction leaf that it names
commits to the SHA-256 of all its bytes. Salts that are left open what is left of the items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from walkback.archive.headers import parse_header
from walkback.archive.members import canonical_member, packed_member
from walkback.archive.records import JSON, LINES, build, digest, parse_json
from walkback.errors import BadInput
from walkback.model.canonical import canonical
from walkback.model.evidence import LeafKind
from walkback.model.times import parse_stamp, stamp

_FORM = {
    "n": int,
    "id": str,
    "kind": str,
    "by": str,
    "reason": str,
    "at": str,
    "made": str,
    "salts": dict,
}


@dataclass(frozen=True, slots=True)
class Stone:
    """What a tombstone says: the leaf's number, kind and id, the redaction, and salts that stay.

    ``made`` is when the evidence was, where a part of it is left: its times count from there.
    """

    number: int
    kind: LeafKind
    id: str
    by: str
    reason: str
    at: datetime
    made: str
    salts: Mapping[str, str]


def build_tombstone(
    stone: Stone, rest: Any, ids: tuple[str, str], warcinfo: bytes = b""
) -> tuple[bytes, ...]:
    """The members in place of a group; ``rest`` is what is left of its document, None: nothing.

    ``ids`` are the record ids of the rest and of the tombstone; ``warcinfo`` is the member that
    began the segment, as it was.
    """
    members = [warcinfo] if warcinfo else []
    about = (ids[0], stone.at)
    if rest is not None:
        listed = isinstance(rest, list)
        block = b"".join(canonical(one) + b"\n" for one in rest) if listed else canonical(rest)
        more = [
            ("WARC-Target-URI", f"urn:walkback:{stone.kind.value}:{stone.id}"),
            ("WARC-Payload-Digest", digest(block)),
        ]
        kept = build("conversion", (*about, LINES if listed else JSON), more, block)
        members.append(packed_member(kept))
    told = {
        "n": stone.number,
        "kind": stone.kind.value,
        "id": stone.id,
        "by": stone.by,
        "reason": stone.reason,
        "at": stamp(stone.at),
        "made": stone.made,
        "salts": dict(stone.salts),
    }
    more = [("WARC-Refers-To", ids[0])] if rest is not None else []
    block = canonical({"v": 1, "tombstone": told})
    record = build("metadata", (ids[1], stone.at, JSON), more, block)
    return (*members, canonical_member(record))


def parse_tombstone(record: bytes) -> Stone | None:
    """The tombstone of a group's last record; None where that is an opening, or neither."""
    try:
        header = parse_header(record)
        end = header.size + header.block_length()
        value = parse_json(record[header.size : end])
        if record[end:] != b"\r\n\r\n" or not isinstance(value, dict) or set(value) != _KEYS:
            return None
        told = value["tombstone"]
        if value["v"] != 1 or not all(isinstance(told.get(k), t) for k, t in _FORM.items()):
            return None
        return Stone(
            told["n"],
            LeafKind(told["kind"]),
            told["id"],
            told["by"],
            told["reason"],
            parse_stamp(told["at"]),
            told["made"],
            told["salts"],
        )
    except (BadInput, ValueError, AttributeError):
        return None


_KEYS = {"v", "tombstone"}
