"""Step 5 and 6: walk the archive beside the ledger, group by leaf."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from walkback.archive import Group, Tail, Tombstone, check_group, load_document
from walkback.archive.glance import Glance
from walkback.archive.groups import Seen, groups_seen
from walkback.archive.names import segment_name, segment_names, segment_number
from walkback.errors import WalkbackError
from walkback.ledger.tree import Tree, open_tree
from walkback.model.evidence import Leaf, LeafKind, Place
from walkback.model.proof import Checkpoint
from walkback.model.rollcall import RollCall
from walkback.model.times import parse_stamp
from walkback.verify.redactions import Target, problems_of, targets_of


class Leaves:
    """The leaves of a checkpoint, to be opened while no one writes and read at any time later.

    The next append takes away the tiles at the right edge; this has read them by then.
    """

    def __init__(self, folder: Path, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self.tree: Tree | None = None
        self._error = ""
        try:
            self.tree = open_tree(folder, checkpoint)
        except WalkbackError as error:
            self._error = str(error)

    def read(self, problems: list[str]) -> Iterator[bytes]:
        """Each leaf in order, until one cannot be read; that is told among the problems."""
        try:
            if self.tree is not None:
                yield from self.tree.entries(0, self.checkpoint.size)
        except WalkbackError as error:
            self._error = str(error)
        if self._error:
            told = f"the archive cannot be compared, the ledger is damaged: {self._error}"
            problems.append(told)


@dataclass(slots=True)
class Walk:
    """What the walk found. Problems are sentences that name file and offset.

    ``places`` of captures, roll calls and imports by id, controls that stayed ``silent`` (look,
    kind, address, outcome, reason), and the documents of ``verdicts`` are what step 7 needs.
    A bundle has imported lines singly, ``opened`` by the id of their look, and may say of leaves
    that they are ``held_back``; those that verdicts rest on are ``unsure``. Verdicts by another
    version of the rules are ``older``: they cannot be ``derived`` again here.
    ``tombstones`` with number and leaf, and what the ``redactions`` say of each leaf, the last of
    them.
    """

    problems: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    silent: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    tombstones: list[tuple[int, Tombstone, bytes]] = field(default_factory=list)
    redactions: dict[int, Target] = field(default_factory=dict)
    verdicts: list[tuple[str, Any]] = field(default_factory=list)
    groups: int = 0
    glanced: int = 0  # of them, captures that were not unpacked
    documents: int = 0
    bytes: int = 0
    opened: Mapping[str, Any] = field(default_factory=dict)
    held_back: AbstractSet[str] = frozenset()
    unsure: set[str] = field(default_factory=set)
    older: set[str] = field(default_factory=set)
    derived: int = 0

    def lacks(self, identity: str, problem: str) -> Iterator[str]:
        """The problem, if it is one that a leaf is not there: what is held back is noted."""
        if identity in self.held_back:
            self.unsure.add(identity)
        else:
            yield problem


def walk(path: Path, leaves: Leaves, *, deep: bool = False) -> Walk:
    """Compare each group with its leaf, in order, up to the checkpoint.

    Captures are hashed as they lie; with ``deep`` their records are unpacked too.
    """
    found = Walk()
    size = leaves.checkpoint.size
    entries = leaves.read(found.problems)
    number = 0
    glance = Glance()
    entry = glance.entry = next(entries, None)
    for item in groups_seen(path / "archive", None if deep else glance):
        if isinstance(item, Tail):
            _tail(item, number, size, found)
            continue
        if number >= size:
            where = f"archive/{item.place.segment} from byte {item.place.offset}"
            found.tails.append(f"{where}: written after the checkpoint")
            break
        if entry is None:
            break
        if isinstance(item, Seen):
            found.groups += 1
            found.bytes += item.place.length
            found.places[glance.identity] = item.place
        elif isinstance(item, Tombstone):
            _tombstone(path / "archive", item, (number, entry), found)
        else:
            _group(path / "archive", item, (number, entry), found)
        number += 1
        entry = glance.entry = next(entries, None) if number < size else None
    found.glanced = glance.seen
    check_tombstones(path / "archive", found)
    _end(path / "archive", size - number, found)
    _strangers(path / "archive", found)
    return found


def _end(folder: Path, left: int, found: Walk) -> None:
    """Segments that hold nothing, and leaves for which none was left."""
    names = segment_names(folder)
    empty = [name for name in names if not (folder / name).stat().st_size]
    # A crash may leave the newest one empty.
    lost = [name for name in empty if left or name != names[-1]]
    found.problems += [f"archive/{name}: holds nothing" for name in lost]
    if left and not found.problems:
        last = segment_number(names[-1]) if names else 0
        found.problems.append(
            f"{left} leaves have no group: archive/{segment_name(last)} ends too early, or "
            f"archive/{segment_name(last + 1)} is missing"
        )


def _tail(tail: Tail, number: int, size: int, found: Walk) -> None:
    where = f"archive/{tail.segment} at byte {tail.offset}"
    if number < size or tail.follows:
        found.problems.append(f"{where}: {tail.reason}")
    else:
        found.tails.append(f"{where}: {tail.reason}; after the checkpoint")


def _group(folder: Path, group: Group, of: tuple[int, bytes], found: Walk) -> None:
    number, entry = of
    where = f"archive/{group.place.segment} at byte {group.place.offset}"
    found.groups += 1
    found.bytes += group.place.length
    found.problems += [f"{where}: {problem}" for problem in check_group(group)]
    if group.leaf.encode() != entry:
        found.problems.append(f"{where}: {_difference(group.leaf, entry, number)}")
        return
    kind = group.leaf.kind
    if kind is LeafKind.CAPTURE:
        found.places[group.leaf.id] = group.place
        return
    try:
        document = load_document(folder, group.place)
        note_document(group, document, found)
        found.documents += 1
    except (WalkbackError, KeyError, TypeError, ValueError) as error:
        found.unreadable.append(f"{where}: {kind.value} {group.leaf.id}: {error!r}")


def _tombstone(folder: Path, item: Tombstone, of: tuple[int, bytes], found: Walk) -> None:
    """A tombstone on the way. That a redaction commits to it is known when all were read."""
    number, entry = of
    found.bytes += item.place.length
    found.tombstones.append((number, item, entry))
    found.held_back |= {item.leaf.id}
    if not item.whole and item.leaf.kind is LeafKind.ROLLCALL:
        try:
            lines = load_document(folder, item.place)
            _note_silent(RollCall.parse(item.leaf.id, parse_stamp(item.stone.made), lines), found)
        except (WalkbackError, KeyError, TypeError, ValueError) as error:
            found.unreadable.append(f"what is left of leaf {number}: {error!r}")


def _note_silent(call: RollCall, found: Walk) -> None:
    found.silent.update(
        (line.instance, line.control, line.url or "", line.outcome.value, line.reason)
        for line in call.lines
        if line.control
    )


def note_document(group: Group, document: Any, found: Walk) -> None:
    """Take from a record of our own what verdicts rest on.

    Raises ``BadInput``, ``KeyError``, ``TypeError`` or ``ValueError`` where it is none.
    """
    if group.leaf.kind is LeafKind.ROLLCALL:
        call = RollCall.parse(group.leaf.id, parse_stamp(group.opening["at"]), document)
        found.places[group.leaf.id] = group.place
        _note_silent(call, found)
    elif group.leaf.kind is LeafKind.IMPORT:
        found.places[group.leaf.id] = group.place
    elif group.leaf.kind is LeafKind.REDACTION:
        found.redactions |= targets_of(group.leaf.id, document)
    elif group.leaf.kind is LeafKind.VERDICT:
        found.verdicts.append((group.leaf.id, document))
    elif group.leaf.kind is LeafKind.REGISTER and not all(entry["type"] for entry in document):
        raise ValueError("an entry without a type")


def _difference(leaf: Leaf, entry: bytes, number: int) -> str:
    try:
        stated = Leaf.decode(entry)
    except (WalkbackError, KeyError, ValueError):
        return f"leaf {number} cannot be read"
    if (stated.kind, stated.id) != (leaf.kind, leaf.id):
        return f"expected {stated.kind.value} {stated.id} of leaf {number}, found {leaf.id}"
    if stated.opening != leaf.opening:
        return f"the opening is not that of leaf {number}"
    names = [name for name in stated.fields if stated.fields[name] != leaf.fields.get(name)]
    return f"leaf {number} commits to other {', '.join(names) or 'fields'}"


def check_tombstones(folder: Path, found: Walk) -> None:
    """Missing without a redaction leaf is damage; and what a redaction names must be gone."""
    for number, item, entry in found.tombstones:
        where = f"archive/{item.place.segment} at byte {item.place.offset}"
        told = problems_of(folder, item, (number, entry), found.redactions.get(number))
        found.problems += [f"{where}: {problem}" for problem in told]
    there = {number for number, _, _ in found.tombstones}
    found.tails += [
        f"leaf {number} was to be erased and is still there: open the record once"
        for number in sorted(set(found.redactions) - there)
    ]


def _strangers(folder: Path, found: Walk) -> None:
    for path in sorted(folder.iterdir()):
        if not (path.name.startswith("walkback-") and path.name.endswith(".warc.gz")):
            found.tails.append(f"archive/{path.name} is no segment")
