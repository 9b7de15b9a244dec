"""Salted commitments: what a leaf says of a value without saying the value.

field = SHA-256(``walkback/field/1`` 00 name 00 salt[32] canonical(value)). With the salt
destroyed the value cannot be confirmed by guessing, and the leaf stays what it was.
"""

import hashlib
from typing import Any

from walkback.model.canonical import canonical

SALT_BYTES = 32
_PREFIX = b"walkback/field/1\0"


def commit(name: str, salt: bytes, value: Any) -> str:
    """Hex digest of one field."""
    data = _PREFIX + name.encode("ascii") + b"\0" + salt + canonical(value)
    return hashlib.sha256(data).hexdigest()
