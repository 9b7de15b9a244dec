"""The Merkle tree of RFC 6962 section 2.1: hashes, roots and proofs. Pure.

A tree of n leaves is a row of perfect subtrees, largest first. ``Frontier`` holds their roots
by level (``b""`` where the bit of n is 0), so a tree can grow without its leaves. Proofs ask
for perfect subtrees by ``hash_at(level, index)``, which stands over the leaves
``index << level`` to ``(index + 1) << level``; they never need all leaves either.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

from walkback.errors import NotFound, VerificationFailed
from walkback.model.proof import ConsistencyProof, InclusionProof

HashAt = Callable[[int, int], bytes]
Frontier = tuple[bytes, ...]

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of a leaf. The 00 keeps a leaf from being passed off as a node (RFC 6962 2.1)."""
    return sha256(b"\0" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """``leaf_hash`` of each; written out, because an audit spends half of its time here."""
    return [sha256(b"\0" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def parents(row: Iterable[bytes]) -> list[bytes]:
    """Nodes over a row of hashes; an odd last one has no parent yet."""
    each = iter(row)
    # Written out, not by node_hash: this line is half of the cost of an append.
    return [sha256(b"\1" + left + right).digest() for left, right in zip(each, each, strict=False)]


def extend(frontier: Frontier, hashes: Iterable[bytes]) -> tuple[Frontier, list[list[bytes]]]:
    """The frontier with leaf hashes added, and by level the nodes that this completed."""
    grown: list[bytes] = []
    rows: list[list[bytes]] = []
    new = list(hashes)
    while new or len(grown) < len(frontier):
        rows.append(new)
        waiting = frontier[len(grown)] if len(grown) < len(frontier) else b""
        row = [waiting, *new] if waiting else new
        grown.append(row[-1] if len(row) % 2 else b"")
        new = parents(row)
    return tuple(grown), rows


def frontier_root(frontier: Frontier) -> bytes:
    """Root of the whole tree."""
    root = b""
    for part in frontier:
        if part:
            root = node_hash(part, root) if root else part
    return root or EMPTY_ROOT


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Root of the tree with these leaf hashes."""
    return frontier_root(extend((), hashes)[0])


def range_root(hash_at: HashAt, start: int, stop: int) -> bytes:
    """Root over the leaves ``start`` to ``stop``.

    ``start`` must be a multiple of the largest power of two within the range, as it is for
    every subtree that RFC 6962 splits off.
    """
    parts = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        parts.append(hash_at(level, start >> level))
        start += 1 << level
    if not parts:
        return EMPTY_ROOT
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def inclusion(hash_at: HashAt, index: int, size: int) -> InclusionProof:
    """Audit path of a leaf (RFC 6962 2.1.1). Raises ``NotFound`` where there is no such leaf."""
    if not 0 <= index < size:
        raise NotFound(
            "there is no leaf with this number",
            subject=str(index),
            expected=f"0 to {size - 1}" if size else "none, the tree is empty",
        )
    path = []
    for level in range((size - 1).bit_length()):
        start = ((index >> level) ^ 1) << level
        if start < size:
            path.append(range_root(hash_at, start, min(start + (1 << level), size)))
    return InclusionProof(index, size, tuple(path))


def consistency(hash_at: HashAt, old: int, size: int) -> ConsistencyProof:
    """That the tree of ``old`` leaves is a prefix of the tree of ``size`` (RFC 6962 2.1.2).

    Empty for ``old`` 0 or ``size``. Raises ``NotFound`` where ``old`` is beyond ``size``.
    """
    if not 0 <= old <= size:
        raise NotFound("there is no tree of this size", subject=str(old), expected=f"0 to {size}")
    ranges = _consistency_ranges(old, size)
    return ConsistencyProof(old, size, tuple(range_root(hash_at, *ends) for ends in ranges))


def _consistency_ranges(old: int, size: int) -> list[tuple[int, int]]:
    # SUBPROOF of RFC 6962 2.1.2, from the root down; the proof lists it from the bottom up.
    ranges = []
    start, stop, whole = 0, size, True
    while start < old < stop:
        half = 1 << (stop - start - 1).bit_length() - 1
        if old - start <= half:
            ranges.append((start + half, stop))
            stop = start + half
        else:
            ranges.append((start, start + half))
            start, whole = start + half, False
    if not whole:
        ranges.append((start, stop))
    return ranges[::-1]


def verify_inclusion(leaf: bytes, proof: InclusionProof, root: bytes) -> None:
    """Check that the leaf hash is in the tree with this root (RFC 9162 2.1.3.2).

    Raises ``VerificationFailed`` with expected and found.
    """
    subject = f"leaf {proof.index} of {proof.size}"
    if not 0 <= proof.index < proof.size:
        raise VerificationFailed(
            "the leaf is not within the tree", subject=subject, expected="a number below the size"
        )
    inner = (proof.index ^ (proof.size - 1)).bit_length()
    border = (proof.index >> inner).bit_count()
    _check_length("inclusion", subject, inner + border, proof.hashes)
    found = leaf
    for level, other in enumerate(proof.hashes[:inner]):
        right = proof.index >> level & 1
        found = node_hash(other, found) if right else node_hash(found, other)
    for other in proof.hashes[inner:]:
        found = node_hash(other, found)
    _check_root("the inclusion proof does not lead to the root", subject, root, found)


def verify_consistency(proof: ConsistencyProof, old_root: bytes, root: bytes) -> None:
    """Check that the older tree is a prefix of the tree with ``root`` (RFC 9162 2.1.4.2).

    Raises ``VerificationFailed`` with expected and found.
    """
    subject = f"tree of {proof.old} in tree of {proof.size}"
    if not 0 <= proof.old <= proof.size:
        raise VerificationFailed(
            "the older tree is larger", subject=subject, expected=f"at most {proof.size} leaves"
        )
    if proof.old in (0, proof.size):
        _check_length("consistency", subject, 0, proof.hashes)
        expected = root if proof.old else EMPTY_ROOT
        _check_root("the roots of one size differ", subject, expected, old_root)
        return
    _check_length(
        "consistency", subject, len(_consistency_ranges(proof.old, proof.size)), proof.hashes
    )
    # Where the old tree is itself a perfect subtree of the new, its root is left out of the proof.
    perfect = proof.old & (proof.old - 1) == 0
    path = (old_root, *proof.hashes) if perfect else proof.hashes
    node, last = proof.old - 1, proof.size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_found = found = path[0]
    for other in path[1:]:
        if node & 1 or node == last:
            old_found, found = node_hash(other, old_found), node_hash(other, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, other)
        node, last = node >> 1, last >> 1
    _check_root("the older tree is not what the proof says", subject, old_root, old_found)
    _check_root("the consistency proof does not lead to the root", subject, root, found)


def _check_length(name: str, subject: str, expected: int, hashes: tuple[bytes, ...]) -> None:
    if len(hashes) != expected or any(len(each) != HASH_BYTES for each in hashes):
        raise VerificationFailed(
            f"the {name} proof has the wrong length",
            subject=subject,
            expected=f"{expected} hashes of {HASH_BYTES} bytes",
            found=f"{len(hashes)} of {sum(map(len, hashes))} bytes together",
        )


def _check_root(what: str, subject: str, expected: bytes, found: bytes) -> None:
    if expected != found:
        raise VerificationFailed(what, subject=subject, expected=expected.hex(), found=found.hex())
