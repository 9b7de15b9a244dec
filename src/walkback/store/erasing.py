"""What the store knows of something that is to be erased, and leaving no byte of it in the file."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from walkback.errors import RecordError
from walkback.model.look import Role
from walkback.model.spoken import spoken
from walkback.store import lookup, shingles
from walkback.store.schema import (
    addresses,
    aliases,
    articles,
    instances,
    listed,
    pictures,
    quoted,
    readings,
    sources,
)
from walkback.store.store import Store

_TRIES = 50
_PAUSE = 0.1  # seconds between two tries to empty the write-ahead log
_SHORTEST_RARE = 6  # letters; shorter words are everybody's


@dataclass(frozen=True, slots=True)
class Known:
    """Ids, addresses and texts of statements or articles, as the store has them.

    ``lists`` are the addresses of active lists that name it now.
    """

    instances: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def of_statements(connection: Connection, statements: Sequence[str]) -> Known:
    """What is to be erased with statements: the articles that quote them too."""
    mine = instances.c.statement.in_(statements)
    rows = connection.execute(select(instances).where(mine)).all()
    ids = [row.id for row in rows]
    merged = _all(connection, select(aliases.c.id).where(aliases.c.statement.in_(statements)))
    homes = {row.home for row in rows}
    urls = _all(connection, select(addresses.c.url).where(addresses.c.instance.in_(ids)))
    words = connection.execute(select(readings.c.reading).where(readings.c.instance.in_(ids)))
    read = [json.loads(packed) for packed in words.scalars()]
    shown = connection.execute(select(pictures).where(pictures.c.instance.in_(ids))).all()
    texts = [one["text"] for one in read] + [text for row in shown for text in (row.text, row.alt)]
    titles = [one["title"] for one in read] + [row.listed_title for row in rows]
    naming = (
        select(sources.c.url)
        .join(listed, listed.c.listing == sources.c.instance)
        .where(listed.c.instance.in_(ids), listed.c.now == 1, sources.c.active == 1)
    )
    quoting = select(quoted.c.article).where(quoted.c.statement.in_(statements))
    return Known(
        instances=tuple(ids),
        statements=tuple(sorted({*statements, *merged, *homes})),
        sources=_all(connection, select(sources.c.id).where(sources.c.instance.in_(ids))),
        articles=_all(connection, quoting),
        addresses=tuple(sorted({*urls, *(row.url for row in rows)})),
        titles=tuple(sorted({title for title in titles if title})),
        texts=tuple(text for text in texts if text),
        lists=_all(connection, naming),
    )


def of_article(connection: Connection, identity: str) -> Known:
    """What is to be erased with one kept article."""
    row = connection.execute(select(articles).where(articles.c.id == identity)).one()
    return Known(
        articles=(identity,),
        addresses=(row.url,) if row.url else (),
        titles=(row.title,) if row.title else (),
        texts=(row.text,),
    )


def rare_words(connection: Connection, known: Known) -> frozenset[str]:
    """Words of its texts, titles and addresses that no other text on record has."""
    own = {n for one in known.instances for n, _ in lookup.of_instance(connection, one)}
    words = {
        word for text in (*known.texts, *known.titles, *known.addresses) for word in spoken(text)
    }
    found = set()
    for word in words:
        if len(word) >= _SHORTEST_RARE and not _elsewhere(connection, word, own):
            found.add(word)
    return frozenset(found - _of_others(connection, known))


def _elsewhere(connection: Connection, word: str, own: set[int]) -> bool:
    query = "SELECT rowid FROM shingles WHERE shingles MATCH ? LIMIT ?"
    (number,) = shingles.of_words([word])
    rows = connection.exec_driver_sql(query, (number, len(own) + 1)).scalars()
    return any(row not in own for row in rows)


def _of_others(connection: Connection, known: Known) -> set[str]:
    """Words of speakers' names, and of the addresses and titles of all other instances."""
    rows = connection.exec_driver_sql("SELECT name, aliases, handles, sites FROM speakers")
    found = {word for row in rows for text in row for word in spoken(text)}
    mine = set(known.instances)
    query = select(addresses.c.instance, addresses.c.url)
    found |= {
        word
        for instance, url in connection.execute(query)
        if instance not in mine
        for word in spoken(url)
    }
    named = select(instances.c.id, instances.c.listed_title, instances.c.url)
    for identity, title, url in connection.execute(named):
        # A host is everybody's who publishes there.
        found.update(spoken((title or "") if identity not in mine else url.split("/")[2]))
    return found


def _all(connection: Connection, query: Select[Any]) -> tuple[str, ...]:
    return tuple(sorted(set(connection.execute(query).scalars())))


def listings(connection: Connection) -> frozenset[str]:
    """Instances that list, whatever their first look took them for."""
    query = select(instances.c.id).where(instances.c.role == Role.LISTING.value)
    return frozenset(connection.execute(query).scalars())


def leave_nothing(store: Store) -> None:
    """Write the store's file anew, without a byte of what was deleted, and empty its log.

    Raises ``RecordError`` where somebody reads for so long that it cannot be done.
    """
    store.compact()
    for _ in range(_TRIES):
        if store.empty_log():
            return
        time.sleep(_PAUSE)
    raise RecordError(
        "the store's log cannot be emptied while another process reads",
        subject=str(store.path),
        todo="End the other process and run the same command again: it goes on",
    )
