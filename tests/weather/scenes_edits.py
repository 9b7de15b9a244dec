"""A statement whose words change."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.weather.answers import all_404
from tests.weather.scene import EVERY, LISTED, Scene, only, polls, put, scene
from tests.weather.server import page
from tests.weather.site import Site, Words, redesign, words


def _edit(name: str, change: Callable[[Words], Words], watches: tuple[str, ...] = EVERY) -> None:
    def made(site: Site) -> Iterator[None]:
        yield from polls(2)
        site.say(change(words(1)))
        yield from polls(4)

    put(Scene(f"edit: {name}", made, ("edited",), watches=watches))


_edit("a number", lambda w: w.swap("42 metres", "24 metres"))
_edit("a not", lambda w: w.swap("will pay", "will not pay"))
_edit("a name", lambda w: w.swap("Brandt", "Brand"))
_edit("a title", lambda w: replace(w, title="On the quay"))
_edit("one letter", lambda w: w.swap("Thursday", "Tuesday"))
_edit("a paragraph more", lambda w: w.with_paragraph("The works begin in May and end in October."))
_edit("a paragraph less", lambda w: w.without(2))
_edit("the last paragraph less", lambda w: w.without(3))
_edit(
    "a correction note",
    lambda w: w.with_paragraph("Correction: an earlier version gave the length as 24 metres."),
)
_edit(
    "an update on top",
    lambda w: replace(
        w, paragraphs=("Update: the council has voted for the works.", *w.paragraphs)
    ),
)
_edit("paragraphs in another order", lambda w: replace(w, paragraphs=w.paragraphs[::-1]))
_edit("all but one paragraph", lambda w: replace(w, paragraphs=w.paragraphs[:1]))
_edit("a question mark", lambda w: w.swap("last spring.", "last spring?"))
_edit("capital letters", lambda w: w.swap("must be mended", "MUST be mended"))
_ANEW = (
    "I have asked the county to look into the matter once more before anything is built.",
    "What I said in spring was said in good faith, and on figures that turned out to be old.",
    "Until the new figures are here there will be no works, and nobody should count on them.",
)
_edit("quite other words", lambda _: Words("A word on the works", _ANEW))


@scene()
def other_words_for_one_poll(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield
    site.say(words(1))
    yield from polls(3)


@scene("edited")
def edited_and_back(site: Site) -> Iterator[None]:
    """To and fro is one finding: the return replaces the edit, and every state is kept."""
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield from polls(3)
    site.say(words(1))
    yield from polls(4)


@scene("edited")
def edited_twice_in_haste(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "may pay"))
    yield
    site.say(words(1).swap("will pay", "will not pay"))
    yield from polls(3)


@scene("edited", "edited")
def edited_twice(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "may pay"))
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield from polls(3)


@scene("edited")
def edited_during_an_outage(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.front = lambda _path: page("", status="503 Busy")
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    site.front = None
    yield from polls(3)


@scene("edited")
def edited_with_an_outage_before_the_second_look(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield
    site.front = lambda _path: page("", status="503 Busy")
    yield from polls(3)
    site.front = None
    yield from polls(2)


@scene("edited", "removed", ends="removed", watches=LISTED)
def edited_and_then_gone(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield from polls(2)
    site.drop()
    yield from polls(4)


@scene("edited")
def an_edit_and_a_redesign_at_once(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    site.render = redesign
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def edited_once_and_gone(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield
    site.drop()
    yield from polls(4)


@scene("edited", watches=LISTED)
def an_edit_beside_random_404s(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    for _ in range(2):
        only(site, all_404)
        yield
        site.pages.clear()
        yield
    yield
