"""Nothing is committed by a clock that ran backwards.

A record's times are worth what its clock is. A machine that comes up in 1970, or a day early,
would sign leaves that claim to be older than those before them. So each batch is compared with
the newest leaf that our own clock dated, and with the times that authorities and witnesses have
told since. Times that are not our clock's (an archive's, a verdict's) are left out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from walkback.archive import Group, groups
from walkback.errors import ClockWentBack
from walkback.ledger.stamps import latest_told
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.times import parse_stamp, stamp
from walkback.store import Store

SLACK = timedelta(minutes=10)  # corrections by time servers, and looks that are kept later
_OURS = (LeafKind.ROLLCALL, LeafKind.REGISTER, LeafKind.IMPORT)


class Clocks:
    """Knows the latest time of a record. ``forgiven`` is set where the operator says that the
    clock is right now, which the caller records.
    """

    def __init__(self, archive: Path, ledger: Path, store: Store) -> None:
        self._archive, self._ledger, self._store = archive, ledger, store
        self._latest: datetime | None = None
        self.forgiven = False

    def behind(self, now: datetime) -> datetime | None:
        """The time that ``now`` is behind by more than the slack; None where it is not."""
        known = self._known()
        return known if known is not None and now < known - SLACK else None

    def check(self, evidence: Sequence[Evidence]) -> None:
        """Raise ``ClockWentBack`` where a batch is dated before what the record holds."""
        own = _dated(evidence)
        known = self.behind(own) if own and not self.forgiven else None
        if own and known:
            raise ClockWentBack(
                "this machine's clock ran backwards, nothing is signed",
                subject=str(self._archive.parent),
                expected=f"a time after {stamp(known)}, which this record holds already",
                found=stamp(own),
                todo="Set the clock right and try again. Where the clock is right now and was "
                "wrong before, say so with --adopt, which is recorded.",
            )

    def note(self, evidence: Sequence[Evidence]) -> None:
        """A batch was committed."""
        self._latest = _dated(evidence) or self._latest

    def _known(self) -> datetime | None:
        if self._latest is not None:
            return self._latest
        leaf = self._store.last_leaf(_OURS)
        own = None
        if leaf is not None:
            group = next(groups(self._archive, (leaf.segment, leaf.offset)), None)
            own = parse_stamp(group.opening["at"]) if isinstance(group, Group) else None
        told = latest_told(self._ledger, leaf.number if leaf else -1)
        return max(filter(None, (own, told)), default=None)


def _dated(evidence: Sequence[Evidence]) -> datetime | None:
    """The latest time in a batch that our own clock gave."""
    return max((one.at for one in evidence if one.kind in _OURS), default=None)
