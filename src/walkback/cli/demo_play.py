"""How the demo plays: the site does something, Walkback looks each second until it was seen."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from walkback.cli import demo_story, history, phrases, screen
from walkback.cli.demo_story import PAPER, SPEAKER, STEPS, Sites, Step
from walkback.errors import NotFound
from walkback.model.quoted import Handed, QuotesView
from walkback.model.source import WatchLine
from walkback.model.views import EventView, StatementView

if TYPE_CHECKING:
    from walkback.app import Walkback

ROUND = 1.0  # seconds before each look
PATIENCE = 20.0  # seconds for Walkback to see one step; on an idle machine the slowest takes 3


def play(record: "Walkback") -> tuple[str, QuotesView]:
    """The whole story; gives the address of the statement it is about, and the newspaper's article
    as it was checked and kept.
    """
    sites = demo_story.open_sites()
    try:
        _begin(record, sites)
        for number, step in enumerate(STEPS, 1):
            screen.say(f"\n{number}  on the web   ", (step.told, "bold"), hang=16)
            step.act(sites)
            _watch(record, step.watch(sites))
            _await(record, sites, step)
        article = sites.paper.url + demo_story.ARTICLE.path
        checked = record.check([Handed(article, None, article)], keep=True)[0]
        return sites.member.url + demo_story.FERRY.path, checked
    finally:
        sites.member.close()
        sites.square.close()
        sites.paper.close()


def _begin(record: "Walkback", sites: Sites) -> None:
    record.add_speaker(SPEAKER, aliases=[], handles=[], sites=[sites.member.url])
    screen.say(f"{demo_story.MEMBER}: {sites.member.url}")
    screen.say(f"{demo_story.SQUARE}: {sites.square.url}")
    screen.say(f"{PAPER}: {sites.paper.url}")
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
