"""The proof of one leaf as a text that stands alone: C2SP tlog-proof v1. Pure.

https://c2sp.org/tlog-proof: a header, ``extra`` (here the leaf's own bytes), ``index``, the audit
path with the leaf's sibling first, an empty line, and the checkpoint as it is.
"""

import base64

from walkback.errors import VerificationFailed
from walkback.model.bundle import PROOF_HEADER, proof_name
from walkback.model.proof import Checkpoint, InclusionProof


def write_proof(entry: bytes, proof: InclusionProof, checkpoint: Checkpoint) -> bytes:
    """The text of a proof that ``entry`` is leaf ``proof.index`` of the checkpoint's tree."""
    lines = [PROOF_HEADER, f"extra {_base64(entry)}", f"index {proof.index}"]
    lines += [_base64(each) for each in proof.hashes]
    return ("\n".join(lines) + "\n\n" + checkpoint.text).encode("utf-8")


def read_proof(data: bytes, number: int, checkpoint: Checkpoint) -> tuple[bytes, InclusionProof]:
    """The leaf's bytes and the audit path of ``write_proof``; whether it holds is not checked.

    Raises ``VerificationFailed`` where it is none, of another leaf or of another checkpoint.
    """
    subject = proof_name(number)
    head, blank, rest = data.partition(b"\n\n")
    header, extra, index, *hashes = (*head.decode("ascii", "replace").split("\n"), "", "")
    hashes = hashes[:-2]
    if (header, index) != (PROOF_HEADER, f"index {number}") or not blank:
        raise VerificationFailed("is no proof of this leaf", subject=subject, found=repr(head[:60]))
    if rest != checkpoint.text.encode("utf-8"):
        raise VerificationFailed("is of another checkpoint than the bundle's", subject=subject)
    try:
        if not extra.startswith("extra "):
            raise ValueError(extra)  # noqa: TRY301 - one way out for all that is malformed
        entry = _unbase64(extra.removeprefix("extra "))
        path = tuple(_unbase64(each) for each in hashes)
    except ValueError as error:
        raise VerificationFailed(
            "has a line that is not base64", subject=subject, found=ascii(str(error))[:160]
        ) from None
    return entry, InclusionProof(number, checkpoint.size, path)


def _unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if not data or _base64(data) != text:
        raise ValueError(text)
    return data


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
