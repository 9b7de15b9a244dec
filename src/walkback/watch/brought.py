"""Records of somebody's archive: what each is taken for, and which are here already."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from walkback.archive import ForeignRecord, Group, groups
from walkback.errors import BadAddress
from walkback.model.address import normal
from walkback.model.evidence import Place
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Role
from walkback.model.times import stamp
from walkback.store import imports
from walkback.watch.keeper import Keeper

_STATUS_GONE = (404, 410)
_END = b"\r\n\r\n"  # what ends a record in a segment


def not_brought(
    keeper: Keeper, batch: Sequence[ForeignRecord], time_of: Callable[[ForeignRecord], datetime]
) -> list[ForeignRecord]:
    """The records of the batch that were not brought before, each once.

    A record of the same address and time is compared by its digest. What was passed over for
    its size has no bytes, and is left out.
    """
    whole = [record for record in batch if record.raw]
    with keeper.store.reading() as connection:
        there = imports.copied_at(connection, [time_of(record) for record in whole])
    known: dict[Place, frozenset[str]] = {}
    seen: set[str] = set()
    found = []
    for record in whole:
        digest = hashlib.sha256(record.raw + _END).hexdigest()
        places = there.get((stamp(time_of(record)), record.url), ())
        old = any(digest in _digests(keeper, place, known) for place in places)
        if not old and digest not in seen:
            found.append(record)
        seen.add(digest)
    return found


def _digests(keeper: Keeper, place: Place, known: dict[Place, frozenset[str]]) -> frozenset[str]:
    if place not in known:
        group = next(groups(keeper.archive.folder, (place.segment, place.offset)), None)
        known[place] = frozenset(group.records if isinstance(group, Group) else ())
    return known[place]


def record_about(record: ForeignRecord, instance: str | None, run: str) -> dict[str, Any]:
    """What the opening of a copied record says of it; ``run`` is the import's."""
    # Records of one run were read together, which a rebuild does again.
    read = instance is not None
    gone = record.status in _STATUS_GONE
    kind = OutcomeKind.RECEIVED if read else OutcomeKind.GONE if gone else OutcomeKind.INCOMPLETE
    return {
        "instance": instance,
        "role": Role.IMPORT.value,
        "run": run,
        "url": record.url,
        "outcome": kind.value,
        "reason": "imported" if read else f"imported {record.kind}",
        "detail": "",
        "status": record.status,
        "final_url": record.url,
        "facts": {},
    }


def statement_url(record: ForeignRecord) -> str | None:
    """The address of a record that may carry a statement: a page that was received whole."""
    if record.kind != "response" or record.status is None or not 200 <= record.status < 300:
        return None
    content_type = _content_type(record.head)
    if not content_type.startswith((b"text/html", b"text/plain", b"application/xhtml")):
        return None
    try:
        return normal(record.url)
    except BadAddress:
        return None


def _content_type(head: bytes) -> bytes:
    for line in head.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.strip().lower()
    return b""
