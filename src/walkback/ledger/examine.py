"""Check every tile and bundle of one signed tree, from the root down.

The root vouches for the tiles at the right edge, each hash in a tile for the tile below it, the
lowest tiles for the entries. Where a tile does not fit the hash above it, what lies below it is
hashed instead: the hash above decides which of the two is wrong.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from walkback.errors import BadFile
from walkback.ledger.edge import edge_of, hashes_of
from walkback.ledger.merkle import HASH_BYTES, leaf_hashes, root_of
from walkback.ledger.tiles import ENTRIES, WIDTH, Tile, last_tiles, levels, unpack
from walkback.model.proof import Checkpoint
from walkback.model.step import StepResult

_MOST_CHOICES = 8  # places where tile and below differ that are tried in all combinations

Hash = bytes | None  # None: no good copy of it is left
Row = list[Hash]


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that failed or was not checked. ``file`` is relative to the record's folder."""

    file: str
    what: str
    expected: str
    found: str
    result: StepResult = StepResult.FAILED


class Examination:
    """One pass over the tree of a checkpoint. ``problems`` grow as it goes."""

    def __init__(self, folder: Path, progress: Callable[[int], None] | None = None) -> None:
        self.problems: list[Problem] = []
        self.files = 0
        self._folder = folder
        self._progress = progress or (lambda _leaves: None)
        self._size = 0

    def tree(self, head: Checkpoint) -> None:
        """Check all tiles and bundles of this tree."""
        self._size = head.size
        edge = last_tiles(head.size)
        rows = self._edge_rows(head, [tile for tile in edge if tile.level != ENTRIES])
        for level, count in reversed(list(levels(head.size))):
            row = rows.get(level, [])
            if level == ENTRIES:
                continue
            first = count // WIDTH * WIDTH
            if level == 0 and row:
                self._check_entries(first // WIDTH, row)
            elif level > 0:
                self._descend(level - 1, first, row)

    def file(self, tile: Tile) -> bytes | None:
        """A file's bytes; None, and a problem, where it cannot be read."""
        try:
            return (self._folder / tile.path).read_bytes()
        except OSError as error:
            self._fail(tile, "cannot be read", "a file", error.strerror or type(error).__name__)
            return None

    def _edge_rows(self, head: Checkpoint, edge: list[Tile]) -> dict[int, Row]:
        """The partial tiles by level, as the root vouches for them."""
        stated = {tile.level: self._stated(tile) for tile in edge}
        widths = [(tile.level, tile.width) for tile in edge]

        def rows_of(flat: Sequence[Hash]) -> dict[int, Row]:
            rows, start = {}, 0
            for level, width in widths:
                rows[level] = list(flat[start : start + width])
                start += width
            return rows

        def fits(flat: Sequence[bytes]) -> bool:
            return _edge_root(head.size, rows_of(flat)) == head.root

        flat = [each for tile in edge for each in stated[tile.level]]
        if None not in flat and fits([each for each in flat if each]):
            return stated
        below = [each for tile in edge for each in self._derived(tile)]
        settled = agreed(flat, below, fits)
        if settled is None:
            self._root_fails(head, edge, stated)
            return rows_of(
                [one if one == other else None for one, other in zip(flat, below, strict=True)]
            )
        rows = rows_of(settled)
        for tile in edge:
            if rows[tile.level] != stated[tile.level]:
                self._tile_fails(tile, f"hashes under root {head.root.hex()}")
        return rows

    def _root_fails(self, head: Checkpoint, edge: list[Tile], stated: dict[int, Row]) -> None:
        lost = [tile for tile in edge if None in stated[tile.level]]
        for tile in lost:
            self._tile_fails(tile, f"hashes under root {head.root.hex()}")
        self.problems.append(
            Problem(
                f"{self._folder.name}/checkpoint",
                "the tiles at the right edge do not lead to the signed root",
                head.root.hex(),
                "lost tiles" if lost else _edge_root(head.size, stated).hex(),
            )
        )

    def _descend(self, level: int, first: int, row: Row) -> None:
        """Check the full tiles below a row whose first hash stands over tile ``first``."""
        for place, above in enumerate(row):
            self._check_tile(Tile(level, first + place), above)

    def _check_tile(self, tile: Tile, above: Hash) -> None:
        if above is None:
            self._unsure(tile, "nothing above it is left to vouch for it")
            return
        row = self._stated(tile)
        if None in row or _root(row) != above:
            self._tile_fails(tile, f"hashes under {above.hex()}")
            below = self._derived(tile)
            settled = agreed(row, below, lambda hashes: root_of(hashes) == above)
            row = list(settled) if settled else [None] * tile.width
        if tile.level:
            self._descend(tile.level - 1, tile.index * WIDTH, row)
        else:
            self._check_entries(tile.index, row)

    def _check_entries(self, index: int, row: Row) -> None:
        tile = Tile(ENTRIES, index, len(row))
        self._progress(index * WIDTH + len(row))
        self.files += 1
        data = self.file(tile)
        if data is None:
            return
        try:
            entries = unpack(data, tile.width)
        except BadFile as error:
            self._fail(tile, f"{error.what}, {error.subject}", error.expected, error.found)
            return
        if sum(map(len, entries)) + 2 * len(entries) != len(data):
            self._fail(
                tile, "goes on after its last entry", f"{tile.width} entries", f"{len(data)} bytes"
            )
        hashes = leaf_hashes(entries)
        if hashes == row:
            return
        for number, (expected, found) in enumerate(zip(row, hashes, strict=True)):
            if expected is None:
                self._unsure(tile, "no good hash of its entries is left")
                return
            if expected != found:
                self._fail(tile, f"entry {number} was changed", expected.hex(), found.hex())
                return

    def _stated(self, tile: Tile) -> Row:
        """A tile file's hashes, Nones where it is missing or of the wrong length."""
        self.files += 1
        try:
            data = (self._folder / tile.path).read_bytes()
        except OSError:
            data = b""
        fits = len(data) == tile.width * HASH_BYTES
        return [*hashes_of(data)] if fits else [None] * tile.width

    def _derived(self, tile: Tile) -> Row:
        """A tile's hashes made from the files one level below it."""
        if tile.level:
            first = tile.index * WIDTH
            rows = (self._quietly(Tile(tile.level - 1, first + n)) for n in range(tile.width))
            return [None if None in row else _root(row) for row in rows]
        try:
            data = (self._folder / Tile(ENTRIES, tile.index, tile.width).path).read_bytes()
            return [*leaf_hashes(unpack(data, tile.width))]
        except (OSError, BadFile):
            return [None] * tile.width

    def _quietly(self, tile: Tile) -> Row:
        row = self._stated(tile)
        self.files -= 1
        return row

    def _tile_fails(self, tile: Tile, expected: str) -> None:
        data = self.file(tile)
        if data is None:
            return
        if len(data) != tile.width * HASH_BYTES:
            expected, found = f"{tile.width * HASH_BYTES} bytes", f"{len(data)} bytes"
        else:
            found = root_of(hashes_of(data)).hex()
        self._fail(tile, "was changed", expected, found)

    def _fail(self, tile: Tile, what: str, expected: str, found: str) -> None:
        self.problems.append(Problem(self.name(tile), what, expected, found))

    def _unsure(self, tile: Tile, why: str) -> None:
        self.problems.append(Problem(self.name(tile), why, "", "", StepResult.NOT_CHECKED))

    def name(self, tile: Tile) -> str:
        """The file as problems name it."""
        return f"{self._folder.name}/{tile.path}"


def agreed(
    stated: Row, derived: Row, fits: Callable[[Sequence[bytes]], bool]
) -> Sequence[bytes] | None:
    """The row that fits, taking at each place what a tile states or what lies below it gives.

    None where no choice fits, or too many places differ to try them all.
    """
    choices = [
        tuple(dict.fromkeys(each for each in pair if each is not None))
        for pair in zip(stated, derived, strict=True)
    ]
    if not all(choices):
        return None
    for whole in ([pair[0] for pair in choices], [pair[-1] for pair in choices]):
        if fits(whole):
            return whole
    if sum(len(pair) > 1 for pair in choices) > _MOST_CHOICES:
        return None
    return next((row for row in product(*choices) if fits(row)), None)


def _root(row: Row) -> bytes:
    return root_of(each for each in row if each is not None)


def _edge_root(size: int, rows: dict[int, Row]) -> bytes:
    top = max(rows, default=-1)
    joined = [b"".join(each or b"" for each in rows.get(n, ())) for n in range(top + 1)]
    return edge_of(size, joined, b"").root
