"""What a Mastodon server is asked, and what its answers mean together.

Its API cannot say "deleted": 404 "Record not found" is deleted, private or never there, and so
for an account. What tells more is asked beside it: the account, its actor (410 permanently
suspended or deleted, 403 suspended for a time), the statuses around the one in question, and the
status as other servers would fetch it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from walkback.model.conversation import Answer, Conversation, Ear, Listed, Memory
from walkback.model.exchange import OutcomeKind
from walkback.sources.mastodon import places
from walkback.sources.mastodon.asking import Server
from walkback.sources.mastodon.parse import (
    Account,
    author_of,
    identity,
    is_own,
    parse_account,
    parse_json,
    parse_status,
)
from walkback.sources.mastodon.streaming import streams
from walkback.sources.troubles import Failed, Surprise, answered, listed

PAGE = 40  # the most that a server gives at once
MOST_PAGES = 5
_NEAR = 5


class Mastodon:
    """Accounts of Mastodon, and of servers that speak its client API."""

    kind = "mastodon"
    version = "1"

    def address(self, text: str) -> str | None:
        """``https://host/@name`` of a handle or a profile's address; None for all else."""
        place = places.account(text)
        return place.profile if place else None

    def list(self, source: str, memory: Memory) -> Conversation[Listed]:
        """The account, then its own statuses, newest first."""
        place = places.account(source)
        if place is None:
            return Listed(OutcomeKind.REFUSED, "address", f"no account's address: {source[:80]}")
        return (yield from listed(_list(Server(place, memory), memory)))

    def look(self, url: str, memory: Memory) -> Conversation[Answer]:
        """One status; where it is not shown, all that says why."""
        place = places.status(url)
        if place is None:
            return Answer(OutcomeKind.REFUSED, "address", f"no status's address: {url[:80]}")
        return (yield from answered(_look(Server(place, memory), memory)))

    def ears(self, sources: Mapping[str, Memory], cursors: Mapping[str, str]) -> Sequence[Ear]:
        """The local streams of the sources' servers; they have no places to go on from."""
        del cursors
        return streams(sources)


# ---- one status ----


def _look(server: Server, memory: Memory) -> Conversation[Answer]:
    place = server.place
    body = yield from server.get(f"/api/v1/statuses/{place.id}")
    if body is None:
        return (yield from _absent(server, memory))
    status = parse_json(body)
    author = author_of(status)
    if identity(status.get("id")) != place.id:
        raise Surprise(f"status {str(status.get('id'))[:40]} was given for {place.id}")
    if memory.get("id", author.id) != author.id:
        raise Surprise(f"the status is of account {author.id}, not {memory['id']}")
    if not is_own(status):
        raise Surprise("the status is a boost, or is not for all to read")
    edits = None
    if status.get("edited_at"):
        history = yield from server.get(f"/api/v1/statuses/{place.id}/history")
        edits = parse_json(history) if history is not None else None
    post = parse_status(status, edits)
    also = tuple({str(status.get("uri") or post.url)} - {post.url})
    return Answer(
        OutcomeKind.RECEIVED,
        item="present",
        account="active",
        post=post,
        also=tuple(url for url in also if url.startswith(("https://", "http://"))),
        memory=server.remember(author),
    )


def _absent(server: Server, memory: Memory) -> Conversation[Answer]:
    """A status that is not shown: how its account is, and whether anything else shows it."""
    account = yield from _account(server, memory)
    if account is None:
        state, code = yield from _lost(server, memory)
    elif account.suspended:
        state, code = "suspended", "404, account suspended"
    elif account.moved_to:
        state, code = "unknown", "404, account moved"
    else:
        return (yield from _hidden(server, account))
    moved = account.moved_to if account else None
    return _gone("not-found", state, code, **({"moved_to": moved} if moved else {}))


def _hidden(server: Server, account: Account) -> Conversation[Answer]:
    """A status that is not shown while its account is there."""
    near = yield from _neighbours(server, account)
    if server.place.id in near:
        return _gone("not-found", "unknown", "404, and its account lists it")
    if not near and account.locked:
        said = "404, account locked, none of its statuses is shown"
        return _gone("not-found", "private", said)
    actor = account.uri or server.place.actor
    found = yield from server.object(f"{actor}/statuses/{server.place.id}")
    if found.shown:
        return _gone("not-found", "unknown", "404, and other servers are given it")
    said = "410 Tombstone" if found.tombstone else "404 Record not found"
    return _gone("unlisted" if near else "not-found", "active", said)


def _gone(item: str, account: str, code: str, **others: Any) -> Answer:
    kind = OutcomeKind.GONE
    return Answer(kind, "not-found", item=item, account=account, code=code, others=others)


def _neighbours(server: Server, account: Account) -> Conversation[set[str]]:
    """Ids of the account's statuses around the one in question, which itself would be among them.

    Ids are numbers on every Mastodon server; where they are not, nothing can be asked around one.
    """
    if not server.place.id.isdecimal():
        return set()
    number = int(server.place.id)
    found: set[str] = set()
    for ask in (f"max_id={number + 1}", f"min_id={number}"):
        path = f"/api/v1/accounts/{account.id}/statuses?limit={_NEAR}&{ask}"
        body = yield from server.get(path)
        listed = parse_json(body) if body is not None else []
        if not isinstance(listed, list):
            raise Surprise("an account's statuses are no list")
        found |= {identity(one.get("id")) for one in listed if isinstance(one, dict)}
    return found


# ---- the account ----


def _account(server: Server, memory: Memory) -> Conversation[Account | None]:
    """The account by its id, or by its name where that is not known yet."""
    known = memory.get("id")
    path = f"/api/v1/accounts/{known}" if known else server.lookup
    body = yield from server.get(path)
    return parse_account(parse_json(body)) if body is not None else None


def _lost(server: Server, memory: Memory) -> Conversation[tuple[str, str]]:
    """An account that its server does not find: what its actor says, and whether the server is
    well. Its state and the platform's words for it.
    """
    actor = yield from server.object(str(memory.get("uri") or server.place.actor))
    if actor.status == 410:
        return "gone", "account 404, actor 410"
    if actor.status == 403:
        return "suspended", "account 404, actor 403"
    if actor.shown:
        return "unknown", "account 404, and other servers are given it"
    instance = yield from server.get("/api/v2/instance")
    if instance is None or not isinstance(parse_json(instance), dict):
        raise Failed(OutcomeKind.UNREACHABLE, "instance", "the server does not say what it is")
    if actor.status != 404:
        return "unknown", f"account 404, actor {actor.status}"
    return "lost", "account 404, actor 404"


# ---- the list ----


def _list(server: Server, memory: Memory) -> Conversation[Listed]:
    account = yield from _account(server, memory)
    if account is None and not memory.get("id"):
        # The handle's host may not be the server's own (example.org for social.example.org).
        moved = yield from server.webfinger()
        account = (yield from _account(server, memory)) if moved else None
    if account is None:
        state, code = yield from _lost(server, memory)
        return Listed(OutcomeKind.GONE, "not-found", account=state, code=code)
    remembered = server.remember(account)
    if account.suspended:
        state, code = "suspended", "account suspended"
        return Listed(OutcomeKind.RECEIVED, account=state, code=code, memory=remembered)
    statuses = yield from _pages(server, account.id, str(memory.get("newest") or ""))
    posts = tuple(parse_status(one) for one in statuses if is_own(one))
    ids = [identity(one.get("id")) for one in statuses]
    newest = max(ids, key=lambda one: (len(one), one)) if ids else memory.get("newest")
    return Listed(
        OutcomeKind.RECEIVED,
        posts=posts,
        whole=True,
        account="active",
        moved_to=account.moved_to,
        memory={**remembered, "newest": newest},
        notes=("the server limits who is shown this account",) if account.limited else (),
    )


def _pages(server: Server, account: str, newest: str) -> Conversation[list[Any]]:
    """Pages of statuses until one is known, the account ends, or enough is enough."""
    found: list[Any] = []
    after = ""
    for _ in range(MOST_PAGES):
        path = f"/api/v1/accounts/{account}/statuses?limit={PAGE}&exclude_reblogs=true{after}"
        body = yield from server.get(path)
        page = parse_json(body) if body is not None else []
        if not isinstance(page, list):
            raise Surprise("an account's statuses are no list")
        if not page:
            break
        found += page
        ids = [identity(one.get("id") if isinstance(one, dict) else None) for one in page]
        if not newest or newest in ids or any(_older(one, newest) for one in ids):
            break  # the first time one page is enough: history is imported, not polled
        after = f"&max_id={ids[-1]}"
    return found


def _older(one: str, other: str) -> bool:
    return (len(one), one) < (len(other), other)
