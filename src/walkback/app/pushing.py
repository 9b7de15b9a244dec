"""Listening beside the rounds, as the settings want it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from walkback.app.fetching import options
from walkback.fetch.cursors import Cursors
from walkback.fetch.push import Listener
from walkback.settings import Settings
from walkback.sources import Adapters, load_adapters
from walkback.watch.pushing import Pushes
from walkback.watch.record import Record


def pushes(record: Record, settings: Settings, clock: Callable[[], datetime]) -> Pushes:
    """What ``run`` listens with; nothing where it is switched off (``push.use``)."""
    adapters = load_adapters() if settings.push.use else Adapters()
    cursors = Cursors(record.keeper.archive.folder.parent / "cursors.json")
    found = Pushes(record.keeper, adapters, Listener(options(settings)), cursors, clock)
    found.given = record.given
    return found


def given(settings: Settings) -> dict[str, dict[str, Any]]:
    """What adapters are to know of the settings; nothing where the operator chose nothing."""
    hosts = settings.bluesky
    return {"bluesky": {"hosts": hosts.model_dump()}} if hosts != type(hosts)() else {}
