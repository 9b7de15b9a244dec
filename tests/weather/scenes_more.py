"""Further scenes, thought of after the rules had been repaired by the earlier ones."""

from collections.abc import Iterator

from tests.weather.scene import LISTED, polls, scene
from tests.weather.server import Answer, page
from tests.weather.site import Site, Words, moved, redesign, words


def _held(site: Site, front: object, count: int = 4) -> Iterator[None]:
    yield from polls(2)
    site.front = front  # type: ignore[assignment]
    yield from polls(count)
    site.front = None
    yield from polls(2)


@scene(watches=LISTED)
def a_gateway_says_404_with_its_own_page_to_statements(site: Site) -> Iterator[None]:
    made = page("<h1>no upstream</h1>", status="404 Not Found", server="envoy")
    yield from _held(site, lambda path: made if path.startswith("/s/") else None, 3)


@scene(watches=("feed", "pages"))
def all_statements_lead_to_a_welcome_page(site: Site) -> Iterator[None]:
    """A campaign: whoever comes is shown one page first."""

    def front(path: str) -> Answer | None:
        if path.startswith("/s/"):
            return moved("/campaign", "302 Found")
        if path == "/campaign":
            text = "<h1>Vote on Sunday</h1><p>Five reasons to go and vote in Halder North.</p>"
            return page(site.frame(text, "Vote"))
        return None

    yield from _held(site, front)


@scene(watches=("feed", "pages"))
def all_statements_show_only_their_titles(site: Site) -> Iterator[None]:
    """The database of texts is away, that of titles is not."""
    yield from _held(
        site,
        lambda path: (
            page(site.frame(f"<h1>{site.said[path].title}</h1>", site.said[path].title))
            if path in site.said
            else None
        ),
    )


@scene(watches=("feed", "pages"))
def all_statements_are_filled_with_test_words(site: Site) -> Iterator[None]:
    """A test system is shown by mistake: the same addresses, other words."""
    lorem = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. " * 6

    def front(path: str) -> Answer | None:
        if path not in site.said:
            return None
        title = f"Test article {path[-1]}"
        return page(site.render(site, Words(title, (f"{path[-1]} {lorem}",))))

    yield from _held(site, front)


@scene(watches=LISTED)
def the_page_is_a_file_to_download_for_a_while(site: Site) -> Iterator[None]:
    made = page(b"PK\x03\x04" + b"\0" * 80, content_type="application/zip")
    yield from _held(site, lambda path: made if path == "/s/1" else None)


@scene(watches=LISTED)
def the_words_come_as_json(site: Site) -> Iterator[None]:
    made = page('{"title":"On the harbour wall","body":"..."}', content_type="application/json")
    yield from _held(site, lambda path: made if path == "/s/1" else None)


@scene(watches=("feed", "pages"))
def the_newest_edit_is_rolled_back_everywhere(site: Site) -> Iterator[None]:
    """A backup is put back: the pages of last year, in another design, for a while."""
    old = Words("An older page", ("What stood here a year ago was another page altogether.",))
    yield from _held(site, lambda path: page(redesign(site, old)) if path in site.said else None)


@scene("removed", ends="removed", watches=LISTED)
def gone_404_in_plain_text(site: Site) -> Iterator[None]:
    site.missing = lambda _path: page("404", status="404 Not Found", content_type="text/plain")
    yield from polls(2)
    site.drop()
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_404_without_a_body(site: Site) -> Iterator[None]:
    site.missing = lambda _path: page("", status="404 Not Found")
    yield from polls(2)
    site.drop()
    yield from polls(4)


@scene("edited", watches=LISTED)
def cut_down_to_half_for_good(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).without(1).without(1))
    yield from polls(4)
