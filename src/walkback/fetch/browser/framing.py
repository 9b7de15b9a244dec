"""Messages between the browser's process and ours: JSON, and bytes beside it.

No pickles: what comes out of a process that ran a stranger's scripts is data and nothing else.
"""

import ipaddress
import json
import os
import struct
from collections.abc import Callable, Sequence
from typing import Any

from walkback.model.address import normal
from walkback.model.exchange import Exchange
from walkback.model.times import parse_stamp, stamp

LARGEST = 256 << 20
_CUTS = (None, "length", "time", "disconnect", "unspecified")
_MOST = 1 << 50
_SIZES = struct.Struct("!II")

Message = tuple[dict[str, Any], list[bytes]]


def pack(value: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """A message's bytes."""
    head = json.dumps({"value": value, "sizes": [len(blob) for blob in blobs]}).encode()
    return b"".join([_SIZES.pack(len(head), sum(map(len, blobs))), head, *blobs])


def unpack(data: bytes) -> Message:
    """A message again. Raises ``ValueError`` or ``KeyError`` for what is none."""
    size, _ = _SIZES.unpack_from(data)
    at = _SIZES.size + size
    head = json.loads(data[_SIZES.size : at])
    blobs = []
    for length in head["sizes"]:
        blobs.append(data[at : at + length])
        at += length
    if at != len(data):
        raise ValueError("a message's sizes do not fit")
    return head["value"], blobs


def whole_size(data: bytes) -> int | None:
    """How long the message is that begins here; None where too little of it came."""
    if len(data) < _SIZES.size:
        return None
    head, blobs = _SIZES.unpack_from(data)
    if head + blobs > LARGEST:
        raise ValueError("a message beyond its limit")
    return int(_SIZES.size + head + blobs)


def read_message(file: int) -> Message | None:
    """The next message of a pipe; None where it ended."""
    read: Callable[[int], bytes] = lambda size: os.read(file, min(size, 1 << 20))  # noqa: E731 - one line that is used twice
    data = bytearray()
    while (size := whole_size(bytes(data[:8]))) is None or len(data) < size:
        more = read((size or _SIZES.size) - len(data))
        if not more:
            return None
        data += more
    return unpack(bytes(data))


def write_all(file: int, data: bytes) -> None:
    """Write all of it to a pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def pack_exchange(exchange: Exchange) -> tuple[dict[str, Any], list[bytes]]:
    """An exchange as JSON and its three parts."""
    facts = {
        "url": exchange.url,
        "at": stamp(exchange.at),
        "status": exchange.status,
        "ip": exchange.ip,
        "cut": exchange.cut,
    }
    return facts, [exchange.request_head, exchange.head, exchange.body]


def unpack_exchange(facts: dict[str, Any], parts: Sequence[bytes]) -> Exchange:
    """The exchange again. Raises ``ValueError``, ``BadInput`` where it cannot be one."""
    asked, head, body = parts
    if facts["cut"] not in _CUTS or not 100 <= facts["status"] <= 999:
        raise ValueError("no exchange")
    url, ip = normal(facts["url"]), str(ipaddress.ip_address(facts["ip"]))
    at = parse_stamp(facts["at"])
    return Exchange(url, at, asked, facts["status"], head, body, ip, facts["cut"])


def cleaned(value: Any) -> Any:
    """What a page's scripts may have had a hand in, as JSON that can be kept in canonical form."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return int(value) if abs(value) < _MOST else 0
    if isinstance(value, list):
        return [cleaned(one) for one in value[:100]]
    if isinstance(value, dict):
        return {str(cleaned(name)): cleaned(one) for name, one in list(value.items())[:100]}
    return str(value)[:500].encode("utf-8", "replace").decode("utf-8")
