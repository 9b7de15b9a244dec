"""A statement that stands on a page that changes around it."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.weather.scene import LISTED, polls, scene
from tests.weather.server import page
from tests.weather.site import Site, Words, moved, redesign, template, words


def turns(values: Callable[[int], int]) -> Callable[[Words], int]:
    """Counts the loads of each page, and gives what ``values`` makes of the count."""
    loads: defaultdict[str, itertools.count[int]] = defaultdict(itertools.count)
    return lambda said: values(next(loads[said.title]))


@scene()
def a_redesign_with_the_same_words(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = redesign
    yield from polls(4)


@scene()
def a_new_navigation(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.render = lambda s, said: template(s, said).replace(
        '<li><a href="/about">About</a></li>',
        '<li><a href="/about">Who I am</a></li><li><a href="/join">Join us</a></li>'
        '<li><a href="/shop">Shop</a></li>',
    )
    yield from polls(4)


@scene()
def a_new_footer_and_site_name(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.name = "Ines Tallow, MP"
    yield from polls(4)


def _noisy(site: Site, said: Words) -> str:
    at = site.asked + 100
    rows = [f"<p>{text}</p>" for text in said.paragraphs]
    rows.insert(
        1, f"<div class='ad'><p>Only today: {at % 7 + 3} boats for the price of one!</p></div>"
    )
    return site.frame(
        f"<h1>{said.title}</h1><p class='meta'>Updated {at % 50 + 2} minutes ago</p>{''.join(rows)}"
        f"<p>{at * 3} views</p><div class='related'><h3>Related</h3><ul><li><a "
        f"href='/s/{at}'>Story {at}"
        f"</a></li></ul></div><form><input type='hidden' name='csrf' value='{at:x}'></form>",
        said.title,
    )


@scene()
def counters_ads_nonces_and_clocks_at_each_load(site: Site) -> Iterator[None]:
    site.render = _noisy
    yield from polls(8)


@scene()
def a_sentence_with_a_counter_at_each_load(site: Site) -> Iterator[None]:
    def render(s: Site, said: Words) -> str:
        more = (
            f"This page has been opened {s.asked + 100} times since it was put here in the spring."
        )
        return template(s, said.with_paragraph(more))

    site.render = render
    yield from polls(8)


@scene("edited")
def an_edit_beside_a_sentence_with_a_counter(site: Site) -> Iterator[None]:
    def render(s: Site, said: Words) -> str:
        more = (
            f"This page has been opened {s.asked + 100} times since it was put here in the spring."
        )
        return template(s, said.with_paragraph(more))

    site.render = render
    yield from polls(3)
    site.say(words(1).swap("3.1 million", "5.7 million"))
    yield from polls(4)


_LINES = (
    "A boat is a promise that floats, my grandmother used to say to us all.",
    "Whoever has salt in his boots does not need a compass, says the proverb.",
    "The sea gives and the sea takes, and the council pays for the quay.",
)
_BY_CHANCE = (0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0)


@scene()
def a_line_of_the_day_in_turns_at_each_load(site: Site) -> Iterator[None]:
    turn = turns(lambda load: load % 3)
    site.render = lambda s, said: template(s, said.with_paragraph(_LINES[turn(said)]))
    yield from polls(10)


def _layouts(turn: Callable[[Words], int]) -> Callable[[Site, Words], str]:
    def render(site: Site, said: Words) -> str:
        return redesign(site, said) if turn(said) else template(site, said)

    return render


@scene()
def two_layouts_in_turns(site: Site) -> Iterator[None]:
    site.render = _layouts(turns(lambda load: load % 2))
    yield from polls(8)


@scene()
def two_layouts_by_chance(site: Site) -> Iterator[None]:
    site.render = _layouts(turns(lambda load: _BY_CHANCE[load % len(_BY_CHANCE)]))
    yield from polls(9)


@scene()
def two_wordings_by_chance(site: Site) -> Iterator[None]:
    """A test of two headlines: which one comes is chance."""
    turn = turns(lambda load: _BY_CHANCE[load % len(_BY_CHANCE)])
    site.render = lambda s, said: template(
        s, replace(said, title=f"{said.title}: what it means") if turn(said) else said
    )
    yield from polls(9)


@scene()
def a_notice_on_all_pages(site: Site) -> Iterator[None]:
    yield from polls(2)
    notice = (
        "<p>Our office is closed on Friday. In urgent cases call the county hall in Halder.</p>"
    )
    site.around = lambda main: notice + main
    yield from polls(4)


@scene()
def a_consent_banner_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    banner = (
        "<div id='onetrust-banner-sdk'><p>We use cookies and similar technologies to give you "
        "the best "
        "experience on our site. You can accept all cookies or manage your settings.</p>"
        "<button>Accept all</button></div>"
    )
    site.render = lambda s, said: template(s, said).replace("<header>", banner + "<header>")
    yield from polls(4)


@scene()
def a_consent_banner_of_no_name_appears(site: Site) -> Iterator[None]:
    yield from polls(2)
    banner = (
        "<div class='x1'><p>This website uses cookies to remember what you have chosen. Is "
        "that all right "
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
        words(1).with_paragraph(
            "He said: “I won\u2019t go” \u2013 and\u00a0stayed … until 10\u00a0km were done.\u00ad"
        )
    )
    yield from polls(3)


@scene()
def from_latin_1_to_utf_8(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph(
        "Der Hafen von Örebüll wird für Bürger geöffnet, größer als zuvor."
    )
    site.say(said)
    text = site.render(site, said)
    old = page(
        text.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("latin-1"),
        content_type="text/html",
    )
    site.pages[site.path()] = old
    yield from polls(2)
    site.pages[site.path()] = page(text)
    yield from polls(3)


@scene()
def the_charset_is_no_longer_named(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph("Die Brücke über den Sund \u2013 für alle, „ohne Maut“.")
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
    site.pages[site.path()] = page(
        text.replace("ü", "&uuml;").replace("“", "&ldquo;").replace("”", "&#8221;")
    )
    yield from polls(3)


@scene()
def links_and_emphasis_set_in_the_text(site: Site) -> Iterator[None]:
    yield from polls(2)
    text = site.render(site, site.said[site.path()])
    text = text.replace("the ferries", '<a href="/ferries">the ferries</a>').replace(
        "Nobody", "<strong>No</strong>body"
    )
    text = text.replace("of your word", "<em>of your word</em>").replace(
        "bridge", "<em>bridge</em>"
    )
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


@scene()
def the_date_of_today_on_all_pages(site: Site) -> Iterator[None]:
    site.around = lambda main: f"<p>Today is {site.today} in Halder.</p>{main}"
    for site.today in ("Monday, 4 May 2026", "Tuesday, 5 May 2026", "Wednesday, 6 May 2026"):
        yield from polls(3)


@scene()
def comments_below_the_statement(site: Site) -> Iterator[None]:
    yield from polls(2)
    for number in range(1, 4):
        said = "".join(
            f"<p>Reader {n}: I could not agree more, or less.</p>" for n in range(number)
        )
        comments = f'<section class="comments"><h2>Comments</h2>{said}</section>'
        site.render = lambda s, w, c=comments: template(s, w).replace("</main>", f"{c}</main>")
        yield from polls(2)


@scene()
def other_stories_below_the_statement(site: Site) -> Iterator[None]:
    for number in range(4):
        stories = "".join(
            f'<li><a href="/n/{n}">Story {n} of many</a></li>' for n in range(number, 9)
        )
        box = f"<h2>Read also</h2><ul>{stories}</ul>"
        site.render = lambda s, w, b=box: template(s, w).replace("</main>", f"{b}</main>")
        yield from polls(2)
