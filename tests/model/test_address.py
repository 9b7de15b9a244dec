"""One parser reads every address, and reads it in one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.errors import BadAddress
from walkback.model.address import Address, join, normal, parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTTP://Town.Example", "http://town.example/"),
        ("https://town.example:443/a", "https://town.example/a"),
        ("http://town.example:443/a", "http://town.example:443/a"),
        ("http://town.example:/", "http://town.example/"),
        ("http://town.example./a", "http://town.example/a"),
        ("http://town.example/a/./b/../c", "http://town.example/a/c"),
        ("http://town.example/../../a", "http://town.example/a"),
        ("http://town.example/a/%2e%2E/b", "http://town.example/b"),
        ("http://town.example/a/..", "http://town.example/"),
        ("http://town.example/a//b", "http://town.example/a//b"),
        ("http://town.example/...", "http://town.example/..."),
        ("http://town.example/.well-known/x.", "http://town.example/.well-known/x."),
        ("http://town.example/rede-über", "http://town.example/rede-%C3%BCber"),
        ("http://town.example/%7Ename/100%", "http://town.example/%7Ename/100%"),
        ('http://town.example/a"b[1]', "http://town.example/a%22b%5B1%5D"),
        ("http://town.example/a#part", "http://town.example/a"),
        ("http://town.example/a?b=2&a=1&b=2#part", "http://town.example/a?b=2&a=1&b=2"),
        ("http://town.example/a?", "http://town.example/a?"),
        ("http://town.example?x=[1]|{2}", "http://town.example/?x=[1]|{2}"),
        ("http://town.example/a?q=ü", "http://town.example/a?q=%C3%BC"),
        ("http://RATHAUS-KÖLN.example/", "http://xn--rathaus-kln-zfb.example/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://[2001:DB8::0:1]/", "http://[2001:db8::1]/"),
        ("http://[::FFFF:127.0.0.1]:80/", "http://[::ffff:7f00:1]/"),
    ],
)
def test_an_address_has_one_normal_form(text, expected):
    assert normal(text) == expected


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F.1",
        "0177.0.0.1",
        "0177.0x0.1",
        "①②⑦.0.0.1",
        "127。0。0。1",
        "127.0.0.1.",
        "\uff11\uff12\uff17.0.0.1",
    ],
)
def test_every_spelling_of_an_ip_address_is_read_as_that_address(host):
    assert parse_address(f"http://{host}/").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("file:///etc/passwd", "scheme file:"),
        ("FILE:///etc/passwd", "scheme file:"),
        ("source:file:///etc/passwd", "scheme source:"),
        ("view-source:http://town.example/", "scheme view-source:"),
        ("gopher://town.example/", "scheme gopher:"),
        ("data:text/html,x", "scheme data:"),
        ("javascript:alert(1)", "scheme javascript:"),
        (" file:///etc/passwd", "U+0020"),
        ("town.example/a", "it has no scheme"),
        ("", "it has no scheme"),
        ("http:///a", "no host"),
        ("http:town.example", "no host"),
        ("http://", "no host"),
        ("http://:80/", "no host"),
        ("http://127.0.0.1:80\\@town.example/", "a backslash"),
        ("http://town.example/a\\b", "a backslash"),
        ("http://town.example/a b", "U+0020"),
        ("http://town.example/a\r\nX: 1", "U+000D"),
        ("http://town.example/\0", "U+0000"),
        ("http://town.example/\x85", "U+0085"),
        ("http://town.example/\u2028", "U+2028"),
        ("http://town.example:0/", "a port that is none"),
        ("http://town.example:65536/", "a port that is none"),
        ("http://town.example:8o/", "a port that is none"),
        ("http://town.example:٨٠/", "a port that is none"),
        ("http://256.0.0.1/", "as a host"),
        ("http://1.2.3.4.5/", "as a host"),
        ("http://09.0.0.1/", "as a host"),
        ("http://town.1/", "as a host"),
        ("http://[::1/", "a broken IPv6 address"),
        ("http://[::1]x/", "a broken IPv6 address"),
        ("http://[fe80::1%25eth0]/", "as a host"),
        ("http://a..b/", "host 'a..b'"),
        ("http://%31/", "host '%31'"),
        ("http://ex\u200bample/", "an invisible character"),
        ("http://ex\u00adample\u202e/", "an invisible character"),
        ("http://" + "a" * 64 + ".example/", "host"),
        ("http://town.example/\ud800", "a lone surrogate"),
        ("http://town.example/" + "a" * 9000, "9020 characters"),
        ("http://town.example/" + "ü" * 3000, "more than 8 KiB"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_what_was_found(text, found):
    with pytest.raises(BadAddress) as refusal:
        parse_address(text)
    assert refusal.value.what == "not an address we contact"
    assert found in refusal.value.found
    assert refusal.value.expected
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize(
    "text",
    [
        "http://clerk:hunter2@town.example/",
        "http://clerk:hunter2/x@town.example/",
        "http://clerk:hunter2@town.example\\",
        "https://hunter2@town.example:x/",
        "clerk:hunter2@town.example",
        "ftp://clerk:hunter2@town.example/",
    ],
)
def test_a_password_is_never_repeated(text):
    with pytest.raises(BadAddress) as refusal:
        parse_address(text)
    assert "hunter2" not in str(refusal.value)
    assert "…@" in str(refusal.value)


def test_the_fields_are_those_of_the_normal_form():
    address = parse_address("https://Town.example:8443/a%20b?x=1#y")
    assert address == Address("https", "town.example", 8443, "/a%20b", "x=1")
    assert address.origin == "https://town.example:8443"
    assert address.target == "/a%20b?x=1"
    assert address.url == "https://town.example:8443/a%20b?x=1"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("next", "http://town.example/news/next"),
        ("../x", "http://town.example/x"),
        ("/y?z", "http://town.example/y?z"),
        ("?page=2", "http://town.example/news/today?page=2"),
        ("", "http://town.example/news/today?old"),
        ("#top", "http://town.example/news/today?old"),
        ("//other.example/a", "http://other.example/a"),
        ("HTTPS://other.example", "https://other.example/"),
        ("  /a\nb c ", "http://town.example/ab%20c"),
        ("mailto:clerk@town.example", None),
        ("javascript:void(0)", None),
        ("file:///etc/passwd", None),
        ("\\\\other.example/", None),
        ("http://u:p@other.example/", None),
        ("http://oth er.example/", None),
        ("/" + "a" * 9000, None),
    ],
)
def test_a_link_leads_where_a_browser_would_go_or_nowhere(href, expected):
    assert join("http://town.example/news/today?old", href) == expected


_ODD = st.text(alphabet='ab.%2eE/?#:@[]\\ü\u3002xX019&=+ \t"<>|^`{}~-_', max_size=40)


@given(_ODD)
def test_normalising_twice_changes_nothing_more(rest):
    try:
        once = normal("http://town.example" + rest)
    except BadAddress:
        return
    assert normal(once) == once
    assert once.isascii()
    assert once.isprintable()
    assert " " not in once


@given(st.text(max_size=60))
def test_any_host_text_is_refused_or_becomes_stable_ascii(host):
    try:
        address = parse_address(f"http://{host}/")
    except BadAddress as refusal:
        str(refusal).encode("utf-8")
        return
    assert parse_address(address.url) == address
    assert address.host.isascii()


@given(st.text(alphabet="abc&=?%;[]{}|+.,/", max_size=30))
def test_a_query_of_plain_characters_is_kept_byte_for_byte(query):
    assert parse_address(f"http://town.example/?{query}").query == query
