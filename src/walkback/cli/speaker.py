"""``walkback speaker``: the register of public figures and bodies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened, read_text
from walkback.model.views import SpeakerView

speaker = typer.Typer(
    help="The register of speakers: add, import, list, edit, merge, reply.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name as it is shown.")]
Who = Annotated[str, typer.Argument(metavar="NAME|ID", help="A name, or an id.")]
Aliases = Annotated[
    list[str] | None, typer.Option("--alias", metavar="NAME", help="Another name; repeatable.")
]
Handles = Annotated[
    list[str] | None,
    typer.Option("--handle", metavar="HANDLE", help="An account, as in @name@host; repeatable."),
]
Sites = Annotated[
    list[str] | None, typer.Option("--site", metavar="URL", help="A site of theirs; repeatable.")
]


@speaker.command("add")
def add(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    name: Name,
    *,
    alias: Aliases = None,
    handle: Handles = None,
    site: Sites = None,
    json: Json = False,
) -> None:
    """Add a public figure or body. Makes the record where there is none."""
    with opened(ctx, make=True) as record:
        added = record.add_speaker(
            name, aliases=alias or [], handles=handle or [], sites=site or []
        )
    _tell_one(added, "in the register", json=json)


@speaker.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Popolo JSON, YAML or CSV.")],
    *,
    json: Json = False,
) -> None:
    """Add many, from Popolo JSON, congress-legislators YAML, or CSV.

    Makes the record where there is none.
    """
    with opened(ctx, make=True) as record:
        added = record.import_speakers(file)
    if json:
        screen.print_lines(added)
    else:
        screen.say(f"{phrases.counted(len(added), 'speaker')} from {file} in the register.")


@speaker.command("list")
def list_(ctx: typer.Context, *, json: Json = False) -> None:
    """List the register by name."""
    with opened(ctx) as record:
        known = record.speakers()
    if json:
        screen.print_lines(known)
    elif known:
        screen.columns(("ID", "NAME", "ALSO"), [_row(one) for one in known])
    else:
        screen.say("The register is empty.")


@speaker.command("edit")
def edit(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    who: Who,
    *,
    name: Annotated[str | None, typer.Option("--name", help="The name from now on.")] = None,
    alias: Aliases = None,
    handle: Handles = None,
    site: Sites = None,
    json: Json = False,
) -> None:
    """Change what is given and leave the rest.

    Aliases, handles and sites that are given take the place of those before; --alias "" leaves
    none.
    """
    with opened(ctx) as record:
        changed = record.edit_speaker(
            who, name=name, aliases=_given(alias), handles=_given(handle), sites=_given(site)
        )
    _tell_one(changed, "changed", json=json)


@speaker.command("merge")
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The name or id that stays.")],
    gone: Annotated[str, typer.Argument(metavar="GONE", help="The one that becomes its alias.")],
    *,
    json: Json = False,
) -> None:
    """Make two entries one.

    All that belongs to GONE then belongs to KEEP.
    """
    with opened(ctx) as record:
        merged = record.merge_speakers(keep, gone)
    _tell_one(merged, "merged", json=json)


@speaker.command("reply")
def reply(
    ctx: typer.Context,
    who: Who,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="Their words, UTF-8; - for stdin.")],
    *,
    json: Json = False,
) -> None:
    """Lodge a speaker's own reply to what the record says.

    It stands on their page as theirs, with today's date, and is kept like all else.
    """
    text = read_text(file)
    with opened(ctx) as record:
        replied = record.reply(who, text)
    _tell_one(replied, "replied", json=json)


def _given(values: Sequence[str] | None) -> list[str] | None:
    # Typer gives an empty list for an option that was left out, so "none" needs a word: "".
    return [value for value in values if value] if values else None


def _tell_one(one: SpeakerView, what: str, *, json: bool) -> None:
    if json:
        screen.print_json(one)
        return
    screen.say((phrases.clean(one.name), "bold"), f"  {what}  {one.id}")
    for title, values in (("also", one.aliases), ("at", one.handles), ("sites", one.sites)):
        if values:
            screen.say(f"{title}: {', '.join(map(phrases.clean, values))}", indent=2)


def _row(one: SpeakerView) -> tuple[str, str, str]:
    also = ", ".join(map(phrases.clean, (*one.aliases, *one.handles)))
    return one.id, phrases.clean(one.name), also
