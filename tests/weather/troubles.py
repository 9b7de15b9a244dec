"""What goes wrong on the web while a statement stands where it stood: one row for each trouble.

``make(site, path)`` is the answer in place of the page; ``state`` is the state of the subject
while the whole site, or only its own address, answers so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.weather.answers import (
    APACHE,
    CONSENT,
    DATABASE,
    GEO,
    NGINX,
    PARKED,
    PHP,
    ROBOT,
    SOON,
    SUSPENDED,
    WAF,
    WARTUNG,
    all_404,
    all_410,
    body_never,
    chunks_cut,
    closed,
    cut,
    default_site,
    echo_404,
    elsewhere,
    empty_template,
    framed,
    garbage,
    gate,
    gzip_cut,
    head_only,
    home_new,
    login,
    loop,
    never,
    no_gzip,
    plain,
    reference,
    reset,
    reset_midway,
    schema_wall,
    slow,
    status,
    teaser,
    to_nowhere,
    to_private,
)
from tests.weather.play import Script
from tests.weather.scene import polls
from tests.weather.server import Answer, page
from tests.weather.site import Front, Site

BLOCKED, DOWN = "blocked", "unreachable"
LED_TO = ("/login?next=/s/1", "/p/77", "/a", "/b")


@dataclass(frozen=True, slots=True)
class Trouble:
    """``site_only``: it says something only of a whole site (of one page it is an edit, a
    removal or a move, see the scenes for these), and nothing of a site that is first seen so.
    """

    name: str
    make: Callable[[Site, str], Answer]
    state: str
    site_only: bool = False

    def later(self, *, whole: bool) -> Script:
        """Two good polls, five with the trouble, three good ones."""

        def script(site: Site) -> Iterator[None]:
            yield from polls(2)
            site.front = self._front(site, whole=whole)
            yield from polls(5)
            site.front = None
            yield from polls(3)

        return script

    def first(self, *, whole: bool) -> Script:
        """Four polls with the trouble before the first good one."""

        def script(site: Site) -> Iterator[None]:
            site.front = self._front(site, whole=whole)
            yield from polls(4)
            site.front = None
            yield from polls(4)

        return script

    def _front(self, site: Site, *, whole: bool) -> Front:
        subject = site.path()
        return lambda path: (
            self.make(site, path) if whole or path == subject or path in LED_TO else None
        )


TROUBLES = (
    Trouble("500", status("500 Internal Server Error"), DOWN),
    Trouble("502", status("502 Bad Gateway"), DOWN),
    Trouble("503", status("503 Service Unavailable"), DOWN),
    Trouble("503 with Retry-After", status("503 Service Unavailable", retry_after="1800"), BLOCKED),
    Trouble("504", status("504 Gateway Timeout"), DOWN),
    Trouble("520", status("520 Web Server Returned an Unknown Error"), DOWN),
    Trouble("522", status("522 Connection Timed Out"), DOWN),
    Trouble("525", status("525 SSL Handshake Failed"), DOWN),
    Trouble("530", status("530 Origin DNS Error"), DOWN),
    Trouble(
        "500 with the site's template",
        lambda site, _: page(site.frame("<h1>Oops</h1>", "Oops"), status="500 Oops"),
        DOWN,
    ),
    Trouble(
        "503 maintenance page",
        status("503 Service Unavailable", f"<h1>Maintenance</h1>{SOON}"),
        DOWN,
    ),
    Trouble("400", status("400 Bad Request"), BLOCKED),
    Trouble("401", status("401 Unauthorized", www_authenticate="Basic"), BLOCKED),
    Trouble("402", status("402 Payment Required"), BLOCKED),
    Trouble("403", status("403 Forbidden"), BLOCKED),
    Trouble("405", status("405 Method Not Allowed"), BLOCKED),
    Trouble("406", status("406 Not Acceptable"), BLOCKED),
    Trouble("408", status("408 Request Timeout"), BLOCKED),
    Trouble("418", status("418 I'm a teapot"), BLOCKED),
    Trouble("421", status("421 Misdirected Request"), BLOCKED),
    Trouble("429", status("429 Too Many Requests"), BLOCKED),
    Trouble("429 with Retry-After", status("429 Too Many Requests", retry_after="1800"), BLOCKED),
    Trouble("999", status("999 Request Denied"), DOWN),
    Trouble("challenge with 403", status("403 Forbidden", WAF, cf_mitigated="challenge"), BLOCKED),
    Trouble(
        "challenge with 200",
        plain("Just a moment...", "<p>Checking.</p>", cf_mitigated="challenge"),
        BLOCKED,
    ),
    Trouble("challenge with 200, by its body", lambda _s, _p: page(WAF), BLOCKED),
    Trouble("challenge with 503", status("503 Service Unavailable", WAF), DOWN),
    Trouble("captcha page with 200", plain("Security check", ROBOT), BLOCKED),
    Trouble("cookie wall with 200", plain("Before you continue", CONSENT), BLOCKED),
    Trouble("cookie wall in the template", framed("We value your privacy", CONSENT), BLOCKED),
    Trouble("geo page with 200", plain("Not available", GEO), BLOCKED),
    Trouble("login redirect", login, BLOCKED),
    Trouble("login redirect without a sign", gate, BLOCKED),
    Trouble(
        "login page in place",
        framed("Sign in", "<p>Sign in to go on.</p><form><input type='password'></form>"),
        BLOCKED,
    ),
    Trouble("paywall with a teaser", teaser, BLOCKED),
    Trouble("paywall by its schema", schema_wall, BLOCKED),
    Trouble("cut by length", cut, DOWN),
    Trouble("reset midway", reset_midway, DOWN),
    Trouble("chunks cut", chunks_cut, DOWN),
    Trouble("gzip cut", gzip_cut, DOWN),
    Trouble("named gzip and is none", no_gzip, DOWN),
    Trouble("silence", never, DOWN),
    Trouble("half a head", head_only, DOWN),
    Trouble("slow drip beyond the timeout", slow, DOWN),
    Trouble("a body that stops", body_never, DOWN),
    Trouble("reset", reset, DOWN),
    Trouble("closed without a word", closed, DOWN),
    Trouble("no HTTP", garbage, DOWN),
    Trouble("empty body with 200", lambda _s, _p: page(""), DOWN),
    Trouble("204", lambda _s, _p: b"HTTP/1.1 204 No Content\r\n\r\n", DOWN),
    Trouble("206", status("206 Partial Content", content_range="bytes 0-99/1000"), DOWN),
    Trouble("a blank body with 200", lambda _s, _p: page("<html><body></body></html>"), DOWN),
    Trouble(
        "a script in place of the page",
        lambda _s, _p: page(
            '<html><body><div id="app"></div><script src="/a.js"></script></body></html>'
        ),
        DOWN,
    ),
    Trouble(
        "JSON in place of the page",
        lambda _s, _p: page('{"error":"internal"}', content_type="application/json"),
        DOWN,
    ),
    Trouble(
        "an image in place of the page",
        lambda _s, _p: page(b"\x89PNG\r\n\x1a\n" + b"\0" * 64, content_type="image/png"),
        DOWN,
    ),
    Trouble("redirect loop", loop, DOWN),
    Trouble("redirect to a dead host", to_nowhere, DOWN),
    Trouble("redirect to a private address", to_private, BLOCKED),
    Trouble("maintenance with 200", plain("Maintenance", SOON), DOWN),
    Trouble("maintenance in the template", framed("Back soon", SOON), DOWN),
    Trouble("maintenance in German", plain("Wartungsarbeiten", WARTUNG), DOWN),
    Trouble("error of a delivery network with 200", reference, DOWN),
    Trouble("no database with 200", plain("Database Error", DATABASE), DOWN),
    Trouble("a program's error with 200", lambda _s, _p: page(PHP), DOWN),
    Trouble("hosting suspended", plain("Account Suspended", SUSPENDED), DOWN),
    Trouble("parked domain", plain("tallow.example is for sale", PARKED), DOWN),
    Trouble("the server's own page everywhere", lambda _s, _p: page(NGINX), DOWN),
    Trouble("another server's own page everywhere", lambda _s, _p: page(APACHE), DOWN),
    Trouble("the server lost its site", default_site, DOWN, site_only=True),
    Trouble("whole site 404", all_404, DOWN, site_only=True),
    Trouble("whole site 404 with the path in it", echo_404, DOWN, site_only=True),
    Trouble("whole site 410", all_410, DOWN, site_only=True),
    Trouble("all lead to a new home page", home_new, DOWN, site_only=True),
    Trouble("all lead to another place", elsewhere, DOWN, site_only=True),
    Trouble("all pages emptied", empty_template, DOWN, site_only=True),
)
