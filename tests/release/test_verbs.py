"""``redact`` and ``protect`` from the command line."""

import json

import pytest
from typer.testing import CliRunner

from walkback.cli.entry import app


@pytest.fixture
def said(folder):
    def run(*words, text=None):
        return CliRunner().invoke(app, ["--record", str(folder), *words], input=text)

    return run


def test_hide_first_then_another_person_shows_it_again(said, site):
    hidden = said("redact", site.stained, "--reason", "safety", "--by", "Ada")
    assert hidden.exit_code == 0, hidden.output
    assert "restricted: statement" in hidden.output
    assert "Nothing is lost" in hidden.output
    shown = json.loads(said("show", site.stained, "--json").stdout)
    assert shown["withheld"]["reason"] == "safety"
    alone = said("redact", site.stained, "--release", "--by", "Ada")
    assert alone.exit_code == 2
    assert "another person must release" in alone.stderr
    assert "shown again" in said("redact", site.stained, "--release", "--by", "Bo").output
    assert json.loads(said("show", site.stained, "--json").stdout)["withheld"] is None


def test_the_panic_switch_hides_the_case(said, site):
    done = json.loads(said("redact", site.stained, "--panic", "--json").stdout)
    assert (done["scope"], done["notice"]["reason"]) == ("case", "unspecified")


def test_names_come_from_stdin_and_are_shown_nowhere(said):
    assert (
        "1 name on the list court" in said("protect", "--list", "court", text="Vossberg\n").output
    )
    assert "Vossberg" not in said("speaker", "list", "--json").stdout
    assert said("protect", text="").exit_code == 2


def test_an_erasure_says_what_it_did(said, site, folder):
    done = said("redact", site.stained, "--erase", "--reason", "court-order", "--by", "Ada")
    assert done.exit_code == 0, done.output
    assert "erased whole" in done.output
    assert "old backups, are not reached" in done.output
    verified = said("verify", str(folder))
    assert "TOMBSTONED" in verified.output


def test_only_one_thing_is_done_at_once(said, site):
    refused = said("redact", site.stained, "--erase", "--panic")
    assert refused.exit_code == 2
    assert "only one of these" in refused.stderr
