"""News out of the outbox to those who want to know, beside the rounds and never inside them.

    after a round: gather   events and the record's health -> rows for each address
                   write    what may go now -> the gate -> letters, their keys durable
                   send     in a thread of its own; nothing of the record is touched there
    next turn:     settle   sent, or again later

A crash before ``settle`` sends a letter again, with the same key.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from walkback.app.ailing import ailing
from walkback.app.release import Release
from walkback.app.secrets import Secrets
from walkback.errors import BadInput, BadSettings
from walkback.fetch.messenger import Messenger
from walkback.model.alert import AlertLine, Delivery, Interest, Letter, Post, Waiting
from walkback.model.times import parse_stamp
from walkback.model.views import EventView, StatusView
from walkback.publish.addresses import Addresses
from walkback.publish.letters import Desk, Hours, batch, grouped
from walkback.settings import AlertRule, AlertSettings, Settings
from walkback.store import Store, outbox

_log = logging.getLogger("walkback.alerts")

_PART = 500  # events that are taken out of the history at once
_TRIES = 12  # with waits that double from a minute to six hours: a day and a half
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)
_NEWS = timedelta(days=7)  # what is older when it is found is history: a new source brings much
_EVERY = timedelta(minutes=5)  # between two looks at the record's own health
_STORED = "secret:"
_LISTED = 50
TEST = (
    "This is a test. Walkback reaches you here; you will be told what is edited, removed or "
    "taken back."
)


@dataclass(frozen=True, slots=True)
class Target:
    """One address. ``id`` is a keyed hash, ``name`` what people and logs are told."""

    id: str
    name: str
    url: str = field(repr=False)  # it holds a password or a token
    interest: Interest


def targets(settings: AlertSettings, secrets: Secrets, release: Release) -> list[Target]:
    """The addresses of the settings, each once. Raises ``BadSettings`` without repeating any."""
    found: dict[str, Target] = {}
    rules: Sequence[AlertRule] = (settings, *settings.rules)
    for rule in rules:
        interest = Interest(
            frozenset(kind.value for kind in rule.kinds),
            frozenset(name for one in rule.speakers for name in (one, one.casefold())),
            rule.slips,
            rule.health,
        )
        for number, kept in enumerate(rule.urls, start=1):
            url = _address(kept.get_secret_value(), secrets, number)
            identity = release.mac(b"\0alert\0" + url.encode()).hex()
            name = f"{url.partition('://')[0]} {len(found) + 1}"
            found.setdefault(identity, Target(identity, name, url, interest))
    return list(found.values())


def _address(text: str, secrets: Secrets, number: int) -> str:
    if not text.startswith(_STORED):
        if "://" not in text:
            raise _bad(f"address {number} of a list is no address")
        return text
    name = text.removeprefix(_STORED)
    url = secrets.get(name)
    if not url or "://" not in url:
        # An address that was put behind ``secret:`` is no name, and is not repeated.
        named = repr(name[:60]) if "://" not in name else "that is named"
        raise _bad(f"there is no address in the credential {named}")
    return url


def _bad(found: str) -> BadSettings:
    return BadSettings(
        "an alert has nowhere to go",
        subject="alerts.urls",
        expected="an address as Apprise writes it, or secret:alert:NAME",
        found=found,
        todo="Keep the address with 'walkback secret set alert:NAME'",
    )


class Alerting:
    """One record's alerts; for one thread."""

    def __init__(
        self,
        store: Store,
        release: Release,
        secrets: Secrets,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._release, self._clock = store, release, clock
        self._secrets, self._settings = secrets, settings.alerts
        self._messenger = Messenger(settings.fetch.allow_net)
        self._hours = hours(settings.alerts)
        at = Addresses.of(settings.site.base or None)
        self._desk = Desk("Walkback", at, settings.alerts.title)
        self._examined: datetime | None = None
        self._thread: threading.Thread | None = None
        self._under_way: list[tuple[Target, Letter]] = []
        self._came: list[Delivery] = []

    @property
    def busy(self) -> bool:
        """Whether letters are under way."""
        return self._thread is not None

    def turn(self, status: Callable[[], StatusView]) -> None:
        """Settle what came of the last letters, take up what is new, send what may go."""
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._settle()
        try:
            known = self._targets()
        except BadSettings as error:  # a credential that was taken away; rounds go on
            _log.warning("alerts wait: %s", error)
            return
        self.gather(known, status)
        self._under_way = self._written(known)
        if self._under_way:
            # A daemon: a slow service must not hold up the end of the program.
            self._thread = threading.Thread(target=self._send, name="walkback-alerts", daemon=True)
            self._thread.start()

    def send(self, status: Callable[[], StatusView]) -> None:
        """The same at once: all that may go now has gone, or will be tried again, on return."""
        self.turn(status)
        if self._thread is not None:
            self._thread.join()
            self._settle()

    def test(self) -> list[tuple[Target, Delivery]]:
        """Send a test to every address. Raises ``BadInput`` where there is none."""
        known = self._targets()
        if not known:
            raise BadInput(
                "no address is named that alerts could go to",
                todo="Set alerts.urls in walkback.toml, as Apprise writes addresses",
            )
        letters = [(one.url, self._desk.letter("test", [TEST])) for one in known]
        return list(zip(known, self._messenger.send(letters), strict=True))

    def listing(self) -> list[AlertLine]:
        """What was told, and waits to be told, the newest first."""
        names = {one.id: one.name for one in self._targets()}
        with self._store.reading() as connection:
            rows = outbox.newest(connection, _LISTED)
        return [
            AlertLine(
                row.key.removeprefix(outbox.HEALTH),
                names.get(row.target, "an address no longer named"),
                row.kind or self._release.gate().text(row.words),
                Post(row.state).name.lower().replace("_", "-"),
                parse_stamp(row.at),
                parse_stamp(row.sent) if row.sent else None,
                row.tries,
                row.why,
            )
            for row in rows
        ]

    def gather(self, known: Sequence[Target], status: Callable[[], StatusView]) -> None:
        """Put what nobody was told of into the outbox, for whoever wants to know."""
        while self._take_up(known):
            pass
        told = [one for one in known if one.interest.health]
        now = self._clock()
        if not told or (self._examined and now - self._examined < _EVERY):
            return
        self._examined = now
        found = ailing(status(), self._settings, now)
        with self._store.writing() as connection:
            standing = outbox.standing_health(connection)
            keys = {f"{outbox.HEALTH}{key}": words for key, words in found.items()}
            outbox.forget(connection, sorted(standing - set(keys)))
            for key in sorted(set(keys) - standing):
                outbox.put(connection, [one.id for one in told], key, now, words=keys[key])

    def _take_up(self, known: Sequence[Target]) -> bool:
        """A part of the new events; whether there were any. True then: each is in the outbox."""
        with self._store.reading() as connection:
            found = outbox.untold(connection, _PART)
        if not found:
            return False
        now = self._clock()
        with self._store.writing() as connection:
            for one in found:
                fresh = now - max(one.event.at, one.event.confirmed_at or one.event.at) < _NEWS
                who = [each.id for each in known if fresh and each.interest.wants(one.event)]
                outbox.put(connection, who, one.key, now, event=one.event.id)
            outbox.mark_told(connection, [one.number for one in found])
        return True

    def _targets(self) -> list[Target]:
        return targets(self._settings, self._secrets, self._release)

    # --- letters

    def _written(self, known: Sequence[Target]) -> list[tuple[Target, Letter]]:
        now = self._clock()
        if self._hours.is_quiet(now):
            return []
        return [(one, letter) for one in known for letter in self._letters(one, now)]

    def _letters(self, target: Target, now: datetime) -> list[Letter]:
        with self._store.reading() as connection:
            rows = outbox.waiting(connection, target.id, now)
            sent = outbox.sent_since(connection, target.id, now - self._hours.over)
            views = outbox.views_of(connection, [row.event for row in rows if row.event])
        events = self._released(views)
        rows = self._without_withheld(rows, events)
        again: dict[str, list[Waiting]] = {}
        for row in rows:
            if row.batch:
                again.setdefault(row.batch, []).append(row)
        ripe = [row for row in rows if not row.batch and self._hours.is_ripe(row.at, now)]
        new = grouped(ripe, events, self._hours, sent + len(again))
        letters = [*again.items(), *((batch(some, target.id), some) for some in new)]
        with self._store.writing() as connection:
            for key, some in letters[len(again) :]:
                outbox.bind(connection, [row.number for row in some], key)
        # True now: whatever happens, these go together and under this key.
        return [
            self._desk.letter(key, [events.get(row.event) or row.words for row in some])
            for key, some in letters
        ]

    def _released(self, views: dict[str, EventView]) -> dict[str, EventView]:
        """The events as they may be shown, and nothing of those that are withheld."""
        gate = self._release.gate()
        shown = {row: gate.release(one) for row, one in views.items()}
        return {row: one for row, one in shown.items() if one.withheld is None}

    def _without_withheld(
        self, rows: Sequence[Waiting], events: dict[str, EventView]
    ) -> list[Waiting]:
        # Withheld, or no longer what stands: what took its place is told of itself.
        gate = self._release.gate()
        gone = {
            row.number
            for row in rows
            if (row.event and row.event not in events) or gate.text(row.words) != row.words
        }
        if gone:
            with self._store.writing() as connection:
                outbox.drop(connection, sorted(gone))
        return [row for row in rows if row.number not in gone]

    # --- under way

    def _send(self) -> None:
        letters = [(target.url, letter) for target, letter in self._under_way]
        self._came = self._messenger.send(letters)

    def _settle(self) -> None:
        now = self._clock()
        with self._store.writing() as connection:
            for (target, letter), came in zip(self._under_way, self._came, strict=False):
                due = now + self._pause(connection, target.id, letter.key)
                outbox.settle(connection, (target.id, letter.key), came, now, due)
            outbox.give_up(connection, _TRIES)
        self._thread, self._under_way, self._came = None, [], []

    def _pause(self, connection: Connection, target: str, key: str) -> timedelta:
        tries = outbox.tries_of(connection, target, key)
        return min(_FIRST * int(2**tries), _LONGEST)


def hours(settings: AlertSettings) -> Hours:
    """When letters go, as the settings have it."""
    quiet = None
    if settings.quiet:
        begin, _, end = settings.quiet.partition("-")
        quiet = (time.fromisoformat(begin), time.fromisoformat(end))
    digests = tuple(map(time.fromisoformat, settings.digests))
    return Hours(ZoneInfo(settings.zone), quiet, digests, settings.most)
