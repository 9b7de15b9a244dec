"""The table of rules as people read it: ``docs/removal.md`` holds what this makes."""

from datetime import timedelta

from walkback.judge.rules import RULES, Rule

_WANTS = {
    "sibling": "a page of the same host known to be live answers",
    "random-path": "a page that never existed was asked for",
    "honest": "the server says 404 to it",
    "open": "the platform tells closed accounts and posts from deleted ones",
    "vantage": "looks from two places",
}


def removal_table() -> str:
    """Markdown, one row for each rule in the order they are tried."""
    head = "| rule | what every look shows | looks | over | event | confidence | wants for it |"
    rows = [head, "|---|---|---|---|---|---|---|"]
    rows += [_row(rule) for rule in RULES]
    return "\n".join(rows) + "\n"


def _row(rule: Rule) -> str:
    wants = "; ".join(text for name, text in _WANTS.items() if name in rule.wants)
    cells = (
        f"`{rule.name}`",
        rule.says,
        str(rule.looks),
        _over(rule.over),
        rule.kind.value,
        rule.confidence.value,
        wants or "-",
    )
    return f"| {' | '.join(cells)} |"


def _over(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    if minutes >= 60:
        return f"{minutes // 60} h"
    return f"{minutes} min" if minutes else "-"
