"""What a scene is: a script over one site, poll by poll, and what must be told of it.

    @scene("removed", ends="removed")
    def gone_404(site):
        yield from polls(2)             # two polls of the site as it is
        site.drop()
        yield from polls(4)

``tells`` are all kinds of events that the subject has after its first sight, in order; ``ends``
is its state in the end; ``others`` are events of other addresses. Without these it is a scene of
a statement that stands unchanged. ``watches`` says how the site may be watched in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.weather.play import Script
from tests.weather.server import Answer
from tests.weather.site import Site

EVERY = ("feed", "pages", "alone", "home")
LISTED = ("feed", "pages", "alone")
SCENES: dict[str, "Scene"] = {}


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene and its truth."""

    name: str
    script: Script
    tells: tuple[str, ...] = ()
    ends: str = "present"
    others: tuple[tuple[str, str], ...] = ()
    watches: tuple[str, ...] = EVERY


def scene(
    *tells: str,
    ends: str = "present",
    others: tuple[tuple[str, str], ...] = (),
    watches: tuple[str, ...] = EVERY,
) -> Callable[[Script], Script]:
    """Add a scene under its function's name."""

    def add(script: Script) -> Script:
        put(Scene(script.__name__.replace("_", " "), script, tells, ends, others, watches))
        return script

    return add


def put(made: Scene) -> None:
    """Add a scene."""
    assert made.name not in SCENES, f"two scenes are called {made.name!r}"
    SCENES[made.name] = made


def polls(number: int) -> Iterator[None]:
    """So many polls without a change."""
    for _ in range(number):
        yield


def only(site: Site, answer: Callable[[Site, str], Answer]) -> None:
    """The subject alone answers so."""
    site.pages[site.path()] = answer(site, site.path())
