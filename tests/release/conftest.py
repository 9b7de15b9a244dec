"""One record with a canary in it, copied for each test: its second copy lies beside it."""

import shutil

import pytest
from tests.release.hurry import hurry
from tests.release.stained import PLACES, SPEAKER, Stained

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


@pytest.fixture(autouse=True)
def quickly(monkeypatch, tmp_path):
    """Each test of this folder, and no other, is in a hurry."""
    hurry(monkeypatch, tmp_path / "second")


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    place = tmp_path_factory.mktemp("template")
    with Stained(CANARY, PLACES) as site:
        # What is changed for a whole session would be changed for the tests of others too.
        with pytest.MonkeyPatch.context() as patch:
            hurry(patch, place / "second")
            made(place / "record", site)
        yield place, site


@pytest.fixture
def site(template):
    found = template[1]
    found.up, found.listed = False, False
    return found


@pytest.fixture
def folder(template, tmp_path):
    place = template[0]
    shutil.copytree(place / "record", tmp_path / "record")
    shutil.copy(place / "second", tmp_path / "second")
    return tmp_path / "record"
