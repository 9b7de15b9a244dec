"""The site of a record, and beside it the captures on an origin of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from walkback.model.desk import Handling
from walkback.publish import Serving, replay, site
from walkback.settings import SiteSettings

_HERE = ("127.0.0.1", "localhost", "::1")


@contextmanager
def pages(
    room: Handling, settings: SiteSettings, host: str, *, desk: bool = True
) -> Iterator[FastAPI]:
    """The site's application; captures are served beside it while it lasts.

    On this machine they get a port of their own, which is another origin. Where others are to
    reach the site, ``site.replay`` says under which address they reach that port; without it
    captures are not served. ``desk``: whether those who are invited can sign in.
    """
    base = settings.base or None
    handling = room if desk else None
    if not settings.replay and host not in _HERE:
        yield site(room, base=base, handling=handling)
        return
    with Serving(replay(room), host, settings.replay_port) as beside:
        yield site(room, base=base, replay=settings.replay or beside.url, handling=handling)
