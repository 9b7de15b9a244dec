"""The tiles as files below the ledger folder. May never be lost; may be copied by anyone."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from walkback import durable
from walkback.errors import RecordDamaged
from walkback.ledger.merkle import HASH_BYTES
from walkback.ledger.tiles import ENTRIES, WIDTH, Tile, levels, superseded, tile_at


class Shelf:
    """Reads, writes and clears tiles and bundles. Changing it needs the record's write lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def name(self, tile: Tile) -> str:
        """The file relative to the record, for messages."""
        return f"{self.folder.name}/{tile.path}"

    def read(self, tile: Tile) -> bytes:
        """Bytes of exactly this tile. Raises ``RecordDamaged``: missing, or too short or long."""
        try:
            data = (self.folder / tile.path).read_bytes()
        except FileNotFoundError:
            raise damaged(self.name(tile), "a file", "none") from None
        if tile.level != ENTRIES and len(data) != tile.width * HASH_BYTES:
            raise damaged(self.name(tile), f"{tile.width * HASH_BYTES} bytes", f"{len(data)} bytes")
        return data

    def write(self, files: Mapping[Tile, bytes]) -> None:
        """Put the tiles; durable when it returns. Raises ``StorageFull``."""
        durable.write_files((self.folder / tile.path, data) for tile, data in files.items())

    def empty(self) -> bool:
        """Whether there is no tile at all."""
        top = self.folder / "tile"
        return not any(files for _, _, files in os.walk(top))

    def clear(self, tiles: Iterable[Tile], size: int) -> None:
        """Take away what stands in the places of ``tiles`` and is not of the tree of ``size``.

        Run before these tiles are written: an append that was cut short may have left others
        of a width that nothing overwrites later.
        """
        for tile in tiles:
            for folder in self._clear(
                tile.level, tile.index, tile_at(tile.level, tile.index, size)
            ):
                # Else a power cut could bring a leftover back beside the tile written next.
                durable.sync_folder(folder)

    def drop_superseded(self, old: int, new: int) -> None:
        """Take away the partial tiles of ``old`` that fuller ones of ``new`` take the place of."""
        for tile in superseded(old, new):
            self._clear(tile.level, tile.index, tile_at(tile.level, tile.index, new))

    def clear_beyond(self, size: int) -> None:
        """Take away superseded partial tiles at the right edge, and what lies beyond it."""
        counts = dict(levels(size))
        level = ENTRIES
        while level <= 0 or level in counts or (self.folder / f"tile/{level}").is_dir():
            first = index = counts.get(level, 0) // WIDTH
            while self._clear(level, index, tile_at(level, index, size)) or index <= first:
                index += 1
            level += 1

    def _clear(self, level: int, index: int, keep: Tile | None) -> list[Path]:
        """Folders in which something was taken away."""
        place = self.folder / Tile(level, index).path
        partial = place.with_name(f"{place.name}.p")
        unwanted = [place.with_name(f".{place.name}.tmp")]
        if keep is None or keep.width < WIDTH:
            unwanted.append(place)
        changed = [place.parent for path in unwanted if _unlink(path)]
        kept = self.folder / keep.path if keep else None
        try:
            names = os.listdir(partial)  # noqa: PTH208 - a third of iterdir's cost, at every append
        except FileNotFoundError:
            return changed
        changed += [partial for name in names if partial / name != kept and _unlink(partial / name)]
        if kept is None or kept.parent != partial:
            partial.rmdir()
            changed = [place.parent]
        return changed


def damaged(subject: str, expected: str, found: str) -> RecordDamaged:
    """The error for a file of the ledger that is not what the checkpoint commits to."""
    return RecordDamaged(
        "a file of the ledger is missing or changed",
        subject=subject,
        expected=expected,
        found=found,
        todo="Run walkback verify on the record, and put the file back from a backup.",
    )


def _unlink(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
