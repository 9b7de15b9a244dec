"""Writes the command line's reference from ``--help``: ``python -m walkback.cli.reference``.

``docs/cli.md`` is its output, and a test fails where the two differ.
"""

import sys
from collections.abc import Iterator
from typing import Any

import typer.main

from walkback.cli.entry import ORDER, app

WIDTH = 80

_INTRODUCTION = """\
# Command line

Made from `--help` by `python -m walkback.cli.reference > docs/cli.md`; a test keeps it current.

`walkback` keeps its record in `./record`, or where `--record` (before the verb) or the variable
`WALKBACK_RECORD` says. `watch`, `import` and `speaker` make it where there is none. With `--json`
stdout holds JSON only: one document, or one object per line for lists (`events`, `watch`,
`speaker list`, `case list`, `run`, `doctor`). Notes and errors go to stderr. An error says what,
on which subject, what was expected and found, and what to do next.

| exit code | means |
|---|---|
| 0 | done |
| 1 | the answer is no: verification failed, no such statement |
| 2 | wrong use, bad input, or a record that cannot be used as it stands |
| 130 | stopped by Ctrl-C (`run`, `serve` and `demo` then end with 0) |
| 141 | who read the output stopped reading |

What sites answer never sets the exit code.
"""


def reference() -> str:
    """The whole page as Markdown."""
    root = typer.main.get_command(app)
    parts = [_INTRODUCTION]
    for path, text in _helps(root, "walkback", None):
        parts.append(f"## {path}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _helps(command: Any, name: str, parent: Any) -> Iterator[tuple[str, str]]:
    """The path and help of a command and of all below it, in the order of the help."""
    context = command.context_class(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )
    yield context.command_path, command.get_help(context).rstrip()
    below = getattr(command, "commands", {})
    names = ORDER if parent is None else tuple(below)
    for inner in names:
        yield from _helps(below[inner], inner, context)


if __name__ == "__main__":
    sys.stdout.write(reference())
