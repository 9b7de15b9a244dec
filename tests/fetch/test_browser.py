"""A page in a browser: what it shows, what it may reach, and what happens when it misbehaves."""

import os
import struct
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.weather.server import HANG, Server, page

from walkback.fetch import FetchOptions
from walkback.fetch.browser import Browser, BrowserOptions, missing
from walkback.fetch.browser.banner import ACCEPT, DECLINE
from walkback.fetch.browser.framing import cleaned, pack, unpack
from walkback.fetch.browser.groups import alive, descendants
from walkback.fetch.browser.visit import same_site
from walkback.model.canonical import canonical
from walkback.model.exchange import Exchange
from walkback.model.view import NotViewed, View

OPEN, CLOSED = "127.43.0.7", "127.99.0.9"
needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "there is one")
JS = "text/javascript"


def now():
    return datetime.now(UTC)


def options():
    return FetchOptions(allow_net=(f"{OPEN}/32",), pace=timedelta(0))


def received(url, markup):
    """The page's own body, as the fetcher would have brought it."""
    body = markup.encode()
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    )
    return Exchange(url, now(), b"", 200, head % len(body), body, OPEN)


def height(png):
    return struct.unpack(">II", png[16:24])[1]


@pytest.fixture(scope="module")
def web():
    """Answers under any path; tests add theirs."""
    answers = {}
    with Server(answers, host=OPEN) as server:
        server.answers = answers
        yield server


@pytest.fixture(scope="module")
def browser():
    with Browser(options(), BrowserOptions(height=3000), clock=now) as shown:
        yield shown


@needs_browser
def test_a_page_that_needs_scripts_is_shown_with_all_that_it_loaded(web, browser):
    script = (
        "fetch('/said').then(r => r.text()).then(t => {"
        "document.getElementById('root').innerHTML = '<p>' + t + '</p>';"
        "document.body.append(document.createElement('x-part')) });"
        "customElements.define('x-part', class extends HTMLElement { constructor() { super();"
        "this.attachShadow({mode: 'open'}).innerHTML = '<p>In its shade.</p>' } })"
    )
    web.answers["/app.js"] = page(script, content_type=JS)
    web.answers["/said"] = page("The ferry will sail.", content_type="text/plain")
    url = web.url("/shell")
    markup = "<!doctype html><div id=root></div><script src=/app.js></script>"
    view = browser.view(received(url, markup))
    assert isinstance(view, View), view
    assert b"<p>The ferry will sail.</p>" in view.dom
    assert b"In its shade." in view.dom
    assert view.picture.startswith(b"\x89PNG")
    assert view.untouched is None
    loaded = {exchange.url: exchange for exchange in view.loaded}
    said = loaded[web.url("/said")]
    assert (said.body, said.ip, said.status) == (b"The ferry will sail.", OPEN, 200)
    assert b"Walkback/" in said.request_head
    assert url not in loaded
    assert "/shell" not in web.paths()  # it was given what was fetched
    again = browser.view(received(url, markup))
    assert again.digest == view.digest
    canonical(dict(view.facts))  # it fits into an opening


@needs_browser
@pytest.mark.parametrize(
    ("buttons", "did"),
    [
        ("<button>Accept all</button><button onclick='gone()'>Reject all</button>", "declined"),
        ("<button>Zustimmen</button><button onclick='gone()'>Alle ablehnen</button>", "declined"),
        ("<button onclick='accepted()'>Accept all cookies</button>", "hidden"),
    ],
)
def test_a_consent_banner_is_declined_or_hidden_and_never_accepted(web, browser, buttons, did):
    for path in ("/yes", "/no"):
        web.answers[path] = page("noted", content_type="text/plain")
    before = len(web.seen)
    markup = (
        "<!doctype html><main><h1>Budget</h1><p>The budget stands.</p></main>"
        "<script>const gone = () => { fetch('/no'); document.getElementById('b').remove() };"
        "const accepted = () => fetch('/yes');</script>"
        "<div id=b style='position:fixed;bottom:0;left:0;right:0;height:300px;background:red'>"
        f"We and our partners use cookies and need your consent. {buttons}</div>"
    )
    view = browser.view(received(web.url(f"/{did}"), markup))
    assert isinstance(view, View), view
    assert view.facts["banner"]["did"] == did
    assert "partners use cookies" in view.facts["banner"]["text"][0]
    assert view.untouched is not None
    assert view.untouched != view.picture
    asked = web.paths()[before:]
    assert "/yes" not in asked
    assert ("/no" in asked) == (did == "declined")


@needs_browser
def test_a_statement_about_cookies_in_a_dialog_of_its_own_is_left_alone(web, browser):
    markup = (
        "<!doctype html><div role=dialog><article><h1>On cookies</h1><p>I consent to the new rules"
        " on cookies, and I was wrong.</p></article><button>Accept</button></div>"
    )
    view = browser.view(received(web.url("/dialog"), markup))
    assert "banner" not in view.facts
    assert view.untouched is None


@needs_browser
def test_no_page_reaches_an_address_that_the_guard_refuses(web, browser):
    with Server({}, host=CLOSED) as secret:
        there = secret.url("/inside")
        name = f"localhost:{secret.port}"
        web.answers["/hop"] = page("", status="302 Found", location=there)
        web.answers["/meta"] = page(f"<meta http-equiv=refresh content='0;url={there}'>")
        web.answers["/jump"] = page(f"<script>location = '{there}'</script>")
        web.answers["/work.js"] = page(f"fetch('{there}?worker')", content_type=JS)
        markup = f"""<!doctype html><p>Words.</p>
        <img src="{there}?img"><script src="{there}?script"></script>
        <link rel=stylesheet href="{there}?css"><link rel=prefetch href="{there}?prefetch">
        <link rel=dns-prefetch href="//{name}"><link rel=preconnect href="{there}">
        <iframe src="/meta"></iframe><iframe src="/jump"></iframe><iframe src="/hop"></iframe>
        <iframe src="{there}?frame"></iframe><iframe src="file:///etc/hostname"></iframe>
        <form id=f method=post action="{there}?form" target=x></form><iframe name=x></iframe>
        <script>
        fetch("{there}?fetch", {{mode: "no-cors"}}).catch(() => 0);
        fetch("/hop").catch(() => 0);
        fetch("http://{name}/name", {{mode: "no-cors"}}).catch(() => 0);
        navigator.sendBeacon("{there}?beacon", "x");
        new WebSocket("ws://{CLOSED}:{secret.port}/socket");
        new EventSource("{there}?events");
        try {{ navigator.serviceWorker.register("/work.js") }} catch (e) {{}}
        new Worker("/work.js");
        window.open("{there}?window");
        document.getElementById("f").submit();
        const peer = new RTCPeerConnection({{iceServers: [
          {{urls: "stun:{CLOSED}:{secret.port}"}},
          {{urls: "turn:{CLOSED}:{secret.port}?transport=tcp", username: "u", credential: "c"}}]}});
        peer.createDataChannel("x");
        peer.createOffer().then(o => peer.setLocalDescription(o));
        </script>"""
        view = browser.view(received(web.url("/attack"), markup))
        assert secret.connections == 0
    assert isinstance(view, View), view
    refused = " ".join(view.facts["refused"].values())
    assert "in 127.0.0.0/8" in refused
    assert any("?img" in url for url in view.facts["refused"])


@needs_browser
def test_a_page_that_leads_to_a_refused_address_is_no_view_of_it(web, browser):
    with Server({}, host=CLOSED) as secret:
        markup = f"<!doctype html><p>Words.</p><script>location = '{secret.url('/')}'</script>"
        found = browser.view(received(web.url("/away"), markup))
        assert secret.connections == 0
    bad = isinstance(found, NotViewed) or found.facts["status"] != 200
    assert bad, found


@needs_browser
def test_scripts_that_could_not_be_had_are_named(web, browser):
    web.answers["/down"] = page("", status="503 Service Unavailable")
    markup = "<!doctype html><p>Something went wrong.</p><script>fetch('/down')</script>"
    view = browser.view(received(web.url("/lacking"), markup))
    assert view.facts["lacking"] == [f"{web.url('/down')}: status 503"]


@needs_browser
def test_a_page_without_end_is_shown_to_a_bounded_height_in_bounded_time(web, browser):
    web.answers["/never"] = [b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", HANG]
    markup = """<!doctype html><h1>First</h1><img src=/never><div id=d></div><script>
      let n = 0; setInterval(() => { for (let i = 0; i < 20; i++) { const p =
      document.createElement('p'); p.textContent = 'more ' + n++; d.append(p) } }, 20)</script>"""
    began = now()
    view = browser.view(received(web.url("/endless"), markup))
    assert (now() - began).total_seconds() < 35
    assert isinstance(view, View), view
    assert height(view.picture) <= 3000
    assert b"First" in view.dom


@needs_browser
def test_a_page_of_too_much_markup_is_no_view(web, browser):
    grow = "document.getElementById('t').content.append('x'.repeat(18e6))"
    markup = f"<!doctype html><p>Words.<template id=t></template><script>{grow}</script>"
    found = browser.view(received(web.url("/huge"), markup))
    assert isinstance(found, NotViewed)
    assert (found.reason, "bytes of markup" in found.detail) == ("too-large", True)


@needs_browser
def test_a_browser_that_hangs_or_is_killed_or_too_large_is_thrown_away_whole(web):
    good = received(web.url("/calm"), "<!doctype html><p>All is well.</p>")
    hanging = received(web.url("/hang"), "<p>x<script>for (;;) {}</script>")
    with ExitStack() as stack:
        short = Browser(options(), BrowserOptions(seconds=6), clock=now)
        stack.callback(short.close)
        assert isinstance(short.view(good), View)
        groups = set(short._process._groups)
        assert len(groups) > 1  # our child's own and Chromium's
        found = short.view(hanging)
        assert (found.reason, found.detail) == ("timeout", "no view within 6 s")
        assert alive(groups) == []
        assert isinstance(short.view(good), View)  # a fresh one took its place
        short._process._child.kill()
        assert short.view(good).reason == "crashed"
        short._options = BrowserOptions(memory=1 << 20)
        assert short.view(hanging).reason == "memory"
    assert not [one for one in descendants(os.getpid()) if named(one) == "chromium"]


def named(process):
    try:
        return Path(f"/proc/{process}/comm").read_text().strip()
    except OSError:
        return ""


def test_without_a_browser_nothing_is_started_and_the_reason_is_told():
    with Browser(options(), BrowserOptions(program="no-such-browser"), clock=now) as none:
        found = none.view(received("http://a.example/", "<p>x"))
    assert found.reason == "no-browser"
    assert "no-such-browser" not in found.detail or "PATH" in found.detail


def test_no_label_both_declines_and_accepts():
    labels = {label for line in DECLINE.split("\n") for label in line.split("|") if label}
    both = {one for one in labels if any(one.startswith(word) for word in ACCEPT.split())}
    # They keep to what is needed, and say so.
    assert all("essential" in one or "necessary" in one for one in both), both


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://api.party.example/x", "https://www.party.example/", True),
        ("https://other.example/x", "https://party.example/", False),
        ("http://127.0.0.1/x", "http://127.0.0.2/", False),
        ("http://127.0.0.1:81/x", "http://127.0.0.1/", True),
    ],
)
def test_what_belongs_to_a_page_is_of_its_site(one, other, same):
    assert same_site(one, other) is same


def test_what_a_page_says_of_itself_always_fits_into_an_opening():
    odd = {"a": "\ud800x", "b": 1.5, "c": float("1e300"), "d": [None, True, {"\udfff": "y" * 9999}]}
    canonical(cleaned(odd))


def test_a_message_comes_back_as_it_was_and_a_broken_one_is_refused():
    data = pack({"x": 1}, [b"one", b""])
    assert unpack(data) == ({"x": 1}, [b"one", b""])
    with pytest.raises(ValueError, match="sizes do not fit"):
        unpack(data + b"more")
