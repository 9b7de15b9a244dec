"""The firehose, ``com.atproto.sync.subscribeRepos``: everybody's commits, as they happen.

A relay sends all accounts' events; of those that are watched the commit is verified, of all others
nothing is read but whose they are. An event is a hint from a relay, which may invent or withhold;
what counts is what the account signed: the commit, and that its tree has no such record any more.

    commit    posts made, changed, deleted; each operation is checked against the signed tree
    sync      the account's repository is in a state that the stream does not tell
    identity  a new handle, key or host
    account   deactivated, deleted, taken down at the host that says so
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import libipld

from walkback.errors import BadInput, VerificationFailed
from walkback.model.conversation import Memory, Pushed
from walkback.model.ids import derived_id
from walkback.model.times import parse_stamp
from walkback.sources.bluesky.accounts import State, told_state
from walkback.sources.bluesky.addresses import POSTS, is_rkey, post_url
from walkback.sources.bluesky.car import Car, broken, read_car
from walkback.sources.bluesky.identity import Account, remembered
from walkback.sources.bluesky.mst import find
from walkback.sources.bluesky.proofs import Commit, read_commit

# The next listing reads the account's document, whatever day it is.
READ_ANEW = {"checked": None}
_WHAT = {"create": "posted", "update": "edited", "delete": "deleted"}


class Firehose:
    """One relay's stream, or one host's. ``sources`` by address, each with its memory.

    An account whose memory is not whole yet is not heard: it has no DID or key to know it by.
    """

    def __init__(self, host: str, sources: Mapping[str, Memory], cursor: str | None = None) -> None:
        self.stream = host
        self.cursor = cursor
        self._watched: dict[str, tuple[str, Account]] = {}
        self._revs: dict[str, str] = {}
        for source, memory in sources.items():
            if account := remembered(memory):
                self._watched[account.did] = (source, account)
        watched = self._watched.values()
        self.heeds = frozenset((source, one.did, one.key.text) for source, one in watched)

    def address(self) -> str:
        """Where to connect, so that what follows the cursor comes."""
        parts = urlsplit(self.stream)
        scheme = "ws" if parts.scheme == "http" else "wss"
        after = f"?cursor={self.cursor}" if self.cursor else ""
        return f"{scheme}://{parts.netloc}/xrpc/com.atproto.sync.subscribeRepos{after}"

    def hear(self, message: bytes) -> tuple[Pushed, ...]:
        """What one frame tells of the watched accounts."""
        try:
            head, body = libipld.decode_dag_cbor_multi(message)
            kind, seq = head.get("t"), body.get("seq")
            did = body.get("repo") or body.get("did")
        except Exception:  # noqa: BLE001 - a frame that is none tells nothing; the next one may
            return ()
        if type(seq) is not int:
            return self._of_the_stream(head, body, message)
        known = self._watched.get(did) if isinstance(did, str) else None
        found: tuple[Pushed, ...] = ()
        if known is not None:
            said = _Said(self.stream, known[0], str(seq), _time(body.get("time")), message)
            found = tuple(self._told(said, kind, body, known[1]))
        self.cursor = str(seq)
        return found

    def _of_the_stream(
        self, head: dict[str, Any], body: dict[str, Any], message: bytes
    ) -> tuple[Pushed, ...]:
        """A frame without a place of its own: the stream cannot go on from where we were."""
        name = body.get("error") if head.get("op") == -1 else body.get("name")
        if name not in ("FutureCursor", "OutdatedCursor"):
            return ()
        place, self.cursor = f"{name} {self.cursor}", None
        self._revs.clear()
        return tuple(
            _Said(self.stream, source, place, None, message).pushed("gap", code=str(name))
            for source, _ in self._watched.values()
        )

    def _told(
        self, said: "_Said", kind: object, body: dict[str, Any], account: Account
    ) -> Iterator[Pushed]:
        if kind == "#commit":
            yield from self._commit(said, body, account)
        elif kind == "#account":
            state = told_state(body.get("active"), body.get("status"))
            if isinstance(state, State):
                yield said.pushed("account", account=state.account, code=state.code)
        elif kind == "#identity":
            yield replace(said.pushed("identity"), memory=READ_ANEW)
        elif kind == "#sync":
            self._revs[account.did] = str(body.get("rev"))
            yield said.pushed("gap", code="sync")

    def _commit(self, said: "_Said", body: dict[str, Any], account: Account) -> Iterator[Pushed]:
        rev, since, known = str(body.get("rev")), body.get("since"), self._revs.get(account.did)
        if known is not None and rev <= known:
            return  # told already, before a reconnection
        self._revs[account.did] = rev
        if (known is not None and since != known) or body.get("tooBig"):
            yield said.pushed("gap", code="since" if known else "tooBig", rev=rev)
        listed = body.get("ops")
        ops = [op for op in listed if _is_post(op)] if isinstance(listed, list) else []
        if not ops:
            return
        bare = all(op["action"] == "delete" for op in ops)
        try:
            car = read_car(body["blocks"])
            commit = read_commit(car, account.did, account.key)
            _check_same(commit, body)
        except (VerificationFailed, KeyError, TypeError) as error:
            doubts = [f"unverified: {error}"[:200]] * len(ops)
        else:
            doubts = [_doubt(car, commit, op) for op in ops]
        for op, doubt in zip(ops, doubts, strict=True):
            told = said.of(account, op, doubt, rev)
            yield told if bare or told.what != "deleted" else replace(told, message=b"")


@dataclass(frozen=True, slots=True)
class _Said:
    """One frame: of which stream, about which source, at which place of the stream."""

    stream: str
    source: str
    place: str
    at: datetime | None
    message: bytes

    def pushed(self, what: str, *, account: str = "", code: str = "", rev: str = "") -> Pushed:
        """What a frame tells of an account."""
        others = {"rev": rev} if rev else {}
        return Pushed(
            derived_id("pushed", self.stream, self.source, self.place, what),
            self.source,
            what,
            self.message,
            at=self.at,
            account=account,
            code=code,
            others=others,
        )

    def of(self, account: Account, op: dict[str, Any], doubt: str, rev: str) -> Pushed:
        """What it tells of a post; a deletion without doubt is one that the account signed."""
        what, rkey = _WHAT[op["action"]], op["path"].partition("/")[2]
        return Pushed(
            derived_id("pushed", self.stream, self.source, self.place, what, rkey),
            self.source,
            what,
            self.message,
            url=post_url(account.did, rkey),
            at=self.at,
            item="tombstone" if what == "deleted" and not doubt else "",
            code=doubt,
            others={"rev": rev, "proof": "none" if doubt else "verified"},
        )


def _is_post(op: object) -> bool:
    if not isinstance(op, dict) or str(op.get("action")) not in _WHAT:
        return False
    collection, _, rkey = str(op.get("path", "")).partition("/")
    return collection == POSTS and is_rkey(rkey)


def _check_same(commit: Commit, body: dict[str, Any]) -> None:
    """The event's own words are not signed: they must be the commit's."""
    if commit.rev != body.get("rev") or commit.cid != body.get("commit"):
        raise broken("an event names another commit than it brings", commit.did)


def _doubt(car: Car, commit: Commit, op: dict[str, Any]) -> str:
    """Why the signed tree does not bear an operation out; empty where it does."""
    try:
        stands = find(car, commit.data, op["path"])
    except VerificationFailed as error:
        return f"unverified: {error}"[:200]
    wanted = None if op["action"] == "delete" else op.get("cid")
    return "" if stands == wanted else "unverified: the signed tree says otherwise"


def _time(value: object) -> datetime | None:
    try:
        return parse_stamp(value) if isinstance(value, str) else None
    except BadInput:
        return None
