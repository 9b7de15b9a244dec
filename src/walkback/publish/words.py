"""What happened, in words. Pure, and neutral about people: what was seen and when, never why."""

from collections.abc import Sequence
from datetime import date, datetime

from walkback.model.case import CaseView
from walkback.model.release import Hold, Notice, Reason
from walkback.model.review import Finding, ReviewView
from walkback.model.verdict import EventKind, State
from walkback.model.views import EventView, InstanceView, PendingView, StatementView
from walkback.publish.when import Words, duration, interval, moment, point

_HAPPENED = {
    EventKind.EDITED: "Edited",
    EventKind.REMOVED: "Removed",
    EventKind.RESTORED: "Back at its address",
    EventKind.MOVED: "Moved to another address",
    EventKind.WITHHELD: "Withheld by the host",
    EventKind.ACCOUNT_GONE: "Account no longer found",
    EventKind.ACCOUNT_SUSPENDED: "Account suspended by the platform",
    EventKind.ACCOUNT_PRIVATE: "Account no longer public",
}

_TAKES_BACK = {
    EventKind.RETRACTED: "Takes back",
    EventKind.APOLOGISED: "Apologises for",
    EventKind.CORRECTED: "Corrects",
    EventKind.CLARIFIED: "Clarifies",
    EventKind.REAFFIRMED: "Stands by",
}

_TAKEN_BACK = {
    EventKind.RETRACTED: "Taken back",
    EventKind.APOLOGISED: "Apologised for it",
    EventKind.CORRECTED: "Corrected",
    EventKind.CLARIFIED: "Clarified",
    EventKind.REAFFIRMED: "Stood by",
}

_STANDS = {
    State.PRESENT: "At its address.",
    State.REMOVED: "No longer at this address.",
    State.MOVED: "At another address now.",
    State.WITHHELD: "Withheld by the host at this address.",
    State.ACCOUNT_GONE: "The account it was published from is no longer found.",
    State.ACCOUNT_SUSPENDED: "The platform has suspended the account it was published from.",
    State.ACCOUNT_PRIVATE: "The account it was published from is no longer public.",
    State.BLOCKED: (
        "The site does not let us look at the moment. That says nothing about the statement."
    ),
    State.UNREACHABLE: (
        "The site cannot be reached at the moment. That says nothing about the statement."
    ),
    State.UNKNOWN: "How it stands is not known: nobody looked yet, or the looks disagree.",
}

_CHANGES_TOLD = 3
# The rule of a published event that is a look of ours; any other has its date from elsewhere.
_FIRST_SIGHT = "first-sight"

_WITHHELD = {
    Hold.RESTRICTED: "It is kept and not shown, since ",
    Hold.REDACTED: "Names or passages in it are hidden, since ",
    Hold.ERASED: "Its words were destroyed, on ",
}
_WHY = {
    Reason.ANONYMITY: ", because a law protects somebody's name",
    Reason.COURT_ORDER: ", by order of a court",
    Reason.PROCEEDINGS: ", because of proceedings under way",
    Reason.REQUEST: ", because somebody asked for erasure",
    Reason.SAFETY: ", for somebody's safety",
    Reason.COPYRIGHT: ", because of copyright",
    Reason.MISTAKE: ", because it was kept by mistake",
}

_PENDING = {
    EventKind.EDITED: "Other words were found",
    EventKind.REMOVED: "It was not found",
    EventKind.RESTORED: "It was found again",
    EventKind.MOVED: "It was found at another address",
    EventKind.WITHHELD: "The host withheld it",
    EventKind.ACCOUNT_GONE: "The account was not found",
    EventKind.ACCOUNT_SUSPENDED: "The account was shown as suspended",
    EventKind.ACCOUNT_PRIVATE: "The account was not public",
}

_CHANNELS = {
    "page": "web page",
    "section": "site section",
    "feed": "feed",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "x": "X",
    "import": "import",
}

# Events that end what a statement's first sight began: only these say how long it stood.
_ENDS = frozenset(
    {
        EventKind.EDITED,
        EventKind.REMOVED,
        EventKind.MOVED,
        EventKind.WITHHELD,
        EventKind.ACCOUNT_GONE,
        EventKind.ACCOUNT_SUSPENDED,
        EventKind.ACCOUNT_PRIVATE,
    }
)


def label(kind: str) -> str:
    """The word on the badge of an event or a state: ``Removed``, ``Account gone``."""
    return kind.replace("-", " ").capitalize()


def health(kind: str) -> str:
    """How a source does: ``Answers``, ``Not looked at yet``, or the state of its last look."""
    return {"good": "Answers", "new": "Not looked at yet"}.get(kind, label(kind))


def channel(kind: str | None) -> str:
    """``web page``, ``feed``; ``kind not known yet`` before the first look."""
    return _CHANNELS.get(kind, kind) if kind else "kind not known yet"


def happened(event: EventView, *, near: date | None = None, first: datetime | None = None) -> Words:
    """One event as a sentence.

    ``Removed between Monday 18:02 and Tuesday 09:40 UTC, after at least 15 hours.`` ``near``
    is the day of the heading above. ``first`` is when the statement was first seen, where the
    caller knows; from it to the last look at the old is how long it certainly stood.
    """
    kind = _kind(event.kind)
    if kind in _TAKES_BACK:
        return (f"{_TAKES_BACK[kind]}, ", *point(event.at, near), f", {_earlier(event)}.")
    if _is_first_sight(event):
        return ("First seen ", *point(event.at, near), ".")
    if kind is EventKind.PUBLISHED:  # an import's own date
        return ("Published ", *point(event.at, near), " or earlier.")
    opening = _HAPPENED.get(kind, label(event.kind)) if kind else label(event.kind)
    if event.between is None:
        return (f"{opening} ", *point(event.at, near), ".")
    start, end = event.between
    stood = ""
    if first is not None and kind in _ENDS and first < start:
        stood = f", after at least {duration(start - first)}"
    return (f"{opening} ", *interval(start, end, near), f"{stood}.")


def changed(event: EventView) -> str:
    """What an edit changed, the weightiest first: ``A number changed: 12 became 21.``"""
    told = [f"{one.reason[:1].upper()}{one.reason[1:]}." for one in event.changes[:_CHANGES_TOLD]]
    more = len(event.changes) - len(told)
    if more:
        told.append(f"And {more} other change{'s' if more > 1 else ''}.")
    return " ".join(told)


def takes_back(kind: str) -> str:
    """``Takes back``, ``Apologises for``; empty where the kind is no act."""
    known = _kind(kind)
    return _TAKES_BACK.get(known, "") if known else ""


def when(event: EventView, near: date | None) -> Words:
    """``at 14:00 UTC`` under its day's heading, ``on Tuesday …`` elsewhere."""
    return point(event.at, near)


def excerpt(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(",;: ") + " \u2026"


def _earlier(event: EventView) -> str:
    if event.about is not None and event.about.id == event.statement.id:
        return "what it said before"
    return "an earlier statement"


def suffered(event: EventView) -> Words:
    """An act, told on the page of the earlier statement: ``Taken back on Tuesday …, in``.

    What follows is the title of the later one.
    """
    kind = _kind(event.kind)
    opening = _TAKEN_BACK.get(kind, label(event.kind)) if kind else label(event.kind)
    return (f"{opening} ", *point(event.at), ", in")


def beside_badge(event: EventView, told: Words) -> Words:
    """``told`` without its first word where the badge before it says that word already."""
    name = label(event.kind)
    if told and isinstance(told[0], str) and told[0].startswith(f"{name} "):
        return (told[0][len(name) + 1 :], *told[1:])
    return told


def first_seen(events: Sequence[EventView]) -> dict[str, datetime]:
    """Statement id to the time it was first seen, for those whose first sight is among ``events``.

    Left out are imports, whose date is somebody's word and no sight of ours, and statements
    that went and came back: they did not stand the whole time. Where several addresses were
    first seen one after the other it is the last of them: how long each stood is then never
    told too long.
    """
    back = {event.statement.id for event in events if event.kind == EventKind.RESTORED}
    found: dict[str, datetime] = {}
    for event in events:
        if _is_first_sight(event) and event.statement.id not in back:
            ref = event.statement.id
            found[ref] = max(event.at, found.get(ref, event.at))
    return found


def _is_first_sight(event: EventView) -> bool:
    rules = (reason.rule for reason in event.reasons)
    return event.kind == EventKind.PUBLISHED and _FIRST_SIGHT in rules


def stands(state: str) -> str:
    """How an instance stands: ``No longer at this address.``"""
    try:
        return _STANDS[State(state)]
    except ValueError:
        return f"{label(state)}."


def standing(statement: StatementView) -> Words:
    """How the statement stands, when it was last seen and first missing, and who took it back."""
    seen = [item.last_seen for item in statement.instances if item.last_seen is not None]
    told: Words = (_all_places(statement), " ")
    told += ("Last seen ", moment(max(seen))) if seen else ("Never seen by us",)
    gone = [item for item in statement.events if item.kind == EventKind.REMOVED and item.between]
    if statement.state == State.REMOVED and gone:
        last = max(gone, key=lambda item: item.at)
        told += ("; first missing ", moment(last.at))
        told += ("; confirmed ", moment(last.confirmed_at)) if last.confirmed_at else ()
    told += (".",)
    for act in statement.events:
        if act.kind == EventKind.RETRACTED and act.about and act.about.id == statement.id:
            told += (" Taken back ", moment(act.at), ".")
    return told


def _all_places(statement: StatementView) -> str:
    places = statement.instances
    live = [item for item in places if item.state == State.PRESENT]
    if len(places) < 2:
        return stands(statement.state)
    if len(live) == len(places):
        return f"At all {len(places)} of its addresses."
    if live:
        return f"Still at {len(live)} of its {len(places)} addresses."
    if all(item.state == State.REMOVED for item in places):
        return f"No longer at any of its {len(places)} addresses."
    return stands(statement.state)


def last_seen(instance: InstanceView) -> Words:
    """``Last seen 3 November 2026, 09:40 UTC.``"""
    if instance.last_seen is None:
        return ("Never seen by us.",)
    return ("Last seen ", moment(instance.last_seen), ".")


def pending(view: PendingView) -> Words:
    """What is being confirmed, in plain words, and what must happen before it is stated."""
    kind = _kind(view.kind)
    found = _PENDING.get(kind, label(view.kind)) if kind else label(view.kind)
    looks = "1 look" if view.looks == 1 else f"{view.looks} looks"
    return (
        f"Being confirmed. {found} at {looks} since ",
        moment(view.since),
        f". It is stated after {view.of} looks that agree; until then the record stays as it is.",
    )


def withheld(notice: Notice) -> Words:
    """What is told in place of something that was taken away: how far, since when, and why."""
    opening = _WITHHELD[notice.state]
    why = _WHY.get(notice.reason, "")
    return (opening, moment(notice.since), f"{why}.")


def reviewed(review: ReviewView) -> Words:
    """What a reviewer says of an event, with the name."""
    told = "Reviewed" if review.finding is Finding.CONFIRMED else "Marked as wrong"
    return (f"{told} by {review.by}, ", moment(review.at))


def gist(case: CaseView) -> Words:
    """A case in one sentence: ``First seen …; edited; gone from 2 of 3 places …; taken back …``"""
    events = [entry.event for entry in case.timeline if entry.event is not None]
    told: Words = ("First seen ", moment(case.begin))
    kinds = [event.kind for event in events]
    edits = kinds.count(EventKind.EDITED)
    if edits:
        told += (f"; edited {_times(edits)}",)
    places = [place for one in case.statements for place in one.instances]
    gone = [event for event in events if event.kind == EventKind.REMOVED and event.between]
    missing = sum(1 for place in places if place.state == State.REMOVED)
    if gone and missing:
        first = min(gone, key=lambda event: event.at)
        told += (f"; gone from {missing} of {len(places)} places, first ",)
        told += interval(*first.between) if first.between else ()
    for kind, opening in _TAKEN_BACK.items():
        acts = [event for event in events if event.kind == kind]
        if acts:
            told += (f"; {opening.lower()} ", *point(acts[0].at))
    quotes = [entry for entry in case.timeline if entry.kind == "quoted"]
    if quotes:
        told += (f"; quoted {_times(len(quotes))} in the articles kept",)
    return (*told, ".")


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _kind(kind: str) -> EventKind | None:
    try:
        return EventKind(kind)
    except ValueError:
        return None
