"""``walkback status``: how the record does."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from walkback.cli import history, phrases, screen
from walkback.cli.options import Json, opened
from walkback.model.stamped import Vouched
from walkback.model.views import PendingLine, SourceView, StatusView


def status(
    ctx: typer.Context,
    *,
    pending: Annotated[
        bool, typer.Option("--pending", help="List what is being confirmed.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the sources with their health, the queue, and the disk."""
    with opened(ctx) as record:
        view = record.status()
    if json:
        screen.print_json(view)
        return
    _print_record(view)
    if pending:
        _print_pending(view.pending)
    elif view.sources:
        _print_sources(view.sources, datetime.now(UTC))
    else:
        screen.say("\nNothing is watched yet. walkback watch URL adds a source.")


def _print_record(view: StatusView) -> None:
    active = sum(source.active for source in view.sources)
    watched = phrases.counted(active, "source")
    watched += f", {phrases.counted(view.statements, 'statement')}"
    rows = [
        ("record", view.folder),
        ("origin", view.origin),
        ("watched", watched),
        ("last round", phrases.when(view.last_round)),
        ("queue", f"{view.due} due, {view.unread} unread, {len(view.pending)} being confirmed"),
        ("ledger", phrases.counted(view.leaves, "leaf", "leaves")),
        ("disk", f"{phrases.size(view.archive_bytes)} kept, {phrases.size(view.disk_free)} free"),
        ("polling", view.polling or "nobody just now"),
        *((one.kind, vouched_words(one)) for one in view.vouched),
    ]
    rows += [
        (f"reads, {line.kind}", f"{line.reads} of {line.allowed} today (UTC)")
        for line in view.reads
    ]
    screen.columns(("", ""), rows)


def vouched_words(one: Vouched) -> str:
    """Whom it is about, when it was asked, and what came of it."""
    what = one.detail if one.ok else f"nothing that holds: {one.detail}"
    leaves = phrases.counted(one.size, "leaf", "leaves")
    return phrases.clean(f"{one.url}, {phrases.when(one.at)}, {leaves}: {what}")


def _print_sources(sources: tuple[SourceView, ...], now: datetime) -> None:
    screen.say()
    header = ("HEALTH", "KIND", "STATEMENTS", "NEXT LOOK", "SOURCE")
    screen.columns(header, [_source_row(source, now) for source in sources])
    for source in sources:
        if source.note:
            screen.say()
            screen.say(source.url)
            screen.say(phrases.capital(phrases.clean(source.note)), indent=2)


def _source_row(source: SourceView, now: datetime) -> tuple[str | Text, ...]:
    kind = source.kind or "?"
    health = history.styled(source.health) if source.active else Text("ended", style="dim")
    return health, kind, str(source.statements), _next_look(source, now), source.url


def _next_look(source: SourceView, now: datetime) -> str:
    if not source.active:
        return "none"
    if source.next_look is None or source.next_look <= now:
        return "due"
    return f"in {phrases.rough(source.next_look - now)}"


def _print_pending(lines: tuple[PendingLine, ...]) -> None:
    if not lines:
        screen.say("\nNothing is being confirmed.")
    for line in lines:
        screen.say()
        screen.say((phrases.title_of(line.statement), "bold"))
        screen.say(phrases.clean(line.url), indent=2)
        screen.say(
            f"{phrases.capital(phrases.pending_words(line.pending))} Until then: {line.state}.",
            indent=2,
        )
