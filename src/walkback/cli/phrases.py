"""What people read: times, sizes, states and events in plain neutral words.

Never motive: a thing is "no longer at this address", not "deleted". Whatever came from a web site
passes ``clean`` before it reaches a terminal, because a title may carry escape sequences that
repaint the screen or marks that turn the reading order of the rest of the line.
"""

import unicodedata
from datetime import UTC, datetime, timedelta

from walkback.model.views import EventView, PendingView, StatementRef

NO_TITLE = "(no title)"

# Joiners belong to words (Persian, emoji); every other format character (Cf) is invisible or
# turns the reading order: U+202A to U+202E, U+2066 to U+2069, tags, byte order marks.
_KEPT_FORMAT = {"\u200c", "\u200d"}
# Bidirectional embeddings and overrides make a line read differently from what it says
# (CVE-2021-42574); control characters hold the terminal's escape sequences.
_DROPPED = {"Cc", "Cf", "Cs"}

_STATES = {
    "present": "at this address; last seen {seen}",
    "removed": "no longer at this address; last seen {seen}",
    "moved": "now at another address; last seen here {seen}",
    "withheld": "withheld by the host; last seen {seen}",
    "account-gone": "the account is no longer there; last seen {seen}",
    "account-suspended": "the account is suspended; last seen {seen}",
    "account-private": "the account is private; last seen {seen}",
    "blocked": "the site does not let us look; last seen {seen}",
    "unreachable": "the site cannot be reached; last seen {seen}",
    "unknown": "how it stands is not known; last seen {seen}",
}

_SEEN = {
    "edited": "the words differ: earlier words last seen {a}, these first seen {b}",
    "removed": "no longer at this address; last seen {a}, first missing {b}",
    "restored": "at this address again; last missing {a}, seen again {b}",
    "moved": "now at another address; last seen here {a}, first seen elsewhere {b}",
    "withheld": "withheld by the host; last seen {a}, first withheld {b}",
    "account-gone": "the account is no longer there; last seen {a}, first missing {b}",
    "account-suspended": "the account is suspended; last seen {a}, first suspended {b}",
    "account-private": "the account is private; last seen {a}, first private {b}",
}

_ACTS = {
    "retracted": "takes back",
    "apologised": "apologises for",
    "corrected": "corrects",
    "clarified": "clarifies",
    "reaffirmed": "reaffirms",
}


def clean(text: str, *, lines: bool = False) -> str:
    """``text`` without control and format characters; line ends stay where asked."""
    return safe(text, lines=lines).strip()


def safe(text: str, *, lines: bool = False) -> str:
    """As ``clean``, with the spaces at both ends."""
    return "".join(_shown(char, lines=lines) for char in text)


def _shown(char: str, *, lines: bool) -> str:
    if char in "\n\r\t\x0b\x0c\x85\u2028\u2029":
        return "\n" if lines and char == "\n" else " "
    if char in _KEPT_FORMAT or unicodedata.category(char) not in _DROPPED:
        return char
    return ""


def when(at: datetime | None, *, seconds: bool = False) -> str:
    """``2026-01-31 18:02 UTC``; ``never`` for None."""
    if at is None:
        return "never"
    return at.astimezone(UTC).strftime(f"%Y-%m-%d %H:%M{':%S' if seconds else ''} UTC")


def seen(first: datetime, last: datetime) -> str:
    """``seen A to B``, or ``seen A`` where both are the same."""
    return f"seen {' to '.join(dict.fromkeys(instants(first, last)))}"


def instants(*times: datetime) -> list[str]:
    """All of them as text, to the second where two would read the same."""
    minutes = [when(at) for at in times]
    if len(set(minutes)) == len(set(times)):
        return minutes
    return [when(at, seconds=True) for at in times]


def size(count: int) -> str:
    """Bytes as people say them: ``512 bytes``, ``1.5 MB``."""
    if count < 1000:
        return f"{count} bytes"
    value = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.95 or unit == "TB":
            return f"{value:.1f} {unit}"
    raise AssertionError(count)


def counted(count: int, one: str, many: str = "") -> str:
    """``1 statement``, ``3 statements``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def rough(span: timedelta) -> str:
    """A duration for people: ``8 s``, ``4 min``, ``3 h``, ``2 days``."""
    seconds = abs(span.total_seconds())
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86400:.0f} days"


def state_words(state: str, seen: datetime | None) -> str:
    """How an instance stands, with when it was last seen."""
    words = _STATES.get(state, state + "; last seen {seen}").format(seen=when(seen))
    return words.replace("; last seen never", "; never seen by us").replace(
        "; last seen here never", "; never seen by us here"
    )


def pending_words(pending: PendingView) -> str:
    """``being confirmed: removed, 2 of 3 looks, since …``; looks may be done before their span."""
    looks = f"{pending.looks} of {pending.of} looks"
    if pending.looks >= pending.of:
        looks = f"{counted(pending.looks, 'look')}, more when time has passed"
    return f"being confirmed: {pending.kind}, {looks}, since {when(pending.since)}"


def event_words(event: EventView, of: str | None = None) -> str:
    """One sentence without its full stop: what was seen, between which looks, how surely."""
    words = _suffered(event) if of and of != event.statement.id else _event_words(event)
    return words if event.confidence == "high" else f"{words} (confidence: {event.confidence})"


def manner_words(event: EventView) -> list[str]:
    """In which manner it was walked back, with what shows it; acts say that themselves."""
    if event.kind in _ACTS:
        return []
    return [f"{one.manner.value.replace('-', ' ')}: {clean(one.text)}" for one in event.manner]


def _about(event: EventView) -> str:
    if event.about is None:
        return "a statement that is not named or not on record"
    return "itself" if event.about.id == event.statement.id else clean(event.about.url)


def _suffered(event: EventView) -> str:
    """An act as the earlier statement's history has it."""
    return f"in {clean(event.statement.url)}"


def _event_words(event: EventView) -> str:
    if event.kind == "published":
        told = next((reason.text for reason in event.reasons), "published")
        return clean(told)
    if event.kind in _ACTS:
        return f"{_ACTS[event.kind]} {_about(event)}"
    if event.kind in _SEEN and event.between:
        confirmed = (event.confirmed_at,) if event.confirmed_at else ()
        first, second, *third = instants(*event.between, *confirmed)
        words = _SEEN[event.kind].format(a=first, b=second)
        return f"{words}, confirmed {third[0]}" if third else words
    return event.kind


def change_words(event: EventView, most: int = 3) -> list[str]:
    """What an edit changed, a line each, the weightiest first."""
    told = [clean(change.reason) for change in event.changes[:most]]
    more = len(event.changes) - len(told)
    return [*told, f"and {counted(more, 'other change')}"] if more else told


def title_of(statement: StatementRef) -> str:
    """The statement's title, made safe."""
    return clean(statement.title) or NO_TITLE


def capital(sentence: str) -> str:
    """The sentence with a capital letter and a full stop; an address at its end stays whole."""
    text = sentence[:1].upper() + sentence[1:]
    return text if text.endswith((".", "!", "?")) or "://" in text.split(" ")[-1] else text + "."
