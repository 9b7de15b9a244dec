"""What a reader asks by the query of an address, read strictly."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from fastapi import Request

from walkback.errors import BadInput, NotFound
from walkback.model.pages import Asked, SearchAsked
from walkback.model.verdict import EventKind

PAGE = 50  # events: a page of them stays under 100 kB
FOUND = 20  # texts that a search shows at once
ALL = "all"
# What a record is read for: all that happened to a statement beside that it was published.
WALKED_BACK = tuple(kind.value for kind in EventKind if kind is not EventKind.PUBLISHED)
_LAST_PAGE = 200  # so that a page far back cannot make the desk fetch without end
_MOST = 1000  # events in one answer of the API
_DAY = re.compile(r"[1-8]\d{3}-\d\d-\d\d", re.ASCII)  # a day after it is one too
_LONGEST = 400  # letters of a search


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events: None for all, and of kinds for all but first sightings.

    ``kind`` may be ``all``. ``since`` and ``until`` are days, both among them. ``page`` counts
    from 1.
    """

    kind: str | None = None
    speaker: str | None = None
    channel: str | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1

    @property
    def any(self) -> bool:
        """Whether something is left out that is not left out of itself."""
        return any((self.kind not in (None, ALL), self.narrow))

    @property
    def narrow(self) -> bool:
        """Whether speaker, channel or time are given."""
        return any((self.speaker, self.channel, self.since, self.until))

    def query(self, **changed: str | int | None) -> dict[str, str | int | None]:
        """The query of an address that asks so, with what is ``changed``; its first page."""
        one = replace(self, page=1, **changed)  # type: ignore[arg-type]  # names of fields
        return {
            "kind": one.kind,
            "speaker": one.speaker,
            "channel": one.channel,
            "since": str(one.since or ""),
            "until": str(one.until or ""),
            "page": one.page if one.page > 1 else None,
        }

    def asked(self) -> Asked:
        """The same for the record; one event more than a page tells whether there are more."""
        kinds: tuple[str, ...] = () if self.kind == ALL else WALKED_BACK
        if self.kind not in (None, ALL):
            kinds = (str(self.kind),)
        return Asked(
            kinds,
            self.speaker,
            self.channel,
            _begin(self.since),
            _begin(self.until + timedelta(days=1)) if self.until else None,
            (self.page - 1) * PAGE,
            PAGE + 1,
        )


def filtered(request: Request) -> Filter:
    """The filter of ``/?kind=…&speaker=…``; raises ``BadInput`` naming what can be."""
    asked = request.query_params
    return Filter(
        kind=ALL if asked.get("kind") == ALL else kind(request),
        speaker=asked.get("speaker", "").strip() or None,
        channel=asked.get("channel", "").strip() or None,
        since=_day(request, "since"),
        until=_day(request, "until"),
        page=number(request, "page", least=1, most=_LAST_PAGE) or 1,
    )


def searched(request: Request) -> tuple[SearchAsked, Filter, int]:
    """What ``/search?q=…`` asks for, the filter beside it, and the page."""
    asked = filtered(request)
    words = " ".join(request.query_params.get("q", "").split())
    if len(words) > _LONGEST:
        raise BadInput(
            "too long to search for", subject=f"{words[:40]} …", expected=f"{_LONGEST} letters"
        )
    found = SearchAsked(
        words,
        asked.speaker,
        asked.channel,
        _begin(asked.since),
        _begin(asked.until + timedelta(days=1)) if asked.until else None,
        request.query_params.get("gone") == "1",
        (asked.page - 1) * FOUND,
        FOUND,
    )
    return found, asked, asked.page


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _day(request: Request, name: str) -> date | None:
    asked = request.query_params.get(name, "").strip()
    if not asked:
        return None
    if _DAY.fullmatch(asked):
        with suppress(ValueError):  # the 31st of February
            return date.fromisoformat(asked)
    raise BadInput("not a day", subject=f"{name}={asked[:40]}", expected="as in 2026-11-03")


def leaf_number(ref: str) -> int:
    """The number of a leaf in an address; raises ``NotFound`` for what is none."""
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 16):
        raise NotFound("there is no such leaf", subject=ref[:40])
    return int(ref)


def kind(request: Request) -> str | None:
    """A kind of event, or None where none is asked for."""
    asked = request.query_params.get("kind")
    if not asked:
        return None
    if asked not in set(EventKind):
        raise BadInput(
            "no kind of event",
            subject=asked,
            expected="one of " + ", ".join(EventKind),
            todo="Leave the kind away to see all events.",
        )
    return asked


def newest(request: Request) -> int | None:
    """How many of the newest events the API is asked for."""
    return number(request, "newest", least=1, most=_MOST)


def number(request: Request, name: str, *, least: int, most: int) -> int | None:
    """A whole number of the query, or None where it is not given."""
    asked = request.query_params.get(name)
    if not asked:
        return None
    # isdecimal alone lets other scripts' digits pass, and int() reads any length of them.
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        raise BadInput("not a number", subject=f"{name}={asked}", expected=f"{least} to {most}")
    if not least <= int(asked) <= most:
        raise BadInput("out of range", subject=f"{name}={asked}", expected=f"{least} to {most}")
    return int(asked)
