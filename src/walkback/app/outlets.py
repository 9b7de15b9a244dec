"""What programs of others ask of a record: captures by address, and the ledger's own files."""

from contextlib import suppress

from walkback.app.pages import Pages
from walkback.errors import BadAddress, NotFound
from walkback.ledger.merkle import HASH_BYTES
from walkback.ledger.tiles import ENTRIES, Tile, pack, parse_path, tile_at, unpack
from walkback.model.address import normal
from walkback.model.pages import MementosView
from walkback.store.mementos import captures_of

_TRIES = 3  # a partial tile goes when a fuller one takes its place, perhaps between two steps


class Outlets(Pages):
    """The part of the app that answers to programs of others; it changes nothing."""

    def mementos(self, url: str) -> MementosView:
        """The captures of an address that may be shown. Raises ``NotFound``."""
        try:
            plain = normal(url)
        except BadAddress as error:
            raise NotFound(error.what, subject=url[:200]) from None
        with self._record.store.reading() as connection:
            found = captures_of(connection, plain)
        for statement in sorted(found.statements):
            notice = self._release.gate().notice(statement)
            if notice is not None:
                return MementosView(url, (), notice)
        if not found.mementos:
            with suppress(NotFound):
                return MementosView(url, (), self._release.gone(plain).withheld)
            raise NotFound("nothing was captured at this address", subject=url[:200])
        return MementosView(url, found.mementos)

    def ledger_file(self, name: str) -> bytes:
        """``checkpoint``, or a tile or bundle by its path; partial ones of every width there was.

        C2SP tlog-tiles. Raises ``NotFound``.
        """
        if name == "checkpoint":
            return self._record.ledger.checkpoint().text.encode()
        tile = parse_path(name)
        data = self._tile(tile) if tile is not None else None
        if data is None:
            raise NotFound("the ledger has no such file", subject=name[:80])
        return data

    def _tile(self, tile: Tile) -> bytes | None:
        for _ in range(_TRIES):
            there = tile_at(tile.level, tile.index, self._record.ledger.size)
            if there is None or there.width < tile.width:
                break
            with suppress(FileNotFoundError):
                return _cut((self.folder / "ledger" / there.path).read_bytes(), tile)
        return None


def _cut(data: bytes, tile: Tile) -> bytes:
    """The beginning of a tile that has at least its width."""
    if tile.level == ENTRIES:
        return pack(unpack(data, tile.width))
    return data[: tile.width * HASH_BYTES]
