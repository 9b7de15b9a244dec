"""Scenes: what happens to a statement, poll by poll, and what must be told of it.

Each scene is a generator over its site (see ``play``); ``scene`` says what is true of it:
``tells`` are all kinds of events the subject must have after its first sight, in order; ``ends``
is its state in the end; ``others`` are events of other addresses. A scene without these is one
of a statement that stands unchanged.
"""

import gzip
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.weather.play import Scene
from tests.weather.server import CLOSE, Step, page
from tests.weather.site import Site, Words, feed, moved, template, words
from tests.weather.troubles import all_404, home_new, status, whole_answer

ALL: list["Told"] = []
EVERY = ("feed", "pages", "alone", "home")


@dataclass(frozen=True, slots=True)
class Told:
    """A scene and its truth."""

    name: str
    scene: Scene
    tells: tuple[str, ...] = ()
    ends: str = "present"
    others: tuple[tuple[str, str], ...] = ()
    watches: tuple[str, ...] = EVERY
    kind: str = "present"


def scene(
    *tells: str,
    ends: str = "present",
    others: tuple[tuple[str, str], ...] = (),
    watches: tuple[str, ...] = EVERY,
) -> Callable[[Scene], Scene]:
    """Add a scene under its function's name."""

    def add(made: Scene) -> Scene:
        name = made.__name__.replace("_", " ")
        kind = "gone" if "removed" in tells else "edited" if "edited" in tells else "present"
        ALL.append(Told(name, made, tells, ends, others, watches, kind))
        return made

    return add


def polls(number: int) -> Iterator[None]:
    """So many polls without a change."""
    for _ in range(number):
        yield


def only(site: Site, answer: Callable[[Site, str], object]) -> None:
    """The subject alone answers so."""
    site.pages[site.path()] = answer(site, site.path())


LISTED = ("feed", "pages", "alone")

# --- a statement that stands


@scene()
def nothing_happens(site: Site) -> Iterator[None]:
    yield from polls(5)


@scene()
def one_404_in_between(site: Site) -> Iterator[None]:
    yield from polls(2)
    only(site, all_404)
    yield
    site.pages.clear()
    yield from polls(3)


@scene()
def a_404_that_comes_and_goes(site: Site) -> Iterator[None]:
    yield
    for _ in range(4):
        only(site, all_404)
        yield
        site.pages.clear()
        yield


@scene()
def two_404_in_a_row_twice(site: Site) -> Iterator[None]:
    yield
    for _ in range(2):
        only(site, all_404)
        yield from polls(2)
        site.pages.clear()
        yield


@scene()
def a_404_between_outages(site: Site) -> Iterator[None]:
    yield
    for _ in range(3):
        site.front = lambda _path: page("", status="503 Busy")
        yield
        site.front = None
        only(site, all_404)
        yield
        site.pages.clear()
        yield


@scene()
def every_other_request_is_404(site: Site) -> Iterator[None]:
    count = itertools.count()
    real = site.path()

    def front(path: str) -> bytes | None:
        if path != real or next(count) % 2:
            return None
        return all_404(site, path)

    yield
    site.front = front
    yield from polls(8)


@scene()
def the_host_is_down_for_a_while(site: Site) -> Iterator[None]:
    yield
    site.close()
    yield from polls(5)
    site.open()
    yield from polls(2)


@scene()
def the_host_is_down_at_first(site: Site) -> Iterator[None]:
    site.close()
    yield from polls(2)
    site.open()
    yield from polls(3)


def _redesign(site: Site, said: Words) -> str:
    rows = "".join(f"<div class='para'>{text}</div>" for text in said.paragraphs)
    return (
        f"<!doctype html><html><head><title>{site.name} - {said.title}</title></head><body>"
        "<div id='top'><a href='/'>Start</a> <a href='/speeches'>Speeches</a> <a href='/contact'>Contact"
        f"</a></div><div class='wrap'><div class='post'><h2 class='title'>{said.title}</h2>{rows}</div>"
        "<div class='sidebar'><h4>Newest</h4><a href='/n/1'>A new boat</a></div></div>"
        "<div id='bottom'>(c) The office</div></body></html>"
    )


@scene()
def a_redesign_with_the_same_words(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = _redesign
    yield from polls(4)


@scene()
def a_new_navigation(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        "<li><a href=\"/about\">About</a></li>",
        '<li><a href="/about">Who I am</a></li><li><a href="/join">Join us</a></li><li><a href="/shop">Shop</a></li>',
    )
    yield from polls(4)


@scene()
def a_new_footer_and_site_name(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.name = "Ines Tallow, MP"
    yield from polls(4)


def _noisy(site: Site, said: Words) -> str:
    at = next(_ticks)
    rows = [f"<p>{text}</p>" for text in said.paragraphs]
    rows.insert(1, f"<div class='ad'><p>Only today: {at % 7 + 3} boats for the price of one!</p></div>")
    return site.frame(
        f"<h1>{said.title}</h1><p class='meta'>Updated {at % 50 + 2} minutes ago</p>{''.join(rows)}"
        f"<p>{at * 3} views</p><div class='related'><h3>Related</h3><ul><li><a href='/s/{at}'>Story {at}"
        f"</a></li></ul></div><form><input type='hidden' name='csrf' value='{at:x}'></form>",
        said.title,
    )


_ticks = itertools.count(100)


@scene()
def counters_ads_nonces_and_clocks_at_each_load(site: Site) -> Iterator[None]:
    site.render = _noisy
    yield from polls(8)


@scene()
def a_sentence_with_a_counter_at_each_load(site: Site) -> Iterator[None]:
    def render(s: Site, said: Words) -> str:
        more = f"This page has been opened {next(_ticks)} times since it was put here in the spring."
        return template(s, said.with_paragraph(more))

    site.render = render
    yield from polls(8)


@scene("edited")
def an_edit_beside_a_sentence_with_a_counter(site: Site) -> Iterator[None]:
    def render(s: Site, said: Words) -> str:
        more = f"This page has been opened {next(_ticks)} times since it was put here in the spring."
        return template(s, said.with_paragraph(more))

    site.render = render
    yield from polls(3)
    site.say(words(1).swap("3.1 million", "5.7 million"))
    yield from polls(4)


def _rotating(lines: int, at: Callable[[], int]) -> Callable[[Site, Words], str]:
    said_by = [
        "A boat is a promise that floats, my grandmother used to say to us all.",
        "Whoever has salt in his boots does not need a compass, says the proverb.",
        "The sea gives and the sea takes, and the council pays for the quay.",
    ]
    return lambda s, said: template(s, said.with_paragraph(said_by[at() % lines]))


@scene()
def a_line_of_the_day_in_turns_at_each_load(site: Site) -> Iterator[None]:
    site.render = _rotating(3, lambda: next(_ticks))
    yield from polls(10)


@scene()
def two_layouts_in_turns(site: Site) -> Iterator[None]:
    site.render = lambda s, said: (_redesign if next(_ticks) % 2 else template)(s, said)
    yield from polls(8)


@scene()
def two_layouts_by_chance(site: Site) -> Iterator[None]:
    chance = itertools.cycle([0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0])
    site.render = lambda s, said: (_redesign if next(chance) else template)(s, said)
    yield from polls(9)


@scene()
def a_consent_banner_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    banner = (
        "<div id='onetrust-banner-sdk'><p>We use cookies and similar technologies to give you the best "
        "experience on our site. You can accept all cookies or manage your settings.</p>"
        "<button>Accept all</button></div>"
    )
    site.render = lambda s, said: template(s, said).replace("<header>", banner + "<header>")
    yield from polls(4)


@scene()
def a_consent_banner_of_no_name_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    banner = (
        "<div class='x1'><p>This website uses cookies to remember what you have chosen. Is that all right "
        "with you?</p><a href='#'>Yes</a></div>"
    )
    site.render = lambda s, said: template(s, said).replace("</main>", "</main>" + banner)
    yield from polls(4)


@scene()
def quotation_marks_dashes_and_spaces(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph('He said: "I won\'t go" - and stayed ... until 10 km were done.')
    site.say(said)
    yield from polls(2)
    site.say(
        words(1).with_paragraph("He said: “I won’t go” – and\u00a0stayed … until 10\u00a0km were done.\u00ad")
    )
    yield from polls(3)


@scene()
def from_latin_1_to_utf_8(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph("Der Hafen von Örebüll wird für Bürger geöffnet, größer als zuvor.")
    site.say(said)
    text = site.render(site, said)
    old = page(text.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("latin-1"), content_type="text/html")
    site.pages[site.path()] = old
    yield from polls(2)
    site.pages[site.path()] = page(text)
    yield from polls(3)


@scene()
def the_charset_is_no_longer_named(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph("Die Brücke über den Sund – für alle, „ohne Maut“.")
    site.say(said)
    text = site.render(site, said)
    yield from polls(2)
    site.pages[site.path()] = page(
        text.replace('<meta charset="utf-8">', ""), content_type="text/html"
    )
    yield from polls(3)


@scene()
def entities_in_place_of_letters(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph("Bürger & Brücken: 5 < 6, “ja”.")
    site.say(said)
    yield from polls(2)
    text = site.render(site, said)
    site.pages[site.path()] = page(text.replace("ü", "&uuml;").replace("“", "&ldquo;").replace("”", "&#8221;"))
    yield from polls(3)


@scene()
def links_and_emphasis_set_in_the_text(site: Site) -> Iterator[None]:
    yield from polls(2)
    text = site.render(site, site.said[site.path()])
    text = text.replace("the ferries", '<a href="/ferries">the ferries</a>').replace(
        "Nobody", "<strong>No</strong>body"
    )
    text = text.replace("of your word", "<em>of your word</em>").replace("bridge", "<em>bridge</em>")
    site.pages[site.path()] = page(text)
    yield from polls(3)


@scene(watches=LISTED)
def a_slash_is_added_by_redirect(site: Site) -> Iterator[None]:
    yield from polls(2)
    for path, said in site.said.items():
        site.pages[path] = moved(path + "/")
        site.pages[path + "/"] = page(site.render(site, said))
    yield from polls(3)


@scene(watches=LISTED)
def a_passing_redirect_to_the_same_words(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/m/1"] = page(site.render(site, site.said["/s/1"]))
    site.pages["/s/1"] = moved("/m/1", "302 Found")
    yield from polls(4)
    site.pages.clear()
    yield from polls(2)


@scene()
def another_canonical_address(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        "</head>", '<link rel="canonical" href="https://tallow.example/other"></head>'
    )
    yield from polls(3)


@scene()
def noindex_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        "</head>", '<meta name="robots" content="noindex"></head>'
    )
    yield from polls(3)


@scene()
def a_login_form_in_the_header_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        "</header>", '<form action="/login"><input name="u"><input type="password"></form></header>'
    )
    yield from polls(3)


@scene()
def a_captcha_for_comments_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        "</main>", '<div class="comments"><div class="g-recaptcha"></div></div></main>'
    )
    yield from polls(3)


@scene(watches=("feed",))
def entries_roll_off_the_feed(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.listed = ["/s/2"]
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_is_empty(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.listed = []
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_is_no_feed(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/feed"] = page("<html><body><p>Our feed has moved.</p></body></html>")
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_is_broken_xml(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/feed"] = page("<?xml version='1.0'?><rss><channel><item><title>A", content_type="application/rss+xml")
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_is_500(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/feed"] = page("", status="500 Internal Server Error")
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_is_404(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/feed"] = page("", status="404 Not Found")
    yield from polls(4)


@scene(watches=("feed",))
def the_feed_in_another_order(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.listed.reverse()
    yield from polls(3)


@scene(watches=("feed",))
def entries_with_other_ids(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/feed"] = page(feed(site, site.listed, guid="tag:new,2026:"), content_type="application/rss+xml")
    yield from polls(3)


@scene(watches=("feed",))
def the_feed_dates_change_at_each_load(site: Site) -> Iterator[None]:
    site.pages["/feed"] = lambda _head: page(
        feed(site, site.listed).replace("<channel>", f"<channel><lastBuildDate>{next(_ticks)}</lastBuildDate>"),
        content_type="application/rss+xml",
    )
    yield from polls(4)


@scene()
def an_etag_that_changes_with_every_load(site: Site) -> Iterator[None]:
    path = site.path()
    site.pages[path] = lambda _head: page(site.render(site, site.said[path]), etag=f'"{next(_ticks)}"')
    yield from polls(5)


def _with_etag(site: Site) -> Callable[[bytes], bytes]:
    def answer(head: bytes) -> bytes:
        text = site.render(site, site.said[site.path()])
        tag = f'"{hash(text) & 0xFFFFFF:x}"'
        if f"if-none-match: {tag}".encode() in head.lower():
            return f"HTTP/1.1 304 Not Modified\r\netag: {tag}\r\n\r\n".encode()
        return page(text, etag=tag)

    return answer


@scene()
def not_modified_by_etag(site: Site) -> Iterator[None]:
    site.pages[site.path()] = _with_etag(site)
    yield from polls(5)


@scene("edited")
def an_edit_of_a_page_with_etag(site: Site) -> Iterator[None]:
    site.pages[site.path()] = _with_etag(site)
    yield from polls(3)
    site.say(words(1).swap("3.1 million", "5.7 million"))
    yield from polls(4)


@scene("removed", ends="removed", watches=LISTED)
def a_removal_of_a_page_with_etag(site: Site) -> Iterator[None]:
    site.pages[site.path()] = _with_etag(site)
    yield from polls(3)
    site.pages.clear()
    site.drop()
    yield from polls(5)


@scene()
def an_outage_after_a_304(site: Site) -> Iterator[None]:
    site.pages[site.path()] = _with_etag(site)
    yield from polls(3)
    site.front = lambda _path: page("", status="502 Bad Gateway")
    yield from polls(2)
    site.front = None
    yield from polls(3)


@scene()
def a_304_to_nobody(site: Site) -> Iterator[None]:
    yield from polls(2)
    only(site, lambda _s, _p: b"HTTP/1.1 304 Not Modified\r\n\r\n")
    yield from polls(4)
    site.pages.clear()
    yield


@scene()
def now_gzip_now_plain(site: Site) -> Iterator[None]:
    path = site.path()

    def answer(_head: bytes) -> bytes:
        body = site.render(site, site.said[path]).encode()
        if next(_ticks) % 2:
            return page(gzip.compress(body), content_encoding="gzip")
        return page(body)

    site.pages[path] = answer
    yield from polls(5)


@scene()
def an_old_server_without_lengths(site: Site) -> Iterator[None]:
    yield from polls(2)

    def answer(_head: bytes) -> Iterator[Step]:
        yield b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        yield site.render(site, site.said[site.path()]).encode()
        yield CLOSE

    site.pages[site.path()] = answer
    yield from polls(3)


@scene()
def an_old_server_that_breaks_off(site: Site) -> Iterator[None]:
    """Without a length nobody knows that a body is cut, except by the end of its page."""
    yield from polls(2)

    def answer(_head: bytes) -> Iterator[Step]:
        yield b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        text = site.render(site, site.said[site.path()]).encode()
        yield text[: text.index(b"</p>") - 20]
        yield CLOSE

    site.pages[site.path()] = answer
    yield from polls(4)
    site.pages.clear()
    yield from polls(2)


@scene()
def heads_with_bare_line_ends(site: Site) -> Iterator[None]:
    yield from polls(2)

    def answer(_head: bytes) -> Iterator[Step]:
        body = site.render(site, site.said[site.path()]).encode()
        yield b"HTTP/1.1 200 OK\ncontent-type: text/html; charset=utf-8\ncontent-length: %d\n\n" % len(body)
        yield body

    site.pages[site.path()] = answer
    yield from polls(3)


@scene()
def no_content_type(site: Site) -> Iterator[None]:
    yield from polls(2)

    def answer(_head: bytes) -> bytes:
        body = site.render(site, site.said[site.path()]).encode()
        return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)

    site.pages[site.path()] = answer
    yield from polls(3)


@scene()
def plain_text(site: Site) -> Iterator[None]:
    said = site.said[site.path()]
    site.pages[site.path()] = page("\n\n".join([said.title, *said.paragraphs]), content_type="text/plain; charset=utf-8")
    yield from polls(4)


@scene()
def the_server_closes_after_every_answer(site: Site) -> Iterator[None]:
    yield
    site.front = lambda path: [whole_answer(site, path), CLOSE]
    yield from polls(4)


@scene()
def a_page_beyond_the_limit(site: Site) -> Iterator[None]:
    yield from polls(2)
    only(site, lambda _s, _p: page(b"<p>filler text of no use to anyone</p>" * 950_000))
    yield from polls(3)
    site.pages.clear()
    yield from polls(2)


@scene()
def robots_begin_to_forbid_us(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /\n", content_type="text/plain")
    yield from polls(4)
    site.pages.clear()
    yield from polls(2)


@scene(ends="blocked", watches=LISTED)
def robots_forbid_all_but_the_missing_page(site: Site) -> Iterator[None]:
    """What we may not ask says nothing; the page itself is there again later."""
    yield from polls(2)
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /s/\n", content_type="text/plain")
    yield from polls(4)


# --- moves


@scene("moved", ends="moved", watches=LISTED)
def it_moves_for_good(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/archive/wall"] = page(site.render(site, site.said["/s/1"]))
    site.pages["/s/1"] = moved("/archive/wall")
    yield from polls(5)


@scene("moved", ends="moved", others=(("moved", "/s/2"), ("moved", "/s/3")), watches=("feed", "pages"))
def everything_moves_to_a_new_system(site: Site) -> Iterator[None]:
    yield from polls(2)
    for path, said in list(site.said.items()):
        site.pages["/posts" + path] = page(_redesign(site, said))
        site.pages[path] = moved("/posts" + path)
    site.listed = []
    yield from polls(5)


# --- a statement that is gone


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
    _soft(site, "Siden findes ikke", "Den side, du leder efter, er enten flyttet eller slettet. Prøv at søge.")
    yield from polls(2)
    site.drop()
    yield from polls(5)


@scene("removed", ends="removed", watches=LISTED)
def gone_with_200_in_finnish_with_the_path_in_it(site: Site) -> Iterator[None]:
    site.missing = lambda path: page(
        site.frame(
            f"<h1>Sivua ei löydy</h1><p>Osoitteesta {path} ei löytynyt mitään. Palaa etusivulle ja yritä "
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
    site.pages["/s/"] = page(site.frame("<h1>Statements</h1><p>All that was said in this term.</p>", "Statements"))
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
    site.say(Words("Statement withdrawn", ("This statement has been withdrawn at the request of the office.",)))
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


@scene("removed", ends="removed", others=(("removed", "/s/2"), ("removed", "/s/3")), watches=("feed", "pages"))
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
    site.front = status("503 Service Unavailable").__call__ and (lambda _p: page("", status="503 Busy"))
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
    site.front = lambda path: page("", status="500 Oops") if path not in ("/s/1", "/robots.txt") else None
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


# --- edits


def _edit(name: str, change: Callable[[Words], Words], watches: tuple[str, ...] = EVERY) -> None:
    def made(site: Site) -> Iterator[None]:
        yield from polls(2)
        site.say(change(words(1)))
        yield from polls(4)

    ALL.append(Told(name, made, ("edited",), watches=watches, kind="edited"))


_edit("a number", lambda w: w.swap("42 metres", "24 metres"))
_edit("a not", lambda w: w.swap("will pay", "will not pay"))
_edit("a name", lambda w: w.swap("Brandt", "Brand"))
_edit("a title", lambda w: replace(w, title="On the quay"))
_edit("one letter", lambda w: w.swap("Thursday", "Tuesday"))
_edit("a paragraph more", lambda w: w.with_paragraph("The works begin in May and end in October."))
_edit("a paragraph less", lambda w: w.without(2))
_edit("the last paragraph less", lambda w: w.without(3))
_edit("a correction note", lambda w: w.with_paragraph("Correction: an earlier version gave the length as 24 metres."))
_edit("an update on top", lambda w: replace(w, paragraphs=("Update: the council has voted for the works.", *w.paragraphs)))
_edit("paragraphs in another order", lambda w: replace(w, paragraphs=w.paragraphs[::-1]))
_edit("all but one paragraph", lambda w: replace(w, paragraphs=w.paragraphs[:1]))
_edit("a question mark", lambda w: w.swap("last spring.", "last spring?"))
_edit("capital letters", lambda w: w.swap("must be mended", "MUST be mended"))
_edit("quite other words", lambda w: Words(words(3).title, tuple(t.replace("Ostrey", "Vik") for t in words(3).paragraphs)))


@scene()
def other_words_for_one_poll(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.say(words(1).swap("will pay", "will not pay"))
    yield
    site.say(words(1))
    yield from polls(3)


@scene("edited", "edited")
def edited_and_back(site: Site) -> Iterator[None]:
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
    site.render = _redesign
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
