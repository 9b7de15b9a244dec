"""The Merkle search tree of a repository: whether a record's key is in it, proved by its nodes.

A walk down from the root ends at the key, or where the tree has no branch between its neighbours.
What makes this a proof are the checks on the way: keys in order and within the bounds of their
node, all of one layer (half the leading zero bits of their SHA-256), each layer one below the
last. So there is one place for a key, and nobody can sign a tree that hides it in another
(atproto.com/specs/repository).
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from walkback.errors import VerificationFailed
from walkback.sources.bluesky.car import Car, broken, is_cid, name


@dataclass(frozen=True, slots=True)
class _Entry:
    key: bytes
    value: bytes
    right: bytes | None


def layer(key: bytes) -> int:
    """The layer a key belongs to, 0 at the bottom."""
    digest = int.from_bytes(hashlib.sha256(key).digest(), "big")
    return (256 - digest.bit_length()) // 2


def find(car: Car, root: bytes, path: str) -> bytes | None:
    """The CID that stands at ``path`` (``collection/rkey``), None where none does.

    Raises ``VerificationFailed`` where the blocks do not prove either.
    """
    key = path.encode("ascii")
    low: bytes | None = None
    high: bytes | None = None
    here: bytes | None = root
    above: int | None = None
    while here is not None:
        left, entries = _entries(car, here, low, high)
        level = _level(here, entries, above)
        after = next((n for n, entry in enumerate(entries) if entry.key >= key), len(entries))
        if after < len(entries) and entries[after].key == key:
            return entries[after].value
        low = entries[after - 1].key if after else low
        high = entries[after].key if after < len(entries) else high
        here, above = entries[after - 1].right if after else left, level
        if above is None and here is not None:
            raise broken("a node of the tree has a child and no keys to tell its layer by")
    return None


def _entries(
    car: Car, cid: bytes, low: bytes | None, high: bytes | None
) -> tuple[bytes | None, list[_Entry]]:
    node = car.node(cid)
    left, listed = node.get("l"), node.get("e")
    if not isinstance(listed, list) or not (left is None or is_cid(left)):
        raise _odd(cid)
    entries: list[_Entry] = []
    for item in listed:
        before = entries[-1].key if entries else low
        entry = _entry(cid, item, entries[-1].key if entries else b"")
        if before is not None and entry.key <= before:
            raise broken("a node's keys are not in order", name(cid))
        entries.append(entry)
    if high is not None and entries and entries[-1].key >= high:
        raise broken("a node's keys are not within its bounds", name(cid))
    return left, entries


def _entry(cid: bytes, item: Any, previous: bytes) -> _Entry:
    if not isinstance(item, dict):
        raise _odd(cid)
    shared, rest, value, right = item.get("p"), item.get("k"), item.get("v"), item.get("t")
    if not isinstance(shared, int) or not isinstance(rest, bytes) or not isinstance(value, bytes):
        raise _odd(cid)
    if not 0 <= shared <= len(previous) or not (right is None or is_cid(right)):
        raise _odd(cid)
    return _Entry(previous[:shared] + rest, value, right)


def _level(cid: bytes, entries: list[_Entry], above: int | None) -> int | None:
    """The node's layer, None for the empty tree and for a root without keys of its own."""
    levels = {layer(entry.key) for entry in entries}
    expected = None if above is None else above - 1
    if len(levels) > 1 or (levels and expected is not None and levels != {expected}):
        raise broken("a node's keys are not of its layer", name(cid))
    level = levels.pop() if levels else expected
    if level is not None and level < 0:
        raise broken("a tree goes deeper than its bottom", name(cid))
    return level


def _odd(cid: bytes) -> VerificationFailed:
    return broken("a node of the tree has another form than the specification's", name(cid))
