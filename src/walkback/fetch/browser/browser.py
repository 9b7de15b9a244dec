"""One browser for one thread: pages in, views out; whatever happens to it is a value."""

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from walkback.errors import BadInput
from walkback.fetch.browser.framing import (
    Message,
    cleaned,
    pack,
    pack_exchange,
    unpack_exchange,
)
from walkback.fetch.browser.options import BrowserOptions, missing, program, sandboxed
from walkback.fetch.browser.process import LostError, Process
from walkback.fetch.options import FetchOptions
from walkback.model.address import normal
from walkback.model.exchange import Exchange
from walkback.model.times import stamp
from walkback.model.view import NotViewed, View

_START_SECONDS = 60.0
_ITS_OWN = 3  # parts of an answer before those of what was loaded


class Browser:
    """Looks at pages. ``lacking`` says why it cannot; nothing is started before the first page."""

    def __init__(
        self,
        fetching: FetchOptions,
        options: BrowserOptions | None = None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._fetching = fetching
        self._options = options or BrowserOptions()
        self._clock = clock
        self._process: Process | None = None
        self.lacking = missing(self._options.program)

    def view(self, page: Exchange) -> View | NotViewed:
        """How a browser shows what was received; never raises for what a page does to it."""
        if self.lacking:
            return NotViewed("no-browser", self.lacking)
        facts, parts = pack_exchange(page)
        job = pack({"exchange": facts, "now": stamp(self._clock())}, parts)
        try:
            process = self._started()
            process.views += 1
            answer = process.ask(job, self._options.seconds)
            found = _found(answer, self._facts(process))
        except LostError as error:
            self.close()
            return NotViewed(error.reason, error.detail)
        except (ValueError, KeyError, TypeError, BadInput) as error:
            self.close()
            return NotViewed("crashed", f"an answer that is none: {error}")
        if process.views >= self._options.views_each or isinstance(found, NotViewed):
            self.close()
        return found

    def close(self) -> None:
        """End the browser's process and all that it started."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _started(self) -> Process:
        if self._process is None:
            how = {
                "allow_net": list(self._fetching.allow_net),
                "own_agent": self._fetching.agent,
                "program": program(self._options.program),
                "sandbox": sandboxed(),
                "height": self._options.height,
            }
            self._process = Process(how, seconds=_START_SECONDS, most_memory=self._options.memory)
        return self._process

    def _facts(self, process: Process) -> dict[str, Any]:
        by = f"Chromium/{process.version} Playwright/{version('playwright')}"
        return {"by": by, "language": "en-GB", "zone": "UTC"}


def _found(answer: Message, more: dict[str, Any]) -> View | NotViewed:
    value, parts = answer
    if "reason" in value:
        return NotViewed(str(value["reason"]), str(value["detail"]))
    dom, picture, untouched = parts[:_ITS_OWN]
    if len(parts) != _ITS_OWN + 3 * len(value["loaded"]):
        raise ValueError("parts are missing")
    loaded = tuple(
        unpack_exchange(facts, parts[_ITS_OWN + 3 * number : _ITS_OWN + 3 * number + 3])
        for number, facts in enumerate(value["loaded"])
    )
    facts = {**cleaned(value["facts"]), **more}
    return View(
        normal(value["url"]), dom, picture, untouched or None, loaded, str(value["digest"]), facts
    )
