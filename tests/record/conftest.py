"""A local site, a record that watches it, and what must be true of any record afterwards."""

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import open_record
from walkback.model.source import WatchLine


@pytest.fixture
def quick(monkeypatch):
    """The local web may be asked, unpaced; three looks confirm whatever their span."""
    for name, value in QUICK.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def here(monkeypatch, quick):
    """Read in this process."""
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)


@pytest.fixture
def paper():
    with Paper() as served:
        for name in ("harbour", "ferry", "school"):
            served.publish(name)
        yield served


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "record"


@pytest.fixture
def watched(folder, paper, here):
    """The folder of a record that watches the paper's feed and has not looked yet."""
    with open_record(folder, make=True) as record:
        record.add_speaker("Mira Vossberg")
        record.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])
    return folder
