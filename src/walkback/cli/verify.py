"""``walkback verify``: check a record or bundle, offline and trusting nobody."""

from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json
from walkback.model.step import Report, StepResult
from walkback.model.views import as_json

_STYLES = {StepResult.PASSED: "green", StepResult.FAILED: "bold red"}


def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A record's folder, or a bundle.")],
    *,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="The verifier key it must be signed with."),
    ] = None,
    json: Json = False,
) -> None:
    """Check the evidence of a record or bundle, offline.

    Each numbered step is passed, failed, or not checked. Exit 0 where all that was
    checked holds, 1 where it does not.
    """
    from walkback.app import verify_record  # noqa: PLC0415 - start-up time: it loads every room

    report = verify_record(path, verifier_key=key)
    if json:
        screen.print_json({"ok": report.ok, "steps": as_json(report.steps)})
    else:
        _print_report(report, path)
    if not report.ok:
        raise typer.Exit(1)


def _print_report(report: Report, path: Path) -> None:
    for step in report.steps:
        result = step.result.value.replace("-", " ")
        head = (f"{result:<11}", _STYLES.get(step.result, "yellow"))
        screen.say(f"{step.number:>2}  ", head, f"  {step.name}")
        if step.detail:
            screen.say(phrases.clean(step.detail), indent=17)
    skipped = sum(step.result is StepResult.NOT_CHECKED for step in report.steps)
    failed = sum(step.result is StepResult.FAILED for step in report.steps)
    screen.say()
    if failed:
        words = f"{phrases.counted(failed, 'step')} failed: the evidence in {path} does not hold."
    elif not report.ok:
        words = f"Nothing in {path} could be checked."
    else:
        words = f"The evidence in {path} holds as far as it was checked."
    if skipped:
        words += f" {phrases.counted(skipped, 'step was', 'steps were')} not checked."
    screen.say(words)
