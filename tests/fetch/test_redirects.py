"""Redirects are followed one by one, and each hop is kept."""

import pytest
from tests.weather.server import Server, page

from walkback.fetch.conclude import conclude
from walkback.fetch.job import Job, Landing, Run
from walkback.fetch.manners import Host, Site
from walkback.model.address import Address, parse_address
from walkback.model.exchange import Exchange, Request
from walkback.model.exchange import OutcomeKind as Kind


def moved(to, status="302 Found"):
    return page("moved", status=status, location=to)


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_is_followed_and_both_hops_are_kept(ask, status):
    with Server({"/a/b": moved("../c?d#e", status), "/c?d": page("words")}) as server:
        outcome = ask(server.url("/a/b"))
        assert (outcome.kind, outcome.reason) == (Kind.RECEIVED, "ok")
        assert outcome.content == b"words"
        assert outcome.final_url == server.url("/c?d")
        assert [exchange.status for exchange in outcome.exchanges] == [int(status[:3]), 200]
        assert outcome.exchanges[0].body == b"moved"


def test_the_end_of_the_chain_gives_the_kind(ask):
    with Server({"/": moved("/gone"), "/gone": page("no", status="410 Gone")}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.reason) == (Kind.GONE, "http-410")
    assert len(outcome.exchanges) == 2


def test_a_redirect_to_another_host_is_followed(ask):
    with (
        Server({"/": page("there")}, host="127.0.0.7") as there,
        Server({"/": moved(there.url())}) as here,
    ):
        outcome = ask(here.url())
    assert outcome.content == b"there"
    assert [exchange.ip for exchange in outcome.exchanges] == ["127.0.0.1", "127.0.0.7"]


@pytest.mark.parametrize(
    "location", ["/", "", "#again", "//127.0.0.1:{port}/", "http://127.1:{port}"]
)
def test_a_redirect_to_itself_is_a_loop(ask, location):
    server = Server(lambda head: moved(location.format(port=server.port) or " "))
    with server:
        outcome = ask(server.url())
        assert outcome.kind is Kind.UNREACHABLE
        assert outcome.reason == ("redirect-loop" if location else "http-302")
        assert len(server.seen) == 1


def test_a_circle_is_noticed_when_it_closes(ask):
    with Server({"/a": moved("/b"), "/b": moved("/c"), "/c": moved("/a")}) as server:
        outcome = ask(server.url("/a"))
        assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "redirect-loop")
        assert server.paths() == ["/a", "/b", "/c"]


def test_ten_redirects_are_followed_and_no_more(ask):
    def answer(head):
        number = int(head.split(b" ")[1][1:])
        return page("end") if number == 20 else moved(f"/{number + 1}")

    with Server(answer) as server:
        far = ask(server.url("/0"))
        near = ask(server.url("/10"))
        assert len(server.seen) == 22
    assert (far.kind, far.reason) == (Kind.UNREACHABLE, "redirect-loop")
    assert far.detail == "more than 10 redirects"
    assert len(far.exchanges) == 11
    assert near.content == b"end"


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1/",
        "http://clerk:hunter2@town.example/",
        "http://127.0.0.1:80\\@town.example/",
        "http://",
        "/" + "a" * 20_000,
    ],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(ask, location):
    with Server({"/": moved(location)}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "redirect-refused")
    assert len(outcome.exchanges) == 1
    assert "hunter2" not in outcome.detail


def test_a_redirect_to_another_port_is_refused_outside_allowed_networks(ask):
    with Server({"/": moved("http://town.example:8080/")}) as server:
        outcome = ask(server.url(), resolve=lambda host: ["1.1.1.1"])
    assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
    assert outcome.detail == "town.example port 8080 is none of 80, 443"


def hop(url, location, clock):
    """What follows from one redirect, without a wire."""
    address = parse_address(url)
    site = Site(address.origin, address.scheme, address.port, Host(address.host), b"")
    job = Job(Request(url), Run(), address, site, 5.0, 1000)
    head = b"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    exchange = Exchange(url, clock(), b"", 301, head, b"", "192.0.2.1")
    return conclude(job, Landing(exchange), clock())


def test_https_never_leads_to_http(clock):
    outcome = hop("https://town.example/a", b"http://other.example/a", clock)
    assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "redirect-refused")
    assert outcome.detail == "from https to http://other.example"


def test_a_server_that_does_not_know_its_own_https_is_asked_by_https(clock):
    address = hop("https://town.example/a", b"http://town.example/a/", clock)
    assert address == Address("https", "town.example", 443, "/a/")
    outcome = hop("https://town.example/a", b"http://town.example/a", clock)
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "redirect-loop")


@pytest.mark.parametrize(
    ("location", "path"),
    [("/über".encode(), "/%C3%BCber"), ("/über".encode("latin-1"), "/%C3%BCber")],
)
def test_a_location_beyond_ascii_is_read_as_utf8_or_latin1(clock, location, path):
    assert hop("https://town.example/", location, clock).path == path
