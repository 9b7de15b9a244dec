"""What an article says that somebody said, and how those words stand to the record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from walkback.model.reading import Passage


class QuotationKind(StrEnum):
    """How an article gives somebody's words."""

    DIRECT = "direct"  # between marks, a clause or more
    FRAGMENT = "fragment"  # between marks, a few words inside the reporter's own sentence
    POST = "post"  # an embedded post, as markup or flattened into the text
    INDIRECT = "indirect"  # reported without marks


@dataclass(frozen=True, slots=True)
class Embed:
    """A post that an article's markup embeds; ``start``, ``end`` are code points in its text.

    ``text`` is the post's own words, without link, author line and date. ``date`` is
    ``YYYY-MM-DD``, with a time only where the embed states one. ``channel`` as in ``Said``.
    """

    text: str
    start: int
    end: int
    name: str = ""
    handle: str = ""
    date: str | None = None
    url: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read for quotations. ``published``: as it is stated, or inferred."""

    text: str
    title: str = ""
    passages: tuple[Passage, ...] = ()
    embeds: tuple[Embed, ...] = ()
    url: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to speak. ``mention`` is the article's own words there, ``name`` the fullest
    name the article gives that person (the mention itself where it gives none).

    ``start``, ``end``: code points of the mention in the article's text; both 0 where the
    speaker stands nowhere in it (an embed's markup). ``how``: ``named``, ``described``,
    ``pronoun``, ``carried`` (from a sentence before) or ``owner`` (of an embedded post).
    """

    mention: str
    name: str
    start: int = 0
    end: int = 0
    how: str = "named"


@dataclass(frozen=True, slots=True)
class Said:
    """When and where, as the article has it: ``words`` are the article's own.

    ``begin`` and ``end`` are dates as the article reckons them, ``YYYY-MM-DD`` (with a time only
    where it states one), both ends included; ``channel`` is ``website``, ``twitter``,
    ``mastodon``, ``bluesky``, ``facebook``, ``instagram``, ``interview``, ``speech``,
    ``statement``, ``letter``, ``email``, ``parliament`` or None.
    """

    begin: str | None
    end: str | None
    words: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that an article gives to a speaker. ``text`` is without marks; ``start``, ``end`` are
    its code points in the article's text (without the marks, too).
    """

    text: str
    start: int
    end: int
    kind: QuotationKind
    speaker: Attribution | None = None
    said: Said | None = None


class FindingKind(StrEnum):
    """How quoted words stand to the record."""

    VERBATIM = "verbatim"
    TRIMMED = "trimmed"  # with an ellipsis or brackets
    STITCHED = "stitched"  # two places joined without a mark
    ALTERED = "altered"
    OTHER_SPEAKER = "other-speaker"
    NOT_ON_RECORD = "not-on-record"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the article and the words of the record that stand in their place."""

    article: str
    record: str


@dataclass(frozen=True, slots=True)
class Match:
    """How quoted words stand to one text.

    ``kind`` is VERBATIM, TRIMMED, STITCHED or ALTERED. ``start``, ``end``: code points of the text
    from the first word that was found to the last; ``pieces``: the same for each run of words,
    in the order of the quotation, where something was left out between them. ``differences``, in
    the order of the quotation, are words of an ALTERED one. ``share``: how much of the quotation
    stands in the text, 0 to 1. ``sure``: how surely these are the same words and no common
    phrase, by the words alone, 0 to 1; who spoke and what else is quoted is for ``check``.
    """

    kind: FindingKind
    start: int
    end: int
    differences: tuple[Difference, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    share: float = 1.0
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text on record that may hold quoted words: one version of one address of a statement.

    ``sha256`` names the version by its words. ``speaker`` is an id of the register. ``at``: when
    the version was first on record, RFC 3339. ``current``: the address has had no other since.
    ``source``: ``text``, or ``picture`` or ``alt`` where the words are those of a picture in it.
    """

    statement: str
    instance: str
    sha256: str
    text: str
    speaker: str | None = None
    at: str = ""
    current: bool = True
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Place:
    """Where on record quoted words were found, and how."""

    candidate: Candidate
    match: Match


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation and how it stands to the record.

    ``place`` is the one that the finding is about; None where there is none. ``others`` are
    further places, the best first: other versions, other addresses, other statements; those
    of the same statement whose match differs are witnesses that differ. ``reason`` says in
    plain words why it was not checked, or what else an editor should know.
    """

    quotation: Quotation
    finding: FindingKind
    place: Place | None = None
    others: tuple[Place, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is told of a text on record: whose it is, which version, how its address stands now.

    ``removed_between``: last seen, first missing; only where it is removed now. ``current``: the
    address still has, or had to the end, these words.
    """

    statement: str
    url: str
    title: str
    speaker: str | None
    speaker_name: str
    version: int
    state: str
    removed_between: tuple[datetime, datetime] | None
    published: str | None
    first_seen: datetime
    last_seen: datetime | None
    current: bool
    text: str
