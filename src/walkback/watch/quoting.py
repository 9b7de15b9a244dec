"""What articles quote, and how it stands to the record.

Handed -> fetch.fetch       -> its bytes, where only an address was handed in
       -> read.read_article -> Article
       -> read.quotations   -> [Quotation]
       -> model.names       -> the speakers of the register
       -> store.look_up     -> [Candidate]
       -> compare.check     -> [Checked]
       -> archive.keep, ledger.append, store       where the article is to be kept
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from walkback.compare import check, match
from walkback.errors import BadInput
from walkback.fetch import Fetcher
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.exchange import Outcome, OutcomeKind, Request
from walkback.model.look import Role
from walkback.model.quotation import Article, Checked, FindingKind, Place, Quotation
from walkback.model.quoted import (
    ArticleView,
    CheckedView,
    Handed,
    MatchView,
    QuotationView,
    QuotesView,
    SaidView,
    SpokenBy,
    Witness,
)
from walkback.model.register import Context, Register
from walkback.model.times import parse_stamp, stamp
from walkback.model.views import as_json
from walkback.read import read_article
from walkback.read.quotations import SpeakerModel, quotations
from walkback.store import Store
from walkback.store.articles import lost_words
from walkback.store.lookup import Common, look_up
from walkback.store.recorded import on_record
from walkback.store.register import save_register
from walkback.store.shown import Judged
from walkback.watch.keeper import Keeper
from walkback.watch.looking import outcome_facts, to_milliseconds


@dataclass(frozen=True, slots=True)
class Had:
    """An article with its bytes, and the outcome that brought them where it was fetched."""

    handed: Handed
    outcome: Outcome | None = None


def fetched(handed: Sequence[Handed], fetcher: Callable[[], Fetcher]) -> list[Had]:
    """The bytes of each. Raises ``BadInput`` for an address that gave none, with the outcome."""
    wanted = [Request(one.url, one.name) for one in handed if one.body is None and one.url]
    outcomes: dict[str, Outcome] = {}
    if wanted:
        with fetcher() as asked:
            outcomes = {outcome.request.subject: outcome for outcome in asked.fetch(wanted)}
    return [_had(one, outcomes.get(one.name)) for one in handed]


def _had(handed: Handed, outcome: Outcome | None) -> Had:
    if outcome is None:
        return Had(handed)
    last = outcome.last
    if outcome.kind is not OutcomeKind.RECEIVED or outcome.content is None or last is None:
        raise BadInput(
            "the article could not be had",
            subject=handed.name,
            expected="a complete page",
            found=f"{outcome.kind.value} ({outcome.detail or outcome.reason})",
            todo="Save the page from a browser and give the file with --url",
        )
    raw = last.header(b"content-type")
    body = replace(
        handed, body=outcome.content, content_type=raw.decode("latin-1") if raw else None
    )
    return Had(body, outcome)


def read_handed(handed: Handed) -> Article:
    """The article that was handed in; its words are empty where it is neither HTML nor text."""
    article = read_article(handed.body or b"", url=handed.url, content_type=handed.content_type)
    return replace(article, published=handed.published) if handed.published else article


@dataclass(frozen=True, slots=True)
class Grounds:
    """What quotations are found and checked with. ``store`` None: there is no record.

    ``judged`` says how an instance stands now; ``known`` what is common in the record's texts.
    """

    model: SpeakerModel
    people: Register
    store: Store | None = None
    judged: Judged | None = None
    known: Common | None = None


def find_quotations(handed: Handed, grounds: Grounds) -> QuotesView:
    """The article and what it quotes."""
    article = read_handed(handed)
    found = quotations(article, grounds.model)
    people = _Cast(article, found, grounds.people)
    return QuotesView(_article_view(article), [_view(one, people.who(one)) for one in found])


def check_quotations(handed: Handed, grounds: Grounds) -> QuotesView:
    """The article, what it quotes, and how each quotation stands to the record."""
    article = read_handed(handed)
    found = quotations(article, grounds.model)
    people = _Cast(article, found, grounds.people)
    whose = [people.who(one) for one in found]
    if grounds.store is None or grounds.judged is None or grounds.known is None:
        views = [_unchecked(one, who) for one, who in zip(found, whose, strict=True)]
        return QuotesView(_article_view(article), views)
    speakers = [who.id if who else None for who in whose]
    with grounds.store.reading() as connection:
        candidates = [
            look_up(connection, one.text, grounds.known, speaker=speaker)
            for one, speaker in zip(found, speakers, strict=True)
        ]
        checked = check(found, candidates, speakers, written=_instant(article.published))
        views = [
            _checked_view(connection, one, who, grounds.judged)
            for one, who in zip(checked, whose, strict=True)
        ]
    return QuotesView(_article_view(article), views)


def _instant(published: str | None) -> str | None:
    """An article's date as the record writes instants, so that text order is time order."""
    if not published or len(published) <= len("2026-01-31"):
        return published
    try:
        return stamp(parse_stamp(published))
    except BadInput:
        return published[:10]


class _Cast:
    """The people an article quotes, as the register knows them."""

    def __init__(self, article: Article, found: Sequence[Quotation], people: Register) -> None:
        names = dict.fromkeys(one.speaker.name for one in found if one.speaker)
        self._names = tuple(names)
        self._people = people
        self._embeds = article.embeds

    def who(self, one: Quotation) -> SpokenBy | None:
        """Who speaks: by the fullest name the article gives, and by the account of a post."""
        spoken = one.speaker
        if spoken is None:
            return None
        handles = [at.handle for at in self._embeds if (at.start, at.end) == (one.start, one.end)]
        context = Context(spoken.name, self._names, handles[0] if handles else "")
        person = self._people.resolve(spoken.mention, context)
        if person is None:
            return SpokenBy(spoken.mention, spoken.name)
        return SpokenBy(spoken.mention, person.name, person.id)


def _view(one: Quotation, who: SpokenBy | None) -> QuotationView:
    said = one.said
    when = SaidView(said.begin, said.end, said.words, said.channel) if said else None
    return QuotationView(one.text, one.start, one.end, one.kind.value, who, when)


def _unchecked(one: Quotation, who: SpokenBy | None) -> CheckedView:
    reason = "there is no record to check against"
    finding = FindingKind.NOT_CHECKED.value
    return CheckedView(**_fields(_view(one, who)), finding=finding, match=None, reason=reason)


def _fields(view: QuotationView) -> dict[str, Any]:
    return {item.name: getattr(view, item.name) for item in fields(QuotationView)}


def _checked_view(
    connection: Connection, one: Checked, who: SpokenBy | None, judged: Judged
) -> CheckedView:
    lost = who.id if who and one.finding is FindingKind.NOT_ON_RECORD else None
    return CheckedView(
        **_fields(_view(one.quotation, who)),
        finding=one.finding.value,
        match=_match_view(connection, one.place, judged) if one.place else None,
        reason=one.reason,
        others=tuple(_match_view(connection, place, judged) for place in one.others),
        witnesses=_witnesses(connection, one.quotation.text, lost) if lost else (),
    )


def _match_view(connection: Connection, place: Place, judged: Judged) -> MatchView:
    there, found = on_record(connection, place.candidate, judged), place.match
    return MatchView(
        statement=there.statement,
        url=there.url,
        version=there.version,
        state=there.state,
        span=(found.start, found.end),
        differences=found.differences,
        removed_between=there.removed_between,
        title=there.title,
        speaker=there.speaker_name,
        words=there.text[found.start : found.end],
        published=there.published,
        first_seen=there.first_seen,
        last_seen=there.last_seen,
        current=there.current,
        source=place.candidate.source,
    )


def _witnesses(connection: Connection, words: str, speaker: str) -> tuple[Witness, ...]:
    """Other kept articles that have the same lost words of a speaker in other words."""
    found = []
    for article, text in lost_words(connection, speaker):
        other = match(words, text)
        if other is not None and other.kind is FindingKind.ALTERED:
            found.append(Witness(article, text, other.differences))
    return tuple(dict.fromkeys(found))


def _article_view(article: Article) -> ArticleView:
    return ArticleView(
        article.url, article.title, article.published, article.language, article.text
    )


# --- keeping


def keep_article(
    keeper: Keeper, had: Had, view: QuotesView, tools: tuple[Callable[[], str], datetime]
) -> QuotesView:
    """Keep an article as evidence, with what it quotes and how that stood; the view with its id.

    The bytes lie in a capture where they were fetched, else in the register entry itself.
    ``tools``: what makes ids, and the time now.
    """
    new_id, now = tools
    own, at = new_id(), to_milliseconds(had.outcome.at if had.outcome else now)
    evidence = []
    if had.outcome:
        about = {
            "instance": None,
            "role": Role.ARTICLE.value,
            "url": had.outcome.request.url,
            **outcome_facts(had.outcome),
        }
        exchanges = had.outcome.exchanges
        evidence.append(Evidence(LeafKind.CAPTURE, new_id(), at, about, exchanges=exchanges))
    entry = {
        "type": "article",
        "id": own,
        "at": stamp(at),
        "name": had.handed.name,
        "capture": evidence[0].id if evidence else None,
        "body": None if evidence else base64.b64encode(had.handed.body or b"").decode("ascii"),
        **as_json(replace(view.article, id=own)),
        "quotations": as_json(view.quotations),
    }
    evidence.append(Evidence(LeafKind.REGISTER, new_id(), at, document=[entry]))

    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del first, kept
        save_register(connection, [entry])

    keeper.commit(evidence, save)
    return replace(view, article=replace(view.article, id=own))
