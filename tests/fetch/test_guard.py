"""No address of a private, local or special network is ever contacted."""

import ipaddress
from datetime import timedelta

import pytest
from tests.weather.server import Server, page

from walkback.errors import BadSettings
from walkback.fetch import Fetcher, FetchOptions
from walkback.fetch.guard import Guard, Pin, refusal
from walkback.model.exchange import OutcomeKind as Kind
from walkback.model.exchange import Request

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "64:ff9b:1:7f00:0:1::",
    "2002:7f00:1::",
    "2002:a00:1::5",
    "2001:0:7f00:1:0:0:f5ff:fffe",
    "2001:0:808:808:0:0:80ff:fffe",
    "100::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.167.255.255",
    "198.17.255.255",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "64:ff9b::808:808",
    "2002:808:808::1",
    "2001:0:808:808:0:0:f7f7:f7f7",
    "2001:4860:4860::8888",
]


@pytest.mark.parametrize("text", REFUSED)
def test_special_addresses_are_refused_in_every_wrapping(text):
    assert refusal(ipaddress.ip_address(text))
    assert Guard().pin([text]).refusal


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_let_through_to_the_web_ports_only(text):
    guard = Guard()
    pin = guard.pin([text])
    assert not pin.refusal
    assert guard.connects(text, pin)
    assert not guard.port_refusal(pin, 80)
    assert not guard.port_refusal(pin, 443)
    assert guard.port_refusal(pin, 8080) == "port 8080 is none of 80, 443"


def test_the_refusal_says_what_is_wrapped_in_what():
    assert Guard().pin(["64:ff9b::7f00:1"]).refusal == (
        "resolves to 64:ff9b::7f00:1, which is 127.0.0.1 in NAT64 form, in 127.0.0.0/8"
    )


@pytest.mark.parametrize("others", [["1.1.1.1"], ["1.1.1.1", "2606:4700::1111"]])
def test_one_refused_address_refuses_the_host(others):
    for mixed in ([*others, "10.0.0.1"], ["10.0.0.1", *others]):
        assert Guard().pin(mixed).refusal == "resolves to 10.0.0.1, in 10.0.0.0/8"


@pytest.mark.parametrize("answer", [[], ["town.example"], [""], ["127.0.0.1\0"]])
def test_an_answer_that_is_no_address_refuses_the_host(answer):
    assert Guard().pin(answer).refusal


def test_allowed_networks_are_let_through_on_every_port_and_nothing_beside_them():
    guard = Guard(["127.0.0.0/8", "::1"])
    pin = guard.pin(["127.0.5.5", "::ffff:127.0.0.1", "::1"])
    assert pin == Pin(("127.0.5.5", "127.0.0.1", "::1"), let_through=True)
    assert not guard.port_refusal(pin, 9999)
    assert guard.pin(["127.0.0.1", "10.0.0.1"]).refusal
    mixed = guard.pin(["127.0.0.1", "1.1.1.1"])
    assert not mixed.let_through
    assert guard.port_refusal(mixed, 9999)


def test_only_the_pinned_addresses_are_connected_to():
    guard = Guard(["127.0.0.0/8"])
    pin = guard.pin(["127.0.0.1"])
    assert guard.connects("127.0.0.1", pin)
    assert not guard.connects("127.0.0.2", pin)
    assert not guard.connects("1.1.1.1", pin)
    assert not guard.connects("nonsense", pin)
    assert not Guard().connects("127.0.0.1", Pin(("127.0.0.1",)))


def test_a_network_that_is_none_is_a_bad_setting(clock):
    with pytest.raises(BadSettings, match=r"not a network: fetch.allow_net 'home' \(expected an"):
        Fetcher(FetchOptions(allow_net=("home",)), clock=clock)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "①②⑦.0.0.1",
        "127。0。0。1",
        "0",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[::]",
    ],
)
def test_no_spelling_of_loopback_is_contacted(ask, host):
    with Server({"/": page("secret")}) as server:
        for url in (f"http://{host}:{server.port}/", f"http://{host}/"):
            outcome = ask(url, allow_net=())
            assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
            assert outcome.exchanges == ()
        assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "localhost", "①②⑦.0.0.1"])
def test_the_same_spellings_reach_it_where_the_network_is_let_through(ask, host):
    with Server({"/": page("words")}) as server:
        outcome = ask(f"http://{host}:{server.port}/", allow_net=("127.0.0.0/8", "::1"))
        assert outcome.content == b"words"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "source:file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "http://127.0.0.1:80\\@town.example/",
        "http://clerk:hunter2@town.example/",
        "not an address",
    ],
)
def test_what_is_no_web_address_is_refused_as_an_outcome(ask, url):
    outcome = ask(url)
    assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
    assert outcome.detail.startswith("not an address we contact")
    assert "hunter2" not in outcome.detail


def test_a_name_with_one_private_address_is_not_contacted(ask):
    with Server({"/": page("secret")}) as server:
        url = server.url(host="town.example")
        outcome = ask(url, allow_net=(), resolve=lambda host: ["1.1.1.1", "127.0.0.1"])
        assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
        assert outcome.detail == "town.example resolves to 127.0.0.1, in 127.0.0.0/8"
        assert server.connections == 0


def test_a_name_that_flips_to_another_address_is_still_connected_to_the_checked_one(fetcher):
    """A rebinding resolver: the first answer is let through, every later one is not."""
    answers = [["127.0.0.5"]]

    def flipping(host):
        return answers.pop() if answers else ["127.0.0.6"]

    with (
        Server({"/a": page("public"), "/b": page("public")}, host="127.0.0.5") as public,
        Server({"/a": page("secret")}, host="127.0.0.6", port=public.port) as secret,
    ):
        one = fetcher(resolve=flipping, allow_net=("127.0.0.5",))
        urls = [public.url(path, host="town.example") for path in ("/a", "/b")]
        outcomes = list(one.fetch(map(Request, urls)))
        assert [outcome.content for outcome in outcomes] == [b"public", b"public"]
        assert outcomes[0].exchanges[0].ip == "127.0.0.5"
        for host in one._traffic._hosts.values():
            host.pin_until = 0.0  # a minute later
        (late,) = one.fetch([Request(urls[0])])
        assert (late.kind, late.reason) == (Kind.REFUSED, "guard")
        assert secret.connections == 0


def test_a_changed_answer_that_is_let_through_is_followed(fetcher):
    answers = [["127.0.0.6"], ["127.0.0.5"]]
    with (
        Server({"/": page("old", connection="close")}, host="127.0.0.5") as old,
        Server({"/": page("new")}, host="127.0.0.6", port=old.port),
    ):
        one = fetcher(resolve=lambda host: answers.pop())
        url = old.url(host="town.example")
        (before,) = one.fetch([Request(url)])
        for host in one._traffic._hosts.values():
            host.pin_until = 0.0  # a minute later
        (after,) = one.fetch([Request(url)])
    assert (before.content, before.exchanges[0].ip) == (b"old", "127.0.0.5")
    assert (after.content, after.exchanges[0].ip) == (b"new", "127.0.0.6")


def test_the_socket_itself_is_refused_where_all_else_failed(fetcher, monkeypatch):
    with Server({"/": page("secret")}) as server:
        one = fetcher(allow_net=())
        open_door = Guard(["127.0.0.0/8"])
        monkeypatch.setattr(one._traffic, "_guard", open_door)
        (outcome,) = one.fetch([Request(server.url())])
        assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
        assert outcome.detail == "127.0.0.1 is not an address the guard let through"
        assert server.connections == 0


def test_a_redirect_into_a_private_network_stops_the_chain(ask):
    with (
        Server({"/": page("secret")}, host="127.0.0.6") as secret,
        Server(
            {"/": page("go", status="302 Found", location=secret.url())}, host="127.0.0.5"
        ) as public,
    ):
        outcome = ask(public.url(), allow_net=("127.0.0.5",))
        assert (outcome.kind, outcome.reason) == (Kind.REFUSED, "guard")
        assert [exchange.status for exchange in outcome.exchanges] == [302]
        assert secret.connections == 0


def test_addresses_are_asked_for_once_a_minute(fetcher):
    asked = []

    def counting(host):
        asked.append(host)
        return ["127.0.0.1"]

    with Server(lambda head: page("x")) as server:
        one = fetcher(resolve=counting)
        urls = [server.url(f"/{number}", host="town.example") for number in range(20)]
        assert all(outcome.content == b"x" for outcome in one.fetch(map(Request, urls)))
        assert all(outcome.content == b"x" for outcome in one.fetch(map(Request, urls)))
    assert asked == ["town.example"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"timeout": timedelta()}, "fetch.timeout (expected more than 0s"),
        ({"max_body": 0}, "fetch.max_body (expected at least 1 byte, found 0)"),
        ({"pace": timedelta(seconds=-1)}, "fetch.pace (expected 0s or more"),
        ({"robots": "maybe"}, "fetch.robots (expected obey or ignore, found maybe)"),
        ({"concurrency": 0}, "fetch.concurrency (expected 1 to 200, found 0)"),
        ({"agent": "a\r\nCookie: b"}, "fetch.agent (expected printable ASCII"),
    ],
)
def test_options_that_cannot_be_meant_are_bad_settings(values, message):
    with pytest.raises(BadSettings) as refusal:
        FetchOptions(**values)
    assert message in str(refusal.value)
