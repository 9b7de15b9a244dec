"""What a reader asks by the query of an address, read strictly."""

from dataclasses import dataclass

from fastapi import Request

from walkback.errors import BadInput
from walkback.model.verdict import EventKind

PAGE = 50  # events: a page of them stays under 100 kB
_LAST_PAGE = 200  # so that a page far back cannot make the desk fetch without end
_MOST = 1000  # events in one answer of the API


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events: of one kind, of one speaker; None for all. ``page`` counts from 1."""

    kind: str | None
    speaker: str | None
    page: int

    @property
    def any(self) -> bool:
        """Whether something is left out."""
        return self.kind is not None or self.speaker is not None


def filtered(request: Request) -> Filter:
    """The filter of ``/?kind=…&speaker=…&page=…``; raises ``BadInput`` naming what can be."""
    return Filter(
        kind=kind(request),
        speaker=request.query_params.get("speaker") or None,
        page=number(request, "page", least=1, most=_LAST_PAGE) or 1,
    )


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
