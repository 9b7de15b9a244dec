"""The fetcher and the browser as the settings want them."""

from collections.abc import Callable
from datetime import datetime

from walkback.fetch import Fetcher, FetchOptions
from walkback.fetch.browser import Browser, BrowserOptions
from walkback.fetch.credentials import Secrets, none
from walkback.fetch.options import user_agent
from walkback.settings import Settings


def fetcher(settings: Settings, clock: Callable[[], datetime], secrets: Secrets = none) -> Fetcher:
    """A fetcher for one thread; ``secrets`` gives credentials by their names."""
    return Fetcher(options(settings), clock=clock, secrets=secrets)


def browser(settings: Settings, clock: Callable[[], datetime]) -> Browser:
    """A browser for one thread; nothing is started before it is given a page."""
    wanted = settings.browser.model_dump(exclude={"use"})
    found = Browser(options(settings), BrowserOptions(**wanted), clock=clock)
    if not settings.browser.use:
        found.lacking = "switched off in the settings (browser.use)"
    return found


def options(settings: Settings) -> FetchOptions:
    """Limits and manners of everything that is asked of others."""
    fetch = settings.fetch
    agent = user_agent(fetch.contact) if fetch.contact else user_agent()
    return FetchOptions(agent=agent, **fetch.model_dump(exclude={"contact"}))
