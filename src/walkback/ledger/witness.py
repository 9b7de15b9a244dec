"""A witness's mind: C2SP tlog-witness, add-checkpoint. Pure.

    request -> 400 it cannot be read, or its old size is beyond the new one
            -> 404 the origin is none of the logs it knows
            -> 403 no key known for that origin has signed
            -> 409 the old size is not that of the last checkpoint cosigned; says which is
            -> 422 the proof does not hold, or the same size has another root
            -> 200 to be remembered, and then cosigned

The caller remembers before it answers, and asks here and remembers under one lock.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from walkback.errors import BadFile, VerificationFailed
from walkback.ledger.checkpoint import VerifierKey, parse_checkpoint, verify_checkpoint
from walkback.ledger.merkle import EMPTY_ROOT, HASH_BYTES, verify_consistency
from walkback.model.proof import Checkpoint, ConsistencyProof

LONGEST = 64 << 10
SIZE_KIND = "text/x.tlog.size"
TEXT_KIND = "text/plain; charset=utf-8"
_MOST_HASHES = 63
_OLD = re.compile(r"old (0|[1-9]\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Submission:
    """A request taken apart: the size the asker thinks we have, the proof from it, the note."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered. 200 has no body yet: it is the cosignature."""

    status: int
    body: str = ""
    kind: str = TEXT_KIND


def write_submission(proof: ConsistencyProof, checkpoint: Checkpoint) -> bytes:
    """The body of an add-checkpoint request."""
    lines = [f"old {proof.old}", *(base64.b64encode(each).decode("ascii") for each in proof.hashes)]
    return ("\n".join(lines) + "\n\n" + checkpoint.text).encode()


def read_submission(body: bytes) -> Submission:
    """A request's parts. Raises ``BadFile``."""
    head, blank, note = body.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    found = _OLD.fullmatch(lines[0])
    if not found or not blank or len(lines) - 1 > _MOST_HASHES or len(body) > LONGEST:
        raise _unreadable(lines[0][:80])
    hashes = tuple(map(_hash, lines[1:]))
    return Submission(int(found[1]), hashes, parse_checkpoint(note, "the checkpoint"))


def consider(asked: Submission, logs: Sequence[VerifierKey], held: Checkpoint | None) -> Reply:
    """What to answer, with ``held`` the last checkpoint cosigned for this origin."""
    return _unheard(asked, logs) or _unproven(asked, held) or Reply(200)


def _unheard(asked: Submission, logs: Sequence[VerifierKey]) -> Reply | None:
    """Why nothing is looked at: not a log of ours, not by its key, not in order."""
    keys = [key for key in logs if key.name == asked.checkpoint.origin]
    if not keys:
        return Reply(404, "this witness does not know this origin\n")
    if not any(_signed(asked.checkpoint, key) for key in keys):
        return Reply(403, "no key known for this origin has signed the checkpoint\n")
    if asked.old > asked.checkpoint.size:
        return Reply(400, "the old size is beyond the checkpoint's\n")
    return None


def _unproven(asked: Submission, held: Checkpoint | None) -> Reply | None:
    """Why this tree is none that what we hold has grown into."""
    checkpoint = asked.checkpoint
    size, root = (held.size, held.root) if held else (0, EMPTY_ROOT)
    if asked.old != size:
        return Reply(409, f"{size}\n", SIZE_KIND)
    if not checkpoint.size and checkpoint.root != EMPTY_ROOT:
        return Reply(422, "an empty tree with another root\n")
    try:
        proof = ConsistencyProof(asked.old, checkpoint.size, asked.hashes)
        verify_consistency(proof, root, checkpoint.root)
    except VerificationFailed as error:
        return Reply(422, f"{error}\n")
    return None


def _signed(checkpoint: Checkpoint, key: VerifierKey) -> bool:
    try:
        verify_checkpoint(checkpoint, key)
    except VerificationFailed:
        return False
    return True


def _hash(line: str) -> bytes:
    try:
        data = base64.b64decode(line, validate=True)
    except ValueError:
        data = b""
    if len(data) != HASH_BYTES or base64.b64encode(data).decode("ascii") != line:
        raise _unreadable(line[:80])
    return data


def _unreadable(found: str) -> BadFile:
    return BadFile(
        "not an add-checkpoint request",
        subject="request",
        expected="old <size>, at most 63 proof lines, an empty line, a checkpoint",
        found=repr(found),
    )
