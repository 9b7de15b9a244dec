"""A record beside a platform as small as one can be."""

from datetime import timedelta

import pytest
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.watch.tiny import OTHER, WORDS, Clock, World, install

import walkback.app.walkback
import walkback.watch.picturing
from walkback.app import open_record
from walkback.app.walkback import Walkback
from walkback.settings import read_settings
from walkback.sources import load_adapters

ADAPTERS = {
    "tiny": "tests.watch.tiny:Tiny",
    "sweeper": "tests.watch.tiny:Sweeper",
    "raising": "tests.watch.tiny:Raising",
    "locked": "tests.watch.tiny:Locked",
    "broken": "tests.watch.nothing_here:Broken",
}


@pytest.fixture
def world():
    with World() as one:
        one.say(1, WORDS)
        one.say(2, OTHER)
        yield one


@pytest.fixture
def adapters(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, **ADAPTERS)
    yield load_adapters()
    load_adapters.cache_clear()


@pytest.fixture
def record(tmp_path, monkeypatch, adapters):
    del adapters
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setattr(walkback.watch.picturing, "Workers", HereWorkers)
    open_record(tmp_path / "record", make=True).close()
    clock = Clock()
    with Walkback(tmp_path / "record", read_settings(tmp_path / "record"), clock=clock) as one:
        one.test_clock = clock
        one.add_speaker("Mira Vossberg")
        yield one


@pytest.fixture
def poll(record):
    """So many rounds, an hour apart; the last one's report."""

    def go_on(times=1, hours=1):
        for _ in range(times):
            record.test_clock.now += timedelta(hours=hours)
            report = record.poll(everything=True)
        return report

    return go_on
