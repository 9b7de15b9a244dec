"""What is not well with the record itself, in sentences, each under a key of its own. Pure.

A key stays as long as the trouble does, so that it is told once; when it is gone and comes again
it is news again.
"""

from datetime import datetime
from urllib.parse import urlsplit

from walkback.model.views import SourceView, StatusView
from walkback.publish.when import duration, moment
from walkback.settings import AlertSettings

_WELL = frozenset({"good", "new"})
_REFUSALS = 3  # in a row: once may be the network


def ailing(status: StatusView, settings: AlertSettings, now: datetime) -> dict[str, str]:
    """What is to be told, by key."""
    found = _silent(status, settings, now)
    if status.disk_free < settings.disk:
        found["disk"] = (
            f"The disk is nearly full: {status.disk_free >> 20} MiB are free where the record lies."
        )
    for one in status.vouched:
        if not one.ok and one.tries >= _REFUSALS:
            host = urlsplit(one.url).hostname or "?"  # the rest of it may be a password
            found[f"vouched:{one.kind}:{host}"] = (
                f"The {one.kind} at {host} gave nothing that holds, {_REFUSALS} times or more."
            )
    return found


def _silent(status: StatusView, settings: AlertSettings, now: datetime) -> dict[str, str]:
    silent = [
        one
        for one in status.sources
        if one.active
        and one.health not in _WELL
        and one.withheld is None
        and now - (one.last_good or one.added) >= settings.silent
    ]
    return {f"source:{one.id}": _told(one, now) for one in silent}


def _told(source: SourceView, now: datetime) -> str:
    since = source.last_good or source.added
    return (
        f"{source.url} could not be looked at for {duration(now - since)}: {source.health} at the "
        f"last look, last good on {moment(since).text}. That says nothing about what it published."
    )
