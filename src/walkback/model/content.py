"""What a body says once its codings are undone, within bounds.

No HTTP library we measured notices a gzip stream that was cut where Content-Length agrees, nor
caps what 317 bytes of brotli may grow into. Here every layer must show its end marker and no
layer is ever unfolded beyond the limit.
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import brotli
import zstandard
from isal import isal_zlib

from walkback.model.exchange import Exchange

RATIO = 100  # a web page in gzip is 3 to 10 times smaller; 100:1 beyond the floor is a bomb
FLOOR = 1 << 20
_WINDOW = 8 << 20  # zstd window that RFC 9659 lets a server use
_MEMBERS = 100  # each further gzip member copies what is left: many tiny ones are an attack
_STEP = 1 << 20


_ISAL_ERROR = cast("type[Exception]", isal_zlib.error)  # its stubs give an instance

_FIELD = re.compile(
    rb"\n(content-(?:encoding|length)|transfer-encoding)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE
)
_FOLD = re.compile(rb"\r?\n[ \t]+")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


@dataclass(frozen=True, slots=True)
class Content:
    """A body with its codings undone.

    ``defect`` is None where it is provably whole, or not provably cut: ``cut`` it ends early,
    ``too-large`` it would grow beyond the limit, ``coding`` it is not what its headers say.
    ``data`` is then what could be read. ``note`` holds what is odd but harmless.
    """

    data: bytes
    defect: str | None = None
    note: str = ""


class _DefectError(Exception):
    """Ends the decoding of a body; never leaves this module."""

    def __init__(self, defect: str, data: bytes = b"") -> None:
        super().__init__(defect)
        self.defect = defect
        self.data = data


def decode(exchange: Exchange, limit: int) -> Content:
    """The content of an exchange's body; at most ``limit`` bytes, and at most 100 times its own.

    Undoes chunked transfer coding (RFC 9112 7.1) and gzip, deflate, br and zstd codings, stacked
    ones too (RFC 9110 8.4). Never raises for what a server sent.
    """
    try:
        return _decoded(exchange, limit)
    except _DefectError as error:
        return Content(error.data, error.defect)


def _decoded(exchange: Exchange, limit: int) -> Content:
    body = exchange.body
    if exchange.cut:
        raise _DefectError("too-large" if exchange.cut == "length" else "cut", body)
    if exchange.status in (204, 304):
        return Content(b"")  # they have no body, whatever their headers say (RFC 9110 6.4.1)
    transfer, codings, length = _framing(exchange.head)
    if transfer:
        body = _unchunked(body, transfer)
        codings = [*codings, *transfer[:-1]]
    elif length is not None and len(body) != length:
        raise _DefectError("cut" if len(body) < length else "coding", body)
    if len(body) > limit:
        raise _DefectError("too-large", body[:limit])
    if not codings or (not body and (length == 0 or transfer)):
        # Servers label empty bodies gzip; a declared length of nothing is whole.
        note = "" if transfer or length is not None else "its end is only the connection's end"
        return Content(body, note=note)
    return _undone(body, codings, min(limit, max(FLOOR, RATIO * len(body))))


def _framing(head: bytes) -> tuple[list[bytes], list[bytes], int | None]:
    """Transfer codings, content codings, declared length; in the order of the header lines."""
    if b"\n " in head or b"\n\t" in head:
        head = _FOLD.sub(b" ", head)
    transfer: list[bytes] = []
    codings: list[bytes] = []
    lengths: set[bytes] = set()
    for name, value in _FIELD.findall(head):
        items = [item.strip().lower() for item in value.split(b",")]
        kind = name[:9].lower()
        if kind == b"transfer-":
            transfer += [item for item in items if item not in (b"", b"identity")]
        elif name[-1:] in b"hH":
            lengths.update(items)
        else:
            codings += [item for item in items if item not in (b"", b"identity")]
    if not lengths or transfer:
        return transfer, codings, None
    (value, *others) = lengths
    if others or not value.isdigit() or len(value) > 15:
        raise _DefectError("coding")
    return transfer, codings, int(value)


def _unchunked(body: bytes, transfer: list[bytes]) -> bytes:
    if transfer[-1] != b"chunked" or b"chunked" in transfer[:-1]:
        raise _DefectError("coding", body)
    data = bytearray()
    at = 0
    while True:
        end = body.find(b"\n", at, at + 4096)
        if end < 0:
            raise _DefectError("cut" if len(body) - at < 4096 else "coding", bytes(data))
        size = _SIZE.match(body, at, end)
        if not size:
            raise _DefectError("coding", bytes(data))
        at, length = end + 1, int(size[0], 16)
        if not length:
            break
        data += body[at : at + length]
        at += length
        if len(body) < at + 2:
            raise _DefectError("cut", bytes(data))
        if body[at : at + 2] != b"\r\n":
            raise _DefectError("coding", bytes(data))
        at += 2
    _check_trailer(body, at, data)
    return bytes(data)


def _check_trailer(body: bytes, at: int, data: bytearray) -> None:
    # Trailer lines may follow the last chunk; the empty line ends the body (RFC 9112 7.1.2).
    while (end := body.find(b"\n", at)) >= 0:
        if not body[at:end].strip(b"\r"):
            if end + 1 != len(body):
                raise _DefectError("coding", bytes(data))
            return
        at = end + 1
    raise _DefectError("cut", bytes(data))


def _undone(body: bytes, codings: list[bytes], room: int) -> Content:
    if len(codings) > 4:
        raise _DefectError("coding", body)
    notes = []
    for coding in reversed(codings):
        reader = _READERS.get(coding)
        if not reader:
            raise _DefectError("coding", body)
        body, extra = reader(body, room)
        if extra:
            notes.append(f"{extra} bytes after the end of its {coding.decode('ascii')} stream")
    return Content(body, note="; ".join(notes))


def _gunzip(data: bytes, room: int) -> tuple[bytes, int]:
    parts: list[bytes] = []
    for _ in range(_MEMBERS):
        piece, rest = _inflate(data, room, 31, guess=struct.unpack("<I", data[-4:].rjust(4))[0])
        size = len(data) - len(rest)
        # isal checks the CRC; the length field (RFC 1952 2.3.1) it leaves to us.
        if struct.unpack_from("<I", data, size - 4)[0] != len(piece) & 0xFFFFFFFF:
            raise _DefectError("coding", b"".join(parts))
        parts.append(piece)
        room -= len(piece)
        if rest[:2] != b"\x1f\x8b":
            return parts[0] if len(parts) == 1 else b"".join(parts), len(rest)
        data = rest
    raise _DefectError("coding")


def _deflated(data: bytes, room: int) -> tuple[bytes, int]:
    # "deflate" means zlib (RFC 9110 8.4.1.2), yet servers send raw deflate as well.
    if len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0:
        try:
            piece, rest = _inflate(data, room, 15)
        except _DefectError as error:
            if error.defect != "coding":
                raise
        else:
            return piece, len(rest)
    piece, rest = _inflate(data, room, -15)
    return piece, len(rest)


def _inflate(data: bytes, room: int, wbits: int, *, guess: int = 0) -> tuple[bytes, bytes]:
    stream = isal_zlib.decompressobj(wbits)
    most = room + 1
    # A buffer of the size that the trailer gives spares growing it, which takes 3 times as long
    # for a page of markup; where the trailer lies the rest follows.
    first = guess + 1 if 0 < guess < room else most
    try:
        piece: bytes = stream.decompress(data, first)
        if len(piece) == first < most:
            piece += stream.decompress(stream.unconsumed_tail, most - first)
    except _ISAL_ERROR:
        raise _DefectError("coding") from None
    if len(piece) > room:
        raise _DefectError("too-large", piece[:room])
    if not stream.eof:
        raise _DefectError("cut", piece)
    return piece, stream.unused_data


def _unbrotlied(data: bytes, room: int) -> tuple[bytes, int]:
    stream = brotli.Decompressor()

    def pieces() -> Iterator[bytes]:
        piece = stream.process(data, output_buffer_limit=_STEP)
        while piece:
            yield piece
            if stream.is_finished():
                return
            piece = stream.process(b"", output_buffer_limit=_STEP)

    try:
        text = _gathered(pieces(), room)
    except brotli.error:
        raise _DefectError("coding") from None
    if not stream.is_finished():
        raise _DefectError("cut", text)
    return text, 0


def _unzstded(data: bytes, room: int) -> tuple[bytes, int]:
    rest = [data]  # one frame after the other (RFC 8878 3.1)

    def pieces() -> Iterator[bytes]:
        # Four bytes can stand for a block of 128 KiB, so the input goes in small steps.
        while True:
            data = rest[0]
            stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
            for at in range(0, len(data), 128):
                yield stream.decompress(data[at : at + 128])
                if stream.eof:
                    rest[0] = stream.unused_data + data[at + 128 :]
                    break
            else:
                raise _DefectError("cut")
            if not rest[0]:
                return

    try:
        return _gathered(pieces(), room), 0
    except zstandard.ZstdError:
        raise _DefectError("coding") from None


def _gathered(pieces: Iterator[bytes], room: int) -> bytes:
    parts = []
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise _DefectError("too-large")
        parts.append(piece)
    return b"".join(parts)


_Reader = Callable[[bytes, int], tuple[bytes, int]]
_READERS: dict[bytes, _Reader] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _deflated,
    b"br": _unbrotlied,
    b"zstd": _unzstded,
}
