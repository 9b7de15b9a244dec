"""What was told of a season of scenes is told again by the archive alone, and holds."""

import importlib

import pytest
from tests.weather.play import Part, play
from tests.weather.scene import SCENES
from tests.weather.troubles import TROUBLES

from walkback.app import verify_record
from walkback.model.step import StepResult
from walkback.model.views import as_json

for kind in ("answers", "pages", "gone", "edits", "hosts", "taken", "more"):
    importlib.import_module(f"tests.weather.scenes_{kind}")

SEASON = [
    *(Part(scene.name, scene.script, scene.watches[0]) for scene in SCENES.values()),
    *(Part(one.name, one.first(whole=True), "alone") for one in TROUBLES[::3]),
]


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """A record on which most scenes were played; what was told, and told again."""
    folder = tmp_path_factory.mktemp("season") / "record"
    told = {}

    def again(record):
        told["live"] = as_json(record.events())
        told["states"] = as_json(record.status().pending)
        record.rebuild()
        told["rebuilt"] = as_json(record.events())
        told["states rebuilt"] = as_json(record.status().pending)
        told["replaced"] = record.rejudge()[1]
        told["rejudged"] = as_json(record.events())

    play(folder, SEASON[::2], again)
    told["verified"] = verify_record(folder)
    return told


def test_a_rebuilt_store_tells_the_same(season):
    assert season["rebuilt"] == season["live"]
    assert season["states rebuilt"] == season["states"]


def test_judging_anew_replaces_nothing(season):
    assert season["replaced"] == 0
    assert season["rejudged"] == season["live"]


def test_every_verdict_follows_from_its_looks(season):
    failed = [step for step in season["verified"].steps if step.result is StepResult.FAILED]
    assert failed == []
