"""Verbs that a later release brings: they are known, and say so."""

import typer

from walkback.errors import NotYet

# Whatever follows such a verb is no mistake of the user's: the verb itself is what is missing.
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}

case = typer.Typer(
    help="The stories (a later release brings them).", no_args_is_help=True, rich_markup_mode=None
)


@case.command("list", context_settings=ANYTHING)
def case_list() -> None:
    """List the cases (a later release brings this)."""
    raise _not_yet("case list")


@case.command("show", context_settings=ANYTHING)
def case_show() -> None:
    """Tell one case (a later release brings this)."""
    raise _not_yet("case show")


def export() -> None:
    """Pack one as a file to check (a later release brings this)."""
    raise _not_yet("export")


def redact() -> None:
    """Take content away (a later release brings this)."""
    raise _not_yet("redact")


def _not_yet(verb: str) -> NotYet:
    return NotYet("a later release brings this verb", subject=f"walkback {verb}")
