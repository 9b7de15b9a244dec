"""What proves that a leaf is in the ledger, and that the ledger only grew."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed tree head: C2SP tlog-checkpoint. ``text`` is the whole signed note."""

    origin: str
    size: int
    root: bytes
    text: str


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """RFC 6962 2.1.1 audit path of leaf ``index`` in a tree of ``size``, leaf's sibling first."""

    index: int
    size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """RFC 6962 2.1.2: the tree of ``old`` leaves is a prefix of the tree of ``size``."""

    old: int
    size: int
    hashes: tuple[bytes, ...]
