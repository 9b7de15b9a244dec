"""Pictures of statements: which are wanted, which lie in the archive, and what they say.

    named by a page (wanted) -> kept (a capture of its own) -> read -> heard

A row is made by whichever of page and picture is saved first: a rebuild reads pages last.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from walkback.model.dossier import parse_reading
from walkback.model.evidence import Place
from walkback.model.picture import (
    PictureDefect,
    PictureReading,
    PictureRef,
    PostShown,
    lines_json,
    parse_lines,
)
from walkback.model.times import parse_stamp
from walkback.model.views import PictureView
from walkback.store import shingles
from walkback.store.acts import Unheard
from walkback.store.schema import (
    captures,
    instances,
    leaves,
    pictures,
    readings,
    speakers,
    versions,
)

WANTED, KEPT, DONE = 0, 1, 2
MOST_TRIES = 3

_NAMED = insert(pictures)
_NAME = _NAMED.on_conflict_do_update(
    index_elements=["instance", "url"],
    set_={name: getattr(_NAMED.excluded, name) for name in ("page", "words", "alt")},
    where=pictures.c.page.is_(None),
)
_FOUND = _NAMED.on_conflict_do_update(
    index_elements=["instance", "url"],
    set_={"capture": _NAMED.excluded.capture, "state": KEPT},
    where=pictures.c.capture.is_(None),
)
_TRIED = (
    update(pictures)
    .where(pictures.c.url == bindparam("address"), pictures.c.state == WANTED)
    .values(tries=pictures.c.tries + 1, defect=bindparam("why"))
)
_GIVEN_UP = (
    update(pictures)
    .where(pictures.c.state == WANTED, pictures.c.tries >= MOST_TRIES)
    .values(state=DONE)
)
_UNREAD = (
    select(
        pictures.c.n,
        leaves.c.segment,
        leaves.c.offset,
        leaves.c.length,
        leaves.c.payload,
        pictures.c.alt,
        pictures.c.indexed,
        speakers.c.name,
        speakers.c.aliases,
        speakers.c.handles,
    )
    .join(captures, captures.c.id == pictures.c.capture)
    .join(leaves, leaves.c.number == captures.c.leaf)
    .join(instances, instances.c.id == pictures.c.instance)
    .outerjoin(speakers, speakers.c.id == instances.c.speaker)
    # Not before its page is read, which gives its alternative text and its version.
    .where(pictures.c.state == KEPT, pictures.c.page.is_not(None))
    .order_by(pictures.c.n)
)
_READ = (
    update(pictures)
    .where(pictures.c.n == bindparam("key"))
    .values(
        state=DONE,
        text=bindparam("says"),
        lines=bindparam("packed"),
        defect=bindparam("why"),
        post=bindparam("whose"),
        indexed=bindparam("looked_up"),
    )
)


@dataclass(frozen=True, slots=True)
class UnreadPicture:
    """A kept picture without words, where it lies, and how its page's speaker is called."""

    n: int
    place: Place
    alt: str
    indexed: bool
    names: tuple[str, ...]
    handles: tuple[str, ...]


def save_named(
    connection: Connection, instance: str, page: tuple[str, str], named: Sequence[PictureRef]
) -> None:
    """The pictures that a page shows. ``page``: the capture and the digest of its words."""
    capture, words = page
    for one in named:
        row = {"instance": instance, "url": one.url, "page": capture, "words": words}
        connection.execute(_NAME, row | {"alt": one.alt})


def save_kept(connection: Connection, capture: str, url: str, serves: Iterable[str]) -> None:
    """A picture's own capture, and the instances that show it."""
    for instance in serves:
        row = {"instance": instance, "url": url, "capture": capture, "state": KEPT}
        connection.execute(_FOUND, row)


def save_tried(connection: Connection, url: str, why: str) -> None:
    """It could not be had; after three rounds nobody asks again."""
    connection.execute(_TRIED, {"address": url, "why": why})
    connection.execute(_GIVEN_UP)


def wanted(connection: Connection, limit: int) -> dict[str, list[str]]:
    """Addresses of pictures to ask for, each with the instances that show it."""
    query = (
        select(pictures.c.url, pictures.c.instance)
        .where(pictures.c.state == WANTED)
        .order_by(pictures.c.tries, pictures.c.n)
        .limit(limit)
    )
    found: dict[str, list[str]] = {}
    for url, instance in connection.execute(query):
        found.setdefault(url, []).append(instance)
    return found


def unread_pictures(connection: Connection, limit: int) -> list[UnreadPicture]:
    """Kept pictures to read, in the order in which they were named."""
    return [
        UnreadPicture(
            row.n,
            Place(row.segment, row.offset, row.length, row.payload),
            row.alt,
            row.indexed == 1,
            (row.name, *json.loads(row.aliases)) if row.name else (),
            tuple(json.loads(row.handles)) if row.handles else (),
        )
        for row in connection.execute(_UNREAD.limit(limit))
    ]


def save_read(
    connection: Connection, row: UnreadPicture, reading: PictureReading, post: PostShown | None
) -> None:
    """What a picture says. Words of somebody else's post are kept, and never looked up by."""
    whose = json.dumps([post.name, post.handle, post.own]) if post else None
    own = post is None or post.own
    # One that could not be read before has its alternative text in the index already.
    said = {0: reading.text} if row.indexed else {0: reading.text, 1: row.alt}
    values = {"key": row.n, "says": reading.text, "why": reading.defect, "whose": whose}
    values |= {"packed": json.dumps(lines_json(reading.lines)), "looked_up": int(own)}
    connection.execute(_READ, values)
    if own:
        for number, text in said.items():
            if text:
                shingles.add(connection, shingles.PAST_READINGS + 2 * row.n + number, text)


_UNHEARD = (
    select(
        pictures,
        instances.c.statement,
        instances.c.url.label("place"),
        versions.c.first_seen,
        readings.c.reading,
        instances.c.speaker,
        speakers.c.name,
        speakers.c.aliases,
    )
    .join(
        versions,
        (versions.c.instance == pictures.c.instance) & (versions.c.text == pictures.c.words),
    )
    .join(
        readings,
        (readings.c.instance == pictures.c.instance) & (readings.c.text == pictures.c.words),
    )
    .join(instances, instances.c.id == pictures.c.instance)
    .outerjoin(speakers, speakers.c.id == instances.c.speaker)
    .where(pictures.c.state == DONE, pictures.c.heard == 0)
    .order_by(versions.c.first_seen, pictures.c.n)
)


def unheard_pictures(connection: Connection, limit: int) -> list[Unheard]:
    """Words in pictures to go through, and those that markup gives for them.

    Somebody else's post in a picture has no words of the speaker's: it comes with none.
    """
    return [
        _pictured(row, source, text)
        for row in connection.execute(_UNHEARD.limit(limit))
        for source, text in (("picture", row.text), ("alt", row.alt))
    ]


def _pictured(row: Any, source: str, text: str) -> Unheard:
    page = parse_reading(json.loads(row.reading))
    foreign = row.post is not None and not json.loads(row.post)[2]
    return Unheard(
        row.instance,
        row.statement,
        row.place,
        row.words,
        replace(page, text="" if foreign else text, passages=()),
        parse_stamp(row.first_seen),
        row.page,
        row.page,
        row.speaker,
        " ".join([row.name, *json.loads(row.aliases)]) if row.name else "",
        source=source,
        picture=row.url,
        number=row.n,
    )


def in_pictures(connection: Connection, statements: Sequence[str]) -> dict[str, str]:
    """What statements say in their pictures, as it was read there."""
    query = (
        select(instances.c.statement, pictures.c.text)
        .join(instances, instances.c.id == pictures.c.instance)
        .where(instances.c.statement.in_(statements))
        .where(pictures.c.indexed == 1, pictures.c.text != "")
        .order_by(pictures.c.n)
    )
    found: dict[str, list[str]] = {}
    for statement, text in connection.execute(query):
        found.setdefault(statement, []).append(text)
    return {statement: "\n\n".join(texts) for statement, texts in found.items()}


def read_again(connection: Connection) -> None:
    """Pictures that came while nothing could read them are to be read now."""
    connection.execute(
        update(pictures)
        .where(pictures.c.state == DONE, pictures.c.defect == PictureDefect.NO_READER.value)
        .values(state=KEPT, heard=0)
    )


def of_instances(connection: Connection, ids: Sequence[str]) -> list[PictureView]:
    """The pictures of a statement's instances, as they are shown."""
    query = (
        select(pictures, instances.c.url.label("place"))
        .join(instances, instances.c.id == pictures.c.instance)
        .where(pictures.c.instance.in_(ids), pictures.c.page.is_not(None))
        .order_by(instances.c.n, pictures.c.n)
    )
    return [_view(row) for row in connection.execute(query)]


def _view(row: Any) -> PictureView:
    lines = parse_lines(json.loads(row.lines))
    name, handle, own = json.loads(row.post) if row.post else ("", "", True)
    reading = PictureReading(row.text, lines, (0, 0))
    return PictureView(
        url=row.url,
        place=row.place,
        alt=row.alt,
        text=row.text,
        confidence=round(reading.confidence, 3) if lines else None,
        lines=tuple(line.text for line in lines),
        defect=row.defect or None,
        capture=row.capture,
        post_of=None if own else f"{name} {handle}".strip(),
    )
