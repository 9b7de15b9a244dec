"""A host is asked at its pace, and left alone while it asks us to wait."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from tests.weather.server import Pause, Server, page

from walkback.fetch.guard import Guard, Pin
from walkback.fetch.manners import retry_after
from walkback.model.exchange import OutcomeKind as Kind
from walkback.model.exchange import Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (b"120", timedelta(minutes=2)),
        (b" 007 ", timedelta(seconds=7)),
        (b"99999999999999999999", timedelta(days=1)),
        (b"Mon, 02 Mar 2026 09:10:00 GMT", timedelta(minutes=10)),
        (b"Monday, 02-Mar-26 09:10:00 GMT", timedelta(minutes=10)),
        (b"Wed, 02 Mar 2033 09:10:00 GMT", timedelta(days=1)),
        (b"Mon, 02 Mar 2026 08:10:00 GMT", None),
        (b"0", None),
        (b"-5", None),
        (b"soon", None),
        (b"\xff\xfe", None),
        (b"Mon, 99 Mar 2026 09:10:00 GMT", None),
        (b"Mon, 02 Mar 999999 09:10:00 GMT", None),
        ("١٢".encode(), None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(value, wait):
    assert retry_after(value, NOW) == (NOW + wait if wait else None)


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_that_says_when_is_not_contacted_before(fetcher, clock, status):
    answers = {"/a": page("wait", status=status, retry_after="600"), "/b": page("words")}
    with Server(answers) as server, Server(answers, host="127.0.0.2") as other:
        one = fetcher()
        (first,) = one.fetch([Request(server.url("/a"))])
        until = clock.now + timedelta(minutes=10)
        assert (first.kind, first.reason) == (Kind.REFUSED, f"http-{status[:3]}")
        assert (first.retry_at, first.content) == (until, b"wait")

        clock.now += timedelta(minutes=9)
        (held,) = one.fetch([Request(server.url("/b"))])
        assert (held.kind, held.reason, held.retry_at) == (Kind.REFUSED, "retry-after", until)
        assert held.detail == "127.0.0.1 asked us to wait"
        assert held.exchanges == ()
        assert server.paths() == ["/a"]
        (elsewhere,) = one.fetch([Request(other.url("/b"))])
        assert elsewhere.kind is Kind.RECEIVED

        clock.now += timedelta(minutes=2)
        (after,) = one.fetch([Request(server.url("/b"))])
        assert after.kind is Kind.RECEIVED


def test_requests_that_wait_when_the_host_asks_for_time_are_not_sent(fetcher):
    busy = page("wait", status="429 X", retry_after="60")
    with Server(lambda head: busy) as server:
        wanted = [Request(server.url(f"/{number}")) for number in range(40)]
        outcomes = list(fetcher().fetch(wanted))
        assert len(outcomes) == 40
        assert {outcome.kind for outcome in outcomes} == {Kind.REFUSED}
        assert all(outcome.retry_at for outcome in outcomes)
        assert len(server.seen) < 40


@pytest.mark.parametrize(
    ("status", "value", "kind"),
    [
        ("503 X", "soon", Kind.REFUSED),
        ("429 X", "soon", Kind.REFUSED),
        ("404 X", "60", Kind.GONE),
        ("200 OK", "60", Kind.RECEIVED),
    ],
)
def test_a_retry_after_that_says_nothing_or_stands_elsewhere_holds_nobody(
    fetcher, status, value, kind
):
    with Server(lambda head: page("x", status=status, retry_after=value)) as server:
        one = fetcher()
        for _ in range(2):
            (outcome,) = one.fetch([Request(server.url())])
            assert (outcome.kind, outcome.retry_at) == (kind, None)
        assert len(server.seen) == 2


def test_a_redirect_into_a_host_that_is_held_keeps_its_hops(fetcher):
    with (
        Server({"/": page("wait", status="429 X", retry_after="60")}, host="127.0.0.2") as held,
        Server({"/": page("", status="302 F", location=held.url())}) as here,
    ):
        one = fetcher()
        list(one.fetch([Request(held.url())]))
        (outcome,) = one.fetch([Request(here.url())])
        assert outcome.reason == "retry-after"
        assert [exchange.status for exchange in outcome.exchanges] == [302]
        assert len(held.seen) == 1


def paced(monkeypatch):
    """Lets loopback through the guard as if it were the open web: at its pace."""
    pin = Guard.pin
    monkeypatch.setattr(Guard, "pin", lambda self, addresses: Pin(pin(self, addresses).addresses))
    monkeypatch.setattr(Guard, "port_refusal", lambda self, pin, port: "")


def test_requests_to_one_host_start_a_pace_apart_and_others_do_not_wait(fetcher, monkeypatch):
    paced(monkeypatch)
    pace = 0.05
    with (
        Server(lambda head: page("x")) as slow,
        Server(lambda head: page("x"), host="127.0.0.2") as other,
    ):
        one = fetcher(pace=timedelta(seconds=pace))
        wanted = [Request(slow.url(f"/{number}"), "slow") for number in range(5)]
        outcomes = list(one.fetch([*wanted, Request(other.url(), "other")]))
        assert [outcome.request.subject for outcome in outcomes[:2]].count("other") == 1
        times = [seen.at for seen in slow.seen]
        assert all(later - first > pace / 2 for first, later in pairwise(times))
        assert len(other.seen) == 1


def test_robots_and_redirects_keep_the_pace_too(fetcher, monkeypatch):
    paced(monkeypatch)
    pace = 0.04
    answers = {"/a": page("", status="302 F", location="/b"), "/b": page("x")}
    with Server(answers) as server:
        (outcome,) = fetcher(pace=timedelta(seconds=pace), robots="obey").fetch(
            [Request(server.url("/a"))]
        )
        assert outcome.content == b"x"
        assert server.paths() == ["/robots.txt", "/a", "/b"]
        times = [seen.at for seen in server.seen]
        assert all(later - first > pace / 2 for first, later in pairwise(times))


def test_allowed_networks_are_not_paced(fetcher):
    with Server(lambda head: page("x")) as server:
        wanted = [Request(server.url(f"/{number}")) for number in range(50)]
        one = fetcher(pace=timedelta(hours=1))
        assert len([outcome for outcome in one.fetch(wanted) if outcome.content]) == 50


def test_waiting_for_a_pace_does_not_use_up_the_deadline(fetcher, monkeypatch):
    paced(monkeypatch)
    with Server(lambda head: page("x")) as server:
        one = fetcher(pace=timedelta(milliseconds=60), timeout=timedelta(milliseconds=200))
        wanted = [Request(server.url(f"/{number}")) for number in range(6)]
        assert {outcome.kind for outcome in one.fetch(wanted)} == {Kind.RECEIVED}


def test_at_most_six_requests_to_one_host_are_under_way(fetcher):
    under_way, most = set(), []

    def answer(head):
        under_way.add(head)
        most.append(len(under_way))
        yield Pause(0.01)
        under_way.discard(head)
        yield page("x")

    with Server(answer) as server:
        wanted = [Request(server.url(f"/{number}")) for number in range(40)]
        assert len(list(fetcher().fetch(wanted))) == 40
        assert server.connections <= 6
    assert 2 <= max(most) <= 6
