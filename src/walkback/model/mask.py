"""What is left out of account when two texts are compared, and what a person says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_MASKED = 50  # kept of an instance; the newest


class How(StrEnum):
    """What a person says of lines that contain certain words."""

    IGNORE = "ignore"  # they are never an edit
    COUNT = "count"  # they always count, even where they move by themselves
    FORGET = "forget"  # no longer either


class Why(StrEnum):
    """Why words that differ were no edit."""

    MOVES = "differed between two loads at the same moment"
    SITE = "stands on other pages of the site too"
    TWICE = "the same words stand elsewhere on the page"
    TYPOGRAPHY = "only typography differs"
    SET_ASIDE = "set aside for this source"


@dataclass(frozen=True, slots=True)
class Masks:
    """The texts that were set for a source: lines that contain them are ignored, or count."""

    ignored: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Masked:
    """Words that were left out of account, an excerpt of at most 240 letters.

    ``shape`` is what lines have in common that differ in numbers and typography alone.
    """

    words: str
    why: Why
    shape: str


@dataclass(frozen=True, slots=True)
class MaskedView:
    """``words`` as they were last seen; lines that differ in numbers alone are one."""

    words: str
    why: str
    first_seen: datetime
    last_seen: datetime
    times: int


@dataclass(frozen=True, slots=True)
class MaskView:
    """One thing a person set; ``how`` is ``ignore`` or ``count``."""

    words: str
    how: str
    added: datetime


@dataclass(frozen=True, slots=True)
class MasksView:
    """Of a source: what was set, and what was left out of account, the newest first."""

    source: str
    url: str
    overrides: tuple[MaskView, ...]
    masked: tuple[MaskedView, ...]
