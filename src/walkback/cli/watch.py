"""``walkback watch``: look at an address, or at all of a list, from now on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from walkback.cli import phrases, screen
from walkback.cli.options import Json, opened, read_text
from walkback.errors import BadInput
from walkback.model.source import WatchLine, source_kind
from walkback.model.times import duration_text, parse_duration
from walkback.model.views import SourceView

Target = Annotated[
    str,
    typer.Argument(
        metavar="URL|@HANDLE|FILE|-", help="An address, a handle, or a list of them; - reads stdin."
    ),
]
SpeakerName = Annotated[
    str | None, typer.Option("--speaker", metavar="NAME", help="Who publishes there.")
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="page, section, feed, mastodon, bluesky, x, …; found out when not given.",
    ),
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="TIME", help="How often to look: 15m, 6h, 2d.")
]
Browser = Annotated[
    bool, typer.Option("--browser", help="Show it in a browser, and keep its picture too.")
]


def watch(  # noqa: PLR0913 - a verb's options are its parameters
    ctx: typer.Context,
    target: Target,
    *,
    speaker: SpeakerName = None,
    kind: Kind = None,
    every: Every = None,
    browser: Browser = False,
    json: Json = False,
) -> None:
    """Look at an address or account from now on, or at all of a list.

    A list is a file with one address per line, OPML, or CSV. What is a file is read; options then
    hold for each line that does not say otherwise. The speaker must be in the register. Makes the
    record where there is none.
    """
    pause = parse_duration(every) if every is not None else None
    word = source_kind(kind) if kind is not None else None
    given = WatchLine(target, speaker, word, pause, browser)
    text = _list_text(target)
    with opened(ctx, make=True) as record:
        lines = [given] if text is None else record.read_watchlist(text, target)
        sources = record.watch([_filled(line, given) for line in lines])
    if browser and (lacking := _lacking()):
        screen.notice(f"no browser here, so pages are read as their bodies stand: {lacking}")
    if json:
        screen.print_lines(sources)
    else:
        _tell(sources)


def _list_text(target: str) -> str | None:
    """The list's text; None where the target is an address."""
    if target == "-" or Path(target).is_file():
        return read_text(target)
    if "://" in target or target.startswith("@"):
        return None
    raise BadInput(
        "neither an address nor a file",
        subject=target,
        expected="an address with http:// or https://, an @handle, a file that is there, or -",
    )


def _filled(line: WatchLine, given: WatchLine) -> WatchLine:
    return replace(
        line,
        speaker=line.speaker or given.speaker,
        kind=line.kind or given.kind,
        every=line.every or given.every,
        browser=line.browser or given.browser,
    )


def _tell(sources: Sequence[SourceView]) -> None:
    for source in sources:
        kind = source.kind or "its kind is found out at the first look"
        whose = f", {phrases.clean(source.speaker.name)}" if source.speaker else ""
        screen.say(f"watching {source.url}")
        screen.say(f"{kind}{whose}, every {duration_text(source.every)}", indent=2)
    if len(sources) > 1:
        screen.say(f"{phrases.counted(len(sources), 'source')} watched.")


def _lacking() -> str:
    from walkback.fetch.browser.options import missing  # noqa: PLC0415 - start-up time: curl

    return missing()
