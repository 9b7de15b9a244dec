"""``walkback case``: the stories, each as one time line."""

from typing import Annotated

import typer

from walkback.cli import history, phrases, screen
from walkback.cli.options import Json, opened
from walkback.cli.quoted import FINDINGS
from walkback.model.case import CaseEntry, CaseView

case = typer.Typer(
    help="The stories: what was said, taken back and quoted.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Ref = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="A case's id or its beginning, or a statement or address in it."
    ),
]
_SHOWN = {
    "quoted": "quoted in",
    "reposted": "put up again at",
    "reported": "reported by",
    "now": "now at",
}


@case.command("list")
def case_list(ctx: typer.Context, *, json: Json = False) -> None:
    """List the cases, the newest first; those of no weight come last."""
    with opened(ctx) as record:
        found = record.cases()
    if json:
        screen.print_lines(found)
        return
    for number, line in enumerate(found):
        if number:
            screen.say()
        screen.say((phrases.clean(line.title) or phrases.NO_TITLE, "bold"))
        who = f"{phrases.clean(line.speaker.name)}, " if line.speaker else ""
        span = " to ".join(dict.fromkeys(phrases.instants(line.begin, line.last)))
        weight = ", trivial" if line.trivial else ""
        screen.say(f"{who}{span}, {phrases.counted(line.events, 'event')}{weight}", indent=2)
        screen.say((f"id {line.id}", "dim"), indent=2)


@case.command("show")
def case_show(ctx: typer.Context, ref: Ref, *, json: Json = False) -> None:
    """Tell one case, from when it was first published to now."""
    with opened(ctx) as record:
        view = record.case(ref)
    if json:
        screen.print_json(view)
    else:
        print_case(view)


def print_case(view: CaseView) -> None:
    """A story as one time line."""
    screen.say((phrases.clean(view.title) or phrases.NO_TITLE, "bold"))
    if view.speaker:
        screen.say(phrases.clean(view.speaker.name))
    screen.say((f"id {view.id}", "dim"))
    if view.trivial:
        screen.say("Trivial: it was put up again with a slip mended.")
    screen.heading("What happened")
    for entry in view.timeline:
        _print_entry(entry)
    if view.consequences:
        screen.heading("What the coverage reports")
    for one in view.consequences:
        source = phrases.clean(one.url or "") or "an article that was kept"
        screen.say(f"“{phrases.clean(one.text)}”", indent=2, hang=1)
        dated = f", {phrases.clean(one.published)}" if one.published else ""
        screen.say(f"{one.kind.replace('-', ' ')}: {source}{dated}", indent=4)


def _print_entry(entry: CaseEntry) -> None:
    known = entry.event
    head = "" if entry.kind == "now" else f"{phrases.when(entry.at)}  "
    word = history.styled(entry.kind) if known else _SHOWN.get(entry.kind, entry.kind)
    screen.say(head, word, "  ", phrases.clean(entry.url), indent=2, hang=4)
    if known is not None:
        screen.say(phrases.capital(phrases.event_words(known)), indent=6)
        for words in (*phrases.change_words(known), *phrases.manner_words(known)):
            screen.say(words, indent=6, hang=2)
    elif entry.kind == "now":
        screen.say(phrases.capital(phrases.state_words(entry.text, entry.at)), indent=6)
    elif entry.kind == "quoted":
        says = FINDINGS.get(entry.finding or "", (entry.finding or "", ""))[0]
        screen.say(f"“{phrases.clean(entry.text)}”", indent=6, hang=1)
        screen.say(phrases.capital(says), indent=6)
    elif entry.kind == "reported":
        screen.say(f"“{phrases.clean(entry.text)}”", indent=6, hang=1)
    else:
        screen.say(phrases.clean(phrases.capital(entry.text)), indent=6, hang=2)
