"""The same through the command line: polls in a row, with nothing between them but the program."""

import json

import pytest
from tests.weather.server import page
from tests.weather.site import Site, words
from typer.testing import CliRunner

from walkback.cli.entry import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command line; gives what it printed."""
    monkeypatch.setenv("WALKBACK_FETCH__ALLOW_NET", '["127.0.0.0/8"]')
    monkeypatch.setenv("WALKBACK_POLICY__CONFIRM_OVER", "0s")

    def program(*line):
        command = ["--record", str(tmp_path / "record"), *line]
        result = CliRunner().invoke(app, command, env={"WALKBACK_DEBUG": "1"})
        assert result.exit_code == 0, result.output
        return result.stdout

    return program


@pytest.fixture
def site():
    """A site with three statements and a feed."""
    made = Site("127.39.9.7")
    made.said = {f"/s/{number}": words(number) for number in (1, 2, 3)}
    made.listed = list(made.said)
    made.open()
    yield made
    made.close()


def polls(run, count):
    for _ in range(count):
        run("poll", "--all")


def events(run, *more):
    return [json.loads(line) for line in run("events", "--json", *more).splitlines()]


def told(run, site, path="/s/1"):
    return [one["kind"] for one in events(run) if one["statement"]["url"] == site.url(path)]


def shown(run, site, path="/s/1"):
    return json.loads(run("show", site.url(path), "--json"))


def test_an_outage_an_edit_and_a_removal(run, site):
    run("watch", site.url("/feed"))
    polls(run, 2)
    site.front = lambda _path: page("", status="502 Bad Gateway")
    polls(run, 3)
    assert shown(run, site)["state"] == "unreachable"
    site.front = None
    site.say(words(1).swap("will pay", "will not pay"))
    polls(run, 2)
    site.drop()
    polls(run, 2)
    view = shown(run, site)
    assert (view["state"], view["pending"]["kind"], view["pending"]["looks"]) == (
        "present",
        "removed",
        2,
    )
    case = view["case_files"][-1]
    assert (case["event"], case["kind"], case["counted"], case["needed"]) == (None, "removed", 2, 3)
    polls(run, 1)
    assert told(run, site) == ["published", "edited", "removed"]
    assert told(run, site, "/s/2") == ["published"]
    view = shown(run, site)
    assert view["state"] == "removed"
    assert [len(version["text"]) > 100 for version in view["versions"]] == [True, True]
    removed = events(run, "--kind", "removed")[0]
    assert removed["between"][0] < removed["between"][1] < removed["confirmed_at"]
    assert "404" in removed["reasons"][0]["text"]
    edited, case = view["case_files"]
    assert (edited["kind"], case["event"], case["rule"]) == ("edited", removed["id"], "missing-404")
    assert [look["counts"] for look in case["looks"]] == [True, True, True]
    assert {probe["asked"] for probe in case["looks"][0]["probes"]} >= {
        "another statement of the host, known to be live",
        "an address that never existed",
    }
    assert "How it was judged: removed" in run("show", site.url("/s/1"))


def test_a_site_of_one_page_watched_alone(run, site):
    run("watch", site.url("/s/1"))
    polls(run, 1)
    site.front = lambda _path: page("<title>Back soon</title><p>Scheduled maintenance.</p>")
    polls(run, 4)
    assert shown(run, site)["state"] == "unreachable"
    site.front = None
    site.drop()
    polls(run, 3)
    assert told(run, site) == ["published", "removed"]
