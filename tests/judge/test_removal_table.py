"""The documentation says what the rules do."""

from pathlib import Path

from walkback.judge import removal_table
from walkback.judge.rules import RULES

DOC = Path(__file__).parents[2] / "docs" / "removal.md"


def test_the_documentation_holds_the_table_of_the_rules():
    assert removal_table() in DOC.read_text(encoding="utf-8")


def test_every_rule_has_its_row():
    table = removal_table()
    assert all(f"| `{rule.name}` | {rule.says} |" in table for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
