"""What was erased: which leaves, by which redaction, and what is left of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from walkback.archive import Tombstone as Erased
from walkback.archive import groups, load_document
from walkback.model.bundle import Tombstone
from walkback.model.evidence import LeafKind, Place
from walkback.store import Store, bundled
from walkback.store.bundled import LeafRow


@dataclass(frozen=True, slots=True)
class Target:
    """A leaf that a redaction names: ``by`` is the redaction's leaf."""

    n: int
    id: str
    kind: LeafKind
    by: int
    reason: str
    statements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Erasures:
    """Every leaf whose content was erased, wholly or in part, by its number."""

    targets: dict[int, Target] = field(default_factory=dict)

    def stone(self, number: int) -> dict[int, Tombstone]:
        """A leaf as a bundle lists it; nothing where it was not erased."""
        one = self.targets.get(number)
        return {} if one is None else {number: Tombstone(one.n, one.by, one.reason)}

    def of_statement(self, statement: str) -> dict[int, Tombstone]:
        """All that was erased with a statement."""
        mine = [one.n for one in self.targets.values() if statement in one.statements]
        return {number: self.stone(number)[number] for number in mine}

    def rows(self, connection: Connection, ids: Iterable[str]) -> list[LeafRow]:
        """The erased leaves with these ids, with the kind they were of."""
        wanted = set(ids)
        return self._rows(connection, [one for one in self.targets.values() if one.id in wanted])

    def parts(self, connection: Connection, kind: LeafKind) -> list[LeafRow]:
        """The erased leaves of a kind, of which something may be left."""
        return self._rows(connection, [one for one in self.targets.values() if one.kind is kind])

    def _rows(self, connection: Connection, chosen: Iterable[Target]) -> list[LeafRow]:
        wanted = {one.n: one for one in chosen}
        places = bundled.tombstones(connection, wanted)
        return [LeafRow(n, wanted[n].kind, wanted[n].id, place) for n, place in places.items()]


def erasures(store: Store, folder: Path) -> Erasures:
    """What the redactions of the record name; ``folder`` is the archive's."""
    found: dict[int, Target] = {}
    with store.reading() as connection:
        rows = list(bundled.leaves_of_kind(connection, LeafKind.REDACTION))
    for row in rows:
        document = load_document(folder, row.place)
        statements = frozenset((document["target"], *document["statements"]))
        for one in document["targets"]:
            found[one["n"]] = Target(
                one["n"],
                one["id"],
                LeafKind(one["kind"]),
                row.n,
                document["reason"],
                statements | (found[one["n"]].statements if one["n"] in found else frozenset()),
            )
    return Erasures(found)


def left_of(folder: Path, place: Place) -> tuple[list[Any], Mapping[str, str]]:
    """The items of an erased leaf and the salts that are left; none where all is gone."""
    item = next(groups(folder, (place.segment, place.offset)), None)
    if not isinstance(item, Erased) or item.whole:
        return [], {}
    document = load_document(folder, item.place)
    return (document if isinstance(document, list) else []), item.stone.salts
