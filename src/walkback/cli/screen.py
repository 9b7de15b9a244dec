"""Where words go: sentences and columns for people, JSON for programs.

Rich draws styles and measures characters; every text is a ``Text`` or a plain string with markup
off, so nothing that came from a web site is read as markup. Piped output has no colour and no
padding, and no address is ever broken over two lines: what is piped is searched.
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from walkback.model.views import as_json

NARROWEST, WIDEST = 40, 100  # a terminal may be wider; lines longer than this are hard to read
PIPED = 80

Words = str | Text | tuple[str, str]


def paper(file: TextIO | None = None) -> Console:
    """A console on stdout, or on ``file``; made anew because tests replace the streams."""
    target = file or sys.stdout
    return Console(
        file=target,
        width=None if target.isatty() else PIPED,
        markup=False,
        highlight=False,
        emoji=False,
    )


def to_people() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def say(*words: Words, indent: int = 0, hang: int = 0, file: TextIO | None = None) -> None:
    """Prints the words as sentences, wrapped at the page's width, ``hang`` deeper from line two."""
    target = file or sys.stdout
    page = paper(target).width if target.isatty() else PIPED
    width = max(NARROWEST, min(page, WIDEST)) - indent
    lines = []
    for paragraph in Text.assemble(*words).split("\n", allow_blank=True):
        for number, line in enumerate(paragraph.divide(_breaks(paragraph.plain, width, hang))):
            line.rstrip()
            margin = indent + (hang if number else 0)
            lines.append(Text(" " * margin).append_text(line) if line else line)
    _put(lines, target)


def _put(lines: Sequence[Text], target: TextIO) -> None:
    if target.isatty():
        console = paper(target)
        for line in lines:
            console.print(line, soft_wrap=True)
        return
    # Past Rich's console: 0.13 ms an event into a pipe against 0.63 ms through it.
    target.write("".join(f"{line.plain}\n" for line in lines))
    target.flush()


def _breaks(text: str, width: int, hang: int) -> list[int]:
    """Where new lines begin; a word longer than a line is left whole."""
    offsets, column = [], 0
    for match in re.finditer(r"\s*\S+\s*", text):
        word = match.group()
        if column and column + cell_len(word.rstrip()) > width:
            offsets.append(match.start())
            column = hang
        column += cell_len(word)
    return offsets


def heading(title: str) -> None:
    """An empty line and a title."""
    say("\n", (title, "bold"))


def columns(header: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Prints rows under a header, each column as wide as it needs; the last one runs free."""
    titles = [Text(title, style="dim") for title in header]
    body = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    lines = [titles, *body] if any(header) else body
    widths = [max(map(len_of, column)) for column in zip(*lines, strict=True)]
    texts = []
    for line in lines:
        text = Text()
        for cell, width in zip(line, widths, strict=True):
            text.append_text(cell).append(" " * (width - len_of(cell) + 2))
        text.rstrip()
        texts.append(text)
    _put(texts, sys.stdout)


def len_of(cell: Text) -> int:
    """How many columns of a terminal a cell takes."""
    return cell_len(cell.plain)


def print_json(value: Any) -> None:
    """One JSON document on stdout.

    Characters beyond ASCII are escaped: a title with terminal control characters (C1, which
    JSON allows raw) then does nothing to the terminal, and any encoding of stdout can hold it.
    """
    sys.stdout.write(json.dumps(as_json(value), indent=2) + "\n")


def print_lines(values: Iterable[Any]) -> None:
    """One JSON object per line on stdout."""
    for value in values:
        sys.stdout.write(json.dumps(as_json(value)) + "\n")
    sys.stdout.flush()  # ``run`` prints for ever, and its reader may wait for the next line


def notice(text: str) -> None:
    """A remark on stderr, beside the answer."""
    say(text, file=sys.stderr)
