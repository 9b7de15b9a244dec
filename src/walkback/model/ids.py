"""Identifiers: 128 bits as 26 lower-case base32 letters and digits."""

import base64
import hashlib


def encode_id(data: bytes) -> str:
    """26 letters for 16 bytes. Random ids are made by the app from 16 random bytes."""
    return base64.b32encode(data[:16]).decode("ascii").rstrip("=").lower()


def derived_id(*parts: str) -> str:
    """The same id for the same parts, whoever computes it: for verdicts and first sights."""
    return encode_id(hashlib.sha256("\0".join(parts).encode("utf-8")).digest())
