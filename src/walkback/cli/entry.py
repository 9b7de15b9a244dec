"""The program: its verbs in the order people meet them, and what an error looks like.

``Program.invoke`` is the one place where errors become words and exit codes: 0 done, 1 the
answer is no, 2 wrong use or bad input, 130 stopped by Ctrl-C. No verb prints a traceback.
"""

import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from walkback.cli import (
    alerts,
    backup,
    case,
    datasette,
    demo,
    desk,
    diff,
    doctor,
    events,
    export,
    imports,
    init,
    mask,
    poll,
    quotes,
    rebuild,
    redact,
    run,
    screen,
    secret,
    serve,
    show,
    speaker,
    stamp,
    status,
    unwatch,
    verify,
    watch,
    witness,
)
from walkback.cli.phrases import clean
from walkback.errors import WalkbackError

STOPPED_READING = 141  # 128 + SIGPIPE: what a shell reports of any program whose reader left


# The order of the help: make a record, fill it, read it, check it, keep it.
ORDER = (
    *("init", "speaker", "secret", "watch", "unwatch", "mask", "poll", "run", "status"),
    *("alerts", "events", "show", "diff", "quotes", "check", "case", "import"),
    *("stamp", "witness", "export", "verify", "redact", "protect"),
    *("backup", "restore", "rebuild", "rejudge"),
    *("serve", "desk", "datasette-metadata", "demo", "doctor"),
)


class Program(TyperGroup):
    """The group of all verbs, with the answer to every error."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """All verbs in ``ORDER``."""
        return sorted(self.commands, key=ORDER.index)

    def invoke(self, ctx: Any) -> Any:
        """Runs a verb; raises ``typer.Exit`` where it failed."""
        try:
            return super().invoke(ctx)
        except WalkbackError as error:
            _complain(str(error))
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            _leave_quietly()
            raise typer.Exit(STOPPED_READING) from None
        except OSError as error:
            where = f": {error.filename}" if error.filename else ""
            _complain(f"the system refused{where} (found {error.strerror or error})")
            raise typer.Exit(2) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if _is_usage(error):
                raise
            _confess(error)
            raise typer.Exit(2) from None


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    add_completion=False,
    # Plain help: no boxes, and Typer needs no Rich to print it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback has this shape
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - start-up time of all else

        typer.echo(f"walkback {version('walkback')}")
        raise typer.Exit


@app.callback()
def walkback(
    *,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            metavar="DIR",
            envvar="WALKBACK_RECORD",
            help="The record's folder; ./record when not given.",
        ),
    ] = None,
    adopt: Annotated[
        bool,
        typer.Option("--adopt", help="Go on with a record brought back from an older copy."),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    """Keep the record of public statements: what was said, when it went, what replaced it."""


app.command("init")(init.init)
app.add_typer(speaker.speaker, name="speaker")
app.add_typer(secret.secret, name="secret")
app.command("watch")(watch.watch)
app.command("unwatch")(unwatch.unwatch)
app.command("mask")(mask.mask)
app.command("poll")(poll.poll)
app.command("run")(run.run)
app.command("status")(status.status)
app.command("events")(events.events)
app.command("show")(show.show)
app.command("diff")(diff.diff)
app.command("quotes")(quotes.quotes)
app.command("check")(quotes.check)
app.add_typer(case.case, name="case")
app.command("import")(imports.import_)
app.command("export")(export.export)
app.add_typer(alerts.alerts, name="alerts")
app.command("stamp")(stamp.stamp)
app.command("witness")(witness.witness)
app.command("verify")(verify.verify)
app.command("redact")(redact.redact)
app.command("protect")(redact.protect)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("rebuild")(rebuild.rebuild)
app.command("rejudge")(rebuild.rejudge)
app.command("serve")(serve.serve)
app.add_typer(desk.desk, name="desk")
app.command("datasette-metadata")(datasette.metadata)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)


def main(opener: Any = None) -> None:
    """The program ``walkback``; ends the process. ``opener`` stands in for ``open_record``."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows an escape instead of ending the program.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="walkback", obj=opener)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _leave_quietly()


def _complain(text: str) -> None:
    words = f"error: {clean(text)}"
    if sys.stderr.isatty():
        screen.notice(words)
    else:
        typer.echo(words, err=True)  # one line, so that programs can search it


def _confess(error: Exception) -> None:
    _complain(
        f"this is a bug in Walkback: {type(error).__name__}: {error}. Please report it with the "
        "command you ran and what walkback --version prints; with WALKBACK_DEBUG=1 set, the "
        "command also prints where it happened"
    )
    if os.environ.get("WALKBACK_DEBUG"):
        traceback.print_exception(error)


def _is_usage(error: Exception) -> bool:
    # Usage errors have had several homes in Typer's history; all of them can show themselves.
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _leave_quietly() -> None:
    # Python flushes stdout once more at exit and would complain: give it somewhere to go.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
