"""One post: proved there or not there, and shown or not.

    sync.getRecord  -> the signed record or its absence, verified            (the account's host)
    repo.getRecord  -> whether the host shows what is there
    the document    -> asked again before anything but "present" is said: the account may have moved
    getRepoStatus   -> how the account is, where the post is not shown

There and not shown is the host's act; not there, under a newer signed revision, is the author's,
or that of somebody with the account's key.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from walkback.errors import VerificationFailed
from walkback.model.conversation import Conversation, Memory
from walkback.model.exchange import OutcomeKind
from walkback.sources.bluesky.addresses import Place, is_tid, tid_time
from walkback.sources.bluesky.identity import Account
from walkback.sources.bluesky.proofs import Proof, prove
from walkback.sources.bluesky.xrpc import Reply, Trouble, query, reply, unexpected

_AHEAD = timedelta(minutes=10)  # a clock may be wrong by so much
_PROOF, _RECORD = "com.atproto.sync.getRecord", "com.atproto.repo.getRecord"
# The host gives no proofs, or says that there is no record without proving it.
_NO_PROOF = ("MethodNotImplemented", "XRPCNotSupported", "RecordNotFound")


@dataclass(frozen=True, slots=True)
class Seen:
    """What the account's host gave of a post.

    ``item`` as in ``Answer``, empty where the account has to be asked first. ``proof`` is verified;
    None where the host has none to give. ``record`` is the signed one, or where there is no proof
    the host's word.
    """

    at: datetime
    item: str
    code: str = ""
    proof: Proof | None = None
    record: dict[str, Any] | None = None


def see(account: Account, place: Place, memory: Memory) -> Conversation[Seen | Trouble]:
    """What the host of ``account`` gives of the post at ``place``; nothing else is asked."""
    named = {"collection": place.collection, "rkey": place.rkey}
    asked = reply((yield query(account.pds, _PROOF, did=account.did, **named)))
    if asked.trouble:
        return asked.trouble
    if asked.data is not None:
        proof = _proof(asked.data, account, place)
        if isinstance(proof, Trouble):
            return proof
        if _is_stale(proof.rev, place, memory, asked.at):
            return Trouble(OutcomeKind.UNREACHABLE, "stale-proof", f"of revision {proof.rev}")
        if proof.record is None:
            return Seen(asked.at, "proved-absent", "", proof)
        seen = Seen(asked.at, "withheld", "", proof, proof.record)
    elif asked.error in _NO_PROOF:
        seen = Seen(asked.at, "not-found", asked.error)
    else:
        return Seen(asked.at, "", asked.error)
    shown = {"repo": account.did, **named}
    return _weighed(seen, reply((yield query(account.pds, _RECORD, **shown))))


def newest(memory: Memory, seen: Seen) -> str:
    """The newest revision that is known to be the account's, to be remembered; empty for none."""
    known = str(memory.get("rev", ""))
    if seen.proof is None or tid_time(seen.proof.rev) > seen.at + _AHEAD:
        # A revision from the future, once remembered, would make every later one a stale one.
        return known
    return max(known, seen.proof.rev)


def _proof(data: bytes, account: Account, place: Place) -> Proof | Trouble:
    try:
        return prove(data, account.did, place.path, account.key)
    except VerificationFailed as error:
        return Trouble(OutcomeKind.UNREACHABLE, "proof", str(error)[:300])


def _weighed(seen: Seen, asked: Reply) -> Seen | Trouble:
    """Whether the host shows the record; ``seen`` is what holds where it does not."""
    if asked.error:
        # Another error than this one is of the whole account, whose state has to explain it.
        item = seen.item if asked.error == "RecordNotFound" else ""
        return replace(seen, at=asked.at, item=item, code=asked.error)
    record = (asked.value or {}).get("value")
    if not isinstance(record, dict):
        return asked.trouble or unexpected("com.atproto.repo.getRecord without a record")
    if seen.proof is None:
        return Seen(asked.at, "present", record=record)
    if (asked.value or {}).get("cid") != seen.proof.cid:
        # Changed between two answers, or shown with other words than were signed.
        return unexpected("the record that is shown is not the one that is signed")
    return replace(seen, at=asked.at, item="present", code="")


def _is_stale(rev: str, place: Place, memory: Memory, at: datetime) -> bool:
    """Whether a proof is of a time that says nothing: before what is known, before the post.

    A host put back from a backup shows the repository as it was, without what came since.
    """
    known = str(memory.get("rev", ""))
    if rev < known:
        return True
    # A post's key is its author's clock: it may be off, and one ahead of time is no measure.
    posted = tid_time(place.rkey) if is_tid(place.rkey) else at
    return tid_time(rev) < posted - _AHEAD and posted <= at
