"""Many requests at once: streamed, pulled as needed, and none of them lost."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from tests.weather.server import HANG, Server, page

from walkback.fetch.egress import HOSTS, PAUSE, Egress
from walkback.model.exchange import OutcomeKind as Kind
from walkback.model.exchange import Request


def echo(head):
    return page(head.split(b" ")[1])


def test_each_request_has_one_outcome_with_its_own_content(fetcher):
    with Server(echo) as here, Server(echo, host="127.0.0.2") as there:
        wanted = [
            Request(server.url(f"/{number}"), f"{server.host}/{number}")
            for number in range(150)
            for server in (here, there)
        ]
        outcomes = list(fetcher(concurrency=16).fetch(wanted))
        assert here.connections <= 6
    assert sorted(outcome.request.subject for outcome in outcomes) == sorted(
        request.subject for request in wanted
    )
    for outcome in outcomes:
        assert outcome.request.subject.endswith(outcome.content.decode())
        assert outcome.exchanges[0].ip == outcome.request.subject.partition("/")[0]


def test_nothing_asked_gives_nothing(fetcher):
    assert list(fetcher().fetch([])) == []


def test_outcomes_come_while_a_slow_host_still_hangs(fetcher):
    with Server({"/": [HANG]}) as slow, Server(echo, host="127.0.0.2") as quick:
        wanted = [Request(slow.url())] + [Request(quick.url(f"/{n}")) for n in range(9)]
        outcomes = fetcher(timeout=timedelta(seconds=20)).fetch(wanted)
        started = time.monotonic()
        for _ in range(9):
            assert next(outcomes).kind is Kind.RECEIVED
        assert time.monotonic() - started < 10
        outcomes.close()


def test_requests_are_pulled_a_little_ahead_and_no_further(fetcher):
    pulled = []

    def feed(server):
        for number in range(5000):
            pulled.append(number)
            yield Request(server.url(f"/{number}"))

    with Server(echo) as server:
        outcomes = fetcher(concurrency=8).fetch(feed(server))
        assert pulled == []
        next(outcomes)
        assert len(pulled) <= 64 + 8
        outcomes.close()


def test_a_reader_that_leaves_early_leaves_nothing_behind(fetcher):
    with Server({"/hang": [HANG], "/": page("x")}) as server:
        one = fetcher(concurrency=4)
        outcomes = one.fetch([Request(server.url())] + [Request(server.url("/hang"))] * 20)
        assert next(outcomes).kind is Kind.RECEIVED
        outcomes.close()
        started = time.monotonic()
        assert [outcome.kind for outcome in one.fetch([Request(server.url())])] == [Kind.RECEIVED]
        assert time.monotonic() - started < 2


def test_a_reader_may_fetch_in_between(fetcher):
    with Server(echo) as server:
        one = fetcher(concurrency=4)
        found = []
        for outcome in one.fetch(Request(server.url(f"/{n}")) for n in range(30)):
            (control,) = one.fetch([Request(server.url("/control"))])
            found.append((outcome.content, control.content))
    assert sorted(found) == sorted((b"/%d" % n, b"/control") for n in range(30))


def test_a_feed_that_raises_is_the_callers_fault_and_reaches_him(fetcher):
    def feed(server):
        yield Request(server.url("/a"))
        raise LookupError("the list is gone")

    with Server(echo) as server:
        one = fetcher()
        with pytest.raises(LookupError, match="the list is gone"):
            list(one.fetch(feed(server)))
        assert [outcome.content for outcome in one.fetch([Request(server.url("/b"))])] == [b"/b"]


def test_connections_are_kept_between_calls(fetcher):
    with Server(echo) as server:
        one = fetcher()
        for number in range(10):
            list(one.fetch([Request(server.url(f"/{number}"))]))
        assert server.connections == 1


def test_a_kept_connection_that_died_is_replaced_without_an_outcome(fetcher):
    with Server(echo) as server:
        one = fetcher()
        list(one.fetch([Request(server.url("/a"))]))
        for connection in list(server._open):
            connection.shutdown(socket.SHUT_RDWR)
        (outcome,) = one.fetch([Request(server.url("/b"))])
        assert outcome.content == b"/b"
        assert server.connections == 2


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "dns"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "dns-temporary"),
        (OSError("the resolver is away"), "dns-temporary"),
        (ValueError("label too long"), "dns-temporary"),
    ],
)
def test_a_name_that_does_not_exist_differs_from_one_that_cannot_be_asked_for(ask, error, reason):
    def resolve(host):
        raise error

    outcome = ask("http://town.example/", resolve=resolve)
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, reason)
    assert outcome.detail.startswith("town.example: ")


def test_a_resolver_that_never_answers_ends_with_the_deadline(ask):
    over = threading.Event()

    def resolve(host):
        over.wait(10)
        return ["127.0.0.1"]

    outcome = ask("http://town.example/", resolve=resolve, timeout=timedelta(milliseconds=100))
    over.set()
    assert (outcome.kind, outcome.reason) == (Kind.UNREACHABLE, "dns-temporary")
    assert outcome.detail == "town.example: no answer in 0.1 s"


def test_when_nothing_answers_the_rest_is_not_tried_one_by_one(fetcher):
    asked = []

    def resolve(host):
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    one = fetcher(resolve=resolve, concurrency=8)
    outcomes = list(one.fetch(Request(f"http://town-{n}.example/") for n in range(1000)))
    assert {(outcome.kind, outcome.reason) for outcome in outcomes} == {
        (Kind.UNREACHABLE, "dns-temporary")
    }
    assert len(outcomes) == 1000
    assert HOSTS <= len(asked) < 200
    assert outcomes[-1].detail == "not tried: no host answers just now"


def test_the_way_out_counts_as_down_only_when_many_hosts_in_a_row_are_dark():
    egress = Egress()
    for number in range(HOSTS - 1):
        egress.dark(f"town-{number}.example", "timeout", 100.0)
    egress.dark("town-0.example", "timeout", 100.0)
    assert not egress.down(100.0)
    egress.dark("one-more.example", "timeout", 100.0)
    assert egress.down(100.0)
    assert not egress.down(100.0 + PAUSE)
    egress.dark("again.example", "timeout", 200.0)
    assert egress.down(200.0)
    egress.lit()
    assert not egress.down(200.0)
    egress.dark("one.example", "timeout", 200.0)
    assert not egress.down(200.0)
