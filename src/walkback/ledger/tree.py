"""The tree of one checkpoint, read from its tiles.

Every hash that is handed out was checked: a full tile against its parent's hash, that against
the next, and the right edge against the signed root. So a rotten file is noticed, and named, by
whoever reads it first, and no proof is made of it. Reading takes no lock: full tiles never
change, and the partial ones of this checkpoint are held in memory.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from walkback.errors import BadFile, NotFound, RecordDamaged
from walkback.ledger.edge import Edge, edge_of, hashes_of
from walkback.ledger.merkle import (
    consistency,
    extend,
    inclusion,
    leaf_hashes,
    range_root,
)
from walkback.ledger.shelf import Shelf, damaged
from walkback.ledger.tiles import ENTRIES, TILE_BITS, WIDTH, Tile, last_tiles, levels, unpack
from walkback.model.proof import Checkpoint, ConsistencyProof, InclusionProof

_CACHED_TILES = 64  # of 33 kB each with the nodes between; 64 cover 16,384 leaves in a row

Nodes = list[list[bytes]]


def open_tree(folder: Path, checkpoint: Checkpoint) -> "Tree":
    """The tree of a checkpoint whose signature was checked, to read from without a key.

    Raises ``RecordDamaged`` where the tiles at its right edge do not lead to its root.
    """
    shelf = Shelf(folder)
    return Tree(shelf, load_edge(shelf, checkpoint))


def load_edge(shelf: Shelf, checkpoint: Checkpoint) -> Edge:
    """The right edge from disk, checked against the root. Raises ``RecordDamaged``."""
    partial = {tile.level: tile for tile in last_tiles(checkpoint.size)}
    found = {level: shelf.read(tile) for level, tile in partial.items()}
    rows = [found.get(level, b"") for level, _ in levels(checkpoint.size) if level != ENTRIES]
    edge = edge_of(checkpoint.size, rows, found.get(ENTRIES, b""))
    if edge.root != checkpoint.root:
        names = ", ".join(shelf.name(tile) for level, tile in partial.items() if level != ENTRIES)
        raise damaged(names, f"root {checkpoint.root.hex()}", edge.root.hex())
    if ENTRIES in partial:
        _check_bundle(shelf.name(partial[ENTRIES]), edge.bundle, hashes_of(rows[0]))
    return edge


def reached(shelf: Shelf, ahead: Checkpoint, own: Checkpoint) -> "Tree | None":
    """The tree of a checkpoint that is ahead, if the tiles hold all of it and it extends ours."""
    try:
        tree = Tree(shelf, load_edge(shelf, ahead))
        for _ in tree.entries(own.size, ahead.size):
            pass
        return tree if tree.root_at(own.size) == own.root else None
    except RecordDamaged:
        return None


class Tree:
    """Hashes, entries and proofs of a tree. Sizes and indexes are counts of leaves."""

    def __init__(self, shelf: Shelf, edge: Edge) -> None:
        self.edge = edge
        self._shelf = shelf
        self._full = lru_cache(_CACHED_TILES)(self._read_full)

    def hash_at(self, level: int, index: int) -> bytes:
        """Root of a perfect subtree: ``index`` in the row ``level`` above the leaves."""
        tile_level, inner = divmod(level, TILE_BITS)
        above = TILE_BITS - inner
        nodes = self._nodes(tile_level, index >> above)
        return nodes[inner][index & ((1 << above) - 1)]

    def root_at(self, size: int) -> bytes:
        """Root of the tree of the first ``size`` leaves."""
        return range_root(self.hash_at, 0, size)

    def inclusion(self, index: int, size: int) -> InclusionProof:
        """That the leaf is in the tree of ``size``. Raises ``NotFound``."""
        self._check_size(size)
        return inclusion(self.hash_at, index, size)

    def consistency(self, old: int, size: int) -> ConsistencyProof:
        """That the tree of ``old`` is a prefix of that of ``size``. Raises ``NotFound``."""
        self._check_size(size)
        return consistency(self.hash_at, old, size)

    def entry(self, index: int) -> bytes:
        """Bytes of one leaf. Raises ``NotFound``, ``RecordDamaged``."""
        if not 0 <= index < self.edge.size:
            raise NotFound(
                "there is no leaf with this number",
                subject=str(index),
                expected=f"below {self.edge.size}",
            )
        return self._bundle(index // WIDTH)[index % WIDTH]

    def entries(self, start: int, stop: int) -> Iterator[bytes]:
        """Leaves from ``start`` to before ``stop`` or the end. Raises ``RecordDamaged``."""
        stop = min(stop, self.edge.size)
        while start < stop:
            bundle = self._bundle(start // WIDTH)
            first = start % WIDTH
            taken = bundle[first : first + stop - start]
            yield from taken
            start += len(taken)

    def _bundle(self, index: int) -> list[bytes]:
        count = min(WIDTH, self.edge.size - index * WIDTH)
        tile = Tile(ENTRIES, index, count)
        data = self._shelf.read(tile) if count == WIDTH else self.edge.bundle
        return _check_bundle(self._shelf.name(tile), data, self._nodes(0, index)[0])

    def _nodes(self, level: int, index: int) -> Nodes:
        if index == (self.edge.size >> TILE_BITS * level) // WIDTH:
            return _edge_nodes(self.edge.rows[level])
        return self._full(level, index)

    def _read_full(self, level: int, index: int) -> Nodes:
        tile = Tile(level, index)
        nodes = _nodes_over(self._shelf.read(tile))
        found = nodes[TILE_BITS][0]
        expected = self._nodes(level + 1, index // WIDTH)[0][index % WIDTH]
        if found != expected:
            raise damaged(self._shelf.name(tile), f"hashes under {expected.hex()}", found.hex())
        return nodes

    def _check_size(self, size: int) -> None:
        if not 0 <= size <= self.edge.size:
            raise NotFound(
                "there is no tree of this size",
                subject=str(size),
                expected=f"0 to {self.edge.size}",
            )


def _nodes_over(row: bytes) -> Nodes:
    return extend((), hashes_of(row))[1]


_edge_nodes = lru_cache(8)(_nodes_over)  # proofs of the newest leaves; a few levels each


def _check_bundle(name: str, data: bytes, hashes: list[bytes]) -> list[bytes]:
    try:
        entries = unpack(data, len(hashes))
    except BadFile as error:
        raise damaged(name, error.expected, f"{error.what} at {error.subject}") from None
    if sum(map(len, entries)) + 2 * len(entries) != len(data):
        raise damaged(name, f"{len(hashes)} entries", f"{len(data)} bytes")
    found = leaf_hashes(entries)
    if found != hashes:
        number = next(n for n, each in enumerate(found) if each != hashes[n])
        raise damaged(
            f"{name}, entry {number}", f"leaf hash {hashes[number].hex()}", found[number].hex()
        )
    return entries
