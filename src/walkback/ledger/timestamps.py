"""Is this timestamp good, of these bytes, for someone who trusts these roots? Pure.

    answer, bytes -> read the token -> its digest is of the bytes -> the nonce is ours
                  -> signature -> certificate for timestamping -> chain, at the token's own time
                  -> valid | valid then, certificate now expired | unknown root | invalid

RFC 3161 with RFC 5816. A good timestamp proves that the bytes existed at that time, and nothing
about whether what they say is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from walkback.errors import BadFile
from walkback.ledger.chains import (
    UNREADABLE,
    Certificate,
    Chain,
    chain_of,
    fingerprint,
    signer_fault,
)
from walkback.ledger.tokens import Token, read_token, signature_fault, signer_of
from walkback.model.stamped import StampAnswer, StampCheck

_AHEAD = timedelta(hours=1)  # that the checking machine's clock may be behind


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose timestamps count. ``roots`` are trusted; ``chain`` only helps to get there."""

    roots: tuple[Certificate, ...]
    chain: tuple[Certificate, ...] = ()


def check_stamp(
    answer: bytes, data: bytes, trust: Trust, at: datetime, *, nonce: int | None = None
) -> StampCheck:
    """How the authority's ``answer`` (the ``.tsr`` bytes) over ``data`` stands at ``at``.

    ``nonce`` is the one of the request, where the answer is fresh. Never raises for what the
    answer holds: what cannot be read is invalid, with the reason.
    """
    try:
        token = read_token(answer)
    except (BadFile, IndexError, ValueError) as error:
        return StampCheck(StampAnswer.INVALID, str(error))
    found = StampCheck(StampAnswer.INVALID, gen_time=token.gen_time, nonce=token.nonce)
    if why := _misfit(token, data, nonce, at):
        return replace(found, reason=why)
    try:
        return _signed(token, found, trust, at)
    except UNREADABLE as error:
        return replace(found, reason=f"one of its certificates cannot be read: {error}")


def _signed(token: Token, found: StampCheck, trust: Trust, at: datetime) -> StampCheck:
    signer = signer_of(token, trust.chain)
    if signer is None:
        return replace(found, reason="the certificate it was signed with is missing")
    found = replace(found, authority=signer.subject.rfc4514_string())
    if why := signature_fault(token, signer) or signer_fault(signer):
        return replace(found, reason=why)
    chain = chain_of(signer, (*token.embedded, *trust.chain), trust.roots, token.gen_time)
    answered, why = _standing(chain, token.gen_time, at)
    root = fingerprint(chain.certificates[-1]) if chain.rooted else ""
    return replace(found, answer=answered, reason=why, ends=chain.ends, root=root)


def _misfit(token: Token, data: bytes, nonce: int | None, at: datetime) -> str:
    """Why the token is not an answer to what was asked; empty where it is."""
    if not token.is_over(data):
        return "it is over other bytes"
    if nonce is not None and token.nonce != nonce:
        return "its nonce is not the one that was asked with"
    if token.gen_time > at + _AHEAD:
        return f"its time {token.gen_time.isoformat()} has not come yet at {at.isoformat()}"
    return ""


def _standing(chain: Chain, gen_time: datetime, at: datetime) -> tuple[StampAnswer, str]:
    if chain.fault:
        return StampAnswer.INVALID, chain.fault
    if not chain.rooted:
        top = chain.certificates[-1].issuer.rfc4514_string()
        return StampAnswer.UNKNOWN_ROOT, f"its chain leads to {top}, no root that was given"
    if at > chain.ends:
        ended = f"valid at {gen_time.isoformat()}, a certificate ended {chain.ends.isoformat()}"
        return StampAnswer.VALID_THEN, ended
    return StampAnswer.VALID, ""


def stamp_chain(answer: bytes, trust: Trust) -> tuple[Certificate, ...]:
    """The certificates from the signer of a stamp up, as far as they are known: to be kept with it.

    Raises ``BadFile`` where the answer cannot be read.
    """
    token = read_token(answer)
    signer = signer_of(token, trust.chain)
    if signer is None:
        return ()
    pool = (*token.embedded, *trust.chain)
    return chain_of(signer, pool, trust.roots, token.gen_time).certificates


def renewed(answer: bytes, data: bytes) -> bytes:
    """The bytes that a renewal stamps: the older answer, then what that one stamped."""
    return answer + data


def check_series(answers: Sequence[bytes], data: bytes, trust: Trust, at: datetime) -> StampCheck:
    """How the oldest of a series of stamps stands, each but the first a renewal of the last.

    A stamp whose certificates have ended is valid all the same where a renewal that is itself
    valid was made before they did. Each renewal is over ``renewed(older answer, what that one
    stamped)``. The answer tells of the oldest; its ``ends`` is the newest's. Where a renewal
    does not hold, the older stamp stands by itself.
    """
    over, checks = data, []
    for answer in answers:
        checks.append(check_stamp(answer, over, trust, at))
        over = renewed(answer, over)
    oldest = checks[0]
    if oldest.answer is not StampAnswer.VALID_THEN:
        return oldest
    for older, newer in pairwise(checks):
        in_time = newer.holds and newer.gen_time and older.ends and newer.gen_time <= older.ends
        if not in_time:
            return oldest
        if newer.answer is StampAnswer.VALID:
            reason = "renewed before its certificates ended"
            return replace(oldest, answer=StampAnswer.VALID, reason=reason, ends=newer.ends)
    return oldest
