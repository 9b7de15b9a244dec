"""The demo plays its story through the real pipeline, and fails where something was missed."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from walkback.cli import demo, demo_play
from walkback.cli.demo_site import Site, Words
from walkback.cli.demo_story import STEPS, retraction
from walkback.cli.entry import app

ROOT = Path(__file__).parent.parent.parent
QUICKER = {**demo.QUICK, "WALKBACK_POLICY__CONFIRM_OVER": "0s"}


@pytest.fixture
def hurried(monkeypatch, tmp_path):
    """The demo without its pauses, in a folder of its own."""
    monkeypatch.setattr(demo_play, "ROUND", 0.0)
    monkeypatch.setattr(demo, "QUICK", QUICKER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def play(*words):
    return CliRunner().invoke(app, [*words, "demo", "--once"], env={"WALKBACK_DEBUG": "1"})


def test_the_story_is_seen_told_and_kept(hurried):
    result = play()
    assert result.exit_code == 0, result.output
    text = " ".join(result.stdout.split())
    for words in (
        "Walkback published \u201cStatement on the ferry inquiry\u201d. First seen",
        "being confirmed: edited, 1 of 2 looks",
        "Walkback edited \u201cStatement on the ferry inquiry\u201d",
        "Unreachable: the site cannot be reached; last seen",
        "Present: at this address; last seen",
        "being confirmed: removed, 2 of 3 looks",
        "Walkback removed \u201cStatement on the ferry inquiry\u201d. No longer at this address",
        f"Walkback published \u201c{retraction().title}\u201d",
        "The inquiry [-got it wrong-] {+leaves questions open+}. Captain Dale",
    ):
        assert words in text
    assert max(len(line) for line in result.stdout.splitlines() if "://" not in line) <= 80
    assert not [name for name in demo.QUICK if name in os.environ]
    verified = CliRunner().invoke(app, ["verify", "demo-record"])
    assert verified.exit_code == 0, verified.output


def test_a_second_demo_takes_a_folder_of_its_own(hurried):
    Path("demo-record").mkdir()
    assert demo._folder(_context(None)) == Path("demo-record-2")


def test_a_named_folder_with_something_in_it_is_refused(hurried):
    mine = hurried / "mine"
    mine.mkdir()
    (mine / "walkback.toml").write_text("format = 1\n")
    result = play("--record", str(mine))
    assert result.exit_code == 2
    assert f"error: the demo makes a record of its own, and something is there already: {mine}" in (
        result.stderr
    )
    assert [path.name for path in mine.iterdir()] == ["walkback.toml"]


def test_a_removal_that_was_missed_fails_loudly(hurried, monkeypatch):
    monkeypatch.setattr(demo_play, "PATIENCE", 0.0)
    monkeypatch.setattr(demo_play, "STEPS", (STEPS[0], STEPS[6]))
    result = play()
    assert result.exit_code == 1
    assert "error: Walkback did not see within 0 s what happened on the web" in result.stderr
    assert "expected removed http://127.0.0.1:" in result.stderr


def test_after_the_story_the_site_is_served_until_ctrl_c(tmp_path):
    program = (
        "from walkback.cli import demo, demo_play, main\n"
        f"demo_play.ROUND, demo.QUICK = 0.0, {QUICKER!r}\n"
        "import sys; sys.argv[1:] = ['demo']; main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        line = process.stderr.readline().decode()
        assert line.startswith("The site is at http://127.0.0.1:"), line
        with urllib.request.urlopen(line.split()[4]) as answer:
            assert b"Statement on the ferry inquiry" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stderr.read() == b""


def test_the_site_answers_like_a_real_one():
    site = Site("Ines Tallow", "About.", "/news/")
    try:
        site.publish(Words("/news/wall", "The <wall>", "Office", ("It & they.",)))
        with urllib.request.urlopen(f"{site.url}/news/wall") as answer:
            assert b"<h1>The &lt;wall&gt;</h1>" in answer.read()
            known = {"If-None-Match": answer.headers["ETag"]}
        assert _status(f"{site.url}/news/wall", known) == 304
        assert _status(f"{site.url}/nothing") == 404
        site.down = True
        assert _status(f"{site.url}/news/wall", known) == 503
    finally:
        site.close()


def _status(url, headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {})) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


class _context:  # noqa: N801 - stands for Typer's context, of which only params are read
    def __init__(self, record):
        self.params = {"record": record}

    def find_root(self):
        return self
