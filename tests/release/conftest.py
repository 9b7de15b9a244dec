"""One record with a canary in it, copied for each test: its second copy lies beside it."""

import shutil

import pytest
from tests.record.paper import QUICK
from tests.record.reading_here import HereWorkers
from tests.release.stained import PLACES, SPEAKER, Stained

import walkback.app.walkback
from walkback.app import open_record
from walkback.model.quoted import Handed
from walkback.model.source import WatchLine

CANARY = "Kvexolunthar"


def made(folder, site):
    """A record that saw the page come, was asked about an article, and saw the page go."""
    with open_record(folder, make=True) as record:
        record.add_speaker(SPEAKER)
        record.watch([WatchLine(site.feed, speaker=SPEAKER)])
        record.poll(everything=True)
        record.poll(everything=True)
        record.check([Handed("row.html", site.quoted())], keep=True)
        site.up, site.listed = False, False
        for _ in range(4):
            record.poll(everything=True)
    return folder


@pytest.fixture(scope="session")
def quickly():
    """The local web may be asked, unpaced; pages are read in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUICK.items():
            patch.setenv(name, value)
        patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
        yield patch


@pytest.fixture(scope="session")
def template(tmp_path_factory, quickly):
    place = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch, Stained(CANARY, PLACES) as site:
        patch.setenv("WALKBACK_LEDGER__SECOND", str(place / "second"))
        # So small that a record of a few leaves has several segments.
        patch.setitem(walkback.archive.Archive.__init__.__kwdefaults__, "roll_at", 6000)
        made(place / "record", site)
        yield place, site


@pytest.fixture
def site(template):
    found = template[1]
    found.up, found.listed = False, False
    return found


@pytest.fixture
def folder(template, tmp_path, monkeypatch):
    place = template[0]
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(place / "record", tmp_path / "record")
    shutil.copy(place / "second", tmp_path / "second")
    monkeypatch.setenv("WALKBACK_LEDGER__SECOND", str(tmp_path / "second"))
    return tmp_path / "record"
