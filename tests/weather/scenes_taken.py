"""A statement that is gone, on hosts that say so in odd ways, or that stands elsewhere now.

Thought of after the rules were made, to try them on what they were not made for.
"""

import itertools
from collections.abc import Callable, Iterator

from tests.weather.answers import all_404
from tests.weather.scene import LISTED, polls, scene
from tests.weather.server import Answer, page
from tests.weather.site import Site, feed, moved, redesign, words

_numbers = itertools.count(4711)


def _gone(site: Site, missing: Callable[[str], Answer | None]) -> Iterator[None]:
    site.missing = lambda path: None if path == "/robots.txt" else missing(path)
    yield from polls(2)
    site.drop()
    yield from polls(5)


def _says(site: Site, title: str, text: str, status: str = "200 OK") -> bytes:
    return page(site.frame(f"<h1>{title}</h1><p>{text}</p>", title), status=status)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_japanese(site: Site) -> Iterator[None]:
    text = "お探しの頁は見つかりませんでした。住所が変わったか、消された可能性があります。"
    yield from _gone(site, lambda _path: _says(site, "頁がありません", text))


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_arabic(site: Site) -> Iterator[None]:
    text = "الصفحة التي تبحث عنها لم تعد هنا، ربما تغير عنوانها. عد إلى الصفحة الأولى من فضلك."
    yield from _gone(site, lambda _path: _says(site, "لا توجد صفحة", text))


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_georgian_with_a_number_each_time(site: Site) -> Iterator[None]:
    yield from _gone(
        site,
        lambda path: _says(
            site, "გვერდი", f"მისამართზე {path} არაფერია. შემთხვევა {next(_numbers)}."
        ),
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_to_a_search_page_by_redirect(site: Site) -> Iterator[None]:
    """What is missing is searched for: another query each time."""

    def missing(path: str) -> Answer:
        if path.startswith("/search?q="):
            term = path.partition("=")[2]
            return _says(site, "Search", f"Nothing was found for {term}. Try other words.")
        return moved(f"/search?q={path.strip('/').replace('/', '+')}", "302 Found")

    yield from _gone(site, missing)


@scene("removed", ends="removed", watches=LISTED)
def gone_to_a_search_page_in_place(site: Site) -> Iterator[None]:
    """The address is taken for a query, and there are hits for some."""
    hits = {
        "/s/1": "".join(f"<li><a href='/s/{n}'>{words(n).title}</a></li>" for n in (2, 3)),
    }
    yield from _gone(
        site,
        lambda path: page(
            site.frame(
                f"<h1>Search</h1><form><input value='{path}'></form><p>You searched for {path}. "
                f"This is what we have:</p><ul>{hits.get(path, '<li>Nothing.</li>')}</ul>",
                "Search",
            )
        ),
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_and_its_title_among_others(site: Site) -> Iterator[None]:
    """The page for what is missing lists what was read most, the statement's title among it."""
    titles = "".join(f"<li>{words(n).title}</li>" for n in (1, 2, 3))
    yield from _gone(
        site, lambda _path: _says(site, "Oh no", f"Perhaps one of these:</p><ul>{titles}</ul><p>")
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_404_with_its_beginning_on_the_page(site: Site) -> Iterator[None]:
    first = words(1).paragraphs[0]
    yield from _gone(
        site,
        lambda _path: _says(site, "Not here", f"Most read: {first}", status="404 Not Found"),
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_404_with_a_notice_of_its_own(site: Site) -> Iterator[None]:
    notice = (
        "This statement was withdrawn by the office on 4 May. We apologise to the harbour master."
    )
    yield from _gone(
        site,
        lambda path: _says(site, "Withdrawn", notice, "404 Not Found") if path == "/s/1" else None,
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_410_with_a_notice_of_its_own(site: Site) -> Iterator[None]:
    notice = "The member has taken this statement back. A new one will follow."
    yield from _gone(
        site, lambda path: _says(site, "Taken back", notice, "410 Gone") if path == "/s/1" else None
    )


@scene("removed", ends="removed", watches=LISTED)
def gone_slowly_from_one_cache_after_another(site: Site) -> Iterator[None]:
    yield from polls(2)
    said = site.said["/s/1"]
    site.drop()
    for there in (True, False, True, False, False):
        if there:
            site.pages["/s/1"] = page(site.render(site, said))
        else:
            site.pages.clear()
        yield
    yield from polls(4)


@scene("removed", ends="removed", watches=("feed", "pages"))
def gone_by_redirect_to_the_list_of_the_year(site: Site) -> Iterator[None]:
    """A list that is not above it in the address, and that nothing linked to."""
    site.pages["/2026"] = page(
        site.frame("<h1>2026</h1><ul><li>May</li><li>June</li><li>July</li></ul>", "2026")
    )
    site.missing = lambda path: moved("/2026", "302 Found") if path.startswith("/s/") else None
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_with_its_address_as_a_query(site: Site) -> Iterator[None]:
    site.pages["/?gone=%2Fs%2F1"] = _says(site, "Welcome", "This is the page of the member.")
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/?gone=%2Fs%2F1", "302 Found")
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed", "pages"))
def gone_while_the_home_page_wants_consent(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/"] = page("<title>Before you continue</title><p>Accept all cookies.</p>")
    site.drop()
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_while_robots_txt_is_404_too(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/robots.txt"] = all_404(site, "/robots.txt")
    site.drop()
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_in_the_week_of_a_redesign(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = redesign
    yield
    site.drop()
    yield from polls(4)


@scene(
    "moved",
    ends="moved",
    others=(("moved", "/s/2"), ("moved", "/s/3")),
    watches=("feed",),
)
def everything_moves_and_the_old_addresses_are_404(site: Site) -> Iterator[None]:
    """A new system without redirects: the feed names the new addresses."""
    yield from polls(2)
    _move_all(site)
    yield from polls(6)


def _move_all(site: Site) -> None:
    new = []
    for path, said in list(site.said.items()):
        site.pages["/posts" + path] = page(redesign(site, said))
        new.append("/posts" + path)
        del site.said[path]
    site.pages["/feed"] = page(feed(site, new), content_type="application/rss+xml")


@scene("moved", ends="moved", watches=("feed",))
def one_moves_and_its_old_address_is_404(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/archive/wall"] = page(site.render(site, site.said["/s/1"]))
    site.drop()
    site.pages["/feed"] = page(
        feed(site, ["/archive/wall", *site.listed]), content_type="application/rss+xml"
    )
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed",))
def one_of_two_like_pages_is_gone(site: Site) -> Iterator[None]:
    """The same words stood at two addresses all the time: that is no move."""
    site.pages["/print/1"] = page(site.render(site, site.said["/s/1"]))
    site.listed.append("/print/1")
    yield from polls(3)
    site.drop()
    yield from polls(5)


@scene("withheld", "restored", watches=LISTED)
def withheld_and_back(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/s/1"] = page("<p>Withheld.</p>", status="451 Unavailable For Legal Reasons")
    yield from polls(3)
    site.pages.clear()
    yield from polls(4)
