"""How events look in a terminal; shared by every verb that shows history."""

from collections.abc import Iterable

from rich.text import Text

from walkback.cli import phrases, screen
from walkback.model.views import EventView

STYLES = {
    "present": "green",
    "good": "green",
    "published": "green",
    "restored": "green",
    "edited": "yellow",
    "moved": "yellow",
    "removed": "red",
    "withheld": "red",
    "account-gone": "red",
    "blocked": "magenta",
    "unreachable": "magenta",
}


def styled(word: str) -> Text:
    """A state or kind of event in its colour."""
    return Text(word, style=STYLES.get(word, ""))


def print_events(events: Iterable[EventView]) -> None:
    """Each event with its statement: when, what, whose, where, and what was seen."""
    for number, event in enumerate(events):
        if number:
            screen.say()
        _print_event(event)


def _print_event(event: EventView) -> None:
    head = Text.assemble(phrases.when(event.at), "  ", styled(event.kind), "  ")
    head.append(phrases.title_of(event.statement), style="bold")
    screen.say(head, hang=2)
    if event.statement.speaker:
        screen.say(phrases.clean(event.statement.speaker.name), indent=2)
    screen.say(phrases.clean(event.statement.url), indent=2)
    screen.say(phrases.capital(phrases.event_words(event)), indent=2)
    for words in (*phrases.change_words(event), *phrases.manner_words(event)):
        screen.say(words, indent=4, hang=2)


def print_short(events: Iterable[EventView], *, indent: int = 0, of: str | None = None) -> None:
    """The events of the statement ``of``: when, what, and what was seen."""
    listed = list(events)
    width = max((len(event.kind) for event in listed), default=0)
    for event in listed:
        head = Text.assemble(phrases.when(event.at), "  ", styled(event.kind))
        head.append(" " * (width - len(event.kind) + 2))
        screen.say(head, phrases.event_words(event, of), indent=indent, hang=4)
        for words in (*phrases.change_words(event), *phrases.manner_words(event)):
            screen.say(words, indent=indent + 4, hang=2)
