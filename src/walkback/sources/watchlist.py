"""Lists of places to watch: plain lines, OPML, CSV."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from xml.parsers import expat

from walkback.errors import BadFile, BadInput
from walkback.model.address import normal
from walkback.model.source import SourceKind, WatchLine, source_kind
from walkback.model.times import parse_duration
from walkback.sources.adapters import load_adapters

_COLUMNS = {"url", "speaker", "kind", "every", "browser"}
_YES = {"true": True, "yes": True, "1": True, "": False, "false": False, "no": False, "0": False}


def read_watchlist(text: str, name: str) -> list[WatchLine]:
    """The lines of a watch list, each address once, in order.

    Plain: an address a line, ``#`` begins a comment. OPML: every outline with an ``xmlUrl``
    (a feed) or ``url``/``htmlUrl``. CSV: a first line of column names with ``url`` and any of
    ``speaker, kind, every, browser``. Raises ``BadFile`` with the line number.
    """
    text = text.removeprefix("\ufeff")
    start = text.lstrip()[:2000].lower()
    if start.startswith("<"):
        found = _opml(text, name)
    elif _is_csv(text):
        found = _csv(text, name)
    else:
        found = _plain(text, name)
    lines: dict[str, WatchLine] = {}
    for line in found:
        lines.setdefault(line.url, line)
    return list(lines.values())


def _plain(text: str, name: str) -> Iterator[WatchLine]:
    for number, line in enumerate(text.splitlines(), start=1):
        # A comment after an address needs a space: an address may have a fragment.
        words = line.partition(" #")[0].partition("\t#")[0].strip()
        if not words or words.startswith("#"):
            continue
        yield WatchLine(_address(words, name, number))


def _is_csv(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    names = {cell.strip().strip('"').lower() for cell in first.replace(";", ",").split(",")}
    return "url" in {cell for part in names for cell in part.split("\t")}


def _csv(text: str, name: str) -> Iterator[WatchLine]:
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not columns:
                columns = _columns(cells, name, rows.line_num)
                continue
            yield _row(columns, cells, name, rows.line_num)
    except csv.Error as error:
        raise _bad(name, rows.line_num, "a line of CSV", str(error)) from None


def _columns(cells: list[str], name: str, number: int) -> list[str]:
    columns = [cell.lower() for cell in cells]
    unknown = [column for column in columns if column not in _COLUMNS]
    if unknown or len(set(columns)) < len(columns):
        found = f"column {unknown[0]!r}" if unknown else "a column twice"
        raise _bad(name, number, f"columns of {', '.join(sorted(_COLUMNS))}", found)
    return columns


def _row(columns: list[str], cells: list[str], name: str, number: int) -> WatchLine:
    if len(cells) > len(columns):
        raise _bad(name, number, f"{len(columns)} fields", f"{len(cells)} fields")
    value = dict.fromkeys(_COLUMNS, "") | dict(zip(columns, cells, strict=False))
    if value["browser"].lower() not in _YES:
        raise _bad(name, number, "browser as yes or no", repr(value["browser"][:40]))
    return WatchLine(
        _address(value["url"], name, number),
        value["speaker"] or None,
        _kind(value["kind"], name, number),
        _every(value["every"], name, number),
        _YES[value["browser"].lower()],
    )


def _opml(text: str, name: str) -> Iterator[WatchLine]:
    found: list[WatchLine] = []
    parser = expat.ParserCreate()

    def started(tag: str, attributes: dict[str, str]) -> None:
        number = parser.CurrentLineNumber
        if tag.lower() not in {"opml", "head", "body", "outline"} and not seen:
            raise _bad(name, number, "OPML", f"<{tag[:40]}>")
        seen.append(True)
        given = {key.lower(): value.strip() for key, value in attributes.items()}
        feed = given.get("xmlurl", "")
        address = feed or given.get("url", "") or given.get("htmlurl", "")
        if tag.lower() == "outline" and address:
            kind = _kind(given.get("kind", ""), name, number)
            every = _every(given.get("every", ""), name, number)
            kind = kind or (SourceKind.FEED if feed else None)
            speaker = given.get("speaker") or None
            found.append(WatchLine(_address(address, name, number), speaker, kind, every))

    seen: list[bool] = []
    parser.StartElementHandler = started
    try:
        parser.Parse(text.lstrip(), True)
    except expat.ExpatError as error:
        raise _bad(name, error.lineno, "OPML", expat.ErrorString(error.code)) from None
    yield from found


def _address(text: str, name: str, number: int) -> str:
    if text.startswith("@") and " " not in text:
        return text  # a handle; its adapter makes an address of it
    try:
        return normal(text)
    except BadInput as error:
        raise _bad(name, number, error.expected, error.found or "nothing") from None


def _kind(text: str, name: str, number: int) -> str | None:
    if not text:
        return None
    with suppress(BadInput):
        kind = source_kind(text)
        if kind in set(SourceKind) | set(load_adapters().found):
            return kind
    raise _bad(name, number, f"kind {'|'.join(SourceKind)}", repr(text[:40]))


def _every(text: str, name: str, number: int) -> timedelta | None:
    if not text:
        return None
    try:
        every = parse_duration(text)
    except BadInput:
        raise _bad(name, number, "a duration such as 15m", repr(text[:40])) from None
    if not every:
        raise _bad(name, number, "a duration above 0", repr(text[:40]))
    return every


def _bad(name: str, number: int, expected: str, found: str) -> BadFile:
    return BadFile(
        "a line of the watch list cannot be used",
        subject=f"{name}, line {number}",
        expected=expected,
        found=found,
        todo="Correct the line; nothing of the list has been added.",
    )
