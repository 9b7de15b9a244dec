"""What X is asked, and what its answers mean together.

A post that is not shown is an entry of ``errors`` under 200, and the entry does not say why: a
deleted post and one of a deleted account are both "not found", a protected and a suspended
author both "not authorised". So the author is asked for too, by number, and where all is well
with him, another post of his.
"""

from collections.abc import Mapping, Sequence

from walkback.model.conversation import Answer, Conversation, Listed, Memory, Post
from walkback.model.exchange import Outcome, OutcomeKind
from walkback.sources.troubles import Failed, Surprise, answered, listed
from walkback.sources.x import places
from walkback.sources.x.asking import API, Problem, Shown, ask, parse
from walkback.sources.x.parse import FIELDS, USER, Told, User, parse_post, parse_user, with_versions

_PAGE = "100"
_FEW = "5"
_NOT_FOUND = "resource-not-found"
_NOT_ALLOWED = "not-authorized-for-resource"


class X:
    """Accounts of X by its API v2, with the operator's own key. ``api``: where it is asked."""

    kind = "x"
    version = "1"
    most = 100

    def __init__(self, api: str = API) -> None:
        self._api = api

    def address(self, text: str) -> str | None:
        """The profile's address of ``@name``, a profile or a post; None for all else."""
        name = places.name_of(text)
        return places.profile(name) if name else None

    def list(self, source: str, memory: Memory) -> Conversation[Listed]:
        """The account, then what it posted since the last list: each post shown counts as read."""
        name = places.name_of(source)
        if name is None:
            return Listed(OutcomeKind.REFUSED, "address", f"no account's address: {source[:80]}")
        return (yield from listed(self._list(name, memory)))

    def look(self, url: str, memory: Memory) -> Conversation[Answer]:
        """One post with all its versions; where it is not shown, what is said of its author."""
        number = places.id_of(url)
        if number is None:
            return Answer(OutcomeKind.REFUSED, "address", f"no post's address: {url[:80]}")
        return (yield from answered(self._look(number, memory)))

    def sweep(self, urls: Sequence[str], memory: Memory) -> Conversation[Mapping[str, Answer]]:
        """Up to a hundred posts for one request; those with several versions are left out."""
        wanted = {number: url for url in urls if (number := places.id_of(url))}
        found: dict[str, Answer] = {}
        try:
            shown = yield from ask(self._api, "/2/tweets", ids=",".join(wanted), **FIELDS)
            for told in _posts(shown):
                if told.id in wanted and told.chain == (told.id,) and not told.withheld:
                    found[wanted[told.id]] = _present(told, told.post, _author(told, shown), memory)
        except (Failed, Surprise):
            return found  # what it did not bring is asked one by one
        return found

    def reads(self, outcome: Outcome) -> int:
        """How many reads an answer costs of the plan: posts and users that it shows as data."""
        try:
            shown = parse(outcome.content) if outcome.status == 200 else None
        except Surprise:
            return 0
        if shown is None or not shown.data:
            return 0
        return len(shown.data) if isinstance(shown.data, list) else 1

    # ---- one post ----

    def _look(self, number: str, memory: Memory) -> Conversation[Answer]:
        shown = yield from ask(self._api, "/2/tweets", ids=number, **FIELDS)
        told = next((one for one in _posts(shown) if one.id == number), None)
        if told is None:
            problem = shown.problem(number)
            if problem is None:
                raise Surprise("neither the post nor an error of it")  # a gap says nothing
            return (yield from self._absent(number, problem, memory))
        if told.author != memory.get("id", told.author):
            raise Surprise(f"the post is of user {told.author}, not {memory['id']}")
        if told.copyright or (told.withheld and _is_notice(told.text)):
            where = ", ".join(told.withheld) or "everywhere"
            said = f"withheld in {where}"
            return _gone("withheld", "active", said)
        author = _author(told, shown)
        if told.chain == (number,):
            return _present(told, told.post, author, memory)
        versions = yield from self._versions(told)
        return _present(told, with_versions(told, versions), author, memory)

    def _versions(self, told: Told) -> Conversation[Sequence[Told]]:
        """All versions of an edited post, oldest first. One that is not shown is a surprise."""
        shown = yield from ask(self._api, "/2/tweets", ids=",".join(told.chain), **FIELDS)
        found = {one.id: one for one in _posts(shown)}
        if set(told.chain) - found.keys():
            raise Surprise("not every version of an edited post was shown")
        return [found[number] for number in told.chain]

    def _absent(self, number: str, problem: Problem, memory: Memory) -> Conversation[Answer]:
        if problem.type not in (_NOT_FOUND, _NOT_ALLOWED):
            return Answer(OutcomeKind.REFUSED, problem.type, problem.words)
        known = memory.get("id")
        if not known:
            return _gone("not-found", "unknown", problem.words)
        user, why = yield from self._user(f"/2/users/{known}")
        if user is None:
            state = _lost(why)
            return _gone("not-found", state, f"{problem.words}; author: {why.words if why else ''}")
        if user.protected:
            return _gone("not-found", "private", f"{problem.words}; author protected")
        if problem.type == _NOT_ALLOWED:
            return _gone("not-found", "unknown", f"{problem.words}; author open")
        return (yield from self._missing(number, user, problem))

    def _missing(self, number: str, user: User, problem: Problem) -> Conversation[Answer]:
        """Not found beside an author in good standing: does the API show any post of his now?"""
        path = f"/2/users/{user.id}/tweets"
        shown = yield from ask(self._api, path, max_results=_FEW, **FIELDS)
        others = {one.id for one in _posts(shown)}
        if number in others:
            return _gone("not-found", "unknown", "not found, and the author's list shows it")
        if others:
            return _gone("missing", "active", problem.words)
        # An account whose only post was deleted shows none either, and so does an API in trouble.
        return _gone("not-found", "active", f"{problem.words}; no post of the author is shown")

    # ---- the account ----

    def _user(self, path: str) -> Conversation[tuple[User | None, Problem | None]]:
        shown = yield from ask(self._api, path, **USER)
        if shown.data is not None:
            return parse_user(shown.data), None
        if not shown.problems:
            raise Surprise("neither a user nor an error")
        return None, shown.problems[0]

    def _list(self, name: str, memory: Memory) -> Conversation[Listed]:
        known = memory.get("id")
        path = f"/2/users/{known}" if known else f"/2/users/by/username/{name}"
        user, why = yield from self._user(path)
        if user is None:
            said = why.words if why else ""
            return Listed(OutcomeKind.RECEIVED, "not-found", account=_lost(why), code=said)
        remembered = {"id": user.id, "name": user.name}
        if user.protected:
            code = "author protected"
            return Listed(OutcomeKind.RECEIVED, account="private", code=code, memory=remembered)
        newest = memory.get("newest")
        since = {"since_id": str(newest)} if newest else {}
        path = f"/2/users/{user.id}/tweets"
        extra = {"max_results": _PAGE, "exclude": "retweets", **since}
        shown = yield from ask(self._api, path, **extra, **FIELDS)
        told = _posts(shown)
        last = max((one.id for one in told), key=int, default=newest)
        return Listed(
            OutcomeKind.RECEIVED,
            posts=tuple(one.post for one in told if not one.repost),
            account="active",
            memory={**remembered, "newest": last},
            notes=_renamed(memory, user),
        )


def _posts(shown: Shown) -> list[Told]:
    data = shown.data if isinstance(shown.data, list) else [shown.data] if shown.data else []
    return [parse_post(one, shown) for one in data]


def _author(told: Told, shown: Shown) -> str:
    users = shown.includes.get("users")
    for one in users if isinstance(users, list) else []:
        if isinstance(one, dict) and one.get("id") == told.author:
            return parse_user(one).name
    return ""


def _present(told: Told, post: Post, name: str, memory: Memory) -> Answer:
    also = places.names_of_post(name, told.chain[0]) if name else ()
    others = {"withheld_in": list(told.withheld)} if told.withheld else {}
    remembered = {} if memory.get("id") else {"id": told.author}
    return Answer(
        OutcomeKind.RECEIVED,
        item="present",
        account="active",
        post=post,
        also=also,
        others=others,
        memory=remembered,
    )


def _gone(item: str, account: str, code: str) -> Answer:
    return Answer(OutcomeKind.GONE, "not-found", item=item, account=account, code=code[:200])


def _lost(why: Problem | None) -> str:
    """The state of an account that is not shown."""
    if why is None:
        return "unknown"
    if why.suspended:
        return "suspended"
    return "gone" if why.type == _NOT_FOUND else "unknown"


def _is_notice(text: str) -> bool:
    """Whether the platform's notice stands where the words were."""
    return not text or "withheld" in text.lower()


def _renamed(memory: Memory, user: User) -> tuple[str, ...]:
    before = memory.get("name")
    if not before or before == user.name:
        return ()
    return (f"the account @{before} is called @{user.name} now",)
