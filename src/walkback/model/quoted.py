"""Views of articles and what they quote: the JSON shapes of ``quotes`` and ``check``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from walkback.model.quotation import Difference
from walkback.model.release import Notice


@dataclass(frozen=True, slots=True)
class Handed:
    """An article as it was handed in.

    ``name`` is how the asker calls it: a file, an address, ``-``. ``body`` None: to be fetched from
    ``url``. ``content_type`` None: told from the bytes. ``published`` where the asker knows better
    than the page.
    """

    name: str
    body: bytes | None
    url: str | None = None
    content_type: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article. ``published`` as it is stated or inferred; None where neither is possible."""

    url: str | None
    title: str
    published: str | None
    language: str | None
    text: str
    id: str | None = None  # where it is kept
    withheld: Notice | None = None


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Who is said to speak: the article's words, the full name, the id in the register."""

    mention: str
    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class SaidView:
    """When and where, as the article has it; dates as it reckons them."""

    from_: str | None
    to: str | None
    words: str
    channel: str | None


@dataclass(frozen=True, slots=True)
class MatchView:
    """The place on record that a finding is about.

    ``span`` are code points of that version's text; ``words`` are what stands there. ``source``:
    ``text``, or ``picture`` or ``alt`` where span and words are of a picture in that version.
    ``removed_between``: last seen, first missing, where it is removed now.
    """

    statement: str
    url: str
    version: int
    state: str
    span: tuple[int, int]
    differences: tuple[Difference, ...]
    removed_between: tuple[datetime, datetime] | None
    title: str = ""
    speaker: str = ""
    words: str = ""
    published: str | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    current: bool = True
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Witness:
    """Another article that gives the same speaker's lost words in other words."""

    article: str
    text: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation. ``start``, ``end`` are code points in the article's text."""

    text: str
    start: int
    end: int
    kind: str
    speaker: SpokenBy | None
    said: SaidView | None


@dataclass(frozen=True, slots=True)
class CheckedView(QuotationView):
    """A quotation, and how it stands to the record.

    ``reason`` says in plain words why it was not checked, or what else an editor should know;
    ``others`` are further places on record, the best first.
    """

    finding: str
    match: MatchView | None
    reason: str = ""
    others: tuple[MatchView, ...] = ()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotesView:
    """An article and its quotations, found or checked."""

    article: ArticleView
    quotations: Sequence[QuotationView] | Sequence[CheckedView]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A kept article whose quoted source changed after the article was kept.

    ``kind``, ``at`` and ``event`` are those of the change; ``text`` is the quotation.
    """

    article: ArticleView
    text: str
    statement: str
    url: str
    kind: str
    at: datetime
    event: str
    withheld: Notice | None = None
