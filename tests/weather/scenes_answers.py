"""A statement that stands under odd answers: of servers, validators, feeds, robots.txt."""

import gzip
import itertools
from collections.abc import Callable, Iterator

from tests.weather.answers import all_404, plain, whole_answer
from tests.weather.scene import LISTED, only, polls, scene
from tests.weather.server import CLOSE, HANG, Step, page
from tests.weather.site import Site, feed, moved, words

_ticks = itertools.count(100)


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


@scene(ends="unknown")
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
    site.pages["/feed"] = page(
        "<?xml version='1.0'?><rss><channel><item><title>A", content_type="application/rss+xml"
    )
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
    site.pages["/feed"] = page(
        feed(site, site.listed, guid="tag:new,2026:"), content_type="application/rss+xml"
    )
    yield from polls(3)


@scene(watches=("feed",))
def the_feed_dates_change_at_each_load(site: Site) -> Iterator[None]:
    site.pages["/feed"] = lambda _head: page(
        feed(site, site.listed).replace(
            "<channel>", f"<channel><lastBuildDate>{next(_ticks)}</lastBuildDate>"
        ),
        content_type="application/rss+xml",
    )
    yield from polls(4)


@scene()
def an_etag_that_changes_with_every_load(site: Site) -> Iterator[None]:
    path = site.path()
    site.pages[path] = lambda _head: page(
        site.render(site, site.said[path]), etag=f'"{next(_ticks)}"'
    )
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
            return page(gzip.compress(body, mtime=0), content_encoding="gzip")
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
        yield (
            b"HTTP/1.1 200 OK\ncontent-type: text/html; charset=utf-8\ncontent-length: %d\n\n"
            % len(body)
        )
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
    site.pages[site.path()] = page(
        "\n\n".join([said.title, *said.paragraphs]), content_type="text/plain; charset=utf-8"
    )
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


@scene()
def robots_never_answer(site: Site) -> Iterator[None]:
    yield
    site.pages["/robots.txt"] = [HANG]
    yield from polls(3)


@scene()
def led_to_the_same_words_with_a_query(site: Site) -> Iterator[None]:
    yield from polls(2)
    path = site.path()
    site.pages[path + "?from=home"] = page(site.render(site, site.said[path]))
    site.pages[path] = moved(path + "?from=home")
    yield from polls(4)


@scene()
def another_query_at_each_load(site: Site) -> Iterator[None]:
    path, said = site.path(), site.said[site.path()]

    def front(asked: str) -> bytes | None:
        if asked == path:
            return moved(f"{path}?sid={site.asked}", "302 Found")
        return page(site.render(site, said)) if asked.startswith(path + "?sid=") else None

    site.front = front
    yield from polls(4)


@scene(watches=("feed", "pages"))
def a_cache_that_serves_the_wrong_page(site: Site) -> Iterator[None]:
    yield from polls(2)
    site.pages["/s/1"] = page(site.render(site, site.said["/s/2"]))
    yield from polls(4)
    site.pages.clear()
    yield from polls(2)


@scene()
def led_on_by_the_markup(site: Site) -> Iterator[None]:
    yield from polls(2)
    head = '<meta http-equiv="refresh" content="0; url=/elsewhere">'
    only(site, plain("One moment", "<p>You are being taken on.</p>", head))
    yield from polls(4)
    site.pages.clear()
    yield


@scene("edited", watches=("alone",))
def an_edit_on_a_server_that_answers_all_addresses_with_it(site: Site) -> Iterator[None]:
    site.front = lambda _path: page(site.render(site, site.said["/s/1"]))
    yield from polls(3)
    site.say(words(1).swap("will pay", "will not pay"))
    yield from polls(3)
