"""The release gate, as a function: a view in, the view that may be shown out.

    view -> what it is of (a statement, a case, a source, an article) -> withheld: only the notice
         -> every text in it -> protected names and withheld addresses are hidden

It goes through any noun field by field, so that a view of tomorrow is covered today.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from walkback.errors import BadAddress
from walkback.model.address import normal
from walkback.model.case import CaseArticle, CaseEntry, CaseLine, CaseView
from walkback.model.protected import Guard, alone, evened, hidden, joined, moved
from walkback.model.quoted import ArticleView, CheckedView, FollowUp, MatchView, QuotesView
from walkback.model.release import WITHHELD, Notice, Withheld
from walkback.model.views import (
    AboutRef,
    DiffView,
    EventView,
    PendingLine,
    ReasonView,
    SourceView,
    SpeakerRef,
    StatementLine,
    StatementRef,
    StatementView,
)

# What a notice leaves standing beside numbers and times: ids are random, and kinds say nothing of
# the words.
_KEPT = frozenset({"id", "kind", "confidence", "between", "health", "statement", "channel"})
# Texts that are no words of anybody.
_NO_WORDS = frozenset({"id", "sha256", "kind", "state", "confidence", "finding", "rule"})
_UNITS = (EventView, StatementLine, StatementView, CaseLine, CaseView, PendingLine, SourceView)
_WHOLE = (QuotesView, FollowUp, DiffView)
# What each view is of: the notices to look among, and the ids to look for.
_Ids = Callable[[Any], tuple[str | None, ...]]
_OF: dict[type, tuple[str, _Ids]] = {
    **dict.fromkeys(
        (StatementView, StatementLine, StatementRef, AboutRef),
        ("statements", lambda view: (view.id,)),
    ),
    **dict.fromkeys(
        (EventView, DiffView, PendingLine), ("statements", lambda view: (view.statement.id,))
    ),
    FollowUp: ("statements", lambda view: (view.statement,)),
    CaseEntry: ("statements", lambda view: (view.statement, view.about and view.about.id)),
    **dict.fromkeys((CaseLine, CaseView), ("cases", lambda view: (view.id,))),
    SourceView: ("sources", lambda view: (view.id,)),
    **dict.fromkeys((ArticleView, CaseArticle), ("articles", lambda view: (view.id,))),
}
_URL = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_END = ".,;:!?)]}"
_NOT_CHECKED, _NOT_ON_RECORD = "not-checked", "not-on-record"
_HELD = "what it would be checked against is withheld"


@dataclass(frozen=True, slots=True)
class Gate:
    """What is withheld, and what finds protected names."""

    held: Withheld
    guard: Guard
    erased: Callable[[str], bool] | None = None  # of a normalised address: what stood there was

    def release(self, view: Any) -> Any:
        """The view as it may be shown; the same object where nothing is withheld."""
        if not self.held or not may_speak(view):
            return view
        return _each(view, self._unit)

    def text(self, text: str) -> str:
        """One text as it may be shown."""
        return str(self._said(text, set(), set())) if self.held else text

    def notice(self, statement: str) -> Notice | None:
        """Why a statement is withheld; None where it is not."""
        return self.held.statements.get(statement)

    # --- names: a unit is what is read together

    def _unit(self, view: Any) -> Any:
        shown = self._shown(view)
        words: set[str] = set()
        names = addresses = False
        for text in _texts(shown):
            spans, found, _ = self.guard.find(text) if self.guard else ((), set(), "")
            words |= found
            names = names or bool(spans)
            addresses = addresses or self._has_address(text)
        if not names and not addresses:
            return shown
        beside = {
            evened(word) for name in _speakers(shown) for word in name.replace("-", " ").split()
        }
        if isinstance(shown, QuotesView):
            shown = self._quotes(shown, words, beside)
        return self._worded(shown, words, beside)

    def _worded(self, value: Any, words: set[str], beside: set[str]) -> Any:
        if isinstance(value, str):
            return self._said(value, words, beside)
        if isinstance(value, SpeakerRef):
            return _changed(value, {"name": self._said(value.name, set(), set())})
        if is_dataclass(value) and not isinstance(value, type):
            return _changed(
                value,
                {
                    name: self._worded(getattr(value, name), words, beside)
                    for name in _names(type(value))
                    if name not in _NO_WORDS
                },
            )
        if isinstance(value, list | tuple):
            return _same(value, [self._worded(item, words, beside) for item in value])
        if isinstance(value, dict):
            return {
                self._said(key, words, beside) if isinstance(key, str) else key: self._worded(
                    item, words, beside
                )
                for key, item in value.items()
            }
        return value

    def _said(self, text: str, words: set[str], beside: set[str]) -> str:
        if "://" in text and (self.held.addresses or self.erased):
            text = _URL.sub(self._address, text)
        if not self.guard:
            return text
        spans = self._hidden_spans(text, words, beside)
        return hidden(text, spans) if spans else text

    def _hidden_spans(self, text: str, words: set[str], beside: set[str]) -> list[tuple[int, int]]:
        spans = self.guard.find(text)[0]
        if words:
            spans = [*spans, *alone(text, words, beside)]
        return joined(spans)

    def _has_address(self, text: str) -> bool:
        if "://" not in text or not (self.held.addresses or self.erased):
            return False
        return any(self._address(found) != found[0] for found in _URL.finditer(text))

    def _address(self, found: re.Match[str]) -> str:
        url = found[0]
        bare = url.rstrip(_END)
        if self._is_hidden(url):
            return WITHHELD
        if bare != url and self._is_hidden(bare):
            return WITHHELD + url[len(bare) :]
        return url

    def _is_hidden(self, url: str) -> bool:
        """Whether this is the address of something withheld or erased, however it is written."""
        plain = url.partition("#")[0]
        if plain in self.held.addresses:
            return True
        for written in {plain, unquote(plain)}:
            with suppress(BadAddress):
                url = normal(written)
                if url in self.held.addresses or (self.erased and self.erased(url)):
                    return True
        return False

    def _quotes(self, view: QuotesView, words: set[str], beside: set[str]) -> QuotesView:
        """Offsets into the article's text, moved to where they are once names are hidden."""
        spans = self._hidden_spans(view.article.text, words, beside)
        if not spans:
            return view
        told = [
            replace(one, start=moved(one.start, spans), end=moved(one.end, spans))
            for one in view.quotations
        ]
        return replace(view, quotations=told)

    # --- what is withheld whole

    def _shown(self, view: Any) -> Any:
        if isinstance(view, str):
            return view
        notice = self._notice_of(view)
        if notice is not None:
            return blank(view, notice)
        if isinstance(view, CaseView):
            view = self._case(view)
        if isinstance(view, EventView) and view.about and view.about.id in self.held.statements:
            view = replace(view, reasons=tuple(map(_without_about, view.reasons)))
        if isinstance(view, CheckedView):
            view = self._checked(view)
        if isinstance(view, StatementView) and view.id in self.held.redacted:
            view = replace(view, withheld=self.held.redacted[view.id])
        if is_dataclass(view) and not isinstance(view, type):
            names = [name for name in _names(type(view)) if name not in _NO_WORDS]
            return _changed(view, {name: self._shown(getattr(view, name)) for name in names})
        if isinstance(view, list | tuple):
            return _same(view, [self._shown(item) for item in view])
        return view

    def _notice_of(self, view: Any) -> Notice | None:
        if isinstance(view, FollowUp) and (hidden := self._notice_of(view.article)):
            return hidden  # the quotation is the article's words
        told = _OF.get(type(view))
        if told is None:
            return None
        known = getattr(self.held, told[0])
        return next((known[one] for one in told[1](view) if one in known), None)

    def _case(self, view: CaseView) -> CaseView:
        """A case of which a part is withheld: what is told of the whole could tell that part."""
        notices = [self.notice(one.id) for one in view.statements]
        first = next((notice for notice in notices if notice), None)
        if first is None:
            return view
        told = tuple(entry for entry in view.timeline if entry.source == "record")
        title = WITHHELD if notices[0] else view.title
        return replace(view, title=title, timeline=told, articles=(), consequences=())

    def _checked(self, view: CheckedView) -> CheckedView:
        """A finding against withheld words would confirm them to whoever guesses.

        So would one that only a wrong guess gets: whoever is quoted with words that are not on
        record is answered alike, where some of what he said is withheld.
        """
        hit = view.match is not None and view.match.statement in self.held.statements
        if hit or view.finding == _NOT_ON_RECORD:
            mine = view.speaker is None or view.speaker.id in self.held.speakers
            if mine and self.held.speakers:
                return _unfound(view, _NOT_CHECKED, _HELD)
            if hit:
                return _unfound(view, _NOT_ON_RECORD, "")
        others = tuple(one for one in view.others if one.statement not in self.held.statements)
        return view if len(others) == len(view.others) else replace(view, others=others)


def _unfound(view: CheckedView, finding: str, reason: str) -> CheckedView:
    return replace(view, finding=finding, match=None, reason=reason, others=(), witnesses=())


def _without_about(reason: ReasonView) -> ReasonView:
    """Why an act is about a statement: in the words of that statement, its title and its day."""
    return replace(reason, text=WITHHELD) if reason.rule == "about" else reason


def blank(view: Any, notice: Notice) -> Any:
    """A view of which only ids, kinds, numbers and times are left, and the notice."""
    names = _names(type(view))
    changes = {name: _nothing(getattr(view, name), name, notice) for name in names}
    if "withheld" in changes:
        changes["withheld"] = notice
    return replace(view, **changes)


def withheld_statement(identity: str, notice: Notice) -> StatementView:
    """What is shown of a statement of which nothing is left."""
    return StatementView(identity, "", WITHHELD, None, "unknown", (), (), (), withheld=notice)


def _nothing(value: Any, name: str, notice: Notice) -> Any:
    if isinstance(value, StatementRef):
        return StatementRef(value.id, "", WITHHELD, None)
    if isinstance(value, AboutRef | SpeakerRef | EventView):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return blank(value, notice)
    if name in _KEPT:
        return value
    if isinstance(value, str):
        return {"title": WITHHELD, "state": "unknown"}.get(name, "")
    return type(value)() if isinstance(value, list | tuple) else value


def _each(view: Any, unit: Any) -> Any:
    """Apply to each unit in lists and in the lists of a page; to the whole of anything else."""
    if isinstance(view, (*_UNITS, *_WHOLE, str)):
        return unit(view)
    if isinstance(view, list | tuple):
        return _same(view, [_each(item, unit) for item in view])
    if is_dataclass(view) and not isinstance(view, type):
        lists = {
            name: _each(value, unit)
            for name in _names(type(view))
            if isinstance(value := getattr(view, name), list | tuple)
        }
        rest = unit(replace(view, **dict.fromkeys(lists, ())))
        return replace(rest, **lists)
    return unit(view)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name not in _NO_WORDS:
            yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in _names(type(value)):
            yield from _texts(getattr(value, each), each)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)


def _speakers(value: Any) -> Iterator[str]:
    """Names of public speakers in a view."""
    if isinstance(value, SpeakerRef):
        yield value.name
    elif isinstance(value, MatchView):
        yield value.speaker
    elif is_dataclass(value) and not isinstance(value, type):
        for each in _names(type(value)):
            yield from _speakers(getattr(value, each))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _speakers(item)


def _fields(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.init)


_names: Callable[[Any], tuple[str, ...]] = cache(_fields)


def _changed(view: Any, new: Mapping[str, Any]) -> Any:
    changes = {name: value for name, value in new.items() if value is not getattr(view, name)}
    return replace(view, **changes) if changes else view


def _same(view: Any, items: Sequence[Any]) -> Any:
    if all(new is old for new, old in zip(items, view, strict=True)):
        return view
    return type(view)(items) if type(view) in {list, tuple} else type(view)(*items)


def may_speak(view: Any) -> bool:
    """Whether there may be words in it."""
    return isinstance(view, str | list | tuple | dict) or is_dataclass(view)
