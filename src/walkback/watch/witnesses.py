"""Ask a witness to cosign our newest checkpoint: C2SP tlog-witness, the log's side.

add-checkpoint -> 200 lines of its key that fit          cosigned
-> 409 with another size                  asked once more, with a proof from it
-> it has seen a tree that ours is none of, and can show our own signature
forked: this is a restored backup
-> anything else                          refused, kept as evidence
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from walkback.errors import BadFile, VerificationFailed
from walkback.fetch.post import Post, Said
from walkback.ledger import VerifierKey, parse_checkpoint, verify_checkpoint
from walkback.ledger.cosignatures import WitnessKey, check_lines
from walkback.ledger.tree import Tree
from walkback.ledger.witness import SIZE_KIND, write_submission
from walkback.model.proof import Checkpoint
from walkback.model.stamped import Cosigned
from walkback.watch.authorities import Refused, drift, heard


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as the settings name it: where it is asked, and the key it must sign with."""

    url: str
    key: WitnessKey


@dataclass(frozen=True, slots=True)
class Lines:
    """Cosignatures that hold."""

    cosigned: tuple[Cosigned, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Forked:
    """A checkpoint signed by our own key that the tree we have is not of."""

    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Ours:
    """What is to be cosigned: the checkpoint, its tree, the key that signs them."""

    checkpoint: Checkpoint
    tree: Tree
    key: VerifierKey


def ask_witness(
    post: Post, witness: Witness, ours: Ours, old: int, clock: Callable[[], datetime]
) -> Lines | Forked | Refused:
    """Its cosignature of our checkpoint, where it last cosigned a tree of ``old`` leaves.

    Never raises for what the witness does.
    """
    said = _submit(post, witness, ours, old)
    size = _size(said)
    if size is not None and size != old and size <= ours.checkpoint.size:
        said = _submit(post, witness, ours, size)
        size = _size(said)
    if said.reason != "ok":
        return Refused(said.told, said.body)
    if said.status == 200:
        return _lines(said, witness, ours, clock())
    if said.status in (409, 422):
        return _seen(post, witness, ours) or Refused(_refusal(said, size), said.body)
    return Refused(_refusal(said, size), said.body)


def _submit(post: Post, witness: Witness, ours: Ours, old: int) -> Said:
    proof = ours.tree.consistency(old, ours.checkpoint.size)
    body = write_submission(proof, ours.checkpoint)
    return heard(post, f"{witness.url.rstrip('/')}/add-checkpoint", body, "text/plain")


def _size(said: Said) -> int | None:
    """The size a 409 tells; None where it tells none."""
    text = said.body.decode("ascii", "replace").removesuffix("\n")
    told = said.reason == "ok" and said.status == 409 and said.kind == SIZE_KIND
    return int(text) if told and text.isdecimal() and len(text) < 19 else None


def _lines(said: Said, witness: Witness, ours: Ours, now: datetime) -> Lines | Refused:
    try:
        found = check_lines(ours.checkpoint, said.body.decode("utf-8"), [witness.key])
    except (BadFile, VerificationFailed, UnicodeDecodeError) as error:
        return Refused(str(error), said.body)
    if not found:
        return Refused(f"no cosignature by the key {witness.key.text}", said.body)
    words = f"cosigned by {witness.key.name}"
    return Lines(tuple(found), "; ".join(filter(None, (words, drift(found[-1].at, now)))))


def _seen(post: Post, witness: Witness, ours: Ours) -> Forked | None:
    """What it holds of our log, where that is signed by us and our tree has not grown from it.

    A witness's word alone stops nothing: only our own signature does.
    """
    digest = sha256(ours.checkpoint.origin.encode()).hexdigest()
    said = post.get(f"{witness.url.rstrip('/')}/{digest}/checkpoint")
    try:
        seen = parse_checkpoint(said.body, witness.url)
        verify_checkpoint(seen, ours.key)
    except (BadFile, VerificationFailed):
        return None
    if seen.size <= ours.checkpoint.size and ours.tree.root_at(seen.size) == seen.root:
        return None
    return Forked(seen)


def _refusal(said: Said, size: int | None) -> str:
    if size is not None:
        return f"it says that it has cosigned {size} leaves, and shows no checkpoint of ours"
    words = " ".join(said.body[:200].decode("utf-8", "replace").split())
    return f"{said.told}: {words}" if words else said.told
