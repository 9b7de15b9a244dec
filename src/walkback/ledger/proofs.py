"""The proof of one leaf as a text that stands alone: C2SP tlog-proof v1. Pure.

https://c2sp.org/tlog-proof: a header, ``extra`` (here the leaf's own bytes), ``index``, the audit
path with the leaf's sibling first, an empty line, and the checkpoint as it is.
"""

import base64

from walkback.model.bundle import PROOF_HEADER
from walkback.model.proof import Checkpoint, InclusionProof


def write_proof(entry: bytes, proof: InclusionProof, checkpoint: Checkpoint) -> bytes:
    """The text of a proof that ``entry`` is leaf ``proof.index`` of the checkpoint's tree."""
    lines = [PROOF_HEADER, f"extra {_base64(entry)}", f"index {proof.index}"]
    lines += [_base64(each) for each in proof.hashes]
    return ("\n".join(lines) + "\n\n" + checkpoint.text).encode("utf-8")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
