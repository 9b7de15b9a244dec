"""Statements as JSON lines: ``{"speaker","url","published","text","title"?,"channel"?}``."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from walkback.errors import BadFile, BadInput
from walkback.model.address import normal
from walkback.model.times import parse_stamp

_REQUIRED = ("speaker", "url", "published", "text")
_OPTIONAL = ("title", "channel")
_NAMES = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object"}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement as the file has it. ``number`` counts lines from 1; ``url`` is normalised."""

    number: int
    speaker: str
    url: str
    published: datetime
    text: str
    title: str = ""
    channel: str | None = None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


# One decoder for all lines: ``json.loads`` with an option makes a new one for each.
_decode = json.JSONDecoder(parse_constant=_no_number).decode


def read_statements(lines: Iterable[str | bytes], name: str) -> Iterator[StatementLine]:
    """Each line's statement, as it is read; empty lines are passed over, other fields too.

    Raises ``BadFile`` with file, line number, field, expected and found at the first line that
    is none. ``published`` is RFC 3339, or a day alone.
    """
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8") if isinstance(line, bytes) else line
            if number == 1:
                text = text.removeprefix("\ufeff")
            if not text.strip():
                continue
            value = _decode(text)
            if not text.isascii() or "\\u" in text:
                text.encode("utf-8")
                _no_surrogates(value)
        except (ValueError, RecursionError) as error:
            raise _bad(name, number, "", "one JSON object in UTF-8", _short(error)) from None
        yield _statement(value, name, number)


def _no_surrogates(value: Any) -> None:
    json.dumps(value, ensure_ascii=False).encode("utf-8")


def _statement(value: Any, name: str, number: int) -> StatementLine:
    if not isinstance(value, dict):
        raise _bad(name, number, "", "one JSON object", _NAMES.get(type(value), "another value"))
    for field in _REQUIRED:
        found = value.get(field)
        if not isinstance(found, str) or not found.strip():
            raise _bad(name, number, field, "a text that is not empty", _found(value, field))
    for field in _OPTIONAL:
        if not isinstance(value.get(field), str | None):
            raise _bad(name, number, field, "a text, or nothing", _found(value, field))
    try:
        url = normal(value["url"])
    except BadInput as error:
        raise _bad(name, number, "url", error.expected, error.found) from None
    try:
        published = parse_stamp(value["published"])
    except (BadInput, OverflowError):
        expected = "an RFC 3339 time, for example 2026-01-31T12:00:00Z"
        raise _bad(name, number, "published", expected, _found(value, "published")) from None
    return StatementLine(
        number,
        value["speaker"],
        url,
        published,
        value["text"],
        value.get("title") or "",
        value.get("channel") or None,
    )


def _found(value: dict[str, Any], field: str) -> str:
    if field not in value:
        return "nothing"
    found = value[field]
    if isinstance(found, str):
        return repr(found[:80]) if found.strip() else "an empty text"
    return "null" if found is None else _NAMES.get(type(found), "another value")


def _bad(name: str, number: int, field: str, expected: str, found: str) -> BadFile:
    what = f'the field "{field}" cannot be used' if field else "not a statement"
    return BadFile(
        what,
        subject=f"{name}, line {number}",
        expected=expected,
        found=found,
        todo="Correct the line and import again; lines already imported do no harm.",
    )


def _short(error: Exception) -> str:
    text = "nested too deep" if isinstance(error, RecursionError) else str(error)
    return text[:120]
