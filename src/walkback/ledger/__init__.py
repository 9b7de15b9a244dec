"""Say when we knew it: the append-only Merkle log of commitments.

Each leaf commits to a capture, a roll call, a verdict or a register record without saying what
is in it. Leaves lie in C2SP tiles, their tree's root is signed as a checkpoint, and a second
copy of the checkpoint outside the record makes a restored backup show. ``Ledger.append`` is the
main operation; ``audit`` reads everything again and names each file that is not what it was.
"""

from walkback.ledger.audit import Audit, audit
from walkback.ledger.checkpoint import (
    Signer,
    VerifierKey,
    parse_checkpoint,
    verify_checkpoint,
)
from walkback.ledger.examine import Problem
from walkback.ledger.keys import load_key, load_verifier, make_key, open_key
from walkback.ledger.log import Ledger
from walkback.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from walkback.ledger.tree import Tree, open_tree

__all__ = [
    "Audit",
    "Ledger",
    "Problem",
    "Signer",
    "Tree",
    "VerifierKey",
    "audit",
    "leaf_hash",
    "load_key",
    "load_verifier",
    "make_key",
    "open_key",
    "open_tree",
    "parse_checkpoint",
    "verify_checkpoint",
    "verify_consistency",
    "verify_inclusion",
]
