"""What an article says that somebody said, and how those words stand to the record."""

from dataclasses import dataclass
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
