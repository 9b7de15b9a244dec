"""The words of a capture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, item or quotation; ``start``, ``end`` are code points in the text."""

    text: str
    start: int
    end: int
    kind: str = "paragraph"  # paragraph | heading | item | quote | note


@dataclass(frozen=True, slots=True)
class Reading:
    """Title, words and facts of one body.

    ``text`` joins the passages with an empty line. ``sha256`` is of the normalised words of
    title and passages, so that spacing and typography do not count. ``reader`` names the
    version of the rules that read it: texts that differ only by reader are no edit.
    ``defect`` says why there are no or not all words; such a reading supports no verdict.
    """

    title: str
    text: str
    passages: tuple[Passage, ...]
    sha256: str
    reader: str
    published: str | None = None
    author: str | None = None
    canonical: str | None = None
    language: str | None = None
    site: str | None = None
    defect: str | None = None
