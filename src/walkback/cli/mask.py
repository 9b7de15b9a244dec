"""``walkback mask``: which lines of a source's pages are left out of account."""

from collections.abc import Sequence
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened
from walkback.errors import BadInput
from walkback.model.mask import How, MaskedView

MOST = 12  # of what was left out, where a person reads it


def mask(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The source's address, or a page's that it named.")
    ],
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="Words of the lines that are meant.")
    ] = None,
    *,
    count: Annotated[
        bool, typer.Option("--count", help="These lines always count, even if they move.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Compare these lines as all others again.")
    ] = False,
    json: Json = False,
) -> None:
    """Ignore lines with TEXT when a source's pages are compared.

    Without TEXT it lists what was set, and which words differed and were no edit, and why. What
    happened before stays as it was judged; 'walkback rejudge' judges it with the masks of today.
    """
    how = _how(count=count, forget=forget)
    if text is None and how is not How.IGNORE:
        raise BadInput("no text was given", subject=f"--{how.value}", todo="Add the words")
    with opened(ctx) as record:
        view = record.mask(url, text, how)
    if json:
        screen.print_json(view)
        return
    screen.say((phrases.clean(view.url), "bold"))
    if not view.overrides:
        screen.say("Nothing is set for it.")
    for one in view.overrides:
        does = "ignored" if one.how == How.IGNORE else "always count"
        screen.say(f"{does}: lines with \u201c{phrases.clean(one.words)}\u201d", hang=2)
    print_masked(view.masked)


def print_masked(masked: Sequence[MaskedView]) -> None:
    """Words that differed and were no edit, each with the reason."""
    if not masked:
        return
    screen.heading("What was left out of account")
    for one in masked[:MOST]:
        often = "once" if one.times == 1 else f"{one.times} times"
        screen.say(f"\u201c{phrases.clean(one.words)}\u201d", indent=2, hang=2)
        screen.say(f"{one.why}; {often}, last {phrases.when(one.last_seen)}", indent=4)
    if len(masked) > MOST:
        screen.say(f"and {len(masked) - MOST} more; --json has all", indent=2)


def _how(*, count: bool, forget: bool) -> How:
    if count and forget:
        raise BadInput("either --count or --forget", subject="walkback mask")
    return How.COUNT if count else How.FORGET if forget else How.IGNORE
