"""Canonical JSON (RFC 8785) for what is hashed: leaves, openings and salted fields.

Only the part of RFC 8785 that evidence needs: objects, arrays, strings, integers within
2**53, booleans and null. Fractions are refused: their text form is the one place where two
honest implementations differ.
"""

import json
from collections.abc import Mapping
from typing import Any

from walkback.errors import BadInput

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_LARGEST = 2**53 - 1
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of ``value``; raises ``BadInput`` for floats, huge integers, lone surrogates."""
    try:
        text = _encoder.encode(_ordered(value))
        return text.encode("utf-8")
    except (UnicodeEncodeError, ValueError, TypeError) as error:
        raise BadInput("no canonical JSON for this value", found=str(error)) from None


def _ordered(value: Any) -> Any:
    # Keys sort by UTF-16 code units (RFC 8785 3.2.3), which differs from Python's order
    # only beyond the basic plane.
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int and abs(value) <= _LARGEST:
        return value
    if isinstance(value, Mapping):
        keys = sorted(value) if all(map(str.isascii, value)) else sorted(value, key=_code_units)
        return {key: _ordered(value[key]) for key in keys}
    if kind is list or kind is tuple:
        return [_ordered(item) for item in value]
    raise TypeError(f"{value!r} is no text, whole number within 2**53, list or object")


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be")


def parse_canonical(data: bytes) -> Any:
    """The value of canonical JSON; raises ``BadInput`` if the bytes are not its canonical form."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput("not JSON", found=str(error)) from None
    try:
        same = canonical(value) == data
    except RecursionError:
        same = False  # nested deeper than anything of ours
    if not same:
        raise BadInput("not canonical JSON", expected="RFC 8785", found=f"{len(data)} other bytes")
    return value
