"""The case: what was said, where, what happened to it, who took it back and who quoted it.

Views, as people and programs are shown them. Nobody opens a case: statements of one speaker that
hang together are one as soon as something happened to one of them.
"""

from dataclasses import dataclass
from datetime import datetime

from walkback.model.change import NamedChange
from walkback.model.release import Notice
from walkback.model.views import AboutRef, EventView, SpeakerRef, StatementView


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. ``trivial``: nothing but a typing error mended by putting it up again."""

    id: str
    title: str
    speaker: SpeakerRef | None
    begin: datetime
    last: datetime
    events: int
    trivial: bool
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One line of the time line.

    ``kind`` is an event's kind, or ``quoted``, ``reposted``, ``reported``, ``now``. ``source`` says
    whose word it is: ``record`` for what we saw, ``article`` and ``coverage`` for what others
    wrote. ``event`` has all that is told of an event of the record.
    """

    at: datetime
    between: tuple[datetime, datetime] | None
    kind: str
    statement: str | None
    url: str
    text: str
    source: str
    about: AboutRef | None = None
    finding: str | None = None
    event: EventView | None = None
    differences: tuple[NamedChange, ...] = ()
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class CaseQuotation:
    """Words of an article and how they stood to the record when the article was kept."""

    text: str
    finding: str
    statement: str | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseArticle:
    """A kept article that quotes the case's speaker. ``at`` is when it was kept."""

    id: str
    url: str | None
    title: str
    published: str | None
    at: datetime
    quotations: tuple[CaseQuotation, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an article reports as having come of it: the reporter's sentence, never ours.

    ``when`` is how the sentence dates it, empty where it does not; ``article`` an id.

    ``kind``: resignation-offered, expelled, suspended, convicted, appeal-announced.
    """

    kind: str
    who: str
    text: str
    article: str
    url: str | None
    published: str | None
    when: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case, whole; ``statements`` and ``timeline`` by time."""

    id: str
    title: str
    speaker: SpeakerRef | None
    begin: datetime
    last: datetime
    trivial: bool
    statements: tuple[StatementView, ...]
    timeline: tuple[CaseEntry, ...]
    articles: tuple[CaseArticle, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    withheld: Notice | None = None
