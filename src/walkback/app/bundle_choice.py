"""Which leaves belong into a bundle: what a statement was, and what its verdicts rest on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from walkback.app.bundle_erased import Erasures, erasures, left_of
from walkback.archive import load_document, load_group
from walkback.model.bundle import (
    BundleInstance,
    BundleStatement,
    Disclosed,
    Subject,
    Tombstone,
    Withheld,
)
from walkback.model.dossier import Dossier, parse_dossier
from walkback.model.evidence import LeafKind
from walkback.model.look import Observation
from walkback.model.rollcall import RollCall
from walkback.model.times import parse_stamp
from walkback.store import Store, bundled
from walkback.store.bundled import EventRow, LeafRow

Wanted = Callable[[int, Any], bool]  # of an item's number and value

_ENTRY = "entry/"  # and its number: the field of one item of a register or an import
_PLACES = ("address", "source")
_LINKS = ("link", "unlink")


@dataclass(slots=True)
class Choice:
    """What goes in: whole leaves by number, and single fields of others."""

    about: Subject
    statements: tuple[BundleStatement, ...] = ()
    own: frozenset[str] = frozenset()  # instances of the subject, not of those who speak of it
    leaves: dict[int, LeafRow] = field(default_factory=dict)
    imports: dict[int, str] = field(default_factory=dict)  # leaves of lines that are disclosed
    disclosed: list[Disclosed] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    tombstones: dict[int, Tombstone] = field(default_factory=dict)

    @property
    def there(self) -> set[int]:
        """The leaves of which the bundle shows anything."""
        return {*self.leaves, *(one.n for one in self.disclosed)}

    @property
    def named(self) -> set[int]:
        """The leaves that the bundle proves to be in the ledger."""
        return self.there | {one.n for one in self.withheld} | set(self.tombstones)


def choose(store: Store, folder: Path, about: Subject, statements: Iterable[str]) -> Choice:
    """What belongs to these statements; ``folder`` is the archive's.

    Raises ``RecordDamaged`` where a leaf that belongs to them cannot be read.
    """
    asked = sorted(set(statements))
    gone = erasures(store, folder)
    with store.reading() as connection:
        events = bundled.standing_events(connection, asked)
        speaking = sorted({event.statement for event in events} - set(asked))
        places = bundled.places_of(connection, [*asked, *speaking])
        mine = [place.id for place in places if place.statement in asked]
        named = bundled.looks_named(connection, mine)
        choice = Choice(about, _statements(places, asked), frozenset(mine), events=events)
        found = bundled.leaves_by_number(connection, {event.leaf for event in events})
        for leaf in found:
            if leaf.kind is LeafKind.VERDICT:
                choice.leaves[leaf.n] = leaf
                named |= _named_by(connection, folder, leaf, choice)
        named |= {name for event in events for name in _named(event.verdict)}
        lines = _take(connection, named, choice, gone)
        parts = gone.parts(connection, LeafKind.REGISTER)
        register = [*bundled.leaves_of_kind(connection, LeafKind.REGISTER), *parts]
        for identity in asked:
            choice.tombstones |= gone.of_statement(identity)
    opened = [*_lines(folder, lines, gone), *_entries(folder, register, places, gone)]
    for one in opened:
        choice.tombstones |= gone.stone(one.n)
    with store.reading() as connection:
        by = {one.by for one in choice.tombstones.values()}
        choice.leaves |= {row.n: row for row in bundled.leaves_by_number(connection, by)}
    choice.disclosed = sorted(
        opened,
        key=lambda one: (one.n, int(one.field.removeprefix(_ENTRY))),
    )
    return choice


def _statements(places: Iterable[Any], asked: Iterable[str]) -> tuple[BundleStatement, ...]:
    found: dict[str, list[BundleInstance]] = {identity: [] for identity in asked}
    for place in places:
        found.setdefault(place.statement, []).append(BundleInstance(place.id, place.url))
    return tuple(
        BundleStatement(identity, ids[0].url, tuple(ids)) for identity, ids in found.items() if ids
    )


def _take(
    connection: Connection, named: Iterable[str], choice: Choice, gone: Erasures
) -> dict[int, tuple[LeafRow, set[int]]]:
    """Choose the leaves of looks and captures; of imports, only which lines are meant."""
    parts = [name.partition("/") for name in named]
    ids = {identity for identity, _, _ in parts}
    rows = bundled.leaves_by_id(connection, ids)
    rows |= {row.id: row for row in gone.rows(connection, ids - set(rows))}
    lines: dict[int, tuple[LeafRow, set[int]]] = {}
    for identity, _, line in parts:
        row = rows.get(identity)
        if row is None:
            continue  # an earlier reader's, or withdrawn: the events that stand do not need it
        if row.kind is LeafKind.IMPORT:
            choice.imports[row.n] = row.id
            lines.setdefault(row.n, (row, set()))[1].add(int(line))
        elif row.n in gone.targets:
            choice.tombstones |= gone.stone(row.n)
        else:
            choice.leaves[row.n] = row
    return lines


def _named_by(connection: Connection, folder: Path, leaf: LeafRow, choice: Choice) -> set[str]:
    """What the dossiers of a verdict's record rest on."""
    named: set[str] = set()
    for dossier in _dossiers(load_document(folder, leaf.place)):
        standing = dossier.standing
        named |= {*_named(dossier.verdict), standing.capture or "", standing.seen or ""}
        for look in dossier.looks:
            named |= {look.id, look.capture or ""}
            named |= {control.capture or "" for control in look.controls}
            for row in _silent(connection, folder, look):
                choice.leaves[row.n] = row
    return named - {""}


def _dossiers(document: Any) -> list[Dossier]:
    packed = document["verdicts"] if "rejudged" in document else [document]
    return [parse_dossier(one) for one in packed]


def _named(verdict: Any) -> Iterator[str]:
    """Looks and captures that a verdict names, as a noun or as plain JSON."""
    if isinstance(verdict, Mapping):
        yield from (look for reason in verdict["reasons"] for look in reason["observations"])
        capture = verdict["capture"]
    else:
        yield from (look for reason in verdict.reasons for look in reason.observations)
        capture = verdict.capture
    if capture:
        yield capture


def _silent(connection: Connection, folder: Path, look: Observation) -> Iterator[LeafRow]:
    """The roll calls that say of a look's controls that no answer came: soon after the look."""
    wanted = {(one.kind, one.url) for one in look.controls if one.capture is None}
    if not wanted:
        return
    identity = look.id.partition("/")[0]
    start = bundled.leaves_by_id(connection, [identity])[identity].n
    for row in bundled.leaves_of_kind(connection, LeafKind.ROLLCALL, start):
        group = load_group(folder, row.place)
        document = load_document(folder, row.place)
        call = RollCall.parse(row.id, parse_stamp(group.opening["at"]), document)
        there = {(line.control, line.url or "") for line in call.lines if line.instance == look.id}
        if wanted & there:
            yield row
            wanted -= there
        if not wanted:
            return


def _lines(
    folder: Path, lines: Mapping[int, tuple[LeafRow, set[int]]], gone: Erasures
) -> Iterator[Disclosed]:
    for leaf, numbers in lines.values():
        yield from _opened(folder, leaf, gone, _among(numbers))


def _among(numbers: set[int]) -> Wanted:
    return lambda number, _: number in numbers


def _entries(
    folder: Path, leaves: Iterable[LeafRow], places: Iterable[Any], gone: Erasures
) -> Iterator[Disclosed]:
    """The register's entries on these places and their speakers, and on nobody else."""
    ids = {place.id for place in places}
    people = {place.speaker for place in places} - {None}
    for leaf in leaves:
        yield from _opened(folder, leaf, gone, lambda _, entry: _is_of(entry, ids, people))


def _is_of(entry: Any, ids: set[str], people: set[str]) -> bool:
    kind = entry.get("type") if isinstance(entry, dict) else None
    if kind in _PLACES:
        return entry["instance"] in ids
    if kind in _LINKS:
        return entry["instance"] in ids and entry.get("other", entry["instance"]) in ids
    return kind == "speaker" and entry["id"] in people


def _opened(folder: Path, leaf: LeafRow, gone: Erasures, wanted: Wanted) -> Iterator[Disclosed]:
    """The wanted items of a leaf, each with its salt; of an erased one, of what is left."""
    if leaf.n in gone.targets:
        document, salts = left_of(folder, leaf.place)
    else:
        document, salts = load_document(folder, leaf.place), None
    chosen = [(number, value) for number, value in enumerate(document) if wanted(number, value)]
    if chosen and salts is None:
        salts = load_group(folder, leaf.place).opening["salts"]
    for number, value in chosen:
        name = f"{_ENTRY}{number}"
        if salts and name in salts:
            yield Disclosed(leaf.n, name, value, salts[name])
