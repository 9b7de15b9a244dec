"""``walkback verify``: check a record or bundle, offline and trusting nobody."""

from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json
from walkback.errors import BadInput
from walkback.model.step import ItemState, Report, StepResult
from walkback.model.views import as_json

_STYLES = {StepResult.PASSED: "green", StepResult.FAILED: "bold red"}
_ITEM_STYLES = {ItemState.VERIFIED: "green", ItemState.FAILED: "bold red"}


def verify(  # noqa: PLR0913 - a verb's options are its parameters
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", help="A record's folder, or a bundle.")
    ] = None,
    *,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="KEY", help="The verifier key it must be signed with."),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", help="Whom you trust."),
    ] = None,
    print_verifier: Annotated[
        bool,
        typer.Option("--print-verifier", help="Print these checks as one Python file."),
    ] = False,
    deep: Annotated[
        bool, typer.Option("--deep", help="Unpack every capture of a record too.")
    ] = False,
    json: Json = False,
) -> None:
    """Check the evidence of a record or bundle, offline.

    Each numbered step is passed, failed, or not checked. Exit 0 where all that was
    checked holds, 1 where it does not.
    """
    from walkback.app import plain_verifier, verify_record  # noqa: PLC0415 - start-up time: it loads every room

    if print_verifier:
        print(plain_verifier(), end="")  # noqa: T201 - a file's text, not words for a reader
        return
    if path is None:
        raise BadInput("nothing to verify was named", todo="Name a record's folder or a bundle")
    report = verify_record(path, verifier_key=key, policy=policy, deep=deep)
    if json:
        told = {"ok": report.ok, "steps": as_json(report.steps)}
        screen.print_json(told | ({"items": as_json(report.items)} if report.items else {}))
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
    _print_items(report)
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


def _print_items(report: Report) -> None:
    for item in report.items:
        style = _ITEM_STYLES.get(item.state, "yellow")
        named = phrases.clean(f"leaf {item.n}, {item.kind}")
        screen.say("    ", (f"{item.state.value:<18}", style), f"{named}  {item.detail}")
