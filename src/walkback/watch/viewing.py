"""Which looks go through a browser, and what its view means for the look.

A page is judged by the words of its body or by those a browser shows, and by one kind for ever:
compared with each other they would differ wherever a script writes. So what an instance stands
on decides; a page that stands on nothing yet is free. A view that fails is a failure to look.
"""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from walkback.model.evidence import Resource
from walkback.model.exchange import Exchange, Outcome, OutcomeKind
from walkback.model.view import NotViewed, View
from walkback.store import Known

NOT_RENDERED = "not-rendered"
_PAGES = (b"text/html", b"application/xhtml+xml")


class Lane(StrEnum):
    """How a look is made."""

    PLAIN = "plain"  # its body is read, and no browser takes part
    BESIDE = "beside"  # its body is read, and a browser's picture is kept beside it
    WORDS = "words"  # what a browser shows is read


class Browses(Protocol):
    """What can show a page: ``fetch.browser.Browser``."""

    lacking: str

    def view(self, page: Exchange) -> View | NotViewed:
        """How it shows what was received."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """An outcome with what a browser made of it. ``view`` None: nothing."""

    outcome: Outcome
    view: View | None = None
    lane: Lane = Lane.PLAIN

    @property
    def words(self) -> View | None:
        """The view whose words count."""
        return self.view if self.lane is Lane.WORDS else None

    @property
    def digest(self) -> str | None:
        """What makes two views the same; None where words are the body's."""
        return _view_digest(self.outcome, self.words) if self.words else None

    @property
    def final_url(self) -> str:
        """The address of what is read."""
        return self.words.url if self.words else self.outcome.final_url

    @property
    def about(self) -> dict[str, Any]:
        """What an opening says of it."""
        if self.view is None:
            return {}
        own: dict[str, Any] = {"view": {"lane": self.lane.value, **self.view.facts}}
        if self.words:
            own["view"]["digest"] = self.digest
            own["final_url"] = self.final_url
        return own

    @property
    def kept(self) -> dict[str, Any]:
        """The fields of an ``Evidence`` that hold it."""
        view = self.view
        if view is None:
            return {}
        url = view.url
        made = [Resource(f"urn:view:{url}", "image/png", view.picture)]
        if view.untouched is not None:
            made.append(Resource(f"urn:view-untouched:{url}", "image/png", view.untouched))
        dom = Resource(f"urn:dom:{url}", "text/html; charset=utf-8", view.dom)
        if self.words:
            return {"resources": tuple(made), "loaded": view.loaded, "rendered": dom}
        return {"resources": (*made, dom), "loaded": view.loaded}


class Viewer:
    """Decides for each look; ``browser`` None or without what it needs: all are plain."""

    def __init__(self, browser: Browses | None = None) -> None:
        self._browser = browser
        self.on = browser is not None and not browser.lacking

    def lane(self, row: Known) -> Lane:
        """How an instance is looked at."""
        if row.rendered == 2:
            return Lane.WORDS
        if not self.on or not (row.browser or row.rendered):
            return Lane.PLAIN
        return Lane.BESIDE if row.stands else Lane.WORDS

    def see(self, outcome: Outcome, lane: Lane, known: tuple[str | None, bool]) -> Seen:
        """What a browser makes of an outcome.

        ``known``: the digest of the view that is known, and whether the instance's words are
        rendered ones already, so that none other may take their place.
        """
        digest, fixed = known
        if outcome.kind is not OutcomeKind.RECEIVED and not (
            lane is Lane.BESIDE and outcome.kind is OutcomeKind.GONE
        ):
            return Seen(outcome)
        last = outcome.last
        if last is None or not _is_page(last):
            # A feed is no page; a page that became something else was not seen.
            return Seen(_failed(outcome, "not a page")) if fixed else Seen(outcome)
        view = self._view(last)
        if lane is Lane.BESIDE:
            return Seen(outcome, view if isinstance(view, View) else None, lane)
        if isinstance(view, NotViewed):
            return Seen(_failed(outcome, f"{view.reason}: {view.detail}"))
        seen = Seen(outcome, view, lane)
        fault = "" if seen.digest == digest else _fault(view)
        return Seen(_failed(outcome, fault)) if fault else seen

    def _view(self, page: Exchange) -> View | NotViewed:
        if self._browser is None:
            return NotViewed("no-browser", "no browser is set up here")
        return self._browser.view(page)


def _fault(view: View) -> str:
    """Why a view may not be what the page has to say; empty where nothing speaks against it."""
    status = view.facts.get("status", 200)
    if not 200 <= status < 300:
        return f"http-{status}: a script led to {view.url[:200]}"
    if not view.facts.get("words"):
        return "no-words: the page stayed empty"
    lacking = view.facts.get("lacking")
    return f"parts-missing: {lacking[0]}" if lacking else ""


def _failed(outcome: Outcome, detail: str) -> Outcome:
    kind = OutcomeKind.INCOMPLETE
    return replace(outcome, kind=kind, reason=NOT_RENDERED, detail=detail[:300], content=None)


def _is_page(exchange: Exchange) -> bool:
    stated = (exchange.header(b"content-type") or b"").partition(b";")[0].strip().lower()
    return stated in _PAGES


def _view_digest(outcome: Outcome, view: View) -> str:
    head = f"view {outcome.status} {view.url} {view.digest}"
    return hashlib.sha256(head.encode()).hexdigest()
