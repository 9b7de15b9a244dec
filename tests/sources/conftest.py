"""Leading a conversation over the network, as the conductor does."""

from datetime import UTC, datetime, timedelta

import pytest

from walkback.fetch import Fetcher, FetchOptions

OPTIONS = FetchOptions(
    pace=timedelta(0), robots="ignore", allow_net=("127.0.0.0/8",), timeout=timedelta(seconds=5)
)


@pytest.fixture
def secrets():
    """Credentials by name; a test puts its own in."""
    return {}


@pytest.fixture
def talk(secrets):
    """Leads a conversation over real sockets and gives its end."""
    with Fetcher(OPTIONS, clock=lambda: datetime.now(UTC), secrets=secrets.get) as fetcher:

        def lead(conversation):
            try:
                request = next(conversation)
                while True:
                    request = conversation.send(next(iter(fetcher.fetch([request]))))
            except StopIteration as end:
                return end.value

        yield lead
