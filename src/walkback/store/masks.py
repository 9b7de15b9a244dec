"""What a person set of a source's lines, and what was left out of account when texts differed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, delete, func, or_, select
from sqlalchemy.dialects.sqlite import Insert, insert

from walkback.errors import NotFound
from walkback.model.address import normal
from walkback.model.mask import MOST_MASKED, How, Masked, MaskedView, Masks, MasksView, MaskView
from walkback.model.times import parse_stamp, stamp
from walkback.store.schema import addresses, instances, masked, masks, sources
from walkback.store.store import Store

_LISTED = sources.c.id == instances.c.source
_SET = (
    select(masks.c.words, masks.c.how)
    .distinct()
    .join(sources, sources.c.id == masks.c.source)
    .join(instances, instances.c.id == bindparam("of"))
    .where(or_(sources.c.instance == instances.c.id, _LISTED))
    .order_by(masks.c.words)
)


def save_masks(connection: Connection, run: Sequence[Mapping[str, Any]]) -> None:
    """Register entries of what a person set, in order; the last word on a text holds."""
    for entry in run:
        row = {name: entry[name] for name in ("source", "words", "how", "added")}
        same = (masks.c.source == row["source"]) & (masks.c.words == row["words"])
        connection.execute(delete(masks).where(same))
        if How(row["how"]) is not How.FORGET:
            connection.execute(insert(masks), row)


def entries(connection: Connection) -> list[dict[str, Any]]:
    """What is set now, as register entries."""
    return [dict(row) for row in connection.execute(select(masks)).mappings()]


def masks_of(connection: Connection, instance: str) -> Masks:
    """What holds for an instance: what was set for its source, or for the one that listed it."""
    rows = connection.execute(_SET, {"of": instance}).all()
    ignored, counted = (
        tuple(row.words for row in rows if row.how == how) for how in (How.IGNORE, How.COUNT)
    )
    return Masks(ignored, counted)


def save_masked(
    connection: Connection, instance: str, found: Sequence[Masked], at: datetime
) -> None:
    """Words that were left out of account of an instance at a look; the newest are kept."""
    if not found:
        return
    seen = {"instance": instance, "first_seen": stamp(at), "last_seen": stamp(at), "times": 1}
    rows = [seen | {"why": one.why.value, "shape": one.shape, "words": one.words} for one in found]
    connection.execute(_ADD, rows)
    kept = _newest([instance]).with_only_columns(masked.c.n).limit(MOST_MASKED)
    old = (masked.c.instance == instance) & masked.c.n.not_in(kept)
    connection.execute(delete(masked).where(old))


def _add() -> Insert:
    new = insert(masked)
    newer = new.excluded.last_seen >= masked.c.last_seen
    return new.on_conflict_do_update(
        index_elements=["instance", "why", "shape"],
        set_={
            "words": case((newer, new.excluded.words), else_=masked.c.words),
            "first_seen": func.min(masked.c.first_seen, new.excluded.first_seen),
            "last_seen": func.max(masked.c.last_seen, new.excluded.last_seen),
            "times": masked.c.times + 1,
        },
    )


_ADD = _add()


def _newest(of: Sequence[str]) -> Select[Any]:
    mine = select(masked).where(masked.c.instance.in_(of))
    return mine.order_by(masked.c.last_seen.desc(), masked.c.why, masked.c.shape)


def masked_of(connection: Connection, of: Sequence[str]) -> tuple[MaskedView, ...]:
    """What was left out of account of these instances, the newest first."""
    return tuple(
        MaskedView(
            row.words, row.why, parse_stamp(row.first_seen), parse_stamp(row.last_seen), row.times
        )
        for row in connection.execute(_newest(of))
    )


def overrides(connection: Connection, source: str) -> tuple[MaskView, ...]:
    """What a person set for a source."""
    query = select(masks).where(masks.c.source == source).order_by(masks.c.added, masks.c.words)
    return tuple(
        MaskView(row.words, row.how, parse_stamp(row.added)) for row in connection.execute(query)
    )


def source_at(connection: Connection, url: str) -> Any:
    """Id and address of the source of an address: its own, else the one that listed it.

    Raises ``NotFound``.
    """
    query = (
        select(sources.c.id, sources.c.url)
        .join(instances, or_(sources.c.instance == instances.c.id, _LISTED))
        .join(addresses, addresses.c.instance == instances.c.id)
        .where(addresses.c.url == url)
        .order_by(_LISTED)
    )
    found = connection.execute(query).first()
    if found is None:
        raise NotFound(
            "no source has this address",
            subject=url,
            todo="'walkback status' lists what is watched",
        )
    return found


def masks_view(store: Store, url: str) -> MasksView:
    """What was set for the source of an address, and what was left out of account of its pages."""
    with store.reading() as connection:
        source = source_at(connection, normal(url))
        own = or_(instances.c.source == source.id, sources.c.id == source.id)
        query = select(instances.c.id).outerjoin(sources, sources.c.instance == instances.c.id)
        pages = connection.execute(query.where(own)).scalars().all()
        return MasksView(
            source.id,
            source.url,
            overrides(connection, source.id),
            masked_of(connection, pages)[:MOST_MASKED],
        )
