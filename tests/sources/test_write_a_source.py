"""The page that writes a source is followed: its blocks are a package that works."""

import importlib
import re
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.watch.tiny import Clock
from tests.weather.server import Server, page, path_of

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record
from walkback.app.walkback import Walkback
from walkback.model.source import WatchLine
from walkback.settings import read_settings
from walkback.sources import load_adapters

PAGE = Path(__file__).parent.parent.parent / "docs" / "write-a-source.md"
BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
WORDS = "The harbour of Halder will be open again before the winter."
OTHER = "Nobody in Halder pays for the ferry, and nobody ever will."


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The blocks of the page as an installed package lies on disk."""
    folder = tmp_path / "site"
    blocks = dict(BLOCK.findall(PAGE.read_text()))
    project = tomllib.loads(blocks["pyproject.toml"])["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    name, version = project["name"], project["version"]
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    points = project["entry-points"]["walkback.sources"]
    lines = "".join(f"{kind} = {value}\n" for kind, value in points.items())
    (info / "entry_points.txt").write_text(f"[walkback.sources]\n{lines}")
    for file, text in blocks.items():
        (folder / file).write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    load_adapters.cache_clear()
    yield folder
    for module in ("walkback_telegram", "test_telegram"):
        sys.modules.pop(module, None)
    load_adapters.cache_clear()


def test_the_package_has_less_than_120_lines():
    blocks = [text for _, text in BLOCK.findall(PAGE.read_text())]
    assert len(blocks) == 3
    assert sum(len(text.splitlines()) for text in blocks) < 120


def test_its_own_tests_pass(package):
    assert package.exists()
    tests = importlib.import_module("test_telegram")
    found = [value for name, value in vars(tests).items() if name.startswith("test_")]
    assert len(found) == 2
    for test in found:
        test()


@pytest.fixture
def record(tmp_path, monkeypatch, package):
    del package
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    open_record(tmp_path / "record", make=True).close()
    clock = Clock()
    with Walkback(tmp_path / "record", read_settings(tmp_path / "record"), clock=clock) as one:
        one.test_clock = clock
        yield one


def message(number, text, more=""):
    return (
        f'<div class="tgme_widget_message js-widget_message" data-post="Halder_Mayor/{number}">'
        f'{more}<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
        '<a class="tgme_widget_message_date"><time datetime="2026-03-01T08:00:00+00:00">08:00'
        "</time></a></div>"
    )


class Channel:
    """A channel's preview, as its pages are made."""

    def __init__(self):
        self.posts = {1: WORDS, 2: OTHER}
        self.instead = None

    def __call__(self, head):
        path = path_of(head)
        if self.instead:
            return self.instead
        if path == "/s/halder_mayor":
            shown = "".join(message(number, text) for number, text in self.posts.items())
            shown += message(9, "Somebody else's words.", _FORWARDED)
            return page(f'<div class="tgme_channel_info">Halder</div>{shown}')
        number = int(re.fullmatch(r"/halder_mayor/(\d+)\?embed=1", path)[1])
        if number in self.posts:
            return page(message(number, self.posts[number]))
        return page('<div class="tgme_widget_message_error">Post not found</div>')


_FORWARDED = '<div class="tgme_widget_message_forwarded_from">Forwarded from another</div>'


def test_it_keeps_a_channel_from_publication_to_removal(record, monkeypatch):
    channel = Channel()
    telegram = load_adapters().get("telegram")
    with Server(channel) as server:
        monkeypatch.setattr(type(telegram), "base", server.url(""))
        record.add_speaker("Ada Marsh")
        record.watch([WatchLine("@Halder_Mayor", "Ada Marsh", "telegram")])

        def poll(times):
            for _ in range(times):
                record.test_clock.now += timedelta(hours=9)
                record.poll(everything=True)

        def events():
            return [event.kind for event in record.events()]

        poll(2)
        (source,) = record.status().sources
        assert (source.url, source.kind) == (server.url("/s/halder_mayor"), "telegram")
        assert events() == ["published", "published"]
        assert record.show(server.url("/halder_mayor/1")).versions[0].text == WORDS
        channel.instead = page("slow down", "429 Too Many Requests")
        poll(4)
        assert record.show(server.url("/halder_mayor/1")).state == "blocked"
        channel.instead = page("<html>Telegram is down</html>")
        poll(4)
        assert record.show(server.url("/halder_mayor/1")).state == "unreachable"
        assert events() == ["published", "published"]
        channel.instead = None
        del channel.posts[1]
        poll(4)
        assert events() == ["published", "published", "removed"]
        assert record.show(server.url("/halder_mayor/2")).state == "present"
