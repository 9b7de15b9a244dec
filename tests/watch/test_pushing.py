"""What a platform pushes: kept, looked at now, and never told twice."""

import base64
import threading
from datetime import timedelta
from importlib.metadata import EntryPoint
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.bluesky_host import BlueskyHost
from tests.bluesky_repo import Repo, frame, post, tid
from tests.record.history import events_json
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.watch.tiny import Clock, kinds, state
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record
from walkback.app.walkback import Walkback
from walkback.archive import groups, load_document
from walkback.fetch import FetchOptions
from walkback.fetch.cursors import Cursors
from walkback.fetch.push import Listener
from walkback.model.evidence import LeafKind
from walkback.model.source import WatchLine
from walkback.settings import read_settings
from walkback.sources import adapters, load_adapters
from walkback.sources.bluesky import Bluesky
from walkback.watch.pushing import Pushes

WORDS = "The mill in Ostvik has paid no taxes since the year 2019, and nobody asks why that is so."
OTHER = "The ferry to Halder sails again from Monday, and children ride on it for free this year."


class LocalBluesky(Bluesky):
    """Listens to the relay, however few hosts there are."""

    most_hosts = 0


class Relay:
    """A stream on loopback: all frames after the asked cursor, and new ones as they come."""

    def __init__(self):
        self.frames = []
        self.asked = []
        self._more = threading.Condition()
        self._server = serve(self._handle, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def say(self, kind, body):
        with self._more:
            self.frames.append(frame(kind, len(self.frames) + 1, body))
            self._more.notify_all()

    def close(self):
        with self._more:
            self._closed = True
            self._more.notify_all()
        self._server.shutdown()
        self._thread.join()

    _closed = False

    def _handle(self, connection):
        asked = parse_qs(urlsplit(connection.request.path).query)
        at = int(asked.get("cursor", ["0"])[0])
        self.asked.append(at)
        try:
            while not self._closed:
                with self._more:
                    while not self._closed and len(self.frames) <= at:
                        self._more.wait()
                    new = self.frames[at:]
                for data in new:
                    connection.send(data)
                at += len(new)
        except ConnectionClosed:
            pass


@pytest.fixture
def net(tmp_path, monkeypatch):
    for key, value in QUICK.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    clock, relay = Clock(), Relay()
    with BlueskyHost(clock) as sky:
        for name, url in (("plc", sky.server.url("")), ("resolver", sky.server.url(""))):
            monkeypatch.setenv(f"WALKBACK_BLUESKY__{name.upper()}", url)
        monkeypatch.setenv("WALKBACK_BLUESKY__RELAY", relay.url)
        point = EntryPoint("bluesky", f"{__name__}:LocalBluesky", adapters.GROUP)
        monkeypatch.setattr(adapters, "entry_points", lambda **_: [point])
        load_adapters.cache_clear()
        open_record(tmp_path / "record", make=True).close()
        with Walkback(tmp_path / "record", read_settings(tmp_path / "record"), clock=clock) as one:
            yield Net(one, clock, sky, relay)
    relay.close()
    load_adapters.cache_clear()


class Net:
    def __init__(self, record, clock, sky, relay):
        self.record, self.clock, self.sky, self.relay = record, clock, sky, relay
        self.urls = []
        for words in (WORDS, OTHER):
            self.urls.append(sky.say(words))
            clock.now += timedelta(minutes=1)
        record.add_speaker("Mira Vossberg")
        record.watch([WatchLine("@mira.example", "Mira Vossberg", "bluesky")])
        record.poll(everything=True)
        clock.now += timedelta(minutes=1)

    def pushes(self, cursors="cursors.json"):
        path = self.record.folder / cursors
        listener = Listener(FetchOptions(allow_net=("127.0.0.0/8",)))
        keeper = self.record._record.keeper
        found = Pushes(keeper, load_adapters(), listener, Cursors(path), self.clock)
        found.given = self.record._record.given
        return found

    def delete(self, url):
        self.clock.now += timedelta(seconds=1)
        body = self.sky.repo.delete(url.rpartition("/")[2], self.clock())
        self.relay.say("#commit", body)

    def heard(self, pushes, wanted=1):
        """Turns until so much was taken."""
        taken = pushes.turn()
        for _ in range(20):
            if taken >= wanted:
                return taken
            pushes.wait(threading.Event(), 2)
            taken += pushes.turn()
        raise AssertionError(f"heard {taken} of {wanted}: {pushes.troubles}")

    def kept(self):
        """The pushed messages that lie in the archive."""
        folder = self.record.folder / "archive"
        found = [one for one in groups(folder) if one.leaf.kind is LeafKind.REGISTER]
        entries = [entry for one in found for entry in load_document(folder, one.place)]
        return [entry for entry in entries if entry["type"] == "pushed"]


def test_a_deletion_is_kept_and_seen_at_once_and_proved(net):
    with net.pushes() as pushes:
        pushes.turn()
        net.delete(net.urls[0])
        assert net.heard(pushes) == 1
        assert pushes.troubles == {}
    # Nothing else is due: a minute has passed of the quarter of an hour.
    report = net.record.poll()
    assert report.looks == 1
    assert kinds(net.record) == ["published", "published", "removed"]
    removed = net.record.events()[-1]
    assert removed.confidence == "high"
    assert state(net.record, net.urls[1]) == "present"
    (entry,) = net.kept()
    assert (entry["what"], entry["item"], entry["url"]) == ("deleted", "tombstone", net.urls[0])
    assert base64.b64decode(entry["message"]) == net.relay.frames[0]


def test_the_record_can_be_rebuilt_with_what_was_pushed(net):
    with net.pushes() as pushes:
        pushes.turn()
        net.delete(net.urls[0])
        net.heard(pushes)
    net.record.poll()
    before = events_json(net.record)
    net.record.rebuild()
    assert events_json(net.record) == before


def test_a_restart_goes_on_from_its_cursor_and_a_lost_cursor_keeps_nothing_twice(net):
    with net.pushes() as pushes:
        pushes.turn()
        net.delete(net.urls[0])
        net.heard(pushes)
    net.delete(net.urls[1])  # while nobody listens
    with net.pushes() as pushes:
        assert net.heard(pushes) == 1
    assert net.relay.asked == [0, 1]
    with net.pushes("lost.json") as pushes:  # as after a crash before the cursor was kept
        assert net.heard(pushes, 2) == 2
    assert [entry["url"] for entry in net.kept()] == net.urls


def test_a_new_post_is_found_by_listing_now(net):
    with net.pushes() as pushes:
        pushes.turn()
        at = net.clock()
        body = net.sky.repo.put(tid(at), post("Nobody in Halder pays for the ferry.", at), at)
        net.relay.say("#commit", body)
        net.heard(pushes)
    net.record.poll()
    assert kinds(net.record) == ["published"] * 3
    assert net.kept() == []


def test_an_edit_is_looked_at_now_and_its_words_lie_in_captures_alone(net):
    with net.pushes() as pushes:
        pushes.turn()
        rkey, at = net.urls[0].rpartition("/")[2], net.clock()
        body = net.sky.repo.put(rkey, post(WORDS.replace("taxes", "debts"), at), at)
        net.relay.say("#commit", body)
        net.heard(pushes)
    assert net.record.poll().looks == 2  # the post, and the list
    net.clock.now += timedelta(minutes=10)
    net.record.poll(everything=True)
    assert kinds(net.record)[-1] == "edited"
    assert net.kept() == []


def test_an_account_that_is_switched_off_is_asked_about_at_once(net):
    with net.pushes() as pushes:
        pushes.turn()
        net.sky.status = "RepoDeactivated"
        said = {"did": net.sky.repo.did, "active": False, "status": "deactivated", "time": ""}
        net.relay.say("#account", said)
        net.heard(pushes)
    assert net.record.poll().looks == 3
    (entry,) = net.kept()
    assert (entry["what"], entry["account"]) == ("account", "deactivated")


def test_what_happens_to_others_is_nobodys_concern(net):
    stranger = Repo(77)
    stranger.commit(net.clock())
    with net.pushes() as pushes:
        pushes.turn()
        act = stranger.put(tid(net.clock()), post("Not watched."), net.clock() + timedelta(1))
        net.relay.say("#commit", act)
        net.delete(net.urls[0])
        net.heard(pushes)
    assert len(net.kept()) == 1
    assert Cursors(net.record.folder / "cursors.json").all() == {net.relay.url: "2"}


def test_a_relay_that_is_down_is_said_and_costs_nothing_else(net):
    net.relay.close()
    with net.pushes() as pushes:
        pushes.turn()
        stop = threading.Event()
        while not pushes.troubles:
            pushes.wait(stop, 0.05)
        assert list(pushes.troubles) == [net.relay.url]
    net.clock.now += timedelta(hours=1)
    assert net.record.poll().confirmed == 3


def test_run_sees_a_deletion_at_once_and_goes_on_by_itself(net):
    stop = threading.Event()
    seen = []

    def tell(report):
        seen.extend(event.kind for event in report.events)
        if "removed" in seen:
            stop.set()

    late = threading.Timer(40, stop.set)
    late.start()
    net.record.run(
        host="127.0.0.1",
        port=0,
        ready=lambda _: net.delete(net.urls[0]),
        tell=tell,
        stop=stop,
    )
    late.cancel()
    assert seen == ["removed"]
