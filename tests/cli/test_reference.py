"""The reference is what ``--help`` says, and every verb of the design has help."""

from pathlib import Path

import pytest
import typer.main

from walkback.cli.entry import ORDER, app
from walkback.cli.reference import reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "cli.md"
ROOT = typer.main.get_command(app)
VERBS = [*ROOT.commands.items()] + [
    (f"{name} {inner}", command)
    for name, group in ROOT.commands.items()
    for inner, command in getattr(group, "commands", {}).items()
]


def test_the_reference_is_current():
    assert PAGE.read_text("utf-8") == reference(), (
        "run: .venv/bin/python -m walkback.cli.reference > docs/cli.md"
    )


def test_every_verb_of_the_design_is_there():
    assert set(ROOT.commands) == set(ORDER)
    assert set(ROOT.commands["speaker"].commands) == {
        *("add", "import", "list", "edit", "merge", "reply"),
    }
    assert set(ROOT.commands["case"].commands) == {"list", "show"}


@pytest.mark.parametrize(("name", "command"), VERBS)
def test_every_verb_and_option_has_help(name, command):
    assert command.help
    assert command.help.strip().split("\n")[0].endswith((".", ")."))
    for parameter in command.params:
        assert parameter.help, f"{name} {parameter.name} has no help"


@pytest.mark.parametrize(("name", "command"), VERBS)
def test_the_first_sentence_fits_the_list_of_verbs(name, command):
    assert not command.get_short_help_str(66).endswith("..."), name
