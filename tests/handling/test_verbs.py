"""``walkback desk`` and ``serve --public``, on a real record."""

import json

import pytest
from tests.handling.conftest import PHRASE
from typer.testing import CliRunner

from walkback.app import open_record
from walkback.cli.entry import app


@pytest.fixture
def run(tmp_path):
    def call(*words):
        return CliRunner().invoke(app, ["--record", str(tmp_path / "record"), *words])

    assert call("init").exit_code == 0
    return call


def test_a_link_from_the_command_line_makes_an_account_that_can_be_ended(run, tmp_path):
    told = json.loads(run("desk", "invite", "Dora Lind", "--role", "keeper", "--json").stdout)
    assert (told["name"], told["role"]) == ("Dora Lind", "keeper")
    with open_record(tmp_path / "record") as record:
        assert record.accounts.join(told["link"].partition("code=")[2], "", PHRASE)
    assert "Dora Lind  keeper" in run("desk", "list").stdout
    refused = run("desk", "end", "dora lind")
    assert refused.exit_code == 2
    assert "the last keeper cannot be ended" in refused.output
    assert PHRASE not in run("desk", "list", "--json").output


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["invite", "Dora", "--role", "boss"], 2, "no role: boss"),
        (["invite", " "], 2, "no name for an account"),
        (["end", "Nobody"], 1, "there is no such account: Nobody"),
    ],
)
def test_what_cannot_be_done_says_why(run, words, code, told):
    found = run("desk", *words)
    assert found.exit_code == code
    assert told in found.output


def test_public_says_that_there_is_no_desk(run, monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(
        "walkback.app.walkback.Walkback.serve",
        lambda record, host, port, ready: (seen.append(record.public), ready("http://here")),
    )
    assert "/desk/join?code=" in run("serve").output
    assert "/desk/join" not in run("serve", "--public").output
    (tmp_path / "record" / "walkback.toml").write_text("format = 1\n[desk]\nuse = false\n")
    assert "/desk/join" not in run("serve").output
    assert seen == [False, True, True]
