"""``walkback demo``: plays a story against a site on this machine, and shows what was kept of it.

Nothing is staged inside Walkback: the sites are real HTTP servers, the looks go over sockets
through the whole pipeline, the clock is the real one. Only the settings are quick.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkback.cli import demo_story, history, phrases, screen
from walkback.cli.demo_story import SPEAKER, STEPS, Sites, Step
from walkback.cli.diff import print_rows
from walkback.cli.options import DEFAULT_HOST, Host, Port, opened
from walkback.cli.run import until_stopped
from walkback.cli.serve import ready
from walkback.errors import BadInput, NotFound
from walkback.model.source import WatchLine
from walkback.model.views import EventView, StatementView

if TYPE_CHECKING:
    from walkback.app import Walkback

# A removal is confirmed by three looks over at least two seconds, so that the story ends soon;
# a real record takes hours. Loopback is what the guard refuses first, hence its exception.
QUICK = {
    "WALKBACK_FETCH__ALLOW_NET": '["127.0.0.0/8"]',
    "WALKBACK_FETCH__PACE": "0s",
    "WALKBACK_POLICY__CONFIRM_OVER": "2s",
    "WALKBACK_POLICY__CONFIRM_CHECKS": "3",
    "WALKBACK_POLICY__EDIT_CHECKS": "2",
}
ROUND = 1.0  # seconds from one look to the next
PATIENCE = 20.0  # seconds for Walkback to see one step; on an idle machine the slowest takes 3


def demo(
    ctx: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="End after the story instead of serving the site.")
    ] = False,
    host: Host = DEFAULT_HOST,
    port: Port = 0,
) -> None:
    """Play a story against a site on this machine, then show it.

    A statement is published, quoted, edited, removed and taken back on invented sites; Walkback
    looks on. The record is made new, in ./demo-record where --record names no other folder. Exit
    1 where Walkback did not see what happened.
    """
    folder = _folder(ctx)
    ctx.find_root().params["record"] = folder
    with _quick(), until_stopped(), opened(ctx, make=True) as record:
        ferry = _play(record)
        screen.heading("The history that is kept")
        screen.say()
        history.print_events(record.events())
        screen.heading("What changed before it went")
        screen.say()
        print_rows(record.diff(ferry), marks=not screen.to_people())
        for words in (f"--record {folder} show {ferry}", f"verify {folder}"):
            screen.say(f"walkback {words}")
        if not once:
            record.serve(host, port, ready)


def _folder(ctx: typer.Context) -> Path:
    """A folder where nothing is yet."""
    given = ctx.find_root().params.get("record")
    if given is None:
        return next(path for path in _names() if not path.exists())
    if given.exists() and (not given.is_dir() or any(given.iterdir())):
        raise BadInput(
            "the demo makes a record of its own, and something is there already",
            subject=str(given),
            todo="Name a folder that is not there yet, or remove this one if it may go",
        )
    return Path(given)


def _names() -> Iterator[Path]:
    yield Path("demo-record")
    number = 2
    while True:
        yield Path(f"demo-record-{number}")
        number += 1


@contextmanager
def _quick() -> Iterator[None]:
    """The quick settings, for this process and only as long."""
    before = {name: os.environ.get(name) for name in QUICK}
    os.environ.update(QUICK)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _play(record: "Walkback") -> str:
    """The whole story; gives the address of the statement it is about."""
    sites = demo_story.open_sites()
    try:
        _begin(record, sites)
        for number, step in enumerate(STEPS, 1):
            screen.say(f"\n{number}  on the web   ", (step.told, "bold"), hang=16)
            step.act(sites)
            _watch(record, step.watch(sites))
            _await(record, sites, step)
        return sites.member.url + demo_story.FERRY.path
    finally:
        sites.member.close()
        sites.paper.close()


def _begin(record: "Walkback", sites: Sites) -> None:
    record.add_speaker(SPEAKER, aliases=[], handles=[], sites=[sites.member.url])
    screen.say(f"{demo_story.MEMBER}: {sites.member.url}")
    screen.say(f"{demo_story.PAPER}: {sites.paper.url}")
    screen.say(f"The record is {record.folder}.")


def _watch(record: "Walkback", lines: Sequence[WatchLine]) -> None:
    if lines:
        record.watch(lines)
        _tell(f"watching {', '.join(line.url for line in lines)}")


def _await(record: "Walkback", sites: Sites, step: Step) -> None:
    """Looks each second until all that the step expects was seen.

    Raises ``NotFound`` when patience ends.
    """
    expected = set(step.expected(sites))
    ferry = sites.member.url + demo_story.FERRY.path
    told = ""
    deadline = time.monotonic() + PATIENCE
    while True:
        time.sleep(ROUND)
        record.poll(everything=True)
        seen = record.events()
        _tell_new([one for one in seen if _name(one) in expected])
        expected -= {_name(one) for one in seen}
        told = _tell_state(record, ferry, step, told)
        if not expected and (not step.state or told.startswith(step.state)):
            return
        if time.monotonic() > deadline:
            raise _missed(step, expected, seen)


def _name(event: EventView) -> tuple[str, str]:
    return event.kind, event.statement.url


def _tell_new(events: list[EventView]) -> None:
    for event in events:
        title = phrases.title_of(event.statement)
        words = phrases.capital(phrases.event_words(event))
        _tell(history.styled(event.kind), f"  \u201c{title}\u201d. {words}")


def _tell_state(record: "Walkback", url: str, step: Step, told: str) -> str:
    """Says how the ferry statement stands while nothing is decided; gives what was said last."""
    try:
        view = record.show(url)
    except NotFound:
        return told
    if not isinstance(view, StatementView):
        return told
    if view.pending:
        words = f"{view.state}; {phrases.pending_words(view.pending)}"
    elif step.state:
        words = f"{view.state}: {phrases.state_words(view.state, _last_seen(view))}"
    else:
        return told
    if words != told:
        _tell(phrases.capital(words))
    return words


def _last_seen(view: StatementView) -> datetime | None:
    return max((one.last_seen for one in view.instances if one.last_seen), default=None)


def _tell(*words: screen.Words) -> None:
    screen.say("   Walkback     ", *words, hang=16)


def _missed(step: Step, expected: set[tuple[str, str]], seen: list[EventView]) -> NotFound:
    wanted = [f"{kind} {url}" for kind, url in sorted(expected)] or [f"state {step.state}"]
    found = [f"{one.kind} {one.statement.url}" for one in seen]
    return NotFound(
        f"Walkback did not see within {PATIENCE:.0f} s what happened on the web",
        subject=step.told,
        expected=", ".join(wanted),
        found=", ".join(found) or "no events",
        todo="This is a fault of Walkback or of this machine's network; please report it",
    )
