"""The segments of a record's archive: append a batch, know the end, cut what nobody committed to.

Segments are append-only; the one exception, erasure, writes a segment anew. Whoever writes
holds the record's write lock and calls ``refresh`` first, since other processes write too.
"""

import secrets
from collections.abc import Sequence
from pathlib import Path

from walkback.archive.headers import checked_value
from walkback.archive.keeping import Group, Random, build_group
from walkback.archive.names import segment_name, segment_names, segment_number
from walkback.durable import append, make_folder, remove, truncate
from walkback.errors import RecordDamaged
from walkback.model.evidence import Evidence, Kept, Place

ROLL_AT = 256 * 1024 * 1024


class Archive:
    """The segments in one folder. ``software`` is what warcinfo says wrote them."""

    def __init__(
        self,
        folder: Path,
        *,
        software: str,
        roll_at: int = ROLL_AT,
        random: Random = secrets.token_bytes,
    ) -> None:
        self.folder = folder
        self._software = checked_value("software", software)
        self._roll_at = roll_at
        self._random = random
        self._end = (segment_name(1), 0)
        self.refresh()

    def end(self) -> tuple[str, int]:
        """Segment and offset where the archive ends, as this object last knew it."""
        return self._end

    def refresh(self) -> None:
        """Read the end again, after another process may have written."""
        names = segment_names(self.folder)
        if names:
            self._end = (names[-1], (self.folder / names[-1]).stat().st_size)
        else:
            self._end = (segment_name(1), 0)

    def keep(self, evidence: Sequence[Evidence]) -> list[Kept]:
        """Make the evidence durable, with one append for the whole batch; one ``Kept`` for each.

        Raises ``StorageFull`` where it does not fit: nothing of the batch is kept then, and the
        archive is as it was. Raises ``BadInput`` for evidence that cannot be kept.
        """
        if not evidence:
            return []
        segment, offset = self._place_for_batch()
        groups = self._groups(evidence, segment, offset)
        self._check_unmoved(segment, offset)
        make_folder(self.folder)
        append(self.folder / segment, *(member for group in groups for member in group.members))
        # True now: the whole batch is durable, and no leaf commits to it. A crash from here on
        # is mended at the next start, which appends the leaf of each opening that has none.
        kept, end = [], offset
        for group in groups:
            length = sum(map(len, group.members))
            kept.append(Kept(group.leaf, Place(segment, end, length, end + group.payload)))
            end += length
        self._end = (segment, end)
        return kept

    def roll(self) -> None:
        """Let the next batch begin a segment, so that the older ones may be written anew."""
        segment, offset = self._end
        if offset:
            self._end = segment_name(segment_number(segment) + 1), 0

    def cut(self, segment: str, offset: int) -> None:
        """Take away what lies after a committed end: later segments whole, newest first.

        Raises ``RecordDamaged`` where the archive does not even reach that end.
        """
        path = self.folder / segment
        size = path.stat().st_size if path.exists() else 0
        if size < offset:
            raise RecordDamaged(
                "a segment ends before what is committed to",
                subject=str(path),
                expected=f"at least {offset} bytes",
                found=f"{size} bytes",
                todo="Bring the segment back from a backup with `walkback restore`.",
            )
        for name in reversed(segment_names(self.folder)):
            if segment_number(name) > segment_number(segment) or (name == segment and not offset):
                remove(self.folder / name)
        # True now: no segment is newer than the committed end. A crash here leaves bytes after
        # it, which the next start cuts in the same way.
        if size > offset > 0:
            truncate(path, offset)
        self.refresh()

    def _place_for_batch(self) -> tuple[str, int]:
        segment, offset = self._end
        if offset < self._roll_at:
            return segment, offset
        return segment_name(segment_number(segment) + 1), 0

    def _groups(self, evidence: Sequence[Evidence], segment: str, offset: int) -> list[Group]:
        first = None if offset else (self._software, segment)
        return [
            build_group(item, self._random, None if place else first)
            for place, item in enumerate(evidence)
        ]

    def _check_unmoved(self, segment: str, offset: int) -> None:
        """Places would be wrong, silently, if somebody had written since the end was read."""
        path = self.folder / segment
        size = path.stat().st_size if path.exists() else 0
        if size != offset:
            raise RecordDamaged(
                "the archive moved while we held its end",
                subject=str(path),
                expected=f"{offset} bytes",
                found=f"{size} bytes",
                todo="Write only under the record's lock and after refresh().",
            )
