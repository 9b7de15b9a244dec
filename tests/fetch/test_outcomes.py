"""Each thing the web does has one outcome, and the bytes of it are kept."""

import gzip
import socket
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weather.server import CLOSE, HANG, RESET, Pause, Server, drip, page

from walkback.fetch import Fetcher, FetchOptions
from walkback.model.exchange import OutcomeKind as Kind
from walkback.model.exchange import Request

OK = b"HTTP/1.1 200 OK\r\n"
TWO = b"Content-Length: 2\r\n\r\n"
TEXT = b"The mayor said on Monday that the bridge is safe. " * 40
ZIPPED = gzip.compress(TEXT, mtime=0)


def raw(*lines, body=b"", status="200 OK"):
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def test_a_complete_page_is_received_with_its_exact_bytes(ask, clock):
    head = (
        b"HTTP/1.1 200 OK\r\nX-Odd:  two \r\nContent-Encoding: gzip\r\ncontent-length: %d\r\n\r\n"
    )
    head %= len(ZIPPED)
    with Server({"/a?b=1": head + ZIPPED}) as server:
        outcome = ask(server.url("/a?b=1"))
    assert (outcome.kind, outcome.reason, outcome.status) == (Kind.RECEIVED, "ok", 200)
    assert outcome.content == TEXT
    assert outcome.request.subject == "s"
    assert outcome.at == clock.now
    (exchange,) = outcome.exchanges
    assert exchange.head == head
    assert exchange.body == ZIPPED
    assert exchange.ip == "127.0.0.1"
    assert exchange.url == outcome.final_url == server.url("/a?b=1")
    assert exchange.cut is None


def test_chunks_stay_in_the_body_and_leave_the_content(ask):
    body = b"3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n"
    with Server({"/": raw("Transfer-Encoding: chunked", body=body)}) as server:
        outcome = ask(server.url())
    assert outcome.exchanges[0].body == body
    assert outcome.content == b"abcde"


def test_the_recorded_request_head_is_what_arrived(ask):
    answers = {"/moved": page(status="302 Found", location="/über?x=[1]"), "/a": page("x")}
    with Server(answers, host="127.0.4.2") as server:
        plain = ask(server.url("/a"))
        asked = ask(server.url("/a"), etag=b'W/"\xe4 b"', modified=b"Mon, 02 Mar 2026 09:00:00 GMT")
        chain = ask(server.url("/moved"), etag=b'"1"')
        sent = [seen.head for seen in server.seen]
    exchanges = [*plain.exchanges, *asked.exchanges, *chain.exchanges]
    assert [exchange.request_head for exchange in exchanges] == sent
    assert len(sent) == 4
    assert b'\r\nIf-None-Match: W/"\xe4 b"\r\n' in sent[1]
    assert b"\r\nIf-Modified-Since: Mon, 02 Mar 2026 09:00:00 GMT\r\n" in sent[1]
    assert sent[3].startswith(b"GET /%C3%BCber?x=[1] HTTP/1.1\r\n")
    assert b"If-None-Match" in sent[2]
    assert b"If-None-Match" not in sent[3]


def test_a_name_and_its_port_stand_in_the_host_header(ask):
    with Server({"/": page("x")}) as server:
        outcome = ask(server.url(host="town.example"), resolve=lambda host: ["127.0.0.1"])
        assert b"\r\nHost: town.example:%d\r\n" % server.port in server.seen[0].head
    assert outcome.exchanges[0].request_head == server.seen[0].head


def test_an_etag_with_a_line_break_is_not_sent(ask):
    with Server({"/": page("x")}) as server:
        ask(server.url(), etag=b'"a"\r\nCookie: x=1', modified=b"a\0b")
    assert b"Cookie" not in server.seen[0].head
    assert b"If-" not in server.seen[0].head


def test_a_304_to_our_validator_is_not_modified_and_to_nothing_is_of_no_use(ask):
    with Server({"/": raw("ETag: x", status="304 Not Modified")}) as server:
        asked = ask(server.url(), etag=b'"1"')
        unasked = ask(server.url())
    assert (asked.kind, asked.reason, asked.content) == (Kind.NOT_MODIFIED, "ok", None)
    assert (unasked.kind, unasked.reason) == (Kind.UNREACHABLE, "http-304")


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        ("204 No Content", Kind.RECEIVED, "ok"),
        ("206 Partial Content", Kind.INCOMPLETE, "http-206"),
        ("300 Multiple Choices", Kind.UNREACHABLE, "http-300"),
        ("302 Found", Kind.UNREACHABLE, "http-302"),
        ("400 Bad Request", Kind.REFUSED, "http-400"),
        ("401 Unauthorized", Kind.REFUSED, "http-401"),
        ("403 Forbidden", Kind.REFUSED, "http-403"),
        ("404 Not Found", Kind.GONE, "http-404"),
        ("407 Proxy Authentication Required", Kind.REFUSED, "http-407"),
        ("410 Gone", Kind.GONE, "http-410"),
        ("429 Too Many Requests", Kind.REFUSED, "http-429"),
        ("451 Unavailable For Legal Reasons", Kind.REFUSED, "http-451"),
        ("500 Internal Server Error", Kind.UNREACHABLE, "http-500"),
        ("503 Service Unavailable", Kind.UNREACHABLE, "http-503"),
        ("520 Web Server Returned an Unknown Error", Kind.UNREACHABLE, "http-520"),
        ("999 Request Denied", Kind.UNREACHABLE, "http-999"),
    ],
)
def test_each_status_has_its_kind(ask, status, kind, reason):
    with Server({"/": page("words" if status[:3] != "204" else "", status=status)}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.reason) == (kind, reason)
    assert outcome.status == int(status[:3])
    assert len(outcome.exchanges) == 1


@pytest.mark.parametrize(
    ("lines", "body", "reason", "cut"),
    [
        (["Content-Length: 999"], [b"abc", CLOSE], "cut", "disconnect"),
        (["Content-Length: 999"], [b"abc", Pause(0.05), RESET], "cut", "disconnect"),
        (["Transfer-Encoding: chunked"], [b"3\r\nabc\r\n", CLOSE], "cut", "disconnect"),
        (["Transfer-Encoding: chunked"], [b"3\r\nabc\r\nxyz\r\n", CLOSE], "coding", "disconnect"),
        (["Content-Encoding: gzip", "Content-Length: 9"], [ZIPPED[:9]], "cut", "unspecified"),
        (["Content-Encoding: gzip"], [ZIPPED[:-1], CLOSE], "cut", "unspecified"),
        (["Content-Encoding: gzip"], [TEXT, CLOSE], "coding", "unspecified"),
        (
            ["Content-Encoding: gzip"],
            [gzip.compress(bytes(4 << 20), mtime=0), CLOSE],
            "too-large",
            "length",
        ),
    ],
)
def test_a_body_that_is_not_whole_is_incomplete_whatever_the_status(
    fetcher, lines, body, reason, cut
):
    def answer(head):
        return [raw(*lines, "Location: /200", status=f"{head[5:8].decode()} X"), *body]

    with Server(answer) as server:
        wanted = [server.url(f"/{status}") for status in (200, 302, 404, 410, 500)]
        outcomes = list(fetcher().fetch(map(Request, wanted)))
    assert sorted(server.paths()) == ["/200", "/302", "/404", "/410", "/500"]
    for outcome in outcomes:
        assert (outcome.kind, outcome.reason) == (Kind.INCOMPLETE, reason)
        assert outcome.exchanges[-1].cut == cut
        assert outcome.exchanges[-1].body
        assert outcome.content is None


def test_a_body_beyond_the_limit_is_kept_up_to_it(ask):
    with Server({"/": [raw("Content-Length: 100000000"), *[b"x" * 65536] * 100, CLOSE]}) as server:
        outcome = ask(server.url(), max_body=100_000)
    assert (outcome.kind, outcome.reason) == (Kind.INCOMPLETE, "too-large")
    assert outcome.exchanges[0].cut == "length"
    assert outcome.exchanges[0].body == b"x" * 100_000


def test_a_body_of_just_the_limit_is_received(ask):
    with Server({"/": page(b"x" * 1000)}) as server:
        assert ask(server.url(), max_body=1000).kind is Kind.RECEIVED


SOON = timedelta(milliseconds=300)


def test_a_dripping_body_ends_with_the_total_deadline(ask):
    with Server({"/": [raw("Content-Length: 999"), *drip(b"x" * 999, 0.02)]}) as server:
        outcome = ask(server.url(), timeout=SOON)
    assert (outcome.kind, outcome.reason) == (Kind.INCOMPLETE, "timeout")
    assert outcome.exchanges[0].cut == "time"
    assert 0 < len(outcome.exchanges[0].body) < 40


def test_a_dripping_head_ends_with_the_total_deadline(ask):
    with Server({"/": drip(raw("X: " + "y" * 999), 0.02)}) as server:
        outcome = ask(server.url(), timeout=SOON)
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "timeout")
    assert outcome.exchanges == ()


def test_the_deadline_is_one_for_the_whole_chain(ask):
    def answer(head):
        number = int(head.split(b" ")[1][1:])
        return [Pause(0.12), page(status="302 Found", location=f"/{number + 1}")]

    with Server(answer) as server:
        outcome = ask(server.url("/0"), timeout=SOON)
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "timeout")
    assert 1 <= len(outcome.exchanges) <= 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ([CLOSE], "reset"),
        ([RESET], "reset"),
        ([b"HTTP/1.1 200 OK\r\nX: 1\r\n", CLOSE], "cut"),
        ([b"HTTP/1.1 200 OK\r\nX: 1\r\n", RESET], "reset"),
        ([b"<html>an old server</html>", CLOSE], "protocol"),
        ([b"HTTP/1.1 1000 No\r\n\r\n", CLOSE], "protocol"),
        ([b"HTTP/2 200 OK\r\n\r\n", CLOSE], "protocol"),
        ([b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n", CLOSE], "reset"),
        ([b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", HANG], "protocol"),
        ([b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n" * 2000, page("x")], "protocol"),
        ([OK, *[b"X-%d: y\r\n" % number for number in range(5000)], b"\r\n", CLOSE], "protocol"),
        ([OK + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n", CLOSE], "protocol"),
        ([OK + b"X: a\0b\r\nContent-Length: 2\r\n\r\nhi", HANG], "protocol"),
        ([OK + b"no colon\r\nContent-Length: 2\r\n\r\nhi", HANG], "protocol"),
        ([OK + b"Content-Length: -5\r\n\r\nhi", HANG], "protocol"),
        ([OK + b"Content-Length: 5\r\nContent-Length: 2\r\n\r\nhi", HANG], "protocol"),
    ],
)
def test_an_answer_without_a_usable_head_is_unreachable(ask, answer, reason):
    with Server({"/": answer}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, reason)
    assert outcome.detail
    assert outcome.exchanges == ()


@pytest.mark.parametrize(
    "lines",
    [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: xchunked"],
        ["Content-Length : 5"],
    ],
)
def test_contradictory_framing_is_incomplete_and_its_connection_is_not_used_again(fetcher, lines):
    weird = raw(*lines, body=b"0\r\n\r\n")
    with Server({"/weird": weird, "/fine": page("x")}) as server:
        one = fetcher()
        (outcome,) = one.fetch([Request(server.url("/weird"))])
        (after,) = one.fetch([Request(server.url("/fine"))])
        connections = [seen.connection for seen in server.seen]
    assert (outcome.kind, outcome.reason) == (Kind.INCOMPLETE, "protocol")
    assert outcome.exchanges[0].cut == "unspecified"
    assert after.kind is Kind.RECEIVED
    assert connections == [1, 2]


@pytest.mark.parametrize(
    "weird",
    [
        OK + b"Content-Length: 5\r\nContent-Length: 2\r\n\r\nhi",
        OK + b"X: a\0b\r\nContent-Length: 2\r\n\r\nhi",
        OK + b"Content-Length: 2\r\n\r\nhi, and more than was said",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
    ],
)
def test_a_connection_with_something_left_over_is_not_used_again(fetcher, weird):
    with Server({"/weird": weird, "/fine": page("x")}) as server:
        one = fetcher()
        list(one.fetch([Request(server.url("/weird"))]))
        (after,) = one.fetch([Request(server.url("/fine"))])
        assert [seen.connection for seen in server.seen] == [1, 2]
    assert after.content == b"x"


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", None),
        (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", None),
        (
            OK + b"X: a\r\n  b\r\nContent-Length: 2\r\n\r\nhi",
            OK + b"X: a b\r\nContent-Length: 2\r\n\r\n",
        ),
        (
            b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n" * 3 + OK + b"Content-Length: 2\r\n\r\nhi",
            OK + b"Content-Length: 2\r\n\r\n",
        ),
    ],
    ids=["equal lengths", "bare line feeds", "folded line joined", "early hints left out"],
)
def test_what_is_odd_and_clear_is_received(ask, answer, head):
    with Server({"/": answer}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.content) == (Kind.RECEIVED, b"hi")
    assert outcome.exchanges[0].head == (head or answer.removesuffix(b"hi"))


def test_a_body_that_only_its_connection_ends_is_received_with_a_note(ask):
    with Server({"/": [OK + b"\r\nhi", CLOSE]}) as server:
        outcome = ask(server.url())
    assert (outcome.kind, outcome.content) == (Kind.RECEIVED, b"hi")
    assert outcome.detail == "its end is only the connection's end"


def test_nobody_listening_is_unreachable(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcome = ask(f"http://127.0.0.1:{port}/")
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "connect")


def test_proxies_from_the_environment_are_not_used(ask, monkeypatch):
    with Server({"/": page("x")}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        assert ask(server.url()).kind is Kind.RECEIVED


_LINE = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 302 Found",
        b"HTTP/1.0 404 X",
        b"HTTP/1.1 100 Continue",
        b"Content-Length: 3",
        b"Content-Length: -1",
        b"Transfer-Encoding: chunked",
        b"Content-Encoding: gzip",
        b"Location: /next",
        b"Location: http://[::1",
        b"Retry-After: \xff",
        b" folded",
        b"",
        b"3",
        b"abc",
        b"0",
        b"\x1f\x8b\x08\0",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.lists(_LINE, max_size=12).map(b"\r\n".join),
        st.lists(_LINE, max_size=12).map(b"\n".join),
    )
)
def test_whatever_a_server_sends_there_is_one_outcome(sent):
    options = FetchOptions(
        timeout=timedelta(seconds=2), allow_net=("127.0.0.0/8",), robots="ignore"
    )
    with (
        Server(lambda head: [sent, CLOSE]) as server,
        Fetcher(options, clock=lambda: datetime.now(UTC)) as one,
    ):
        (outcome,) = one.fetch([Request(server.url())])
    if outcome.kind in (Kind.GONE, Kind.RECEIVED):
        assert outcome.exchanges[-1].cut is None
        assert outcome.content is not None
    assert b"".join(exchange.body for exchange in outcome.exchanges) in sent * 11
