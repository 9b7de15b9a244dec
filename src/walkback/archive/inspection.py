"""Look at one record as its bytes stream by: its kind, and whether it is one whole WARC record."""

import hashlib

from walkback.archive.headers import LARGEST_HEADER, Header, parse_header
from walkback.archive.members import TornError
from walkback.archive.records import RENDERED, label
from walkback.errors import BadInput

_END = b"\r\n\r\n"


class RecordInspector:
    """Feed it a record in pieces, then ask. It holds the header and a few bytes, no block.

    ``feed`` raises ``TornError`` for more than ``most`` bytes. ``size`` is how many there were.
    """

    def __init__(self, most: int | None = None) -> None:
        self.size = 0
        self._most = most
        self._head = bytearray()
        self._header: Header | None = None
        self._left = 0
        self._block = hashlib.sha256()
        self._tail = b""
        self._broken = ""

    def feed(self, piece: bytes) -> None:
        """The next bytes of the record."""
        self.size += len(piece)
        if self._most is not None and self.size > self._most:
            raise TornError("the records unpack to more than they may")
        if self._header:
            self._take(piece)
        elif not self._broken:
            self._head += piece
            self._begin(last=len(self._head) >= LARGEST_HEADER)

    def finish(self) -> None:
        """There are no more bytes."""
        if not self._header and not self._broken:
            self._begin(last=True)

    @property
    def kind(self) -> str:
        """WARC-Type in lower case; empty where the header cannot be read."""
        return self._header.get("warc-type").lower() if self._header else ""

    @property
    def part(self) -> str:
        """``kind``, or ``RENDERED`` where it is a rendered page: what ``payload_index`` asks."""
        uri = self._header.get("warc-target-uri") if self._header else ""
        return RENDERED if self.kind == "resource" and uri.startswith(RENDERED) else self.kind

    def framing(self) -> str:
        """What is wrong with the record's form; empty where it is one whole record."""
        if self._broken:
            return self._broken
        if self._left:
            return f"the block is {self._left} bytes short"
        if self._tail != _END:
            return f"the block is followed by {self._tail[:20]!r}, not by two line ends"
        return ""

    def digest(self) -> str:
        """What is wrong with WARC-Block-Digest; empty where it holds or is no SHA-256."""
        stated = self._header.get("warc-block-digest") if self._header else ""
        if not stated.lower().startswith("sha256:"):
            return ""
        found = label(self._block.digest())
        return "" if stated == found else f"the block's digest is {found}, the header says {stated}"

    def _begin(self, *, last: bool) -> None:
        try:
            header = parse_header(bytes(self._head))
            self._left = header.block_length()
        except BadInput as error:
            self._broken = str(error) if last else ""
            return
        self._header = header
        rest = bytes(self._head[header.size :])
        self._head.clear()
        self._take(rest)

    def _take(self, piece: bytes) -> None:
        block = memoryview(piece)[: self._left]
        self._block.update(block)
        self._left -= len(block)
        if len(block) < len(piece):
            # Enough of what follows to say what is wrong with it.
            self._tail = (self._tail + piece[len(block) :])[:64]
