"""All scenes and troubles of ``tests/weather`` side by side, step by step, for one tool.

Every tool gets sites of its own, played by the same scripts: the same bytes at the same step,
but for ports and for what a site counts itself (its visitors).
"""

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.weather.score import Said, Truth, plain
from tests.weather.play import Script
from tests.weather.scene import SCENES
from tests.weather.site import SHORT, Site, Words, words
from tests.weather.troubles import TROUBLES, Trouble

# It would lead a peer, whose guard against private addresses has to be off here, out of this
# machine and to somebody's router.
LEFT_OUT = "redirect to a private address"
SLOW = "slow drip"  # by the byte: a long page takes a minute for whoever waits for it
MOST_HOPS = 5
SCENE_FILES = Path(__file__).parents[2] / "tests" / "weather"


@dataclass(frozen=True, slots=True)
class Part:
    """A script and its truth; ``alone``: the site has no other page that may be watched."""

    name: str
    script: Script
    tells: tuple[str, ...] = ()
    alone: bool = False
    short: bool = False


def parts() -> list[Part]:
    """Every scene once, every trouble of a page and of a site, before and after the first look."""
    for file in sorted(SCENE_FILES.glob("scenes_*.py")):
        importlib.import_module(f"tests.weather.{file.stem}")
    made = [Part(s.name, s.script, s.tells, s.watches == ("alone",)) for s in SCENES.values()]
    for trouble in TROUBLES:
        if trouble.name != LEFT_OUT:
            made += _troubled(trouble)
    return sorted(made, key=lambda part: part.name)


def _troubled(trouble: Trouble) -> Iterator[Part]:
    short = trouble.name.startswith(SLOW)
    for whole in (True,) if trouble.site_only else (True, False):
        where = "whole site" if whole else "one page"
        yield Part(f"{trouble.name}, {where}", trouble.later(whole=whole), short=short)
        # What says something only of a whole site says nothing of one first seen so.
        if not trouble.site_only:
            first = trouble.first(whole=whole)
            yield Part(f"{trouble.name}, {where}, first", first, short=short)


@dataclass(slots=True)
class Actor:
    """One part on its site: ``subject`` is the address of the statement, ``pages`` of all."""

    part: Part
    site: Site
    path: str = ""
    subject: str = ""
    pages: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    script: Iterator[None] = field(default_factory=lambda: iter(()))

    def start(self) -> None:
        """The world at the first check."""
        self.path = self.site.path()
        self.subject = self.site.url(self.path)
        self.script = self.part.script(self.site)
        assert self.goes_on(), f"{self.part.name!r} has no step"
        paths = [self.path] if self.part.alone else list(self.site.said)
        self.pages = [self.site.url(path) for path in paths]

    def goes_on(self) -> bool:
        """One step further, and what is said then; whether there was one."""
        if next(self.script, StopIteration) is StopIteration:
            return False
        self.said.append(words_now(self.site, self.path, removal="removed" in self.part.tells))
        return True

    def truth(self) -> Truth:
        """What was said at each check."""
        return Truth(self.part.name, tuple(self.said), self.part.tells)


class Stage:
    """The actors of one play, on their sites, from entering to leaving."""

    def __init__(self, cast: Sequence[Part]) -> None:
        self.actors = [Actor(part, _site(part, number)) for number, part in enumerate(cast)]

    def __enter__(self) -> Self:
        for actor in self.actors:
            actor.site.open()
            actor.start()
        return self

    def __exit__(self, *_: object) -> None:
        for actor in self.actors:
            actor.site.close()

    def steps(self) -> Iterator[list[Actor]]:
        """At each step those whose scene goes on; what is over stays as it was."""
        running = self.actors
        while running:
            yield running
            running = [actor for actor in running if actor.goes_on()]


def _site(part: Part, number: int) -> Site:
    site = Site(f"127.{60 + number // 250}.{number % 250}.7", bare=part.short)
    subject = Words(SHORT[0], SHORT[1:]) if part.short else words(1)
    site.said = {"/s/1": subject, "/s/2": words(2), "/s/3": words(3)}
    site.listed = list(site.said)
    return site


def words_now(site: Site, path: str, *, removal: bool) -> Said:
    """What its author says there now, whatever stands in front of it; None where nothing.

    In a scene of a ``removal`` a page without a paragraph of the text is gone too: some take
    the text away and leave the page.
    """
    said = site.said.get(path)
    if said is None or (removal and not _serves(site, path, said)):
        return None
    return plain([said.title, *said.paragraphs])


def _serves(site: Site, path: str, said: Words) -> bool:
    """Whether the site's own answer, its redirects followed, has a paragraph of the text."""
    for _ in range(MOST_HOPS):
        answer = site.own(path)
        assert isinstance(answer, bytes), f"{path} of {site.host} is no whole answer"
        head, _, body = answer.decode("utf-8").partition("\r\n\r\n")
        found = [line for line in head.split("\r\n") if line.lower().startswith("location: ")]
        if not found:
            return any(text in body for text in said.paragraphs)
        path = found[0].partition(": ")[2]
    return False
