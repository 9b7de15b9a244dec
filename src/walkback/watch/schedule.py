"""When each instance is looked at next. Pure: every instant is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=1)
_SOONEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What decides the next look.

    ``every`` is the source's. ``since`` is when a statement found by a listing was added, None
    for an address that is watched itself. ``failures`` counts failed looks in a row.
    ``confirming`` is the span left until an open question could be settled, None where there is
    none. ``settled`` is true for an instance that is gone for good as far as is known.
    """

    every: timedelta
    since: datetime | None = None
    failures: int = 0
    confirming: timedelta | None = None
    settled: bool = False


def next_look(now: datetime, rhythm: Rhythm) -> datetime:
    """The next look after one at ``now``.

    An open question is asked as soon as its answer can count, but never more often than once a
    second. Failures double the pause up to a day. A statement a listing named is looked at less
    often as it grows older: each twenty-fourth part of its age, at least daily. What is gone is
    asked for at most every six hours, and still: statements come back.
    """
    pause = rhythm.every
    if rhythm.confirming is not None and not rhythm.failures:
        return now + max(_SOONEST, min(pause, rhythm.confirming))
    if rhythm.since is not None:
        pause = max(pause, (now - rhythm.since) / 24)
    if rhythm.settled:
        pause = max(pause, timedelta(hours=6))
    if rhythm.failures > 1:
        pause *= 2 ** min(rhythm.failures - 1, 10)
    # A source that is asked for less than daily keeps its own rhythm.
    return now + max(rhythm.every, min(pause, LONGEST))
