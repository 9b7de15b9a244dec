"""The right edge of the tree: all that an append needs to know of what is already there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from walkback.ledger import tiles
from walkback.ledger.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    Frontier,
    extend,
    frontier_root,
    leaf_hashes,
)
from walkback.ledger.tiles import ENTRIES, TILE_BITS, WIDTH, Tile

_TILE_BYTES = WIDTH * HASH_BYTES


@dataclass(frozen=True, slots=True)
class Edge:
    """A tree of ``size`` leaves by its perfect subtrees, and the tiles that are not full yet.

    ``rows`` are the bytes of the partial tile of each tile level, ``bundle`` those of the
    partial entries; both empty where the last one is full.
    """

    size: int = 0
    root: bytes = EMPTY_ROOT
    frontier: Frontier = ()
    rows: tuple[bytes, ...] = ()
    bundle: bytes = b""


def edge_of(size: int, rows: Sequence[bytes], bundle: bytes) -> Edge:
    """The edge of a tree from its partial tiles, by level from 0."""
    frontier: list[bytes] = []
    for row in rows:
        # A partial tile holds fewer than 256 hashes, so what it adds stays within its 8 levels.
        part = extend((), hashes_of(row))[0]
        frontier += part + (b"",) * (TILE_BITS - len(part))
    while frontier and not frontier[-1]:
        frontier.pop()
    whole = tuple(frontier)
    return Edge(size, frontier_root(whole), whole, tuple(rows), bundle)


def grow(edge: Edge, entries: Sequence[bytes]) -> tuple[Edge, dict[Tile, bytes]]:
    """The edge after these entries, and the tiles and bundles that must be written for it.

    Raises ``BadInput`` for an entry over 65,535 bytes.
    """
    files, bundle = _bundles(edge, entries)
    frontier, made = extend(edge.frontier, leaf_hashes(entries))
    rows = []
    for level in range((len(made) - 1) // TILE_BITS + 1):
        row = edge.rows[level] if level < len(edge.rows) else b""
        new = made[level * TILE_BITS]
        if new:
            first = (edge.size >> TILE_BITS * level) // WIDTH
            row += b"".join(new)
            files.update(_cut(row, level, first))
            row = row[len(row) - len(row) % _TILE_BYTES :]
        rows.append(row)
    size = edge.size + len(entries)
    return Edge(size, frontier_root(frontier), frontier, tuple(rows), bundle), files


def hashes_of(row: bytes) -> list[bytes]:
    """A tile's bytes as its hashes."""
    return [row[place : place + HASH_BYTES] for place in range(0, len(row), HASH_BYTES)]


def _bundles(edge: Edge, entries: Sequence[bytes]) -> tuple[dict[Tile, bytes], bytes]:
    files = {}
    bundle = edge.bundle
    index, held = divmod(edge.size, WIDTH)
    start = 0
    while start < len(entries):
        taken = entries[start : start + WIDTH - held]
        bundle += tiles.pack(taken)
        start, held = start + len(taken), held + len(taken)
        files[Tile(ENTRIES, index, held)] = bundle
        if held == WIDTH:
            bundle, held, index = b"", 0, index + 1
    return files, bundle


def _cut(row: bytes, level: int, first: int) -> dict[Tile, bytes]:
    pieces = [row[place : place + _TILE_BYTES] for place in range(0, len(row), _TILE_BYTES)]
    return {
        Tile(level, first + number, len(piece) // HASH_BYTES): piece
        for number, piece in enumerate(pieces)
    }
