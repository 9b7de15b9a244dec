"""Walkback on the stage: what it tells after each poll."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.weather.stage import Actor
from tests.weather.play import SOON

from walkback.app import Walkback, open_record
from walkback.model.source import WatchLine
from walkback.model.views import as_json


class Ours:
    """A record that watches all pages of every site; a poll an hour by its clock.

    As in the tests of these scenes: a removal takes its three looks, and no span of hours, for
    which most scenes are too short.
    """

    name = "Walkback"

    def __init__(self, folder: Path, actors: Sequence[Actor]) -> None:
        self._ahead = timedelta()
        with open_record(folder, make=True) as made:
            settings = made.settings
        changed = {
            name: getattr(settings, name).model_copy(update=values) for name, values in SOON.items()
        }
        self._record = Walkback(folder, settings.model_copy(update=changed), clock=self._now)
        self._record.watch([WatchLine(page) for actor in actors for page in actor.pages])
        self._told: set[str] = set()

    def check(self, addresses: Sequence[str]) -> dict[str, list[str]]:
        """Polls everything once; the events that are new since."""
        self._record.poll(everything=True)
        self._ahead += timedelta(hours=1)
        found: dict[str, list[str]] = {address: [] for address in addresses}
        for event in as_json(self._record.events()):
            if event["id"] not in self._told and event["kind"] != "published":
                found.get(event["statement"]["url"], []).append(event["kind"])
            self._told.add(event["id"])
        return found

    def close(self) -> None:
        """Closes the record."""
        self._record.close()

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._ahead
