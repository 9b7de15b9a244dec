"""A small site of statements whose pages change, vanish, move and return; its own truth.

with Paper() as paper:
    paper.publish("harbour")            # a page, and its entry at the head of the feed
    paper.edit("harbour"); paper.take_down("harbour"); paper.bring_back("harbour")
    paper.url("harbour"), paper.feed    # addresses
"""

from dataclasses import dataclass, replace
from html import escape
from random import Random
from typing import Self

from tests.weather.server import Server, page, path_of

# The settings of a record that watches it: it may be asked, unpaced, and three looks confirm.
QUICK = {
    "WALKBACK_FETCH__ALLOW_NET": '["127.0.0.0/8"]',
    "WALKBACK_FETCH__PACE": "0s",
    "WALKBACK_FETCH__ROBOTS": "ignore",
    "WALKBACK_POLICY__CONFIRM_OVER": "0s",
}

_RSS = "application/rss+xml"
_NOUNS = (
    "harbour ferry school market bridge winter province council report wall lantern orchard "
    "railway budget teacher hospital library lighthouse valley reservoir timetable quarry mill"
)
_VERBS = "mend build close paint fund sell repair widen survey flood rent lease visit open"
_WHEN = (
    "before the winter",
    "after the vote",
    "within two years",
    "by the next session",
    "as soon as the surveyors are done",
    "when the last ferry has left",
)


def sentence(random: Random) -> str:
    """One invented promise of some twenty words."""
    one, other, third = random.sample(_NOUNS.split(), 3)
    verb, crowns = random.choice(_VERBS.split()), random.randrange(2, 9000)
    return (
        f"We will {verb} the {one} and the {other} of Halder for {crowns} crowns "
        f"{random.choice(_WHEN)}, and nobody who lives beside the {third} has to pay for it."
    )


@dataclass(frozen=True, slots=True)
class Page:
    """How a page stands: its words, and what the server says in place of them."""

    name: str
    sentences: tuple[str, ...]
    status: int = 200
    to: str = ""
    listed: bool = True
    edits: int = 0


class Paper:
    """The site of one speaker. What it changes is decided by its own seed."""

    def __init__(self, seed: int = 0, *, host: str = "127.0.0.1") -> None:
        self._random = Random(seed)
        self._server = Server(self._answer, host=host)
        self.pages: dict[str, Page] = {}
        self.down = False

    def __enter__(self) -> Self:
        """Serve until the block is left."""
        self._server.__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        """End serving."""
        self._server.__exit__(*trouble)

    @property
    def feed(self) -> str:
        """The address of the feed that names every page."""
        return self._server.url("/feed.xml")

    @property
    def other_feed(self) -> str:
        """The address of a feed that names every second page."""
        return self._server.url("/other.xml")

    def url(self, name: str) -> str:
        """A page's address."""
        return self._server.url(f"/{name}")

    def publish(self, name: str) -> None:
        """A new page, named by the feed."""
        self.pages[name] = Page(name, tuple(sentence(self._random) for _ in range(4)))

    def edit(self, name: str) -> None:
        """Other words in one sentence."""
        old = self.pages[name]
        place = self._random.randrange(len(old.sentences))
        words = list(old.sentences)
        words[place] = sentence(self._random)
        self.pages[name] = replace(old, sentences=tuple(words), edits=old.edits + 1)

    def take_down(self, name: str, status: int = 404) -> None:
        """The page answers with another status; the feed names it no more."""
        self.pages[name] = replace(self.pages[name], status=status, listed=False)

    def bring_back(self, name: str) -> None:
        """The page is there again, in its last words."""
        self.pages[name] = replace(self.pages[name], status=200, to="", listed=True)

    def move(self, name: str, to: str) -> None:
        """The page's words lie at another address, to which the old one leads."""
        self.pages[to] = replace(self.pages[name], name=to, listed=False)
        self.pages[name] = replace(self.pages[name], status=301, to=to, listed=False)

    def roll_off(self, name: str) -> None:
        """The feed names the page no more; the page stays."""
        self.pages[name] = replace(self.pages[name], listed=False)

    def _answer(self, head: bytes) -> bytes:
        if self.down:
            return page("down for maintenance", status="503 Service Unavailable")
        path = path_of(head)
        if path == "/":
            return page(_html("Home", ["Here stands what the member for Halder North has said."]))
        if path in ("/feed.xml", "/other.xml"):
            return page(self._rss(every=1 + (path == "/other.xml")), content_type=_RSS)
        found = self.pages.get(path.removeprefix("/"))
        status = found.status if found else 404
        if found and status == 200:
            return page(_html(f"On the {found.name}", found.sentences))
        if found and status == 301:
            return page("moved", status="301 Moved Permanently", location=f"/{found.to}")
        return page(_html("Sorry", [f"Nothing to see, says the machine: {status}."]), _line(status))

    def _rss(self, every: int) -> str:
        items = "".join(
            f"<item><title>On the {escape(one.name)}</title><link>{self.url(one.name)}</link>"
            f"<guid>{self.url(one.name)}</guid></item>"
            for one in reversed(list(self.pages.values())[::every])
            if one.listed
        )
        head = f"<title>Statements</title><link>{self.url('')}</link><description>All</description>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


def _html(title: str, sentences: tuple[str, ...] | list[str]) -> str:
    words = "".join(f"<p>{escape(one)}</p>" for one in sentences)
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav><a href='/'>Home</a>"
        f"</nav><main><h1>{title}</h1>{words}</main></body></html>"
    )


def _line(status: int) -> str:
    words = {404: "Not Found", 410: "Gone", 451: "Unavailable For Legal Reasons"}
    return f"{status} {words.get(status, 'Service Unavailable')}"
