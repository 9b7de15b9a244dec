"""Hostile values in every field: nothing of them becomes markup, script or a link."""

import json
from urllib.parse import quote

import harm
import pytest
from selectolax.lexbor import LexborHTMLParser

from walkback.publish.shield import host, link, visible, visible_address

ID = quote(harm.HARM_ID, safe="")
PATHS = ["/", "/statement/plain", "/statement/plain?version=1", "/speakers", "/sources"]
PATHS += ["/cases", "/case/story", "/?kind=all", "/search?q=x", "/leaf/1"]
PATHS += ["/statement/plain/diff?from=1&to=2", "/source/source2", f"/?speaker={ID}"]
PATHS += ["/speaker/plain", "/?kind=removed", "/search?q=x&gone=1&since=2026-01-01"]
HARM_QUERY = quote(harm.HARM, errors="replace")
REFLECTED = [f"/?kind={HARM_QUERY}", f"/show?url={HARM_QUERY}", f"/?page={HARM_QUERY}"]
REFLECTED += [f"/search?q={HARM_QUERY}", f"/?channel={HARM_QUERY}", f"/?since={HARM_QUERY}"]
REFLECTED += [f"/?speaker={HARM_QUERY}", f"/statement/{HARM_QUERY}", f"/speaker/{HARM_QUERY}"]
REFLECTED += [f"/show?url={quote('javascript:window.pwned=1')}"]

# What the templates themselves write. Whatever else a page holds came from a value.
OURS = """html head meta title link body a header div img span nav ul li form label input
button main h1 h2 h3 h4 p details summary section ol time bdi footer code article aside dl dt dd
blockquote pre del ins mark sup table thead tbody tr th td textarea select option datalist fieldset
legend strong figure figcaption svg path circle text br q"""


@pytest.mark.parametrize("path", [*PATHS, *REFLECTED])
def test_no_value_becomes_markup_or_a_link(hostile, path):
    answer = hostile.get(path)
    assert answer.status in (200, 400, 404)
    tree = LexborHTMLParser(answer.body)
    for node in tree.css("*"):
        if node.attributes.get("type") == "application/ld+json":
            assert set(node.text()).isdisjoint("<>&"), "a data block that nothing can end"
            continue
        assert node.tag in OURS.split(), node.html[:200]
        assert not [name for name in node.attributes if name.startswith("on")], node.html[:200]
        for name in ("href", "src", "action"):
            target = node.attributes.get(name)
            assert target is None or target.startswith(("/", "#")), node.html[:200]


@pytest.mark.parametrize("path", PATHS)
def test_the_payload_is_there_to_read_and_nowhere_raw(hostile, path):
    answer = hostile.get(path)
    assert answer.status == 200
    assert harm.PAYLOAD.encode() not in answer.body
    assert b"&lt;script&gt;window.pwned=1&lt;/script&gt;" in answer.body
    assert b"{{7*7}}${7*7}{%raw%}" in answer.body, "template text is shown as it is"
    assert "\u202e".encode() not in answer.body
    assert b"[U+202E]nwod[U+2066][U+0000][U+001B][U+D800]" in answer.body


def test_links_to_the_world_are_http_and_carry_no_trust(story):
    outside = []
    for path in ("/", "/statement/ferry", "/speaker/mira", "/sources", "/source/source2"):
        tree = LexborHTMLParser(story.get(path).body)
        found = [
            n.attributes for n in tree.css("a") if not n.attributes["href"].startswith(("/", "#"))
        ]
        assert all(item["href"].startswith("https://") for item in found)
        assert all(item["rel"] == "noopener nofollow ugc" for item in found)
        outside += found
    assert len(outside) > 5


def test_json_carries_the_values_and_is_no_page(hostile):
    answer = hostile.get("/api/statements/plain")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert json.loads(answer.body)["title"] == harm.HARM


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/",
        "/relative",
        "https://",
        "https:///path",
        "http:evil.example",
        "https://evil.example/\u202egpj.exe",
        "https://paypa\u200bl.example/",
        "https://a.example/\r\nSet-Cookie: x",
        "https://[::1",
        "",
    ],
)
def test_what_may_not_become_a_link(url):
    assert link(url) is None
    assert host(url) == ""


@pytest.mark.parametrize(
    "url", ["https://a.example/b?c=d#e", "http://[::1]:8080/", "HTTPS://A.example"]
)
def test_what_may_become_a_link(url):
    assert link(url) == url


def test_the_host_shown_is_the_one_that_is_gone_to():
    assert host("https://trusted.example@evil.example/") == "evil.example"


def test_text_keeps_what_languages_need_and_shows_what_deceives():
    arabic = "\u0645\u0631\u062d\u0628\u0627\u200f! \u200d"
    assert visible(arabic) == arabic
    assert visible("a\u202eb") == "a[U+202E]b"
    assert visible_address("https://a.example/\u200bb c") == "https://a.example/[U+200B]b[U+0020]c"
