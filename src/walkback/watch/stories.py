"""Build the cases: what hangs together, as one time line from first published to now.

    acts, articles, reposts -> statements that hang together -> Story
    a story -> its statements, events, articles -> CaseView

Nothing is kept: a case is a view of what is on record.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from walkback.errors import BadInput, NotFound
from walkback.model.case import CaseArticle, CaseEntry, CaseLine, CaseView, Consequence
from walkback.model.ids import derived_id
from walkback.model.source import Speaker
from walkback.model.times import parse_stamp
from walkback.model.verdict import EventKind
from walkback.model.views import EventView, StatementRef, StatementView
from walkback.read.consequences import consequences
from walkback.store import Store, cases, events, linking, register, shown
from walkback.store.cases import Span
from walkback.store.shown import Judged
from walkback.watch.manners import with_manners
from walkback.watch.reposts import Again, Reposts

_TITLE = 90  # letters of a statement without a title
_SHORTEST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Story:
    """Statements that hang together, the earliest first."""

    id: str
    spans: tuple[Span, ...]
    reposts: tuple[Again, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements."""
        return tuple(span.statement for span in self.spans)

    @property
    def trivial(self) -> bool:
        """Whether all that happened is that something was put up again with a slip mended."""
        mended = {one.gone for one in self.reposts if one.repost.trivial}
        return all(
            set(span.kinds) <= {EventKind.PUBLISHED.value, *_gone(span, mended)}
            for span in self.spans
        )


def _gone(span: Span, mended: set[str]) -> tuple[str, ...]:
    return cases.WENT if span.statement in mended else ()


def stories(store: Store, reposts: Reposts | None = None) -> list[Story]:
    """Every case: those of weight first, the newest of them first; trivial ones last.

    ``reposts`` remembers what was compared before.
    """
    with store.reading() as connection:
        again = (reposts or Reposts()).find(connection)
        pairs = [*cases.acts(connection), *cases.quoted_together(connection)]
        pairs += [(one.gone, one.again) for one in again]
        groups = _together(cases.active(connection), pairs)
        spans = cases.spans(connection, (one for group in groups for one in group))
    found = [_story(group, spans, again) for group in groups]
    told = [story for story in found if story is not None]
    return sorted(told, key=lambda story: (story.trivial, -_last(story), story.id))


def _last(story: Story) -> float:
    return max(span.last for span in story.spans).timestamp()


def _story(group: Iterable[str], spans: dict[str, Span], again: Sequence[Again]) -> Story | None:
    mine = [spans[one] for one in group if one in spans]
    if not mine:
        return None
    mine.sort(key=lambda span: (span.begin, span.first))
    known = {span.statement for span in mine}
    ours = tuple(one for one in again if one.gone in known)
    return Story(derived_id("case", mine[0].first), tuple(mine), ours)


def _together(active: set[str], pairs: Sequence[tuple[str, str]]) -> list[set[str]]:
    """Groups of statements that pairs hold together and of which one at least is active."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    groups, seen = [], set[str]()
    for start in sorted(active):
        if start in seen:
            continue
        group, waiting = {start}, [start]
        while waiting:
            new = near[waiting.pop()] - group
            group |= new
            waiting += new
        seen |= group
        groups.append(group)
    return groups


def lines(store: Store, found: Sequence[Story]) -> list[CaseLine]:
    """The cases in a list, in their order."""
    with store.reading() as connection:
        named = events.statement_refs(connection, {story.statements[0] for story in found})
        return [_line(connection, story, named[story.statements[0]]) for story in found]


def _line(connection: Connection, story: Story, ref: StatementRef) -> CaseLine:
    return CaseLine(
        story.id,
        ref.title or _opening(connection, story.spans[0].first) or ref.url,
        ref.speaker,
        min(span.begin for span in story.spans),
        max(span.last for span in story.spans),
        sum(sum(span.kinds.values()) for span in story.spans),
        story.trivial,
    )


def _opening(connection: Connection, instance: str) -> str:
    copy = linking.first_copy(connection, instance)
    text = " ".join(copy.text.split()) if copy else ""
    return text if len(text) <= _TITLE else f"{text[:_TITLE].rsplit(' ', 1)[0]} \u2026"


def find_story(found: Sequence[Story], ref: str, statement: str | None) -> Story:
    """The case of an id, of its beginning, or of a statement in it. Raises ``NotFound``."""
    chosen = [story for story in found if story.id == ref]
    if not chosen and statement is not None:
        chosen = [story for story in found if statement in story.statements]
    if not chosen and len(ref) >= _SHORTEST_PREFIX:
        chosen = [story for story in found if story.id.startswith(ref)]
    if len(chosen) == 1:
        return chosen[0]
    raise NotFound("there is no such case", subject=ref, todo="'walkback case list' lists them")


def case(store: Store, story: Story, judged: Judged) -> CaseView:
    """One case, whole."""
    with store.reading() as connection:
        views = tuple(
            shown.statement_view(connection, one, None, judged) for one in story.statements
        )
        ref = views[0].speaker
        line = _line(
            connection, story, StatementRef(views[0].id, views[0].url, views[0].title, ref)
        )
        kept = cases.articles_of(connection, story.statements, ref.id if ref else None)
        people = {one.id: one for one in register.all_speakers(connection)} if kept else {}
    articles = tuple(article for article, _ in kept)
    reported = list(_reported(kept, people.get(ref.id) if ref else None))
    told = {event.id: event for view in views for event in view.events}
    timeline = [
        *map(_happened, told.values()),
        *_quoted(articles, set(story.statements)),
        *_put_up_again(story, views),
        *(_in_coverage(one, article) for one, article in reported),
    ]
    timeline.sort(key=lambda entry: (entry.at, entry.kind != EventKind.PUBLISHED, entry.url))
    timeline += _now(views)
    return CaseView(
        line.id,
        line.title,
        line.speaker,
        line.begin,
        line.last,
        line.trivial,
        views,
        tuple(timeline),
        articles,
        tuple(one for one, _ in reported),
    )


def _happened(event: EventView) -> CaseEntry:
    text = "; ".join(change.reason for change in event.changes) or "; ".join(
        reason.text for reason in event.reasons
    )
    return CaseEntry(
        event.at,
        event.between,
        event.kind,
        event.statement.id,
        event.statement.url,
        text,
        "record",
        event.about,
        event=event,
    )


def _quoted(articles: Sequence[CaseArticle], mine: set[str]) -> Iterable[CaseEntry]:
    for article in articles:
        at = _out(article)
        for one in article.quotations:
            if one.statement in mine:
                yield CaseEntry(
                    at,
                    None,
                    "quoted",
                    one.statement,
                    article.url or "",
                    one.text,
                    "article",
                    finding=one.finding,
                )


def _out(article: CaseArticle) -> datetime:
    """When an article was out: as it says, of a date alone the end of that day and of a whole
    second the end of that; and no later than it was kept.
    """
    try:
        at = parse_stamp(article.published or "")
    except BadInput:
        return article.at
    day = len(article.published or "") <= len("2026-01-01")
    rest = timedelta(days=1) if day else timedelta(seconds=0 if at.microsecond else 1)
    return min(at + rest, article.at)


def _reported(
    kept: Sequence[tuple[CaseArticle, str]], speaker: Speaker | None
) -> Iterable[tuple[Consequence, CaseArticle]]:
    """What the articles report as having come of it for the speaker."""
    if speaker is None:
        return
    for article, text in kept:
        for one in consequences(text, (speaker.name, *speaker.aliases)):
            told = article.url, article.published, one.when
            yield Consequence(one.kind, speaker.name, one.text, article.id, *told), article


def _in_coverage(one: Consequence, article: CaseArticle) -> CaseEntry:
    return CaseEntry(_out(article), None, "reported", None, one.url or "", one.text, "coverage")


def _put_up_again(story: Story, views: Sequence[StatementView]) -> Iterable[CaseEntry]:
    places = {view.id: view.url for view in views}
    begins = {span.statement: span.begin for span in story.spans}
    for one in story.reposts:
        if one.again in places:
            yield CaseEntry(
                begins[one.again],
                None,
                "reposted",
                one.again,
                places[one.again],
                "; ".join(one.repost.reasons),
                "record",
                differences=one.repost.differences,
            )


def _now(views: Sequence[StatementView]) -> Iterable[CaseEntry]:
    """How each place stands, as of the last time anything was seen there."""
    for view in views:
        for place in view.instances:
            if place.last_seen is not None:
                yield CaseEntry(
                    place.last_seen, None, "now", view.id, place.url, place.state, "record"
                )


def with_manner(store: Store, view: CaseView) -> CaseView:
    """The case with the manner of each of its events."""
    found = {event.id: event for event in with_manners(store, _events(view))}
    timeline = tuple(
        replace(entry, event=found[entry.event.id]) if entry.event else entry
        for entry in view.timeline
    )
    statements = tuple(
        replace(one, events=tuple(found[event.id] for event in one.events))
        for one in view.statements
    )
    return replace(view, timeline=timeline, statements=statements)


def _events(view: CaseView) -> list[EventView]:
    told = {event.id: event for one in view.statements for event in one.events}
    return list(told.values())
