"""Articles: what they quote, and how it stands to the record, where there is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from walkback.app.fetching import fetcher
from walkback.errors import NoRecord
from walkback.model.quoted import Handed, QuotesView
from walkback.model.register import Register
from walkback.model.source import Speaker
from walkback.read.quotations import SpeakerModel, load_model
from walkback.settings import Settings, read_settings
from walkback.store.lookup import common
from walkback.store.shown import Judged
from walkback.watch.quoting import (
    Grounds,
    Had,
    check_quotations,
    fetched,
    find_quotations,
    keep_article,
)
from walkback.watch.record import Record, is_record


@dataclass(frozen=True, slots=True)
class Behind:
    """The record behind the desk: its register, and how an instance of it stands now."""

    record: Record
    people: Callable[[], Sequence[Speaker]]
    judged: Judged
    new_id: Callable[[], str]


class Articles:
    """Finds quotations and checks them. ``behind`` None: all that can be said without one."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime],
        behind: Behind | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._behind = behind
        self._known: tuple[int, Grounds] | None = None

    def quotes(self, articles: Sequence[Handed]) -> list[QuotesView]:
        """What each article quotes. Raises ``BadInput`` for an address that gave no page."""
        grounds = self._grounds()
        return [find_quotations(had.handed, grounds) for had in self._fetched(articles)]

    def check(self, articles: Sequence[Handed], *, keep: bool = False) -> list[QuotesView]:
        """What each article quotes, and how that stands to the record; kept where asked."""
        grounds = self._grounds()
        return [self._checked(had, grounds, keep=keep) for had in self._fetched(articles)]

    def _checked(self, had: Had, grounds: Grounds, *, keep: bool) -> QuotesView:
        view = check_quotations(had.handed, grounds)
        if not keep:
            return view
        if self._behind is None:
            raise NoRecord("there is no record to keep an article in", subject=had.handed.name)
        tools = (self._behind.new_id, self._clock())
        return keep_article(self._behind.record.keeper, had, view, tools)

    def _fetched(self, articles: Sequence[Handed]) -> list[Had]:
        return fetched(articles, lambda: fetcher(self._settings, self._clock))

    def _grounds(self) -> Grounds:
        """What to check with; of a record made anew when it has grown."""
        behind = self._behind
        if behind is None:
            return Grounds(_model(), Register(()))
        store = behind.record.store
        size = store.size()
        if self._known is None or self._known[0] != size:
            people = Register(behind.people())
            with store.reading() as connection:
                found = common(connection)
            self._known = size, Grounds(_model(), people, store, behind.judged, found)
        return self._known[1]


@cache
def _model() -> SpeakerModel:
    return load_model(files("walkback.read.quotations").joinpath("speakers.json.gz").read_bytes())


def has_record(folder: Path) -> bool:
    """Whether there is a record to check against."""
    return is_record(folder)


def without_record(folder: Path) -> Articles:
    """The desk where there is no record; settings come from the environment."""
    return Articles(read_settings(folder), lambda: datetime.now(UTC))
