"""Statements that are looked at on real local sites: two places of one, and one put up again."""

import json

import pytest
from typer.testing import CliRunner

from walkback.cli.demo_site import Site, Words
from walkback.cli.entry import app

TEXT = (
    "I have read the report on the harbour wall, and I thank all who wrote it in so short a time.",
    "The wall will be mended before the winter, and the money for it has been found.",
)
SLIP = (TEXT[0], TEXT[1].replace("winter", "wniter"))
BYLINE = "Office of Ines Tallow"
OTHERS = [
    Words(f"/news/{name}", f"On the {name}", BYLINE, (text,) * 2)
    for name, text in (
        ("market", "The fish market keeps its hall, its hours and its old clock for ten years."),
        ("school", "The school in Ostrey gets the second teacher that its parents asked us for."),
    )
]


@pytest.fixture
def sites():
    served = [Site("Ines Tallow", "What I say in public.", "/news/") for _ in range(2)]
    served[0].publish(OTHERS[0])
    served[0].publish(OTHERS[1])
    served[1].publish(
        Words("/news/quay", "On the quay", BYLINE, ("The quay stays open to all boats.",) * 2)
    )
    served[1].publish(
        Words("/news/nets", "On the nets", BYLINE, ("The nets may be dried there as before.",) * 2)
    )
    yield served
    for site in served:
        site.close()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    monkeypatch.setenv("WALKBACK_FETCH__PACE", "0s")
    monkeypatch.setenv("WALKBACK_POLICY__CONFIRM_OVER", "0s")

    def program(*words):
        line = ["--record", str(tmp_path / "record"), *map(str, words)]
        result = CliRunner().invoke(app, line, env={"WALKBACK_DEBUG": "1"})
        assert result.exit_code == 0, result.output
        return result.stdout

    return program


def watched(run, sites):
    run("speaker", "add", "Ines Tallow")
    for site in sites:
        run("watch", f"{site.url}/feed.xml", "--speaker", "Ines Tallow")
    run("poll", "--all")


def test_one_statement_has_two_places_and_goes_from_each_in_its_own_interval(run, sites):
    first, second = sites
    first.publish(Words("/news/wall", "The harbour wall", BYLINE, TEXT))
    second.publish(Words("/news/a-wall", "The harbour wall", BYLINE, TEXT))
    watched(run, sites)
    places = [f"{first.url}/news/wall", f"{second.url}/news/a-wall"]
    shown = json.loads(run("show", places[0], "--json"))
    assert sorted(place["url"] for place in shown["instances"]) == sorted(places)
    first.withdraw("/news/wall")
    run("poll", "--all")
    second.withdraw("/news/a-wall")
    for _ in range(3):
        run("poll", "--all")
    shown = json.loads(run("show", shown["id"], "--json"))
    assert [place["state"] for place in shown["instances"]] == ["removed", "removed"]
    gone = {one["statement"]["url"]: one for one in shown["events"] if one["kind"] == "removed"}
    assert set(gone) == set(places)
    assert gone[places[0]]["between"] != gone[places[1]]["between"]
    (case,) = map(json.loads, run("case", "list", "--json").splitlines())
    assert case["trivial"] is False


def test_what_is_put_up_again_with_a_slip_mended_is_trivial_and_shown(run, sites):
    site = sites[0]
    site.publish(Words("/news/wall", "The harbour wall", BYLINE, SLIP))
    watched(run, sites[:1])
    site.withdraw("/news/wall")
    site.publish(Words("/news/wall-2", "The harbour wall", BYLINE, TEXT))
    for _ in range(3):
        run("poll", "--all")
    (case,) = map(json.loads, run("case", "list", "--json").splitlines())
    assert case["trivial"] is True
    view = json.loads(run("case", "show", case["id"], "--json"))
    again = next(entry for entry in view["timeline"] if entry["kind"] == "reposted")
    assert again["url"] == f"{site.url}/news/wall-2"
    assert 'a few letters: "wniter" became "winter"' in again["text"]
