"""The fetcher as the settings want it."""

from collections.abc import Callable
from datetime import datetime

from walkback.fetch import Fetcher, FetchOptions
from walkback.fetch.credentials import Secrets, none
from walkback.fetch.options import user_agent
from walkback.settings import Settings


def fetcher(settings: Settings, clock: Callable[[], datetime], secrets: Secrets = none) -> Fetcher:
    """A fetcher for one thread; ``secrets`` gives credentials by their names."""
    fetch = settings.fetch
    agent = user_agent(fetch.contact) if fetch.contact else user_agent()
    options = FetchOptions(agent=agent, **fetch.model_dump(exclude={"contact"}))
    return Fetcher(options, clock=clock, secrets=secrets)
