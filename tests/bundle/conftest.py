"""A record with a history, made once: pages that stay, change and go, and lines of two people."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.record.paper import QUICK, Paper
from tests.record.reading_here import HereWorkers

import walkback.app.walkback
from walkback.app import Walkback, open_record
from walkback.model.source import WatchLine

STAYS, EDITED, GONE = "harbour", "ferry", "school"
LINES = [
    {
        "speaker": "Mira Vossberg",
        "url": "https://vossberg.example/quay",
        "published": "2026-01-02T10:00:00Z",
        "text": "The quay of Halder will be mended before the winter, and nobody pays for it.",
        "title": "On the quay",
    },
    {
        "speaker": "Joris Ankerfeld",
        "url": "https://ankerfeld.example/dyke",
        "published": "2026-01-03T10:00:00Z",
        "text": "The dyke is no place for goats, whatever the shepherds of Halder may say of it.",
        "title": "On goats",
    },
    {
        "speaker": "Mira Vossberg",
        "url": "https://vossberg.example/quay",
        "published": "2026-01-05T10:00:00Z",
        "text": "The quay of Halder will be mended after the winter, and somebody pays for it.",
        "title": "On the quay",
    },
]


@dataclass(frozen=True)
class Told:
    """A record's folder, the addresses of its pages, and the sentences of each."""

    folder: Path
    urls: dict[str, str]
    words: dict[str, tuple[str, ...]]


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    base = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch, Paper() as paper:
        for name, value in QUICK.items():
            patch.setenv(name, value)
        patch.setattr(walkback.app.walkback, "Workers", HereWorkers)
        patch.setenv("XDG_STATE_HOME", str(base / "state"))
        with open_record(base / "record", make=True) as record:
            _play(record, paper, base)
        words = {name: page.sentences for name, page in paper.pages.items()}
        urls = {name: paper.url(name) for name in paper.pages}
    return Told(base / "record", urls, words)


def _play(record: Walkback, paper: Paper, base: Path) -> None:
    for name in (STAYS, EDITED, GONE):
        paper.publish(name)
    record.add_speaker("Mira Vossberg")
    record.watch([WatchLine(paper.feed, speaker="Mira Vossberg")])
    record.poll(everything=True)
    record.poll(everything=True)
    paper.edit(EDITED)
    paper.take_down(GONE)
    for _ in range(4):
        record.poll(everything=True)
    lines = base / "said.jsonl"
    lines.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    record.import_files([lines])


@pytest.fixture
def record(told, monkeypatch):
    """The told record, open; what a test writes to it, the others see."""
    monkeypatch.setattr(walkback.app.walkback, "Workers", HereWorkers)
    monkeypatch.setenv("XDG_STATE_HOME", str(told.folder.parent / "state"))
    with open_record(told.folder) as opened:
        yield opened


@pytest.fixture
def bundle(record, told, tmp_path):
    """Exports what is named; gives the file."""

    def export(ref, **options):
        path = tmp_path / "out.wacz"
        record.export(told.urls.get(ref, ref), path, **options)
        return path

    return export
