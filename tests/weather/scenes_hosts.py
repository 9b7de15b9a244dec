"""A statement that stands on a host that is odd: deploys, caches, other tenants, languages.

Thought of after the rules were made, to try them on what they were not made for.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.weather.answers import all_404, framed, plain
from tests.weather.scene import LISTED, only, polls, scene
from tests.weather.server import Answer, page
from tests.weather.site import Site, Words, moved, template, words

_WALL = (
    "Die Hafenmauer muss vor dem Winter ausgebessert werden, und die Provinz zahlt jeden Stein "
    "davon, wie ich es den Leuten von Halder im letzten Frühjahr versprochen habe. Der Bericht "
    "sagt, dass 42 Meter der Mauer keinen weiteren Sturm überstehen: 3,1 Millionen Kronen."
)
_FERRIES = (
    "Die Fähren von Halder gehören den Leuten, die mit ihnen fahren, und keine Fähre wird "
    "verkauft, solange ich in diesem Amt sitze, was immer die Prüfer darüber schreiben."
)
_TEACHER = (
    "Die Schule in Ostrey bekommt vom ersten August an den zweiten Lehrer, um den die Eltern "
    "uns gebeten haben, und das Geld dafür steht im Haushalt von gestern Nacht."
)
_GERMAN = {
    1: Words("Zur Hafenmauer", (_WALL,)),
    2: Words("Die Fähren gehören allen", (_FERRIES,)),
    3: Words("Ein Lehrer für Ostrey", (_TEACHER,)),
}


def _for_a_while(
    site: Site, front: Callable[[str], Answer | None], count: int = 5
) -> Iterator[None]:
    yield from polls(2)
    site.front = front
    yield from polls(count)
    site.front = None
    yield from polls(2)


def _number(path: str) -> int:
    return int(path[-1]) if path[-1:].isdigit() else 1


@scene(watches=("feed", "pages"))
def the_site_in_another_language_at_the_same_addresses(site: Site) -> Iterator[None]:
    """The site guesses a language by where we ask from. Watched alone this is an edit to us."""

    def front(path: str) -> Answer | None:
        if path not in site.said:
            return None
        return page(template(site, _GERMAN[_number(path)]))

    yield from _for_a_while(site, front)


@scene(watches=LISTED)
def led_to_another_language(site: Site) -> Iterator[None]:
    def front(path: str) -> Answer | None:
        if path in site.said:
            return moved("/de" + path, "302 Found")
        if path.startswith("/de/s/"):
            return page(template(site, _GERMAN[_number(path)]))
        return None

    yield from _for_a_while(site, front)


@scene(watches=LISTED)
def led_for_good_to_other_letters_of_the_same_address(site: Site) -> Iterator[None]:
    """A new server that writes all addresses its own way."""
    yield from polls(2)
    for path, said in list(site.said.items()):
        site.pages["/S/" + path[3:]] = page(site.render(site, said))
        site.pages[path] = moved("/S/" + path[3:])
    yield from polls(4)


@scene(watches=LISTED)
def a_session_in_the_path(site: Site) -> Iterator[None]:
    said = dict(site.said)

    def front(path: str) -> Answer | None:
        plain_path, _, session = path.partition(";jsessionid=")
        if plain_path not in said:
            return None
        if session:
            return page(site.render(site, said[plain_path]))
        return moved(f"{plain_path};jsessionid={site.asked:08X}", "302 Found")

    yield from polls(2)
    site.front = front
    yield from polls(4)


@scene(watches=LISTED)
def led_to_a_page_for_small_screens(site: Site) -> Iterator[None]:
    def front(path: str) -> Answer | None:
        if path in site.said:
            return moved(path + "/amp", "302 Found")
        if path.endswith("/amp") and path[:-4] in site.said:
            said = site.said[path[:-4]]
            text = "".join(f"<p>{part}</p>" for part in said.paragraphs)
            return page(f"<html amp><title>{said.title}</title><h1>{said.title}</h1>{text}</html>")
        return None

    yield from _for_a_while(site, front)


@scene()
def a_404_that_has_the_words(site: Site) -> Iterator[None]:
    """A program that sets the wrong status."""
    yield from polls(2)
    site.front = lambda path: (
        page(site.render(site, site.said[path]), status="404 Not Found")
        if path in site.said
        else None
    )
    yield from polls(5)
    site.front = None
    yield from polls(2)


@scene(watches=LISTED)
def all_but_the_home_page_is_404(site: Site) -> Iterator[None]:
    """A firewall that says 404 to whom it does not know."""
    fixed = ("/", "/robots.txt")
    yield from _for_a_while(site, lambda path: all_404(site, path) if path not in fixed else None)


@scene(watches=LISTED)
def all_statements_are_410_for_a_while(site: Site) -> Iterator[None]:
    gone = page("<title>Gone</title><p>Gone.</p>", status="410 Gone")
    yield from _for_a_while(site, lambda path: gone if path.startswith("/s/") else None, 3)


@scene(watches=LISTED)
def another_tenant_answers(site: Site) -> Iterator[None]:
    """The delivery network mixes two customers up: another site, with its own 404."""

    def front(path: str) -> Answer:
        if path == "/":
            return plain("Maple Bakery", "<p>Bread and rolls, fresh every morning.</p>")(site, path)
        text = "<h1>Sorry</h1><p>The bakery has no such page.</p><a href='/'>Maple Bakery</a>"
        return page(f"<title>Sorry</title>{text}", status="404 Not Found")

    yield from _for_a_while(site, front)


@scene(watches=LISTED)
def another_tenant_answers_for_one_page(site: Site) -> Iterator[None]:
    subject = site.path()
    text = "<p>" + "Our rolls are baked every morning with flour from the valley. " * 12 + "</p>"
    made = plain("Maple Bakery", text)(site, subject)
    yield from _for_a_while(site, lambda path: made if path == subject else None)


@scene(watches=("feed", "pages"))
def another_site_for_all_addresses_with_many_words(site: Site) -> Iterator[None]:
    """A domain that lapsed and now shows somebody's shop, with other goods at each address."""
    goods = ("boats", "lamps", "shoes", "chairs", "clocks", "coats", "knives", "plants")

    def front(path: str) -> Answer:
        ware = goods[sum(path.encode()) % len(goods)]
        rows = "".join(
            f"<p>Item {n}: fine {ware} of the {n}th kind, order now.</p>" for n in range(20)
        )
        return page(
            f"<html><title>{ware} for less</title><body><h1>{ware}</h1>{rows}</body></html>"
        )

    yield from _for_a_while(site, front)


@scene(watches=LISTED)
def maintenance_in_full_layout_in_estonian(site: Site) -> Iterator[None]:
    answer = framed("Hooldustööd", "<p>Leht on hetkel hoolduses. Palun proovige hiljem uuesti.</p>")
    yield from _for_a_while(site, lambda path: answer(site, path))


@scene(watches=("feed", "pages"))
def maintenance_that_keeps_the_title_of_each_page(site: Site) -> Iterator[None]:
    def front(path: str) -> Answer | None:
        if path not in site.said:
            return None
        title = site.said[path].title
        text = "<p>Teema ajutiselt suletud, oleme varsti tagasi. Seniks head lugemist mujal.</p>"
        return page(site.frame(f"<h1>{title}</h1>{text}", title))

    yield from _for_a_while(site, front)


@scene(watches=("feed", "pages"))
def a_meter_of_no_known_words(site: Site) -> Iterator[None]:
    """After some views every statement shows its beginning and asks for money, in Hungarian."""

    def front(path: str) -> Answer | None:
        if path not in site.said:
            return None
        said = site.said[path]
        text = f"<h1>{said.title}</h1><p>{said.paragraphs[0]}</p>"
        more = "<div class='x7'><p>A folytatás csak előfizetőinknek érhető el.</p></div>"
        return page(site.frame(text + more, said.title))

    yield from _for_a_while(site, front)


@scene(watches=LISTED)
def a_consent_page_in_georgian_for_one_path(site: Site) -> Iterator[None]:
    text = "<p>" + "გთხოვთ მიიღოთ მცირე ფაილები, რომ გააგრძელოთ კითხვა. " * 9 + "</p>"
    made = plain("ერთი წუთით", text)(site, "")
    subject = site.path()
    yield from _for_a_while(site, lambda path: made if path == subject else None)


@scene(watches=("feed", "alone"))
def half_of_the_servers_lack_all_statements(site: Site) -> Iterator[None]:
    """A deploy in stages: which server answers is chance, request by request.

    Where looks alone count, chance may agree three times in a row; the hours between are for that.
    """
    chance = itertools.cycle((0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0))

    def front(path: str) -> Answer | None:
        return all_404(site, path) if path.startswith("/s/") and next(chance) else None

    yield from _for_a_while(site, front, 9)


@scene()
def a_body_broken_off_with_the_right_length(site: Site) -> Iterator[None]:
    subject = site.path()

    def front(path: str) -> Answer | None:
        if path != subject:
            return None
        text = site.render(site, site.said[path])
        return page(text[: text.index("</p>") + 4])

    yield from _for_a_while(site, front)


@scene()
def coded_in_a_way_we_did_not_ask_for(site: Site) -> Iterator[None]:
    subject = site.path()
    odd = page(b"\x8b\x01\x80\x03odd\x03", content_encoding="zstd")
    yield from _for_a_while(site, lambda path: odd if path == subject else None)


@scene()
def utf_8_that_is_called_latin_1(site: Site) -> Iterator[None]:
    said = words(1).with_paragraph("Die Brücke über den Sund \u2013 für alle, „ohne Maut“.")
    site.say(replace(said))
    yield from polls(2)
    text = site.render(site, site.said[site.path()]).replace('<meta charset="utf-8">', "")
    only(site, lambda _s, _p: page(text, content_type="text/html; charset=iso-8859-1"))
    yield from polls(4)
    site.pages.clear()
    yield from polls(2)


@scene(watches=("feed", "pages"))
def a_shell_of_scripts_in_the_layout(site: Site) -> Iterator[None]:
    """All statements are drawn by a script for a while."""
    shell = "<div id='root'><p>Loading …</p></div><script src='/app.js'></script>"
    yield from _for_a_while(
        site,
        lambda path: page(site.frame(shell, site.name)) if path in site.said else None,
    )


@scene(watches=LISTED)
def the_statement_is_served_by_post_only(site: Site) -> Iterator[None]:
    subject = site.path()
    made = page("", status="405 Method Not Allowed", allow="POST")
    yield from _for_a_while(site, lambda path: made if path == subject else None)


@scene(watches=LISTED)
def old_words_from_a_cache_after_an_edit_that_was_undone(site: Site) -> Iterator[None]:
    """Two caches, one of which had seen the edit: words of both come in turns."""
    turn = itertools.cycle((0, 0, 1, 1, 0, 1, 0, 0, 0, 1))
    old, new = words(1), words(1).swap("will pay", "may pay")
    subject = site.path()
    yield from _for_a_while(
        site,
        lambda path: (
            page(site.render(site, new if next(turn) else old)) if path == subject else None
        ),
        6,
    )


@scene(watches=LISTED)
def the_pages_are_wrapped_in_a_frame_of_a_translator(site: Site) -> Iterator[None]:
    subject = site.path()
    made = "<html><title>Page</title><frameset><frame src='/s/1?raw'></frameset></html>"
    yield from _for_a_while(site, lambda path: page(made) if path == subject else None)
