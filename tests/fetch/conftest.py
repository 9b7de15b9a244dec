"""Fetchers that are let through to loopback, and closed after the test."""

from datetime import UTC, datetime, timedelta

import pytest

from walkback.fetch import Fetcher, FetchOptions
from walkback.model.exchange import Request


class Clock:
    """Stands still until a test moves it."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fetcher(clock):
    """Makes a fetcher: options by keyword, loopback let through, robots.txt ignored."""
    made = []

    def make(*, resolve=None, **options):
        values = {
            "timeout": timedelta(seconds=5),
            "allow_net": ("127.0.0.0/8",),
            "robots": "ignore",
        } | options
        made.append(Fetcher(FetchOptions(**values), clock=clock, resolve=resolve))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def ask(fetcher):
    """One address in, its outcome out."""

    def one(url, *, etag=None, modified=None, **options):
        (outcome,) = fetcher(**options).fetch([Request(url, "s", etag, modified)])
        return outcome

    return one
