"""A statement on a page, on Bluesky and on Mastodon: gone from two, taken back in a picture."""

import io
from datetime import timedelta
from importlib.metadata import EntryPoint

import pytest
from tests.bluesky_host import BlueskyHost
from tests.record.history import events_json
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.sources.mastodon.mastodon_server import MastodonServer
from tests.watch.tiny import Clock, kinds, state
from tests.weather.server import Server, page, path_of

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record, verify_record
from walkback.app.walkback import Walkback
from walkback.model.source import WatchLine
from walkback.read.pictures import missing
from walkback.settings import read_settings
from walkback.sources import adapters, load_adapters
from walkback.sources.bluesky import Bluesky, Hosts

WORDS = (
    "The mill in Ostvik has paid no taxes since the year 2019, and its owners laugh about it "
    "while the school beside it has no roof."
)
OTHERS = (
    "The ferry to Halder sails again from Monday, and children ride on it for free.",
    "Thank you to all who came to the harbour fair; we were three thousand people.",
)
LETTER = "I retract my claim about the mill in Ostvik.\nIt paid its taxes every year."

needs_extra = pytest.mark.skipif(bool(missing()), reason=f"pictures are not read here: {missing()}")


class LocalBluesky(Bluesky):
    """Asks the host of the test."""

    origin = ""

    def __init__(self):
        super().__init__(Hosts(self.origin, self.origin, self.origin))


def drawn(words):
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - it comes with the extra

    image = Image.new("RGB", (620, 110), "#ffffff")
    font = ImageFont.load_default(24)
    ImageDraw.Draw(image).multiline_text((20, 20), words, font=font, fill="#111", spacing=10)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class Site:
    """The figure's own site: pages by path."""

    def __init__(self):
        self.pages = {"/mill": WORDS, "/ferry": OTHERS[0], "/fair": OTHERS[1]}
        self.server = Server(self.answer)

    def answer(self, head):
        path = path_of(head)
        if path == "/":
            links = "".join(f"<a href='{one}'>{one}</a> " for one in self.pages)
            return page(f"<html><body><h1>Mira Vossberg</h1><p>Welcome to my site.</p>{links}")
        if path not in self.pages:
            return page("<html><body><h1>Not here</h1></body></html>", "404 Not Found")
        words = self.pages[path]
        return page(
            f"<html><head><title>{path[1:]}</title></head><body><nav><a href='/'>Home</a></nav>"
            f"<main><article><h1>{path[1:].title()}</h1><p>{words}</p></article></main>"
            "<footer>Office of Mira Vossberg, Ostvik</footer></body></html>"
        )


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The three places, and a record that watches them."""
    for key, value in QUICK.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    clock = Clock()
    site, fedi = Site(), MastodonServer()
    with site.server, BlueskyHost(clock) as sky:
        monkeypatch.setattr(LocalBluesky, "origin", sky.server.url(""))
        points = [
            EntryPoint("bluesky", f"{__name__}:LocalBluesky", adapters.GROUP),
            EntryPoint("mastodon", "walkback.sources.mastodon:Mastodon", adapters.GROUP),
        ]
        monkeypatch.setattr(adapters, "entry_points", lambda **_: points)
        load_adapters.cache_clear()
        open_record(tmp_path / "record", make=True).close()
        with Walkback(tmp_path / "record", read_settings(tmp_path / "record"), clock=clock) as one:
            yield Places(one, clock, (site, sky, fedi))
    fedi.close()
    load_adapters.cache_clear()


class Places:
    def __init__(self, record, clock, servers):
        self.record, self.clock = record, clock
        self.site, self.sky, self.fedi = servers

    def publish(self):
        for words in OTHERS:
            self.sky.say(words)
            self.clock.now += timedelta(minutes=1)
        self.post = self.sky.say(WORDS)
        account = self.fedi.account("mira")
        for words in (*OTHERS, WORDS):
            number = self.fedi.post(account, f"<p>{words}</p>")
        self.status = self.fedi.statuses[number]["url"]
        self.page = self.site.server.url("/mill")
        self.record.add_speaker("Mira Vossberg")
        pages = [self.site.server.url(path) for path in self.site.pages]
        lines = [WatchLine(url, "Mira Vossberg", "page") for url in pages]
        lines += [
            WatchLine("@mira.example", "Mira Vossberg", "bluesky"),
            WatchLine(f"{self.fedi.url}/@mira", "Mira Vossberg", "mastodon"),
        ]
        self.record.watch(lines)
        self.poll()

    def poll(self, times=1, minutes=60):
        for _ in range(times):
            self.clock.now += timedelta(minutes=minutes)
            self.record.poll(everything=True)

    def states(self):
        return [state(self.record, url) for url in (self.page, self.post, self.status)]


@needs_extra
def test_one_case_three_instances_two_intervals_and_a_retraction_read_from_a_picture(
    places, tmp_path
):
    places.publish()
    record = places.record
    assert places.states() == ["present", "present", "present"]
    view = record.show(places.page)
    assert {one.channel for one in view.instances} == {"page", "bluesky", "mastodon"}
    assert record.show(places.post).id == record.show(places.status).id == view.id
    seen = places.clock.now
    del places.site.pages["/mill"]
    places.poll()
    places.sky.delete(places.post)
    places.poll(4)
    assert places.states() == ["removed", "removed", "present"]
    removed = [event for event in record.events() if event.kind == "removed"]
    assert [event.between[0] for event in removed] == [seen, seen + timedelta(hours=1)]
    assert [event.statement.id for event in removed] == [view.id, view.id]
    places.sky.say("A letter to the people of Ostvik.", drawn(LETTER), "A letter")
    places.poll(3)
    (taken,) = [event for event in record.events() if event.kind == "retracted"]
    assert taken.about.id == view.id
    assert "read in the picture" in taken.reasons[0].text
    stories = [record.case(one.id) for one in record.cases()]
    (story,) = [one for one in stories if any(e.statement == view.id for e in one.timeline)]
    assert [e.kind for e in story.timeline if e.kind in ("removed", "retracted")] == [
        "removed",
        "removed",
        "retracted",
    ]
    before = events_json(record)
    record.rebuild()
    assert events_json(record) == before
    record.close()
    report = verify_record(tmp_path / "record")
    assert report.ok, [step for step in report.steps if step.result == "failed"]


def test_a_platform_that_hides_a_post_withholds_it_and_a_deletion_is_proved(places):
    places.publish()
    record = places.record
    places.sky.hidden.add(f"app.bsky.feed.post/{places.post.rpartition('/')[2]}")
    places.poll(4)
    assert places.states() == ["present", "withheld", "present"]
    places.sky.delete(places.post)
    places.poll(2)
    assert places.states() == ["present", "removed", "present"]
    assert kinds(record)[-2:] == ["withheld", "removed"]


def test_what_keeps_us_from_looking_removes_nothing_anywhere(places):
    places.publish()
    count = len(places.record.events())
    places.sky.instead = page("slow down", "429 Too Many Requests", retry_after="60")
    places.fedi.say = (502, {}, b"bad gateway")
    places.poll(5)
    assert places.states() == ["present", "blocked", "unreachable"]
    places.sky.instead, places.fedi.say = page("<html>maintenance</html>"), (200, {}, b"[]")
    places.poll(5)
    assert places.states() == ["present", "unreachable", "unreachable"]
    places.sky.instead = places.fedi.say = None
    places.poll(2)
    assert places.states() == ["present", "present", "present"]
    assert len(places.record.events()) == count


def test_a_suspended_account_is_said_once_for_all_its_statements(places):
    places.publish()
    places.sky.status = "RepoTakendown"
    before = len(places.sky.server.seen)
    places.poll()
    assert len(places.sky.server.seen) - before <= 6
    places.poll(3)
    assert places.states() == ["present", "account-suspended", "present"]
    assert kinds(places.record).count("account-suspended") == 3


def test_versions_that_a_platform_had_before_we_came_are_versions_and_no_events(places):
    account = places.fedi.account("mira")
    number = places.fedi.post(account, f"<p>{WORDS}</p>")
    places.fedi.edit(number, f"<p>{OTHERS[0]}</p>")
    places.clock.now += timedelta(days=2)
    record = places.record
    record.add_speaker("Mira Vossberg")
    record.watch([WatchLine(f"{places.fedi.url}/@mira", "Mira Vossberg", "mastodon")])
    places.poll(2)
    view = record.show(places.fedi.statuses[number]["url"])
    assert [one.text for one in view.versions] == [WORDS, OTHERS[0]]
    assert view.versions[0].first_seen.isoformat() == "2026-03-02T09:00:00+00:00"
    assert view.versions[0].last_seen.isoformat() == "2026-03-03T10:00:00+00:00"
    assert kinds(record) == ["published"]
    places.fedi.edit(number, f"<p>{OTHERS[1]}</p>")
    places.poll(2)
    shown = [one.text for one in record.show(view.id).versions]
    assert shown == [WORDS, OTHERS[0], OTHERS[1]]
    assert kinds(record) == ["published", "edited"]
    before = events_json(record)
    record.rebuild()
    assert events_json(record) == before
    assert [one.text for one in record.show(view.id).versions] == shown
    assert record.rejudge()[1] == 0
