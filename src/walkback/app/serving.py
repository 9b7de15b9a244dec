"""The site of a record, and beside it the captures on an origin of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from walkback.model.pages import Room
from walkback.publish import Serving, replay, site
from walkback.settings import SiteSettings

_HERE = ("127.0.0.1", "localhost", "::1")


@contextmanager
def pages(room: Room, settings: SiteSettings, host: str) -> Iterator[FastAPI]:
    """The site's application; captures are served beside it while it lasts.

    On this machine they get a port of their own, which is another origin. Where others are to
    reach the site, ``site.replay`` says under which address they reach that port; without it
    captures are not served.
    """
    base = settings.base or None
    if not settings.replay and host not in _HERE:
        yield site(room, base=base)
        return
    with Serving(replay(room), host, settings.replay_port) as beside:
        yield site(room, base=base, replay=settings.replay or beside.url)
