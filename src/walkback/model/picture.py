"""What a picture says: the words in it, line by line, and how surely they were read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels of the picture; right and bottom lie outside."""


class PictureDefect(StrEnum):
    """Why a picture gave no words, or none that can be used."""

    NO_READER = "no-reader"  # the optional part that reads pictures is not installed
    NOT_AN_IMAGE = "not-an-image"  # no format we read, or its bytes are broken
    TOO_LARGE = "too-large"  # more bytes or pixels than are decoded
    TOO_SLOW = "too-slow"  # its time was over, or the process that read it ended
    NO_WORDS = "no-words"


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One line; ``confidence`` is the engine's own, 0..1."""

    text: str
    confidence: float
    box: Box


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The words of one picture, in reading order.

    ``text`` joins the lines of a paragraph with a space and paragraphs with an empty line.
    ``size`` is width and height in pixels, (0, 0) where the bytes do not say.
    """

    text: str
    lines: tuple[PictureLine, ...]
    size: tuple[int, int]
    defect: PictureDefect | None = None

    @property
    def confidence(self) -> float:
        """Of the whole, 0..1: the lines' own, weighted by their letters; 0 without words."""
        letters = sum(len(line.text) for line in self.lines)
        weighed = sum(line.confidence * len(line.text) for line in self.lines)
        return weighed / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class PictureRef:
    """A picture that a page shows as part of its statement, and the words its markup gives it."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class PostShown:
    """The author line of a post that a picture shows: ``handle`` with its @, lower case."""

    name: str
    handle: str
    own: bool


def lines_json(lines: tuple[PictureLine, ...]) -> list[dict[str, Any]]:
    """Plain JSON of the lines."""
    return [
        {"text": line.text, "confidence": round(line.confidence, 3), "box": list(line.box)}
        for line in lines
    ]


def parse_lines(value: list[Mapping[str, Any]]) -> tuple[PictureLine, ...]:
    """The lines of ``lines_json``."""
    return tuple(
        PictureLine(one["text"], one["confidence"], (*one["box"][:2], *one["box"][2:]))
        for one in value
    )
