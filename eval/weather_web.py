"""The web of the simulated weeks: what a page of an invented site answers, read as it really is.

The site, its statements and everything that goes wrong are those of ``tests/weather``: bytes of
answers are made by its troubles, and read, marked and compared by the program itself. Only the
sockets are left out, and time. Answers that never change are read once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from tests.weather.server import Pause
from tests.weather.site import Site, Words, moved, words
from tests.weather.troubles import TROUBLES

from walkback.compare import compare, likeness, same_words
from walkback.judge import against, marks, without_address
from walkback.model.content import decode
from walkback.model.exchange import Exchange, Outcome, OutcomeKind, Request
from walkback.model.reading import Reading
from walkback.read import read

HOST = "http://127.200.0.7"
SUBJECT, SIBLINGS, LOST, HOME = "/s/1", ("/s/2", "/s/3"), "/s/qzxvkw", "/"
LINKS = ("/news", "/about", "/s/2")
_AT = datetime(2026, 1, 5, tzinfo=UTC)
_HOPS = 5
_BY_NAME = {one.name: one for one in TROUBLES}
_LARGEST = 1 << 20
_SOFT = {
    "soft": ("Siden findes ikke", "Den side, du leder efter, er flyttet eller slettet."),
    "soft in Japanese": ("頁がありません", "お探しの頁は見つかりませんでした。"),
    "soft with its address": ("გვერდი", "მისამართზე {path} არაფერია."),
}
_EDITED = {
    "": lambda said: said,
    "edited": lambda said: said.swap("3.1 million", "5.7 million"),
    "anew": lambda _: Words(
        "A word on the works",
        (
            "I have asked the county to look into the matter once more before it is built.",
            "What I said in spring was said in good faith, and on figures that were old.",
        ),
    ),
}
HOWS = ("404", "410", "home", "section", "error page", "search", "emptied", *_SOFT)


@dataclass(frozen=True, slots=True)
class World:
    """What is so at one request: what the page says, how it is gone, what goes wrong where."""

    said: str = ""  # a key of the edits, or ``gone``
    how: str = "404"
    everywhere: str = ""  # a trouble's name, for all addresses
    here: str = ""  # a trouble's name, for the subject alone
    lost: frozenset[str] = field(default_factory=frozenset)  # addresses that answer 404 just now


@dataclass(frozen=True, slots=True)
class Got:
    """What came of one request."""

    outcome: OutcomeKind
    reason: str
    status: int | None
    final: str
    redirects: tuple[int, ...] = ()
    reading: Reading | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=50_000)
def ask(world: World, path: str) -> Got:
    """What a request for a path brings, its redirects followed."""
    site, hops = _site(world), []
    asked = path
    for _ in range(_HOPS):
        answer = _front(world, site, asked)
        if not isinstance(answer, bytes):
            steps = [step for step in list(answer)[:50] if not isinstance(step, Pause)]
            cut = len(steps) > 1 and len(steps) < 40
            return _failed("cut" if cut else "timeout", HOST + path, incomplete=cut)
        exchange = _exchange(asked, answer)
        if exchange is None:
            return _failed("protocol", HOST + path)
        to = exchange.header(b"location")
        if to is None or not 300 <= exchange.status < 400:
            return _concluded(exchange, tuple(hops))
        hops.append(exchange.status)
        target = to.decode("latin-1")
        if target.startswith("http") and not target.startswith(HOST):
            return _failed("redirect-refused", HOST + path)
        asked = target.removeprefix(HOST)
    return _failed("redirect-loop", HOST + path)


@lru_cache(maxsize=200)
def first_words(how: str, said: str = "") -> str:
    """The digest of the words that the subject shows in such a state, with nothing in the way."""
    reading = ask(World(said, how), SUBJECT).reading
    return reading.sha256 if reading else ""


@lru_cache(maxsize=50_000)
def compared(before: str, after: str) -> tuple[bool, float]:
    """Whether two pages, by the digests of their words, have the same ones, and their likeness."""
    old, new = _texts[before], _texts[after]
    return same_words(old, new, compare(old, new)), _alike(old.text, new.text)


@lru_cache(maxsize=50_000)
def page_facts(world: World) -> dict[str, Any]:
    """What the subject's page shows beside what the known page shows."""
    got, before = ask(world, SUBJECT), ask(World(how=world.how), SUBJECT)
    led = got.final in {HOST + one for one in SIBLINGS}
    facts = against(got.facts, before.facts, final_url=got.final, led_to_another=led)
    return facts | ({"redirects": list(got.redirects)} if got.redirects else {})


def is_itself(world: World, path: str) -> bool:
    """Whether a page has the words that it had at first."""
    now, before = ask(world, path).reading, ask(World(how=world.how), path).reading
    return now is not None and before is not None and now.sha256 == before.sha256


def beside(
    page: Reading | None, got: Got, kind: str, path: str
) -> tuple[float | None, float | None]:
    """Of an answer: its likeness to the page in question, and to what was known of its address."""
    answer = got.reading.text if got.reading else ""
    like = own = None
    if page is not None and page.text and answer:
        pair = page.text, answer
        if kind == "random-path":
            pair = without_address(page.text, HOST + SUBJECT), without_address(answer, HOST + path)
        like = _alike(*pair)
    before = ask(World(), path).reading if path in (SUBJECT, *SIBLINGS) else None
    if before is not None and got.reading is not None:
        own = _alike(before.text, answer)
    return like, own


@lru_cache(maxsize=200_000)
def _alike(one: str, other: str) -> float:
    return round(likeness(one, other), 3)


_texts: dict[str, Reading] = {}


def _front(world: World, site: Site, path: str) -> Any:
    trouble = _BY_NAME.get(world.everywhere)
    if trouble is not None:
        return trouble.make(site, path)
    trouble = _BY_NAME.get(world.here)
    if trouble is not None and (path == SUBJECT or path in _LED_TO):
        return trouble.make(site, path)
    if path in world.lost:
        return _lacking(world.how, path)
    return site.own(path)


_LED_TO = ("/login?next=/s/1", "/p/77", "/a", "/b", "/lander", "/welcome")


@lru_cache(maxsize=2000)
def _site(world: World) -> Site:
    site = Site("127.200.0.7", port=80)
    site.said = {SUBJECT: words(1), "/s/2": words(2), "/s/3": words(3)}
    site.listed = list(site.said)
    site.missing = _missing(site, world.how)
    if world.said == "gone":
        site.drop(1)
        _replace(site, world.how)
    else:
        site.said[SUBJECT] = _EDITED[world.said](words(1))
    return site


def _lacking(how: str, path: str) -> Any:
    """What a server that does not have the page says to its address."""
    site = Site("127.200.0.7", port=80)
    site.missing = _missing(site, how)
    return site.own(path)


def _missing(site: Site, how: str) -> Callable[[str], Any] | None:
    """What this site says to what never existed; None for an honest 404."""
    if how in _SOFT:
        title, text = _SOFT[how]

        def soft(path: str) -> bytes:
            main = f"<h1>{title}</h1><p>{text.format(path=path)}</p>"
            return _page(site.frame(main, title))

        return soft
    if how == "error page":
        site.pages["/oops"] = _page(site.frame("<h1>Oops</h1><p>We did not find that.</p>", "Oops"))
        return lambda path: moved("/oops", "302 Found") if path.startswith("/s/") else None
    if how == "search":
        return _search(site)
    return None


def _search(site: Site) -> Callable[[str], Any]:
    def missing(path: str) -> Any:
        if path.startswith("/search?q="):
            text = f"<h1>Search</h1><p>Nothing for {path[10:]}. Try other words.</p>"
            return _page(site.frame(text, "Search"))
        return moved(f"/search?q={path.strip('/')}", "302 Found")

    return missing


def _replace(site: Site, how: str) -> None:
    """What stands at the subject's own address once it is gone, where that is no 404."""
    section = "<h1>Statements</h1><p>All that was said in this term.</p>"
    made = {
        "410": lambda: _page("<title>Gone</title><p>Gone.</p>", b"410 Gone"),
        "home": lambda: moved("/", "302 Found"),
        "section": lambda: moved("/s/"),
        "emptied": lambda: _page(site.frame("", site.name)),
    }
    site.pages["/s/"] = _page(site.frame(section, "Statements"))
    if how in made:
        site.pages[SUBJECT] = made[how]()


def _page(text: str, status: bytes = b"200 OK") -> bytes:
    body = text.encode()
    head = b"HTTP/1.1 %s\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: %d\r\n\r\n"
    return head % (status, len(body)) + body


# --- an answer, concluded as ``fetch`` does and read as ``watch`` does


def _exchange(path: str, answer: bytes) -> Exchange | None:
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head[9:12]
    if not head.startswith(b"HTTP/1.") or not status.isdigit():
        return None
    return Exchange(HOST + path, _AT, b"", int(status), head + b"\r\n\r\n", body, "127.200.0.7")


def _failed(reason: str, url: str, *, incomplete: bool = False) -> Got:
    kind = OutcomeKind.INCOMPLETE if incomplete else OutcomeKind.UNREACHABLE
    return Got(kind, reason, None, url)


def _concluded(exchange: Exchange, hops: tuple[int, ...]) -> Got:
    content = decode(exchange, _LARGEST)
    kind, reason = _by_status(exchange)
    if kind is OutcomeKind.RECEIVED and content.defect:
        return _failed("coding", exchange.url, incomplete=True)
    got = Got(kind, reason, exchange.status, exchange.url, hops)
    if content.defect:
        return got
    raw = exchange.header(b"content-type")
    page = read(content.data, url=exchange.url, content_type=raw.decode("latin-1") if raw else "")
    asked = Outcome(
        Request(exchange.url), kind, _AT, "ok", exchanges=(exchange,), content=content.data
    )
    _texts[page.sha256] = page
    shown = None if page.defect else page
    return replace(got, reading=shown, facts=marks(asked, page, redirected=bool(hops)))


def _by_status(exchange: Exchange) -> tuple[OutcomeKind, str]:
    status = exchange.status
    if status == 206:
        return OutcomeKind.INCOMPLETE, "http-206"
    if status < 300:
        return OutcomeKind.RECEIVED, "ok"
    reason = f"http-{status}"
    if status in (404, 410):
        return OutcomeKind.GONE, reason
    held = status == 503 and exchange.header(b"retry-after") is not None
    refused = 400 <= status < 500 or held
    return OutcomeKind.REFUSED if refused else OutcomeKind.UNREACHABLE, reason
