"""Where the tree lies in files: C2SP tlog-tiles (https://c2sp.org/tlog-tiles). Pure.

A tile holds 256 hashes of one level: level L of the tiles is level 8L of the tree. Bundles of
256 entries lie beside them. The last tile of a level is partial and says how many it holds:
``tile/0/x001/234``, ``tile/0/x001/235.p/17``, ``tile/entries/x001/234``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from walkback.errors import BadFile, BadInput

WIDTH = 256
TILE_BITS = 8
ENTRIES = -1  # the "level" of entry bundles
LARGEST_ENTRY = 65_535  # its length is a uint16

_PATH = re.compile(
    r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Which hashes, or entries, of which level. ``width`` 1 to 256; below 256 it is partial."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Relative path, groups of three digits, all but the last with an x."""
        number = f"{self.index % 1000:03}"
        rest = self.index // 1000
        while rest:
            number, rest = f"x{rest % 1000:03}/{number}", rest // 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{number}{partial}"

    @property
    def full(self) -> "Tile":
        """The full tile in this place."""
        return Tile(self.level, self.index)


def parse_path(path: str) -> Tile | None:
    """The tile of a path in exactly the form that ``Tile.path`` gives, else None."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level = ENTRIES if found[1] == "entries" else int(found[1])
    index = int(found[2].replace("/", "").replace("x", ""))
    tile = Tile(level, index, int(found[3] or WIDTH))
    return tile if tile.path == path else None


def levels(size: int) -> Iterator[tuple[int, int]]:
    """(level, count of hashes) of each tile level of a tree, and of the entries first."""
    if size:
        yield ENTRIES, size
    level = 0
    while size:
        yield level, size
        size >>= TILE_BITS
        level += 1


def last_tiles(size: int) -> list[Tile]:
    """The partial tiles and the partial bundle at the right edge of a tree."""
    return [
        Tile(level, count // WIDTH, count % WIDTH) for level, count in levels(size) if count % WIDTH
    ]


def tile_at(level: int, index: int, size: int) -> Tile | None:
    """The tile in this place in a tree of ``size``, partial at the edge; None beyond it."""
    count = size >> TILE_BITS * max(level, 0)
    width = min(WIDTH, count - index * WIDTH)
    return Tile(level, index, width) if width > 0 else None


def appended(old: int, new: int) -> list[Tile]:
    """The tiles, bundles too, that a tree of ``new`` has and its prefix of ``old`` has not."""
    tiles = []
    for level, count in levels(new):
        before = old >> TILE_BITS * max(level, 0)
        if count > before:
            tiles += [
                Tile(level, index, min(WIDTH, count - index * WIDTH))
                for index in range(before // WIDTH, (count - 1) // WIDTH + 1)
            ]
    return tiles


def superseded(old: int, new: int) -> list[Tile]:
    """The partial tiles of ``old`` that a fuller one takes the place of in ``new``."""
    kept = set(last_tiles(new))
    return [tile for tile in last_tiles(old) if tile not in kept]


def pack(entries: Iterable[bytes]) -> bytes:
    """Entries as a bundle: big-endian uint16 length, then the bytes. Raises ``BadInput``."""
    parts = []
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise BadInput(
                "an entry of the ledger is too long",
                expected=f"at most {LARGEST_ENTRY} bytes",
                found=str(len(entry)),
            )
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def unpack(data: bytes, width: int) -> list[bytes]:
    """The first ``width`` entries of a bundle. Raises ``BadFile`` if it ends before them."""
    entries: list[bytes] = []
    place = 0
    for _ in range(width):
        stop = place + 2 + int.from_bytes(data[place : place + 2], "big")
        if stop > len(data):
            raise BadFile(
                "the bundle ends early",
                subject=f"entry {len(entries)} at offset {place}",
                expected=f"{width} entries",
                found=f"{len(data)} bytes",
            )
        entries.append(data[place + 2 : stop])
        place = stop
    return entries
