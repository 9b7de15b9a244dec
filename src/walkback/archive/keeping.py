"""One piece of evidence into the bytes of its group: content members, then the opening."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from walkback.archive.members import canonical_member, packed_member, stored_member
from walkback.archive.openings import ITEMISED, Contents, build_opening
from walkback.archive.records import (
    RENDERED,
    Record,
    copied_record,
    document_record,
    exchange_records,
    payload_index,
    record_id,
    resource_record,
    warcinfo_record,
)
from walkback.errors import BadInput
from walkback.model.commitment import SALT_BYTES
from walkback.model.evidence import Evidence, Leaf, Resource

Random = Callable[[int], bytes]

LARGEST_DOCUMENT = 1 << 24
LARGEST_GROUP = 4096  # records; a reader holds their digests in memory


@dataclass(frozen=True, slots=True)
class Group:
    """A group's members and leaf; ``payload`` is the offset in it of the member read again."""

    leaf: Leaf
    members: tuple[bytes, ...]
    payload: int


def build_group(
    evidence: Evidence, random: Random, segment: tuple[str, str] | None = None
) -> Group:
    """The group of one piece of evidence.

    ``segment`` is (software, file name) where the group is its segment's first and so begins with
    the warcinfo. Raises ``BadInput`` for evidence that cannot be kept.
    """
    records, main = _records(evidence, random)
    if segment:
        first = warcinfo_record(record_id(random(16)), evidence.at, *segment)
        records = [first, *records]
    members = [_member(record) for record in records]
    contents = Contents(
        tuple(hashlib.sha256(member).hexdigest() for member in members),
        tuple(hashlib.sha256(record.data).hexdigest() for record in records),
        evidence.document if evidence.kind in ITEMISED else (),
    )
    salts = random(SALT_BYTES * (2 + len(contents.items)))
    opening, leaf = build_opening(evidence, contents, (record_id(random(16)), main), salts)
    payload = payload_index([record.kind for record in records])
    before = sum(map(len, members[:payload]))
    return Group(leaf, (*members, canonical_member(opening)), before)


def _records(evidence: Evidence, random: Random) -> tuple[list[Record], str]:
    """The content records, and the id of the one that the opening refers to.

    Empty for copied records: their ids are somebody's, and may be no ids at all.
    """
    _check(evidence)
    if evidence.exchanges:
        return _exchanges(evidence, random)
    if evidence.copied:
        return [copied_record(copied) for copied in evidence.copied], ""
    name = record_id(random(16))
    uri = f"urn:walkback:{evidence.kind.value}:{evidence.id}"
    record = document_record(uri, evidence.at, name, evidence.document)
    if len(record.data) > LARGEST_DOCUMENT:
        raise _refused(evidence, f"a document of at most {LARGEST_DOCUMENT} bytes", "a larger one")
    return [record], name


def _exchanges(evidence: Evidence, random: Random) -> tuple[list[Record], str]:
    records = [_resource(one, evidence, random) for one in evidence.resources]
    name = ""
    for exchange in (*evidence.loaded, *evidence.exchanges):
        name = record_id(random(16))
        records += exchange_records(exchange, name, record_id(random(16)))
    if evidence.rendered is not None:
        records.append(_resource(evidence.rendered, evidence, random))
    return records, name


def _resource(resource: Resource, evidence: Evidence, random: Random) -> Record:
    return resource_record(resource, evidence.at, record_id(random(16)))


def _member(record: Record) -> bytes:
    return packed_member(record.data) if record.packed else stored_member(record.data)


def _check(evidence: Evidence) -> None:
    parts: Sequence[object] = (evidence.exchanges, evidence.copied, evidence.document is not None)
    if sum(map(bool, parts)) != 1:
        raise _refused(evidence, "exactly one of exchanges, copied and document", "none or several")
    if evidence.kind in ITEMISED and not (
        isinstance(evidence.document, list | tuple) and evidence.document
    ):
        raise _refused(evidence, "a list of items", type(evidence.document).__name__)
    beside = (*evidence.resources, *evidence.loaded, *filter(None, [evidence.rendered]))
    if beside and not evidence.exchanges:
        raise _refused(evidence, "resources beside exchanges only", "resources alone")
    if evidence.rendered is not None and not evidence.rendered.uri.startswith(RENDERED):
        raise _refused(evidence, f"a rendered page named {RENDERED}…", evidence.rendered.uri[:80])
    count = 2 * len(evidence.exchanges) + 2 * len(beside)
    if max(count, len(evidence.copied)) > LARGEST_GROUP:
        raise _refused(evidence, f"at most {LARGEST_GROUP} records", "more")


def _refused(evidence: Evidence, expected: str, found: str) -> BadInput:
    return BadInput(
        "evidence that cannot be kept",
        subject=f"{evidence.kind.value} {evidence.id}",
        expected=expected,
        found=found,
    )
