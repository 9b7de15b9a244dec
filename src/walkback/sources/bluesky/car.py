"""CAR files: blocks by their CID, each hash computed again.

Nothing in here is trusted but SHA-256: a block whose bytes do not have the CID it came under is
an error, so that whoever follows a CID reads what its author signed. CARv1, CIDv1 with SHA-256
(ipld.io/specs/transport/car/carv1; atproto.com/specs/repository).
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import libipld

from walkback.errors import VerificationFailed

MOST = 4096  # blocks; the firehose allows two million bytes, a path needs a dozen blocks
_PREFIXES = {b"\x01\x71\x12\x20", b"\x01\x55\x12\x20"}  # CIDv1, dag-cbor or raw, SHA-256
CID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class Car:
    """The roots, and each block's bytes by its CID (36 bytes)."""

    roots: tuple[bytes, ...]
    blocks: dict[bytes, bytes]

    def node(self, cid: bytes) -> dict[str, Any]:
        """A DAG-CBOR block that is a map. Raises ``VerificationFailed``."""
        data = self.blocks.get(cid)
        if data is None:
            raise broken("a block is not in the CAR file", name(cid))
        value = cbor(data)
        if not isinstance(value, dict):
            raise broken("a block is no map", name(cid), expected="a map")
        return value


def read_car(data: bytes) -> Car:
    """The blocks of a CAR file; all or nothing. Raises ``VerificationFailed``."""
    length, at = _varint(data, 0)
    header = cbor(_cut(data, at, length))
    roots = header.get("roots") if isinstance(header, dict) else None
    if not isinstance(roots, list) or not all(map(is_cid, roots)) or header.get("version") != 1:
        raise broken("bytes are no CAR file", expected="version 1 and a list of roots")
    at += length
    blocks: dict[bytes, bytes] = {}
    while at < len(data):
        length, at = _varint(data, at)
        section = _cut(data, at, length)
        cid, block = section[:CID_LENGTH], section[CID_LENGTH:]
        if cid[:4] not in _PREFIXES or hashlib.sha256(block).digest() != cid[4:]:
            raise broken("a block does not have the hash it came under", cid[:CID_LENGTH].hex())
        blocks[cid] = block
        at += length
        if len(blocks) > MOST:
            raise broken("a CAR file has too many blocks", expected=f"at most {MOST}")
    return Car(tuple(roots), blocks)


def cbor(data: bytes) -> Any:
    """One DAG-CBOR value; CIDs come as bytes. Raises ``VerificationFailed``."""
    try:
        return libipld.decode_dag_cbor(data)
    except Exception as error:  # noqa: BLE001 - whatever the decoder says, the bytes are no value
        raise broken("bytes are no DAG-CBOR", found=str(error)[:80]) from None


def cid_of(block: bytes) -> bytes:
    """The CID of a DAG-CBOR block."""
    return b"\x01\x71\x12\x20" + hashlib.sha256(block).digest()


def is_cid(value: object) -> bool:
    """Whether a decoded value is a CID of a kind that repositories use."""
    return isinstance(value, bytes) and len(value) == CID_LENGTH and value[:4] in _PREFIXES


def name(cid: bytes) -> str:
    """A CID in its usual writing."""
    return str(libipld.encode_cid(cid)) if is_cid(cid) else cid.hex()


def broken(
    what: str, subject: str = "", *, expected: str = "", found: str = ""
) -> VerificationFailed:
    """The error of a proof that does not hold."""
    return VerificationFailed(what, subject=subject, expected=expected, found=found)


def _cut(data: bytes, at: int, length: int) -> bytes:
    if not 0 < length <= len(data) - at:
        raise broken("a CAR file ends early", f"offset {at}")
    return data[at : at + length]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 63, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise broken("a CAR file ends early", f"offset {at}")
