"""A day's reads of a platform that counts them."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.sources.x.x_server import XServer

from walkback.app import open_record
from walkback.fetch import Fetcher, FetchOptions
from walkback.model.exchange import OutcomeKind
from walkback.model.source import WatchLine
from walkback.sources.x import X
from walkback.watch.metering import Meter
from walkback.watch.talking import Talk, Talker

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def server():
    served = XServer()
    yield served
    served.close()


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "record", make=True) as opened:
        yield opened


def lists(server, record, allowed, *, now=NOON, times=1):
    """What lists of an account come to, one after the other, with so many reads a day."""
    x = X(server.url)
    options = FetchOptions(pace=timedelta(0), robots="ignore", allow_net=("127.0.0.0/8",))
    secrets = {f"x:{server.netloc}": server.token}
    with Fetcher(options, clock=lambda: now, secrets=secrets.get) as fetcher:
        meter = Meter(record._record.store, {"x": allowed}, lambda: now)
        talker = Talker(fetcher, lambda: now, meter)
        found = []
        for _ in range(times):
            talk = Talk("mira", lambda: x.list("https://x.com/mira", {}), x)
            found += [told.value for told in talker.talk([talk]) if told is not None]
        return found


def test_reads_are_counted_over_restarts_and_held_back_when_spent(server, record):
    server.post(server.user("mira"), "The night ferry stays.")
    first = lists(server, record, 4, times=2)  # a user and a post each
    assert [one.outcome for one in first] == [OutcomeKind.RECEIVED] * 2
    asked = len(server.kept)
    (held,) = lists(server, record, 4)
    assert (held.outcome, held.reason) == (OutcomeKind.REFUSED, "budget")
    assert held.retry_at == datetime(2026, 3, 3, tzinfo=UTC)
    assert len(server.kept) == asked


def test_the_next_day_begins_anew(server, record):
    server.post(server.user("mira"), "The night ferry stays.")
    lists(server, record, 2)
    (held,) = lists(server, record, 2)
    (after,) = lists(server, record, 2, now=NOON + timedelta(days=1))
    assert (held.reason, after.outcome) == ("budget", OutcomeKind.RECEIVED)


def test_what_is_spent_is_shown_where_such_a_source_is_watched(record):
    assert record.status().reads == ()
    record.watch([WatchLine("https://x.com/mira", kind="x")])
    (line,) = record.status().reads
    assert (line.kind, line.reads, line.allowed) == ("x", 0, 1000)
