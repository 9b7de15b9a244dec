"""Which records of somebody's archive are here already: the same bytes are brought once."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from walkback.archive import ForeignRecord, Group, groups
from walkback.model.evidence import Place
from walkback.model.times import stamp
from walkback.store import imports
from walkback.watch.keeper import Keeper

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
