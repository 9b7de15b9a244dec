"""Scenes with a known truth: standing, gone, moved, back, edited. Every event, and no other."""

import importlib
from datetime import datetime

import pytest
from tests.weather.play import Part
from tests.weather.scene import SCENES

from walkback.model.verdict import ACTS

for name in ("answers", "pages", "gone", "edits", "hosts", "taken", "more"):
    importlib.import_module(f"tests.weather.scenes_{name}")

ALL = [(Part(s.name, s.script, watch), s) for s in SCENES.values() for watch in s.watches]
FEW = [
    (part, scene)
    for part, scene in ALL
    if part.watch in ("feed", "alone") or scene.watches == (part.watch,)
]


def check(told, part, scene):
    subject = "/" if part.watch == "home" else "/s/1"
    # What the words on a page do is told as well; here it is what happened to the page.
    assert tuple(kind for kind in told.kinds(subject) if kind not in ACTS) == scene.tells
    assert told.all[subject] == scene.ends
    assert told.published.count(subject) == 1
    if part.watch in ("feed", "pages"):
        rest = [event for event in told.events if event[1] != subject]
        assert sorted(rest) == sorted(scene.others)
    for event in told.raw:
        check_times(event)


def check_times(event):
    if event["between"] is None:
        return
    before, after = map(datetime.fromisoformat, event["between"])
    assert before <= after <= datetime.fromisoformat(event["confirmed_at"])
    assert datetime.fromisoformat(event["at"]) == after
    assert event["reasons"][0]["observations"]


@pytest.mark.parametrize(("part", "scene"), FEW, ids=[part.id for part, _ in FEW])
def test_scene(stage, part, scene):
    check(stage("scenes", [found[0] for found in FEW])[part.id], part, scene)


@pytest.mark.long
@pytest.mark.parametrize(("part", "scene"), ALL, ids=[part.id for part, _ in ALL])
def test_scene_however_it_is_watched(stage, part, scene):
    check(stage("all-scenes", [found[0] for found in ALL])[part.id], part, scene)


def test_there_are_scenes_of_all_kinds():
    told = [kind for scene in SCENES.values() for kind in scene.tells]
    assert {"removed", "restored", "moved", "withheld", "edited"} <= set(told)
    assert len(SCENES) >= 110
