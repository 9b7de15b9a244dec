"""News on its way out: whom it concerns, what waits, what is sent, what came of it.

event -> Interest wants it -> Waiting, one for each address -> Letter -> Delivery
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from walkback.model.change import Rank
from walkback.model.verdict import EventKind
from walkback.model.views import EventView


class Post(IntEnum):
    """How something that is to be told stands."""

    WAITS = 0
    SENT = 1
    DROPPED = 2  # it was withheld while it waited
    GIVEN_UP = 3


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody wants to be told. Empty kinds: all but first sights; empty speakers: all.

    ``slips``: also edits that change nothing but spelling and marks. ``health``: also how the
    record itself does.
    """

    kinds: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    slips: bool = False
    health: bool = True

    def wants(self, event: EventView) -> bool:
        """Whether this event is to be told; speakers are ids, or names in any letters."""
        if event.kind not in (self.kinds or _ALL):
            return False
        if self.speakers:
            one = event.statement.speaker
            if one is None or not {one.id, one.name.casefold()} & self.speakers:
                return False
        ranks = [change.rank for change in event.changes]
        return self.slips or not ranks or max(ranks) > Rank.SLIP


_ALL = frozenset(kind.value for kind in EventKind if kind is not EventKind.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be told to one address.

    ``event`` is an id, and ``words`` are empty; or ``words`` tell how the record does. ``batch``
    is the letter it was put into before, empty where in none.
    """

    number: int
    key: str
    event: str
    words: str
    at: datetime
    batch: str
    tries: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to one address. ``key`` is the same whenever it is sent again."""

    key: str
    title: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of sending a letter. ``why`` holds nothing that a service or an address said."""

    ok: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One thing that was told, or is to be told. ``to`` names the address without its secrets."""

    key: str
    to: str
    what: str
    state: str
    at: datetime
    sent: datetime | None
    tries: int
    why: str
