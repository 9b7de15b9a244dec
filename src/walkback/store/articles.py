"""Articles that are kept, what they quote, and what happened to the quoted since."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, select
from sqlalchemy.dialects.sqlite import insert

from walkback.model.quotation import FindingKind
from walkback.model.quoted import ArticleView, FollowUp
from walkback.model.times import parse_stamp
from walkback.model.verdict import EventKind
from walkback.store.events import statement_refs
from walkback.store.schema import articles, events, quoted

_MOST = 500  # lost quotations of one speaker that a new one is compared with


def save_articles(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """What register entries of the type ``article`` mean to the store."""
    for entry in entries:
        found = entry["quotations"]
        names = ("id", "at", "url", "title", "published", "language", "text")
        row = {name: entry[name] for name in names}
        packed = json.dumps(found, ensure_ascii=False)
        new = insert(articles).on_conflict_do_nothing()
        connection.execute(new, row | {"quotations": packed})
        lines = [_line(entry["id"], number, one) for number, one in enumerate(found)]
        if lines:
            connection.execute(insert(quoted).on_conflict_do_nothing(), lines)


def _line(article: str, number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    speaker = one["speaker"] or {"id": None, "name": ""}
    return {
        "article": article,
        "number": number,
        "text": one["text"],
        "speaker": speaker["id"],
        "name": speaker["name"],
        "finding": one["finding"],
        "statement": one["match"]["statement"] if one["match"] else None,
    }


def article_view(row: Any) -> ArticleView:
    """A kept article as it is shown."""
    return ArticleView(row.url, row.title, row.published, row.language, row.text, row.id)


def follow_ups(connection: Connection) -> list[FollowUp]:
    """Quotations of kept articles whose statement changed since, by the time of the change.

    Only what happened after the article was kept: what was gone by then, its check told.
    """
    query = (
        select(
            articles,
            quoted.c.text.label("words"),
            events.c.id.label("event"),
            events.c.kind,
            events.c.at.label("when"),
            events.c.statement,
        )
        .join(quoted, quoted.c.article == articles.c.id)
        .join(
            events,
            and_(events.c.statement == quoted.c.statement, events.c.at > articles.c.at),
        )
        .where(events.c.superseded_by.is_(None), events.c.kind != EventKind.PUBLISHED.value)
        .order_by(events.c.at, articles.c.id, quoted.c.number)
    )
    rows = connection.execute(query).all()
    named = statement_refs(connection, {row.statement for row in rows})
    return [
        FollowUp(
            article_view(row),
            row.words,
            row.statement,
            named[row.statement].url,
            row.kind,
            parse_stamp(row.when),
            row.event,
        )
        for row in rows
    ]


def lost_words(connection: Connection, speaker: str) -> list[tuple[str, str]]:
    """Words that kept articles give to a speaker and that are on no record: article, words."""
    query = (
        select(articles.c.url, articles.c.title, quoted.c.text)
        .join(quoted, quoted.c.article == articles.c.id)
        .where(quoted.c.speaker == speaker, quoted.c.finding == FindingKind.NOT_ON_RECORD.value)
        .order_by(articles.c.at.desc())
        .limit(_MOST)
    )
    return [(url or title, text) for url, title, text in connection.execute(query)]
