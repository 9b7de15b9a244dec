"""A month of invented accounts on three platforms: what they do, what breaks, what is so.

Each account's truth is a list of changes by time; each platform's faults are windows and single
answers. Bodies are those of the scripted servers that the tests of the adapters use.
"""

import json
import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from tests.bluesky_host import BlueskyHost
from tests.sources.mastodon.mastodon_server import MastodonServer
from tests.sources.x.x_server import XServer

from walkback.fetch.conclude import conclude, ended
from walkback.fetch.job import Job, Landing, Run
from walkback.model.address import parse_address
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
MONTH = timedelta(days=30)
POSTS = 3
SLIPS, ADDED = 0.1, 0.5  # posts with a word of their own, and with tags or a link behind them
T = TypeVar("T")
HTML = b"<html><body><h1>We will be right back</h1></body></html>"
# Status, further head lines and body of each fault; None: what libcurl would say instead.
FAULTS: dict[str, tuple[int, str, bytes]] = {
    "rate limit": (429, "Retry-After: 900\r\n", b'{"title":"Too Many Requests"}'),
    "rate limit without a time": (429, "", b"slow down"),
    "server error": (500, "", HTML),
    "bad gateway": (502, "", HTML),
    "maintenance": (503, "Retry-After: 3600\r\n", HTML),
    "schema surprise": (200, "", HTML),
    "empty answer": (200, "", b""),
    "other json": (200, "", b'{"status":"ok"}'),
    "a list": (200, "", b"[]"),
    "login expired": (401, "", b'{"title":"Unauthorized"}'),
    "forbidden": (403, "", HTML),
    "a proxy's 404": (404, "", HTML),
    "half an answer": (0, "cut", b""),
    "timeout": (0, "timeout", b""),
    "no name": (0, "dns", b""),
}
_NOUNS = ("harbour", "ferry", "school", "market", "bridge", "winter", "council", "orchard")


@dataclass
class Clock:
    """The simulated time."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        """The instant."""
        return self.now


@dataclass
class Truth:
    """What is so of one post: states by time, the first from its publication."""

    times: list[datetime]
    states: list[str]
    edits: list[datetime] = field(default_factory=list)

    def at(self, when: datetime) -> str:
        """The state at an instant."""
        return self.states[bisect_right(self.times, when) - 1]

    def becomes(self, when: datetime, state: str) -> None:
        """From then on."""
        self.times.append(when)
        self.states.append(state)


@dataclass
class Account:
    """One account: its adapter's kind, its posts with their truth, what is still to happen."""

    kind: str
    source: str
    host: "BlueskyHost | MastodonServer | XServer"
    number: str = ""
    posts: dict[str, Truth] = field(default_factory=dict)
    coming: list[tuple[datetime, str, str]] = field(default_factory=list)
    version: int = 0
    faults: list[tuple[datetime, datetime, str]] = field(default_factory=list)


def words(seed: int, number: int, which: int) -> str:
    """What an account says: its figure's statement, as it is put on that platform.

    The three accounts of a figure say the same three things. All three are of one template, so
    that two of them differ in a few words only.
    """
    dice = random.Random(f"{seed}/{number // 3}/{which}")
    one, other = dice.sample(_NOUNS, 2)
    said = (
        f"We will mend the {one} and the {other} of Halder for {dice.randrange(1000, 99999)} "
        f"crowns before the {dice.choice(('winter', 'vote', 'fair'))}, and nobody pays for it."
    )
    own = random.Random(f"{seed}/{number}/{which}/own")
    if own.random() < SLIPS:
        said = said.replace("nobody pays", "no one pays")
    if own.random() < ADDED:
        said += " https://t.co/aBcD1eFg" if number % 3 == 2 else " #Halder #Ostvik"
    return said


def accounts(count: int, seed: int, clock: Clock) -> list[Account]:
    """The accounts of a month, a third on each platform."""
    dice = random.Random(seed)
    made = [_account(number, seed, clock) for number in range(count)]
    for account in made:
        _plan(account, dice)
        _break(account, dice)
    return made


def _account(number: int, seed: int, clock: Clock) -> Account:
    clock.now = BEGIN - timedelta(days=2)
    if number % 3 == 0:
        sky = BlueskyHost(clock, f"a{number}.example", number)
        account = Account("bluesky", f"https://bsky.app/profile/{sky.repo.did}", sky)
        for which in range(POSTS):
            clock.now += timedelta(minutes=7)
            account.posts[sky.say(words(seed, number, which))] = Truth([clock.now], ["present"])
        return account
    if number % 3 == 1:
        fedi = _quiet(MastodonServer)
        fedi.netloc, fedi.url = f"m{number}.example", f"https://m{number}.example"
        own = fedi.account(f"a{number}")
        account = Account("mastodon", f"{fedi.url}/@a{number}", fedi, own)
        for which in range(POSTS):
            status = fedi.post(own, f"<p>{words(seed, number, which)}</p>")
            account.posts[fedi.statuses[status]["url"]] = Truth([clock.now], ["present"])
        return account
    ex = _quiet(XServer)
    own = ex.user(f"a{number}")
    account = Account("x", f"https://x.com/a{number}", ex, own)
    for which in range(POSTS):
        status = ex.post(own, words(seed, number, which))
        account.posts[f"https://x.com/i/status/{status}"] = Truth([clock.now], ["present"])
    return account


def _quiet(kind: type[T]) -> T:
    """A scripted server that answers without a socket."""
    made = kind.__new__(kind)
    for name in ("accounts", "statuses", "history", "gone_actors", "users", "posts", "state"):
        setattr(made, name, {})
    made.hidden, made.kept, made.token, made.say = set(), [], "", None
    return made


def _plan(account: Account, dice: random.Random) -> None:
    """What happens to an account in the month; to two of five something does."""
    at = BEGIN + dice.random() * (MONTH - timedelta(days=6)) + timedelta(days=2)
    post = dice.choice(list(account.posts))
    happens = dice.choices(
        ("nothing", "delete", "edit", "suspend", "gone", "withhold", "private", "again"),
        (55, 20, 8, 4, 4, 4, 3, 2),
    )[0]
    if happens == "nothing" or (happens == "private" and account.kind != "x"):
        return
    if happens == "withhold" and account.kind == "mastodon":
        return  # a server that hides one status tells nobody
    account.coming = [(at, "suspend" if happens == "again" else happens, post)]
    if happens == "again":
        account.coming.append((at + timedelta(days=3), "reinstate", post))


def _break(account: Account, dice: random.Random) -> None:
    """Windows in which every answer of the account's host is of one fault."""
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5))):
        begin = BEGIN + dice.random() * MONTH
        length = timedelta(hours=dice.choice((1, 3, 8, 24, 72)))
        account.faults.append((begin, begin + length, dice.choice(list(FAULTS))))


def happen(account: Account, now: datetime) -> None:
    """Let everything happen that was to happen until now."""
    while account.coming and account.coming[0][0] <= now:
        at, what, post = account.coming.pop(0)
        account.version += 1
        _HAPPENS[account.kind](account, at, what, post)


def _all_become(account: Account, at: datetime, state: str) -> None:
    for truth in account.posts.values():
        if truth.states[-1] != "removed":
            truth.becomes(at, state)


def _in_sky(account: Account, at: datetime, what: str, post: str) -> None:
    sky = account.host
    assert isinstance(sky, BlueskyHost)  # noqa: S101 - for the type checker
    sky.clock.now, now = at, sky.clock.now
    if what == "delete":
        sky.delete(post)
        account.posts[post].becomes(at, "removed")
    elif what == "edit":
        sky.edit(post, "We will not mend anything, and whoever said so was not us.")
        account.posts[post].edits.append(at)
    elif what == "withhold":
        sky.hidden.add(f"app.bsky.feed.post/{post.rpartition('/')[2]}")
        account.posts[post].becomes(at, "withheld")
    elif what == "reinstate":
        sky.status = None
        _all_become(account, at, "present")
    else:
        sky.status = "RepoTakendown" if what == "suspend" else "RepoDeactivated"
        state = "account-suspended" if what == "suspend" else "account-gone"
        _all_become(account, at, state)
    sky.clock.now = now


def _in_fediverse(account: Account, at: datetime, what: str, post: str) -> None:
    fedi, status = account.host, post.rpartition("/")[2]
    assert isinstance(fedi, MastodonServer)  # noqa: S101 - as above
    own = fedi.accounts.get(account.number)
    if what == "delete":
        del fedi.statuses[status]
        account.posts[post].becomes(at, "removed")
    elif what == "edit":
        fedi.edit(status, "<p>We will not mend anything, and whoever said so was not us.</p>")
        account.posts[post].edits.append(at)
    elif what == "suspend":
        own["suspended"] = True
        fedi.hidden |= set(fedi.statuses)
        _all_become(account, at, "account-suspended")
    elif what == "reinstate":
        own["suspended"] = False
        fedi.hidden.clear()
        _all_become(account, at, "present")
    else:
        fedi.gone_actors[own["username"]] = 410
        del fedi.accounts[account.number]
        fedi.statuses.clear()
        _all_become(account, at, "account-gone")


def _on_x(account: Account, at: datetime, what: str, post: str) -> None:
    ex, status = account.host, post.rpartition("/")[2]
    assert isinstance(ex, XServer)  # noqa: S101 - as above
    if what == "delete":
        ex.state[status] = "resource-not-found"
        account.posts[post].becomes(at, "removed")
    elif what == "edit":
        ex.edit(status, "We will not mend anything, and whoever said so was not us.")
        account.posts[post].edits.append(at)
    elif what == "withhold":
        ex.posts[status]["withheld"] = {"copyright": True, "country_codes": ["XX"]}
        account.posts[post].becomes(at, "withheld")
    elif what == "private":
        ex.users[account.number]["protected"] = True
        ex.state |= dict.fromkeys(_ids(account), "not-authorized-for-resource")
        _all_become(account, at, "account-private")
    elif what == "reinstate":
        ex.state.clear()
        _all_become(account, at, "present")
    else:
        kind = "not-authorized-for-resource" if what == "suspend" else "resource-not-found"
        ex.state |= dict.fromkeys(_ids(account), kind)
        ex.state[account.number] = "suspended" if what == "suspend" else "gone"
        state = "account-suspended" if what == "suspend" else "account-gone"
        _all_become(account, at, state)


def _ids(account: Account) -> list[str]:
    return [post.rpartition("/")[2] for post in account.posts]


_HAPPENS = {"bluesky": _in_sky, "mastodon": _in_fediverse, "x": _on_x}


# --- answers


def fault_of(account: Account, now: datetime) -> str:
    """The fault of the account's host at an instant; empty for none."""
    return next((what for begin, end, what in account.faults if begin <= now < end), "")


def answer(account: Account, request: Request, now: datetime, fault: str = "") -> Outcome:
    """What comes of a request, concluded from bytes as the fetcher concludes."""
    address = parse_address(request.url)
    job = Job(request, Run(), address, None, 0.0, 1 << 24)  # type: ignore[arg-type]
    if fault:
        status, more, body = FAULTS[fault]
        if not status:
            reason = "cut" if more == "cut" else more
            kind = OutcomeKind.INCOMPLETE if more == "cut" else OutcomeKind.UNREACHABLE
            return ended(job, kind, now, reason, fault)
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode()
    else:
        head, body = _said(account, request.url)
    status = int(head[9:12])
    exchange = Exchange(request.url, now, b"", status, head, body, "203.0.113.1")
    found = conclude(job, Landing(exchange), now)
    return found if isinstance(found, Outcome) else ended(job, OutcomeKind.REFUSED, now, "redirect")


def _said(account: Account, url: str) -> tuple[bytes, bytes]:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    host = account.host
    if isinstance(host, BlueskyHost):
        whole = host.respond(target)
        end = whole.index(b"\r\n\r\n") + 4
        return whole[:end], whole[end:]
    status, value = (
        host.answer(target, "") if account.kind == "mastodon" else (200, host.answer(target))
    )
    body = json.dumps(value).encode()
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n".encode(), body
