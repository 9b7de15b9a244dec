"""Ask a timestamp authority for a stamp. What it answers is believed only where it checks.

RFC 3161 over HTTP (3.4): POST of a query with a fresh nonce. Everything else than a good stamp
of exactly these bytes comes back as ``Refused``, with the bytes, to be kept as evidence.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rfc3161_client import TimestampRequestBuilder
from rfc3161_client.base import HashAlgorithm

from walkback.fetch.post import Post, Said
from walkback.ledger.chains import pem_of
from walkback.ledger.timestamps import Trust, check_stamp, stamp_chain
from walkback.model.stamped import StampAnswer, StampCheck

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
_TRIES = 2  # at once; after that the next round tries again
_DRIFT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamp that holds, or would if its root were known."""

    query: bytes
    answer: bytes
    chain: bytes
    check: StampCheck
    detail: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What came was nothing, or was not believed. ``answer`` are its bytes."""

    why: str
    answer: bytes = b""


def ask_authority(
    post: Post, url: str, data: bytes, trust: Trust, now: datetime
) -> Stamped | Refused:
    """A stamp of ``data``. Never raises for what the authority does."""
    request = (
        TimestampRequestBuilder()
        .data(data)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    said = heard(post, url, request.as_bytes(), QUERY)
    if said.reason != "ok" or said.status != 200:
        return Refused(said.told, said.body)
    check = check_stamp(said.body, data, trust, now, nonce=request.nonce)
    if not check.holds and check.answer is not StampAnswer.UNKNOWN_ROOT:
        return Refused(check.reason, said.body)
    chain = pem_of(stamp_chain(said.body, trust))
    return Stamped(request.as_bytes(), said.body, chain, check, _words(check, now))


def heard(post: Post, url: str, body: bytes, kind: str) -> Said:
    """The answer; asked once more where none came."""
    said = Said("reset")
    for _ in range(_TRIES):
        said = post.post(url, body, kind)
        if said.reason in ("ok", "guard", "too-large") and said.status < 500:
            break
    return said


def drift(other: datetime | None, now: datetime) -> str:
    """How far somebody else's clock is from ours, in words; empty where it does not matter."""
    if other is None or abs(other - now) < _DRIFT:
        return ""
    way = "behind" if other > now else "ahead"
    return f"this machine's clock is {abs(other - now)} {way} of theirs"


def _words(check: StampCheck, now: datetime) -> str:
    what = "stamped" if check.holds else f"stamped, and {check.reason}"
    return "; ".join(filter(None, (f"{what} by {check.authority}", drift(check.gen_time, now))))
