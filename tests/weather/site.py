"""One invented site with its own loopback address, and all that can happen to it.

    site = Site("127.3.0.9")
    site.drop(1)                        # /s/1 answers as any page that never existed
    site.pages["/s/2"] = moved("/n/2")  # one address, an answer of its own
    site.front = lambda path: page("maintenance", status="503 Service Unavailable")

A site has a home page, a feed, a section page and statements ``/s/1`` to ``/s/3`` in a template
with navigation, a related box and a footer. The subject of a scene is ``/s/1``, or the home page
where the site has nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

from tests.weather.server import Answer, Server, page, path_of

_SAID = {
    1: """
    On the harbour wall

    The harbour wall must be mended before the winter, and the province will pay for every stone
    of it, as I promised to the people of Halder last spring.

    I have read the report of the engineers twice. It says that 42 metres of the wall cannot
    stand another storm, and it says what the mending costs: 3.1 million crowns.

    Nobody who lives by the water will have to leave a house on account of the works. The market
    stays open, and the ferries keep their hours.

    Councillor Brandt and I will stand in the hall on Thursday and answer every question.
    """,
    2: """
    The ferries belong to all

    The ferries of Halder belong to the people who use them, and no ferry will be sold while I
    sit in this office, whatever the auditors may write about it.

    We shall buy a second boat for the islands, and we shall crew it from the islands.

    Whoever says that an island can live without a boat has never waited for one in November.
    """,
    3: """
    A teacher for Ostrey

    The school in Ostrey gets the second teacher that its parents asked us for, from the first
    of August, and the money for that is in the budget that we passed last night.

    I thank the parents who wrote, and those who came all the way to the county hall.
    """,
}
SHORT = (
    "On the bridge",
    "The toll on the Sund bridge will not be raised in this term. You have my word.",
)


@dataclass(frozen=True, slots=True)
class Words:
    """A statement's title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]

    def swap(self, old: str, new: str) -> "Words":
        """With other words in place of some; the old ones must be there."""
        found = replace(
            self,
            title=self.title.replace(old, new),
            paragraphs=tuple(text.replace(old, new) for text in self.paragraphs),
        )
        assert found != self, f"{old!r} is not in {self.title!r}"
        return found

    def with_paragraph(self, text: str) -> "Words":
        """With one more at the end."""
        return replace(self, paragraphs=(*self.paragraphs, text))

    def without(self, number: int) -> "Words":
        """Without one paragraph, counted from 0."""
        kept = [text for at, text in enumerate(self.paragraphs) if at != number]
        return replace(self, paragraphs=tuple(kept))


def words(number: int) -> Words:
    """What statement ``number`` says at first."""
    title, *paragraphs = (" ".join(part.split()) for part in _SAID[number].split("\n\n"))
    return Words(title, tuple(paragraphs))


Front = Callable[[str], Answer | None]
Render = Callable[["Site", Words], str]


def template(site: "Site", said: Words) -> str:
    """A plain page of the site."""
    text = "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in said.paragraphs)
    return site.frame(f"<h1>{escape(said.title, quote=False)}</h1>\n{text}", said.title)


def redesign(site: "Site", said: Words) -> str:
    """The same words in another template of no particular quality."""
    rows = "".join(f"<div class='para'>{text}</div>" for text in said.paragraphs)
    return (
        f"<!doctype html><html><head><title>{site.name} - {said.title}</title></head><body>"
        "<div id='top'><a href='/'>Start</a> <a href='/speeches'>Speeches</a> <a "
        "href='/contact'>Contact"
        "</a></div><div class='wrap'><div class='post'><h2 "
        f"class='title'>{said.title}</h2>{rows}</div>"
        "<div class='sidebar'><h4>Newest</h4><a href='/n/1'>A new boat</a></div></div>"
        "<div id='bottom'>(c) The office</div></body></html>"
    )


@dataclass(slots=True)
class Site:
    """A site as it is now; change it between polls. ``subject`` is the number of the statement
    that the scene is about.
    """

    host: str
    name: str = "Ines Tallow"
    said: dict[str, Words] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    pages: dict[str, Answer | Callable[[bytes], Answer]] = field(default_factory=dict)
    front: Front | None = None
    render: Render = template
    missing: Front | None = None
    asked: int = 0
    server: Server | None = None
    port: int = 0
    bare: bool = False
    today: str = ""
    around: Callable[[str], str] | None = None  # what all pages have in their main part

    def frame(self, main: str, title: str) -> str:
        """``main`` in the site's template."""
        main = self.around(main) if self.around else main
        if self.bare:
            return f"<html><head><title>{title}</title></head><body>{main}</body></html>"
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | '
            f"{self.name}"
            f'</title><link rel="stylesheet" href="/style.css"></head><body><header><a href="/">'
            f'{self.name}</a></header><nav><ul><li><a href="/">Home</a></li><li><a '
            'href="/news">News'
            f'</a></li><li><a href="/about">About</a></li></ul></nav><main>{main}</main><aside><h2>'
            f'Related</h2><ul><li><a href="/s/2">The ferries belong to all</a></li></ul></aside>'
            f'<footer><p>Office of {self.name}, Halder. <a href="/imprint">Imprint</a></p></footer>'
            f"</body></html>"
        )

    # --- its life

    def open(self) -> None:
        """Serve, on the same port as before."""
        self.server = Server(self.answer, host=self.host, port=self.port)
        self.server.__enter__()
        self.port = self.server.port

    def close(self) -> None:
        """Stop: connections are refused from now on."""
        if self.server is not None:
            self.server.__exit__()
            self.server = None

    def url(self, path: str) -> str:
        """An address of this site."""
        return f"http://{self.host}:{self.port}{path}"

    def answer(self, head: bytes) -> Answer:
        """What it says to a request."""
        self.asked += 1
        path = path_of(head)
        if self.front is not None and (found := self.front(path)) is not None:
            return found
        return self.own(path, head)

    def own(self, path: str, head: bytes = b"") -> Answer:
        """What the site itself says, without what stands in front of it."""
        if path in self.pages:
            made = self.pages[path]
            return made(head) if callable(made) else made
        if path in self.said:
            return page(self.render(self, self.said[path]))
        if path in _FIXED:
            return page(_FIXED[path](self))
        if path == "/feed":
            return page(feed(self, self.listed), content_type="application/rss+xml")
        if self.missing is not None and (found := self.missing(path)) is not None:
            return found
        return page(
            self.frame("<h1>Not found</h1><p>There is no such page here.</p>", "Not found"),
            status="404 Not Found",
        )

    # --- what its author does

    def drop(self, number: int = 1) -> None:
        """Take a statement away, from the list too."""
        path = self.path(number)
        self.said.pop(path, None)
        if path in self.listed:
            self.listed.remove(path)

    def say(self, said: Words, number: int = 1) -> None:
        """Publish, or write over."""
        path = self.path(number)
        if path not in self.said and path not in self.listed and path != "/":
            self.listed.insert(0, path)
        self.said[path] = said

    def path(self, number: int = 1) -> str:
        """Where a statement stands: on a site of one page that page is the home page."""
        return "/" if number == 1 and "/" in self.said else f"/s/{number}"


def _home(site: Site) -> str:
    return site.frame(
        "<h1>Welcome</h1><p>This is the page of the member for Halder North. Here you find what "
        "she says in public, when she can be met, and how to write to her office.</p>",
        "Welcome",
    )


def _news(site: Site) -> str:
    rows = "".join(
        f'<li><h2><a href="{path}">{escape(said.title)}</a></h2></li>'
        for path, said in site.said.items()
    )
    return site.frame(f"<h1>News</h1><ul>{rows}</ul>", "News")


def _about(site: Site) -> str:
    return site.frame(
        "<h1>About</h1><p>Born in Ostrey, a welder by trade, in the county council for eleven "
        "years and in the house for six; two children and a dog that everybody knows.</p>",
        "About",
    )


def _imprint(site: Site) -> str:
    return site.frame(
        f"<h1>Imprint</h1><p>Answerable for these pages: {site.name}, Quay 4, Halder.</p>",
        "Imprint",
    )


_FIXED: dict[str, Callable[[Site], str]] = {
    "/": _home,
    "/news": _news,
    "/about": _about,
    "/imprint": _imprint,
}


def feed(site: Site, paths: list[str], *, guid: str = "") -> str:
    """An RSS feed of these statements."""
    items = "".join(
        f"<item><title>{escape(site.said[path].title if path in site.said else path)}</title>"
        f"<link>{site.url(path)}</link><guid>{guid}{site.url(path)}</guid></item>"
        for path in paths
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{site.name}</title>'
        f"<link>{site.url('/')}</link><description>News</description>{items}</channel></rss>"
    )


def moved(to: str, status: str = "301 Moved Permanently") -> bytes:
    """A redirect."""
    return page("", status=status, location=to)
