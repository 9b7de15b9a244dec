"""Canonical JSON (RFC 8785) for what is hashed: leaves, openings and salted fields.

Only the part of RFC 8785 that evidence needs: objects, arrays, strings, integers within
2**53, booleans and null. Fractions are refused: their text form is the one place where two
honest implementations differ.
"""

import json
from typing import Any

from walkback.errors import BadInput

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """UTF-8 bytes of ``value``; raises ``BadInput`` for floats, huge integers, lone surrogates."""
    try:
        text = json.dumps(
            _ordered(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return text.encode("utf-8")
    except (UnicodeEncodeError, ValueError, TypeError) as error:
        raise BadInput("no canonical JSON for this value", found=str(error)) from None


def _ordered(value: Any) -> Any:
    # Keys sort by UTF-16 code units (RFC 8785 3.2.3), which differs from Python's order
    # only beyond the basic plane.
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, float) or (
        isinstance(value, int) and not isinstance(value, bool) and abs(value) > _LARGEST
    ):
        raise TypeError(f"{value!r} is not an integer within 2**53")
    return value


def parse_canonical(data: bytes) -> Any:
    """The value of canonical JSON; raises ``BadInput`` if the bytes are not its canonical form."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput("not JSON", found=str(error)) from None
    if canonical(value) != data:
        raise BadInput("not canonical JSON", expected="RFC 8785", found=f"{len(data)} other bytes")
    return value
