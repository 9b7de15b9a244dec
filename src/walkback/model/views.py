"""What people and programs are shown: the JSON shapes of the command line, the API and the site.

A view's field names are the JSON names. ``as_json`` turns any view into plain JSON. ``Desk`` is
what the site asks of the app, so that ``publish`` needs to know nothing else of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from walkback.model.act import MannerFound
from walkback.model.casefile import CaseFile
from walkback.model.change import DiffRow, NamedChange
from walkback.model.mask import MaskedView
from walkback.model.quoted import Handed, QuotesView
from walkback.model.release import Notice
from walkback.model.review import ReviewView
from walkback.model.stamped import Vouched
from walkback.model.times import duration_text, stamp
from walkback.model.watched import Gap, Reply, Tally

if TYPE_CHECKING:  # it is made of these views itself
    from walkback.model.case import CaseLine, CaseView


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """A speaker by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StatementRef:
    """A statement as an event names it. ``opening``: how its words begin, where they are known."""

    id: str
    url: str
    title: str
    speaker: SpeakerRef | None
    opening: str = ""


@dataclass(frozen=True, slots=True)
class AboutRef:
    """The earlier statement an act is about."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A rule, its plain words, and the ids of the observations it rests on."""

    rule: str
    text: str
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the history. ``leaf`` is the ledger index of the record that proves it.

    ``changes`` says of an edit what changed, the weightiest first, at most twelve; ``manner`` in
    which ways the event walked a statement back, several at once, each with what shows it.
    """

    id: str
    kind: str
    at: datetime
    between: tuple[datetime, datetime] | None
    confirmed_at: datetime | None
    confidence: str
    statement: StatementRef
    about: AboutRef | None
    reasons: tuple[ReasonView, ...]
    leaf: int
    changes: tuple[NamedChange, ...] = ()
    manner: tuple[MannerFound, ...] = ()
    withheld: Notice | None = None
    reviews: tuple[ReviewView, ...] = ()  # the last word of each reviewer, by time


@dataclass(frozen=True, slots=True)
class PendingView:
    """What is being confirmed."""

    kind: str
    since: datetime
    looks: int
    of: int


@dataclass(frozen=True, slots=True)
class InstanceView:
    """One place of a statement. ``channel`` is what kind of place: a web page, an account.

    ``reasons`` say why it is taken for the statement that stands elsewhere too, ``differences``
    how its words differ from those it was compared with; both empty for the first place.
    """

    url: str
    channel: str
    state: str
    last_seen: datetime | None
    addresses: tuple[str, ...] = ()
    pending: PendingView | None = None
    reasons: tuple[str, ...] = ()
    differences: tuple[NamedChange, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """One text state. ``sha256`` is of its normalised words; ``leaf`` proves the capture read.

    ``url`` is the place that showed it first; ``screenshot`` names the capture that a browser's
    picture lies beside, None where there is none.
    """

    number: int
    first_seen: datetime
    last_seen: datetime
    title: str
    text: str
    sha256: str
    leaf: int | None = None
    url: str = ""
    screenshot: str | None = None


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture in a statement: its words as read, beside those that markup gives it (``alt``).

    ``place`` is the page's address; ``confidence`` 0..1 of all lines; ``defect`` says why there
    are no words, None also where it waits; ``capture`` keeps its bytes. ``post_of`` names the
    author where it shows a post of somebody else, whose words are not the speaker's.
    """

    url: str
    place: str
    alt: str
    text: str
    confidence: float | None
    lines: tuple[str, ...]
    defect: str | None = None
    capture: str | None = None
    post_of: str | None = None


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement, whole. ``case_files``: how its events were judged, and what is open now.

    ``masked``: words of its pages that differed and were no edit, the newest first.
    """

    id: str
    url: str
    title: str
    speaker: SpeakerRef | None
    state: str
    instances: tuple[InstanceView, ...]
    versions: tuple[VersionView, ...]
    events: tuple[EventView, ...]
    pending: PendingView | None = None
    published: str | None = None
    author: str | None = None
    case_files: tuple[CaseFile, ...] = ()
    pictures: tuple[PictureView, ...] = ()
    masked: tuple[MaskedView, ...] = ()
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement in a list."""

    id: str
    url: str
    title: str
    state: str
    speaker: SpeakerRef | None = None
    last_seen: datetime | None = None
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class ListingView:
    """``show`` for a source that lists: the source and its statements."""

    source: "SourceView"
    statements: tuple[StatementLine, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """One watched place. ``health``: ``new``, ``good`` or what came of its last look."""

    id: str
    url: str
    kind: str | None
    every: timedelta
    speaker: SpeakerRef | None
    active: bool
    health: str
    statements: int
    last_look: datetime | None
    last_good: datetime | None
    next_look: datetime | None
    added: datetime
    note: str = ""
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker's page: what is watched, and the newest statements and events.

    ``tallies`` count all events; ``gaps`` are the newest; ``replies`` the speaker's own.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    handles: tuple[str, ...]
    sites: tuple[str, ...]
    sources: tuple[SourceView, ...] = ()
    statements: tuple[StatementLine, ...] = ()
    events: tuple[EventView, ...] = ()
    tallies: tuple[Tally, ...] = ()
    gaps: tuple[Gap, ...] = ()
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffView:
    """Two versions side by side."""

    statement: StatementRef
    before: VersionView
    after: VersionView
    rows: tuple[DiffRow, ...]
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class PendingLine:
    """An open question: which instance, what is being confirmed."""

    statement: StatementRef
    url: str
    state: str
    pending: PendingView
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class ReadsLine:
    """What a platform counted today (UTC), and the most that the settings allow."""

    kind: str
    reads: int
    allowed: int


@dataclass(frozen=True, slots=True)
class StatusView:
    """How the record does as a whole. Sizes in bytes; ``polling`` names the process that polls."""

    folder: str
    origin: str
    leaves: int
    sources: tuple[SourceView, ...]
    statements: int
    due: int
    unread: int
    last_round: datetime | None
    archive_bytes: int
    disk_free: int
    polling: str | None
    pending: tuple[PendingLine, ...] = ()
    vouched: tuple[Vouched, ...] = ()  # when authorities and witnesses were asked last
    reads: tuple[ReadsLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """How far a round is: looks done of those due, captures kept, readings and verdicts so far."""

    looked: int
    due: int
    kept: int
    read: int
    judged: int


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What a round did.

    ``looks`` at addresses; ``kept`` brought new bytes, ``confirmed`` found what was known,
    ``failed`` could not look. ``statements`` are new ones, ``events`` what became history.
    """

    looks: int
    kept: int
    confirmed: int
    failed: int
    statements: int
    events: tuple[EventView, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought. ``problems`` are sentences on what was left out."""

    files: int
    records: int
    statements: int
    versions: int
    events: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at; ``ok`` is None where it could not be found out."""

    name: str
    ok: bool | None
    detail: str


class Desk(Protocol):
    """What the site asks of the app. All answers are views; ``NotFound`` where there is none."""

    def events(
        self,
        *,
        since: datetime | None = None,
        speaker: str | None = None,
        kind: str | None = None,
        newest: int | None = None,
    ) -> list[EventView]:
        """The history by time; ``newest`` gives the last so many, newest first."""

    def show(self, ref: str) -> StatementView | ListingView:
        """A statement or listing source by id, unique id prefix or any address it ever had."""

    def diff(self, ref: str, before: int | None = None, after: int | None = None) -> DiffView:
        """Two versions; the last two where no numbers are given."""

    def cases(self) -> "list[CaseLine]":
        """The stories, those of weight first, the newest of them first."""

    def case(self, ref: str) -> "CaseView":
        """One story by its id, or by any statement or address in it."""

    def speakers(self) -> list[SpeakerView]:
        """The register, by name, without statements."""

    def speaker(self, ref: str) -> SpeakerView:
        """One speaker by id or name."""

    def check(self, articles: Sequence[Handed]) -> list[QuotesView]:
        """What each article quotes and how it stands to the record; nothing is kept."""

    def status(self) -> StatusView:
        """Sources and health."""

    def leaves(self) -> int:
        """The ledger's size: it changes whenever anything a page shows has changed."""


def as_json(value: Any) -> Any:
    """Plain JSON of a view: instants as RFC 3339, durations as ``15m``, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name.rstrip("_"): as_json(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    for kind, words in _WORDS.items():
        if isinstance(value, kind):
            return words(value)
    return value


_WORDS: dict[type, Callable[[Any], Any]] = {
    Enum: lambda value: value.value,
    datetime: stamp,
    timedelta: duration_text,
}
