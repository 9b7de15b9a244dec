"""How an account and a post are asked about: the order of the questions, and what they come to.

    list   whose it is -> its newest posts -> once a day its document
    look   whose it is -> signed and shown? -> where not: its document again -> how the account is

Where the answers came from a host that the document no longer names, the new one is asked.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from walkback.errors import BadInput
from walkback.model.conversation import Answer, Conversation, Listed, Memory, Post
from walkback.model.exchange import OutcomeKind
from walkback.model.times import parse_stamp, stamp
from walkback.sources.bluesky.accounts import account_state
from walkback.sources.bluesky.addresses import Place, is_did, place_of, post_url
from walkback.sources.bluesky.identity import (
    Account,
    Hosts,
    confirm,
    find_account,
    find_did,
    remembered,
)
from walkback.sources.bluesky.listing import Shown, list_posts
from walkback.sources.bluesky.looking import Seen, newest, see
from walkback.sources.bluesky.posts import quoted_place, quoted_words, read_post
from walkback.sources.bluesky.xrpc import Reply, Trouble, query, reply, unexpected

_CHECKED = timedelta(days=1)  # how often an account's document is read without need


class Conversing:
    """Conversations with one set of hosts."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts

    def list(self, source: str, memory: Memory) -> Conversation[Listed]:
        """The account's posts, newest first: its replies too, no reposts."""
        place = place_of(source)
        if place is None:
            return Listed(OutcomeKind.REFUSED, "address", f"{source[:200]} is no account")
        known = yield from self._account(place, memory)
        if isinstance(known, Trouble):
            return _not_listed(known)
        shown = yield from list_posts(known, memory)
        if isinstance(shown, Shown):
            return (yield from self._listed(known, shown, memory))
        account = yield from self._again(known)
        if isinstance(account, Trouble):
            return _not_listed(account)
        if not account.is_kept_as(known):
            shown = yield from list_posts(account, memory)
            if isinstance(shown, Shown):
                return (yield from self._listed(account, shown, memory))
        return (yield from self._why_not(account, shown))

    def look(self, url: str, memory: Memory) -> Conversation[Answer]:
        """One post: the signed record or the proof that there is none, and what the host shows."""
        place = place_of(url)
        if place is None or not place.rkey:
            return Answer(OutcomeKind.REFUSED, "address", f"{url[:200]} is no post")
        known = yield from self._account(place, memory)
        if isinstance(known, Trouble):
            return _not_seen(known)
        seen = yield from see(known, place, memory)
        if isinstance(seen, Seen) and seen.item == "present":
            return (yield from self._present(known, place, seen, memory))
        account = yield from self._again(known)
        if isinstance(account, Trouble):
            return _not_seen(account)
        if not account.is_kept_as(known):
            seen = yield from see(account, place, memory)
            if isinstance(seen, Seen) and seen.item == "present":
                return (yield from self._present(account, place, seen, memory))
        return (yield from self._absent(account, place, seen, memory))

    # ---- whose it is, and where ----

    def _account(self, place: Place, memory: Memory) -> Conversation[Account | Trouble]:
        """As remembered, else from handle and document."""
        known = remembered(memory)
        if known and (not is_did(place.who) or place.who == known.did):
            return known
        did = place.who if is_did(place.who) else (yield from find_did(place.who, self._hosts))
        if isinstance(did, Trouble):
            return did
        document = yield from find_account(did, self._hosts)
        if isinstance(document, Trouble):
            return document
        account, claimed = document
        if is_did(place.who):
            return (yield from confirm(account, claimed, self._hosts))
        if claimed == place.who:
            return replace(account, handle=claimed)
        what = f"{place.who} leads to {did}, whose document does not name it"
        return Trouble(OutcomeKind.UNREACHABLE, "handle-unconfirmed", what)

    def _again(self, known: Account) -> Conversation[Account | Trouble]:
        """By the document of now. Its handle waits for the next listing."""
        document = yield from find_account(known.did, self._hosts)
        if isinstance(document, Trouble):
            return document
        return replace(document[0], handle=known.handle)

    # ---- one post ----

    def _present(
        self, account: Account, place: Place, seen: Seen, memory: Memory
    ) -> Conversation[Answer]:
        post = read_post(seen.record, account.did, place.rkey, account.pds)
        if post is None:
            return _not_seen(unexpected(f"{place.path} has no words"), account)
        post = yield from self._with_quoted(post, seen)
        return Answer(
            OutcomeKind.RECEIVED,
            item="present",
            account="active",
            post=post,
            others=_proof(seen),
            also=_also(account, place),
            memory=account.memory() | {"rev": newest(memory, seen)},
        )

    def _absent(
        self, account: Account, place: Place, seen: Seen | Trouble, memory: Memory
    ) -> Conversation[Answer]:
        """Not shown: what is proved of it, and how its account is."""
        if isinstance(seen, Trouble):
            return _not_seen(seen, account)
        state = yield from account_state(account, self._hosts)
        if isinstance(state, Trouble):
            return _not_seen(state, account)
        if state.account == "active" and not seen.item:
            return _not_seen(unexpected(f"{seen.code} of an active account"), account)
        code = state.code or seen.code or seen.item
        return Answer(
            OutcomeKind.GONE,
            reason=code,
            item=seen.item or "not-found",
            account=state.account,
            code=code,
            others=_proof(seen),
            also=_also(account, place),
            memory=account.memory() | {"rev": newest(memory, seen)},
        )

    def _with_quoted(self, post: Post, seen: Seen) -> Conversation[Post]:
        """The post with the words that it quotes. The resolver gives them without a profile."""
        found = quoted_place(seen.record)
        if found is None:
            return post
        place, cid = found
        named = {"repo": place.who, "collection": place.collection, "rkey": place.rkey, "cid": cid}
        asked = reply((yield query(self._hosts.resolver, "com.atproto.repo.getRecord", **named)))
        return replace(post, quoted=quoted_words(asked.value or {}, cid))

    # ---- the account ----

    def _listed(self, account: Account, shown: Shown, memory: Memory) -> Conversation[Listed]:
        """A good listing; once a day the document is read beside it, for a new handle or host."""
        notes: tuple[str, ...] = ()
        kept: dict[str, Any] = {"newest": max(shown.newest, str(memory.get("newest", "")))}
        if _is_due(memory, shown.at):
            document = yield from find_account(account.did, self._hosts)
            if not isinstance(document, Trouble):
                now = yield from confirm(*document, self._hosts)
                notes, account = _changes(account, now), now
                kept["checked"] = stamp(shown.at)
        return Listed(
            OutcomeKind.RECEIVED,
            posts=shown.posts,
            whole=shown.whole,
            account="active",
            memory=account.memory() | kept,
            notes=notes,
        )

    def _why_not(self, account: Account, asked: Reply) -> Conversation[Listed]:
        """No listing: the account's state, where its host says it."""
        if asked.trouble:
            return _not_listed(asked.trouble, account)
        state = yield from account_state(account, self._hosts)
        if isinstance(state, Trouble):
            return _not_listed(state, account)
        if state.account == "active":
            return _not_listed(unexpected(f"no list of records: {asked.error}"), account)
        code, memory = state.code, account.memory()
        return Listed(OutcomeKind.GONE, code, account=state.account, code=code, memory=memory)


def _proof(seen: Seen) -> dict[str, Any]:
    if seen.proof is None:
        return {"proof": "none"}
    found = {"proof": "verified", "rev": seen.proof.rev}
    return found | ({"cid": seen.proof.cid} if seen.proof.cid else {})


def _also(account: Account, place: Place) -> tuple[str, ...]:
    return (post_url(account.handle, place.rkey),) if account.handle else ()


def _not_seen(trouble: Trouble, account: Account | None = None) -> Answer:
    return Answer(
        trouble.kind,
        trouble.reason,
        trouble.detail,
        item="not-found" if trouble.account else "",
        account=trouble.account,
        code=trouble.code,
        retry_at=trouble.retry_at,
        memory=account.memory() if account else {},
    )


def _not_listed(trouble: Trouble, account: Account | None = None) -> Listed:
    return Listed(
        trouble.kind,
        trouble.reason,
        trouble.detail,
        account=trouble.account,
        code=trouble.code,
        retry_at=trouble.retry_at,
        memory=account.memory() if account else {},
    )


def _is_due(memory: Memory, at: datetime) -> bool:
    try:
        return at - parse_stamp(str(memory.get("checked"))) >= _CHECKED
    except BadInput:
        return True


def _changes(before: Account, now: Account) -> tuple[str, ...]:
    """What the operator may want to know: the account is the same one."""
    notes = []
    if before.handle and now.handle != before.handle:
        notes.append(f"its handle was {before.handle} and is now {now.handle or 'unconfirmed'}")
    if now.pds != before.pds:
        notes.append(f"its host was {before.pds} and is now {now.pds}")
    return tuple(notes)
