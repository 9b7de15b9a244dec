"""Keep the exact bytes: WARC in, WARC out.

``Archive.keep`` takes evidence, writes one group of records for each piece into the current
segment and makes the batch durable; each group ends with its opening, and the ``Kept`` that
comes back carries the leaf that commits to it. ``groups`` walks the segments and rebuilds each
leaf from the bytes that are there; ``load_exchange`` and ``load_document`` read one place again;
``read_archive`` reads anybody's WARC or ARC. What is kept is what was on the wire.
"""

from walkback.archive.foreign import ForeignRecord, read_archive
from walkback.archive.groups import Group, Position, Tail, Tombstone, check_group, group_at, groups
from walkback.archive.members import canonical_member
from walkback.archive.reader import (
    LoadedRecord,
    load,
    load_conversation,
    load_document,
    load_exchange,
    load_group,
    load_resource,
)
from walkback.archive.segments import Archive
from walkback.archive.tombstones import Stone, build_tombstone

__all__ = [
    "Archive",
    "ForeignRecord",
    "Group",
    "LoadedRecord",
    "Position",
    "Stone",
    "Tail",
    "Tombstone",
    "build_tombstone",
    "canonical_member",
    "check_group",
    "group_at",
    "groups",
    "load",
    "load_conversation",
    "load_document",
    "load_exchange",
    "load_group",
    "load_resource",
    "read_archive",
]
