"""Looks at one page of an invented site, by what the web did."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from walkback.model.exchange import OutcomeKind
from walkback.model.look import Control, Observation
from walkback.model.verdict import Standing, State

URL = "https://ada.example/press/on-water"
HOME = "https://ada.example/"
SIBLING = "https://ada.example/press/on-roads"
RANDOM = "https://ada.example/press/qzxv"
OLD, NEW, THIRD = "a" * 64, "b" * 64, "c" * 64
START = datetime(2026, 1, 31, 12, tzinfo=UTC)


def _control(kind, url, status=200, *, likeness=0.1, final=None, words=300, marks=(), own=None):
    outcome = {404: OutcomeKind.GONE, 410: OutcomeKind.GONE}.get(status, OutcomeKind.RECEIVED)
    if status in {401, 403, 429}:
        outcome = OutcomeKind.REFUSED
    if status is None or status >= 500:
        outcome = OutcomeKind.UNREACHABLE
    reason = f"http-{status}" if status else "timeout"
    return Control(
        kind,
        url,
        outcome,
        reason,
        status,
        final or url,
        likeness=likeness,
        words=words,
        marks=marks,
        own=own,
    )


def sibling(status=200, **more):
    return _control("sibling", SIBLING, status, **more)


def fellow(status=200, url=SIBLING, **more):
    return _control("fellow", url, status, **more)


def elsewhere(own=1.0):
    return _control("elsewhere", "https://ada.example/archive/on-water", own=own)


def home(status=200, **more):
    return _control("home", HOME, status, **more)


def random(status=404, **more):
    return _control("random-path", RANDOM, status, **more)


def again(status=200, **more):
    return _control("again", URL, status, **({"likeness": 1.0} | more))


def link(status=200, **more):
    url = f"https://ada.example/linked/{status}"
    return _control("link", url, status, **more)


HONEST = (sibling(), random())


def look(hours, outcome, **more):
    """One look so many hours after the last time the statement was seen."""
    at = START + timedelta(hours=hours)
    values = {
        "id": f"look-{at.timestamp():.3f}",
        "at": at,
        "outcome": outcome,
        "reason": "ok",
        "url": URL,
        "final_url": URL,
    }
    return Observation(**(values | more))


def here(hours, **more):
    values = {"status": 200, "text": OLD, "likeness": 1.0, "known": True, "capture": "old"}
    return look(hours, OutcomeKind.RECEIVED, **(values | more))


def other(hours, text=NEW, likeness=0.8, **more):
    values = {"status": 200, "text": text, "likeness": likeness, "capture": f"c-{(text or 'x')[0]}"}
    return look(hours, OutcomeKind.RECEIVED, **(values | more))


def gone(hours, status=404, controls=HONEST, **more):
    values = {"status": status, "reason": f"http-{status}", "controls": controls}
    return look(hours, OutcomeKind.GONE, **(values | more))


def refused(hours, status=403, **more):
    return look(hours, OutcomeKind.REFUSED, status=status, reason=f"http-{status}", **more)


def down(hours, reason="timeout", **more):
    return look(hours, OutcomeKind.UNREACHABLE, reason=reason, **more)


def cut(hours, **more):
    return look(hours, OutcomeKind.INCOMPLETE, reason="cut", status=200, **more)


def unchanged(hours, **more):
    """A 304."""
    return look(hours, OutcomeKind.NOT_MODIFIED, **({"status": 304} | more))


def stranger(hours, controls, **more):
    """A page with quite other words, status 200."""
    return other(hours, **({"likeness": 0.05, "controls": controls, "text": THIRD} | more))


def moved(hours, to="https://ada.example/archive/on-water", hops=(301,), **more):
    return here(hours, **({"final_url": to, "facts": {"redirects": list(hops)}} | more))


def standing(state=State.PRESENT, **more):
    values = {
        "instance": "i1",
        "state": state,
        "text": OLD,
        "capture": "old",
        "seen": "look-0",
        "seen_at": START,
        "url": URL,
    }
    return Standing(**(values | more))


@pytest.fixture(scope="session")
def web():
    """Makers of looks, controls and standings, and the names they use."""
    return SimpleNamespace(
        **{
            name: value
            for name, value in globals().items()
            if name
            in {"URL", "HOME", "SIBLING", "RANDOM", "OLD", "NEW", "THIRD", "START", "HONEST"}
            or (callable(value) and not name.startswith("_") and name != "web")
        }
    )
