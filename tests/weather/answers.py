"""Answers that come in place of a page: each is made for a site and a path."""

import gzip
import itertools
from collections.abc import Callable, Iterator

from tests.weather.server import CLOSE, HANG, RESET, Answer, Pause, Step, drip, page
from tests.weather.site import Site, moved

_COUNT = itertools.count(1000)


def status(line: str, body: str = "", **headers: str) -> Callable[[Site, str], Answer]:
    """A status with a few words."""
    text = body or f"<html><head><title>{line}</title></head><body><h1>{line}</h1></body></html>"
    return lambda _site, _path: page(text, status=line, **headers)


def plain(title: str, text: str, extra: str = "", **headers: str) -> Callable[[Site, str], Answer]:
    """A page of somebody else's making, status 200."""
    head = f"<title>{title}</title>{extra}"
    made = f"<html><head>{head}</head><body><h1>{title}</h1>{text}</body></html>"
    return lambda _site, _path: page(made, **headers)


def framed(title: str, text: str) -> Callable[[Site, str], Answer]:
    """A page in the site's own template, status 200."""
    return lambda site, _path: page(site.frame(f"<h1>{title}</h1>{text}", title))


def whole_answer(site: Site, path: str) -> bytes:
    """The page as it should be, to be broken."""
    answer = site.own(path)
    assert isinstance(answer, bytes)
    return answer


def cut(site: Site, path: str) -> Iterator[Step]:
    answer = whole_answer(site, path)
    yield answer[: len(answer) * 2 // 3]
    yield CLOSE


def reset_midway(site: Site, path: str) -> Iterator[Step]:
    answer = whole_answer(site, path)
    yield answer[: len(answer) * 2 // 3]
    yield RESET


def body_of(site: Site, path: str) -> bytes:
    return whole_answer(site, path).partition(b"\r\n\r\n")[2]


def chunks_cut(site: Site, path: str) -> Iterator[Step]:
    body = body_of(site, path)
    yield b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n"
    yield b"%x\r\n%s\r\n" % (300, body[:300])
    yield b"%x\r\n%s" % (len(body) - 300, body[300:-100])
    yield CLOSE


def gzip_cut(site: Site, path: str) -> bytes:
    body = gzip.compress(body_of(site, path), mtime=0)
    return page(body[: len(body) * 3 // 4], content_encoding="gzip")


def no_gzip(site: Site, path: str) -> bytes:
    return page(body_of(site, path), content_encoding="gzip")


def never(_site: Site, _path: str) -> Iterator[Step]:
    yield HANG


def head_only(_site: Site, _path: str) -> Iterator[Step]:
    yield b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-le"
    yield HANG


def slow(site: Site, path: str) -> Iterator[Step]:
    yield from drip(whole_answer(site, path), 0.05)


def body_never(site: Site, path: str) -> Iterator[Step]:
    answer = whole_answer(site, path)
    yield answer[: len(answer) - 60]
    yield Pause(0.1)
    yield HANG


def reset(_site: Site, _path: str) -> Iterator[Step]:
    yield RESET


def closed(_site: Site, _path: str) -> Iterator[Step]:
    yield CLOSE


def garbage(_site: Site, _path: str) -> Iterator[Step]:
    yield b"\x15\x03\x01\x00\x02\x02\x46"
    yield CLOSE


def reference(_site: Site, _path: str) -> bytes:
    """An error page of a delivery network: 200, with another number at each request."""
    return page(
        "<html><head><title>Error</title></head><body><p>An error occurred while processing your "
        f"request.</p><p>Reference #102.{next(_COUNT):x}.17</p></body></html>"
    )


def login(site: Site, path: str) -> bytes:
    if path.startswith("/login"):
        form = '<form><input name="u"><input type="password" name="p"></form>'
        return page(site.frame(f"<h1>Sign in</h1><p>Members sign in here.</p>{form}", "Sign in"))
    return moved(f"/login?next={path}", "302 Found")


def gate(site: Site, path: str) -> bytes:
    """A login under an address that says nothing, without a password field (two steps)."""
    if path.startswith("/p/77"):
        text = "<h1>Welcome back</h1><p>Enter your e-mail address to continue.</p>"
        return page(site.frame(text + '<form><input name="mail"></form>', "Welcome back"))
    return moved("/p/77", "302 Found")


def home_new(site: Site, path: str) -> bytes:
    if path == "/welcome":
        text = "<h1>Our new site</h1><p>We have built this place anew. Look around!</p>"
        return page(site.frame(text, "Our new site"))
    return moved("/welcome", "301 Moved Permanently")


def elsewhere(_site: Site, path: str) -> bytes:
    """Everything leads to another, unrelated domain that nobody watches."""
    if path == "/lander":
        return page(
            "<html><title>Best offers</title><body><p>Cheap flights and loans.</p></body></html>"
        )
    return moved("/lander", "302 Found")


def loop(_site: Site, path: str) -> bytes:
    return moved("/b" if path == "/a" else "/a", "302 Found")


def to_nowhere(_site: Site, _path: str) -> bytes:
    return moved("http://127.255.254.253:9/x", "302 Found")


def to_private(_site: Site, _path: str) -> bytes:
    return moved("http://10.1.2.3/x", "302 Found")


def teaser(site: Site, path: str) -> Answer:
    """The first words of the page, and a wall."""
    said = site.said.get(path)
    if said is None:
        return site.own(path)
    first = said.paragraphs[0]
    return page(
        site.frame(
            f"<h1>{said.title}</h1><p>{first}</p><div class='paywall'><p>Subscribe to continue "
            "reading. "
            "Already a subscriber? Sign in.</p></div>",
            said.title,
        )
    )


def schema_wall(site: Site, path: str) -> Answer:
    said = site.said.get(path)
    if said is None:
        return site.own(path)
    facts = '{"@type":"NewsArticle","isAccessibleForFree":false}'
    data = f'<script type="application/ld+json">{facts}</script>'
    return page(
        f"<html><head><title>{said.title}</title>{data}</head><body><main><h1>{said.title}</h1>"
        f"<p>{said.paragraphs[0][:60]}…</p></main></body></html>"
    )


def empty_template(site: Site, _path: str) -> bytes:
    return page(site.frame("", site.name))


def default_site(site: Site, path: str) -> bytes:
    """A web server that lost its site: its own page at the root, 404 for the rest."""
    del site
    if path == "/":
        return page(NGINX)
    return page(
        "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not "
        "Found</h1></center>"
        "<hr><center>nginx</center></body></html>",
        status="404 Not Found",
    )


def all_404(site: Site, _path: str) -> bytes:
    return page(
        site.frame("<h1>Not found</h1><p>Nothing here.</p>", "Not found"), status="404 Not Found"
    )


def all_410(_site: Site, _path: str) -> bytes:
    return page("<title>Gone</title><p>Gone.</p>", status="410 Gone")


def echo_404(_site: Site, path: str) -> bytes:
    return page(f"<title>Error 404</title><p>No handler for {path}</p>", status="404 Not Found")


NGINX = (
    "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to "
    "nginx!</h1>"
    "<p>If you see this page, the nginx web server is successfully installed and working. Further "
    "configuration is required.</p><p><em>Thank you for using nginx.</em></p></body></html>"
)
APACHE = (
    "<html><head><title>Apache2 Debian Default Page: It works</title></head><body><h1>Apache2 "
    "Debian "
    "Default Page</h1><p>This is the default welcome page used to test the correct operation "
    "of the "
    "Apache2 server after installation on Debian systems. If you can read this page, it means "
    "that the "
    "Apache HTTP server installed at this site is working properly. You should replace this "
    "file (located "
    "at /var/www/html/index.html) before continuing to operate your HTTP server.</p><p>If you "
    "are a normal "
    "user of this web site and don't know what this page is about, this probably means that "
    "the site is "
    "currently unavailable due to maintenance. If the problem persists, please contact the site's "
    "administrator.</p><p>Debian's Apache2 default configuration is different from the "
    "upstream default "
    "configuration, and split into several files optimized for interaction with Debian "
    "tools.</p></body></html>"
)
WAF = (
    "<html><head><title>Just a moment...</title></head><body><h1>Checking your "
    "browser</h1><p>Enable "
    "JavaScript and cookies to continue</p><script "
    "src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl'>"
    "</script></body></html>"
)
CONSENT = (
    "<p>We and our 847 partners store and access information on a device, such as cookies, and "
    "process "
    "personal data. You can accept or manage your choices by clicking below, including your "
    "right to "
    "object where legitimate interest is used.</p><button>Accept "
    "all</button><button>Manage</button>"
)
ROBOT = (
    "<p>Please confirm that you are not a robot.</p><img src='/captcha.png'><input name='answer'>"
)
GEO = "<p>This content is not available in your region.</p><p>Error 1009</p>"
SOON = "<p>We are carrying out scheduled maintenance and will be back shortly. Thank you.</p>"
WARTUNG = "<p>Wir arbeiten gerade an unseren Seiten und sind in Kürze wieder für Sie da.</p>"
PARKED = "<p>The domain is for sale. Make an offer today.</p><ul><li><a href='http://x.example/1'>Insurance</a></li></ul>"
DATABASE = "<p>Error establishing a database connection</p>"
PHP = (
    "<b>Fatal error</b>: Uncaught Error: Call to undefined function tpl() in /srv/www/index.php:14"
)
SUSPENDED = (
    "<p>This account has been suspended. Contact your hosting provider for more information.</p>"
)
