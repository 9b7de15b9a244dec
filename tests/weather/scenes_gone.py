"""A statement that is gone, has moved, or comes back."""

from collections.abc import Iterator

from tests.weather.answers import status, whole_answer
from tests.weather.scene import LISTED, only, polls, scene
from tests.weather.server import Pause, page
from tests.weather.site import Site, Words, moved, redesign, words


@scene("moved", ends="moved", watches=LISTED)
def it_moves_for_good(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/archive/wall"] = page(site.render(site, site.said["/s/1"]))
    site.pages["/s/1"] = moved("/archive/wall")
    yield from polls(5)


@scene(
    "moved", ends="moved", others=(("moved", "/s/2"), ("moved", "/s/3")), watches=("feed", "pages")
)
def everything_moves_to_a_new_system(site: Site) -> Iterator[None]:
    yield from polls(2)
    for path, said in list(site.said.items()):
        site.pages["/posts" + path] = page(redesign(site, said))
        site.pages[path] = moved("/posts" + path)
    site.listed = []
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_404(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_404_while_still_listed(site: Site) -> Iterator[None]:
    yield from polls(2)
    del site.said["/s/1"]
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_410(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = page("<title>Gone</title><p>Gone.</p>", status="410 Gone")
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_404_then_410(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    yield from polls(2)
    site.pages["/s/1"] = page("<p>Gone.</p>", status="410 Gone")
    yield from polls(3)


def _soft(site: Site, title: str, text: str) -> None:
    site.missing = lambda _path: page(site.frame(f"<h1>{title}</h1><p>{text}</p>", title))


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_danish(site: Site) -> Iterator[None]:
    _soft(
        site,
        "Siden findes ikke",
        "Den side, du leder efter, er enten flyttet eller slettet. Prøv at søge.",
    )
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_finnish_with_the_path_in_it(site: Site) -> Iterator[None]:
    site.missing = lambda path: page(
        site.frame(
            f"<h1>Sivua ei löydy</h1><p>Osoitteesta {path} ei löytynyt mitään. Palaa etusivulle "
            "ja yritä "
            "uudelleen, tai kirjoita meille, jos uskot tämän olevan virhe.</p>",
            "Sivua ei löydy",
        )
    )
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_and_a_short_word(site: Site) -> Iterator[None]:
    site.missing = lambda _path: page("<html><body><p>Nothing.</p></body></html>")
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_and_news_in_place(site: Site) -> Iterator[None]:
    """Pages that do not exist show the newest statements."""
    site.missing = lambda _path: page(
        site.frame(
            "<h1>Sorry, that is not here</h1><p>But perhaps you like one of these:</p>"
            + "".join(f"<h2>{words(n).title}</h2><p>{words(n).paragraphs[0]}</p>" for n in (2, 3)),
            "Sorry",
        )
    )
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_to_the_home_page(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/", "302 Found")
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_301_to_the_home_page_as_all_that_is_missing(site: Site) -> Iterator[None]:
    site.missing = lambda path: None if path == "/robots.txt" else moved("/")
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_to_the_section(site: Site) -> Iterator[None]:
    site.pages["/s/"] = page(
        site.frame("<h1>Statements</h1><p>All that was said in this term.</p>", "Statements")
    )
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/s/")
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_to_the_error_page(site: Site) -> Iterator[None]:
    site.pages["/oops"] = page(site.frame("<h1>Oops</h1><p>We could not find that.</p>", "Oops"))
    site.missing = lambda path: moved("/oops", "302 Found") if path.startswith("/s/") else None
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_to_a_404(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/404", "302 Found")
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed", "pages"))
def emptied(site: Site) -> Iterator[None]:
    """The template is left, and nothing in it."""
    yield from polls(2)
    site.pages["/s/1"] = page(site.frame("", site.name))
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed", "pages"))
def emptied_but_for_its_title(site: Site) -> Iterator[None]:
    yield from polls(2)
    title = site.said["/s/1"].title
    site.pages["/s/1"] = page(site.frame(f"<h1>{title}</h1>", title))
    yield from polls(5)


@scene("edited", watches=LISTED)
def a_notice_in_place_of_the_text(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(
        Words(
            "Statement withdrawn",
            ("This statement has been withdrawn at the request of the office.",),
        )
    )
    yield from polls(5)


@scene("removed", "restored", watches=LISTED)
def gone_and_back(site: Site) -> Iterator[None]:
    yield from polls(2)
    said = site.said["/s/1"]
    site.drop()
    yield from polls(4)
    site.say(said)
    yield from polls(4)


@scene("removed", "restored", watches=LISTED)
def gone_and_back_with_other_words(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    yield from polls(4)
    site.say(words(1).swap("3.1 million", "5.7 million"))
    yield from polls(4)


@scene("removed", "restored", "removed", ends="removed", watches=LISTED)
def gone_and_back_and_gone(site: Site) -> Iterator[None]:
    yield from polls(2)
    said = site.said["/s/1"]
    site.drop()
    yield from polls(4)
    site.say(said)
    yield from polls(3)
    site.drop()
    yield from polls(4)


@scene("removed", ends="removed", others=(("removed", "/s/2"),), watches=("feed", "pages"))
def two_of_three_gone_in_one_poll(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop(1)
    site.drop(2)
    yield from polls(5)


@scene(
    "removed",
    ends="removed",
    others=(("removed", "/s/2"), ("removed", "/s/3")),
    watches=("feed", "pages"),
)
def all_three_gone_in_one_poll(site: Site) -> Iterator[None]:
    yield from polls(2)
    for number in (1, 2, 3):
        site.drop(number)
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_among_outages(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    for _ in range(3):
        site.front = lambda _path: page("", status="500 Internal Server Error")
        yield
        site.front = None
        yield
    yield


@scene("removed", ends="removed", watches=LISTED)
def gone_during_an_outage(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.front = lambda _path: page("", status="503 Busy")
    yield from polls(2)
    site.drop()
    yield
    site.front = None
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_and_then_the_host_is_down(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    yield from polls(4)
    site.close()
    yield from polls(2)


@scene(watches=("alone",))
def contested_gone_while_the_home_page_is_down(site: Site) -> Iterator[None]:
    """Nobody on this host answers: it is not known to be gone."""
    yield from polls(2)
    site.front = lambda path: (
        page("", status="500 Oops") if path not in ("/s/1", "/robots.txt") else None
    )
    del site.said["/s/1"]
    yield from polls(4)
    site.said["/s/1"] = words(1)
    site.front = None
    yield from polls(2)


@scene("removed", ends="removed", watches=("feed", "pages"))
def gone_while_the_home_page_is_down(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/"] = page("", status="500 Oops")
    site.drop()
    yield from polls(4)


@scene("withheld", ends="withheld", watches=LISTED)
def withheld(site: Site) -> Iterator[None]:
    yield from polls(2)
    only(site, status("451 Unavailable For Legal Reasons"))
    yield from polls(4)


AT_BOTH = (("removed", "/archive/wall"),)


@scene("moved", "removed", ends="removed", others=AT_BOTH, watches=LISTED)
def it_moves_and_is_gone_there(site: Site) -> Iterator[None]:
    """Gone at the new address, and at the old one, which leads there."""
    yield from polls(2)
    site.pages["/archive/wall"] = page(site.render(site, site.said["/s/1"]))
    site.pages["/s/1"] = moved("/archive/wall")
    yield from polls(4)
    del site.pages["/archive/wall"]
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_and_a_title_that_says_so(site: Site) -> Iterator[None]:
    """The server says 404 to what never existed, and 200 to what was taken away."""
    yield from polls(2)
    site.pages["/s/1"] = page(
        site.frame("<h1>Page not found</h1><p>This page is no longer here.</p>", "Page not found")
    )
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_by_redirect_to_the_news(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/news", "302 Found")
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed", "pages"))
def gone_by_redirect_to_another_statement(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.pages["/s/1"] = moved("/s/3")
    yield from polls(5)


@scene("removed", ends="removed", watches=("feed",))
def gone_from_a_site_of_twenty(site: Site) -> Iterator[None]:
    for number in range(4, 21):
        site.said[f"/s/{number}"] = words(1).swap("harbour wall", f"quay {number}")
        site.listed.append(f"/s/{number}")
    yield from polls(2)
    site.drop(1)
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def gone_and_the_server_is_slow(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    site.front = lambda path: [Pause(0.1), whole_answer(site, path)]
    yield from polls(4)


@scene(watches=("section",))
def entries_roll_off_the_section(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/news"] = page(site.frame("<h1>News</h1><p>Nothing new just now.</p>", "News"))
    yield from polls(4)


@scene("removed", ends="removed", watches=("section",))
def gone_from_the_section_and_from_its_address(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.drop()
    yield from polls(4)
