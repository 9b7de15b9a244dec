"""A platform as small as one can be, its adapter, and how an adapter is installed for a test.

GET /api/accounts/NAME  -> {"state": "active", "posts": [{"id", "text", ...}, ...]}
GET /api/posts/ID       -> {"id", "text", ...} or 404 {"error": "not-found"}
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from tests.weather.server import Server, page, path_of

from walkback.model.conversation import Answer, Listed, Post, PostPicture
from walkback.model.exchange import OutcomeKind, Request
from walkback.model.source import WatchLine
from walkback.sources import load_adapters

WORDS = "The harbour of Halder will be open again before the winter, whatever the council says."
OTHER = "Nobody in Halder pays for the ferry, and nobody ever will as long as I have a say in it."
THIRD = "The school in Ostvik keeps its teachers; we have found the money for all four of them."


class Tiny:
    """The adapter: ``http://HOST/NAME`` is an account, ``http://HOST/NAME/ID`` a post."""

    kind = "tiny"

    def address(self, text):
        head, _, name = text.rpartition("/")
        return text if head.startswith("http://127.") and name and "/" not in head[7:] else None

    def list(self, source, memory):
        host, _, name = source.rpartition("/")
        outcome = yield Request(f"{host}/api/accounts/{name}")
        said = _said(outcome)
        if said is None:
            return Listed(outcome.kind, *_why(outcome), retry_at=outcome.retry_at)
        posts = tuple(_post(source, one) for one in said.get("posts", ()))
        seen = {"lists": memory.get("lists", 0) + 1}
        state = said["state"]
        return Listed(
            outcome.kind, posts=posts, whole=True, account=state, code=f"state-{state}", memory=seen
        )

    def look(self, url, memory):
        del memory
        source, _, number = url.rpartition("/")
        host, _, name = source.rpartition("/")
        outcome = yield Request(f"{host}/api/posts/{number}")
        said = _said(outcome)
        if said is None:
            return Answer(outcome.kind, *_why(outcome), retry_at=outcome.retry_at)
        if "error" not in said:
            also = (f"{host}/short/{number}",) if said.get("short") else ()
            return Answer(
                outcome.kind,
                item="present",
                account="active",
                post=_post(source, said),
                others={"served": said.get("served", 0)},
                also=also,
            )
        about = yield Request(f"{host}/api/accounts/{name}")
        state = _said(about)
        if state is None:
            return Answer(about.kind, *_why(about), retry_at=about.retry_at)
        return Answer(outcome.kind, item=said["error"], account=state["state"], code="tiny-404")


class Sweeper(Tiny):
    """As ``Tiny``, where many posts can be asked for at once."""

    kind = "sweeper"
    most = 3

    def sweep(self, urls, memory):
        del memory
        host = urls[0].rpartition("/")[0].rpartition("/")[0]
        ids = ",".join(url.rpartition("/")[2] for url in urls)
        outcome = yield Request(f"{host}/api/many/{ids}")
        said = _said(outcome) or {"posts": []}
        source = urls[0].rpartition("/")[0]
        return {
            f"{source}/{one['id']}": Answer(
                OutcomeKind.RECEIVED, item="present", account="active", post=_post(source, one)
            )
            for one in said["posts"]
        }


class Locked(Tiny):
    """As ``Tiny``, for those who have a credential."""

    kind = "locked"

    def list(self, source, memory):
        return (yield from _unlocking(super().list(source, memory)))

    def look(self, url, memory):
        return (yield from _unlocking(super().look(url, memory)))


def _unlocking(conversation):
    outcome = None
    while True:
        try:
            request = conversation.send(outcome)
        except StopIteration as end:
            return end.value
        host = request.url.split("/")[2]
        outcome = yield replace(request, secret=f"locked:{host}")


class Raising(Tiny):
    """As ``Tiny``, but it cannot read a post that says so."""

    kind = "raising"

    def look(self, url, memory):
        answer = yield from super().look(url, memory)
        if answer.post is not None and "unreadable" in answer.post.text:
            raise KeyError("text")
        return answer


def _said(outcome):
    """The JSON of an answer, None where there is none to go by."""
    if outcome.kind not in (OutcomeKind.RECEIVED, OutcomeKind.GONE):
        return None
    try:
        value = json.loads(outcome.content or b"")
    except ValueError:
        return None
    return (
        value
        if isinstance(value, dict) and {"id", "error", "state", "posts"} & set(value)
        else None
    )


def _why(outcome):
    if outcome.kind in (OutcomeKind.RECEIVED, OutcomeKind.GONE):
        return "schema", "not the JSON that was expected"
    return outcome.reason, outcome.detail


def _post(source, said):
    return Post(
        url=f"{source}/{said['id']}",
        text=said["text"],
        published=datetime.fromisoformat(said["at"]) if "at" in said else None,
        pictures=tuple(PostPicture(*one) for one in said.get("pictures", ())),
    )


@dataclass
class World:
    """What the platform says now: ``posts`` by id, and the account's ``state``."""

    posts: dict = field(default_factory=dict)
    state: str = "active"
    hidden: set = field(default_factory=set)  # there, and on no list
    instead: dict = field(default_factory=dict)  # path to whole response
    server: Server = None

    def say(self, number, text, **more):
        self.posts[str(number)] = {"id": str(number), "text": text} | more

    def answer(self, head):
        path = path_of(head)
        for start, response in self.instead.items():
            if path.startswith(start):
                return response
        kind, _, name = path.removeprefix("/api/").partition("/")
        if kind == "accounts":
            gone = self.state in ("gone", "suspended")
            shown = (
                [] if gone else [one for key, one in self.posts.items() if key not in self.hidden]
            )
            return self._json({"state": self.state, "posts": shown[::-1]})
        if kind == "many":
            there = [self.posts[one] for one in name.split(",") if one in self.posts]
            return self._json({"posts": there})
        if name not in self.posts or self.state in ("gone", "suspended"):
            return self._json({"error": "not-found"}, "404 Not Found")
        return self._json(self.posts[name])

    def _json(self, value, status="200 OK"):
        return page(json.dumps(value), status, content_type="application/json")

    def asked(self, start=""):
        return [one.path for one in self.server.seen if one.path.startswith(start)]

    def __enter__(self):
        self.server = Server(self.answer)
        self.server.__enter__()
        return self

    def __exit__(self, *what):
        self.server.__exit__(*what)

    @property
    def account(self):
        return self.server.url("/mira")

    def url(self, number):
        return f"{self.account}/{number}"


def install(folder, monkeypatch, **adapters):
    """Make ``kind="module:class"`` known as a package would: by its metadata on the path."""
    info = folder / "adapters" / "tiny_adapters-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-adapters\nVersion: 1.0\n")
    lines = "".join(f"{kind} = {value}\n" for kind, value in adapters.items())
    (info / "entry_points.txt").write_text(f"[walkback.sources]\n{lines}")
    monkeypatch.syspath_prepend(str(info.parent))
    load_adapters.cache_clear()


class Clock:
    """A clock that a test moves on."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


def watch(record, world, kind="tiny"):
    """Watch the world's account, and look at it once."""
    record.watch([WatchLine(world.account, "Mira Vossberg", kind)])
    return record.poll(everything=True)


def kinds(record):
    """The kinds of all events, by time."""
    return [event.kind for event in record.events()]


def state(record, url):
    """How a statement stands."""
    return record.show(url).state
