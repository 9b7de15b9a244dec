"""Tombstones: each is what a redaction leaf commits to, and what is left opens its leaf.

Missing without such a leaf is damage; missing with one is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.archive import Tombstone, load_document
from walkback.errors import WalkbackError
from walkback.model.commitment import commit
from walkback.model.evidence import Leaf

_ENTRY = "entry/"


@dataclass(frozen=True, slots=True)
class Target:
    """What a redaction says of one leaf: the SHA-256 of all that replaces its group."""

    by: str
    id: str
    sha256: str


def targets_of(identity: str, document: Mapping[str, Any]) -> dict[int, Target]:
    """The targets of a redaction's document by leaf number; ``KeyError`` where it is none."""
    found = {one["n"]: Target(identity, one["id"], one["sha256"]) for one in document["targets"]}
    if not all(type(number) is int for number in found):
        raise ValueError("a target without a leaf number")
    return found


def problems_of(
    folder: Path, item: Tombstone, of: tuple[int, bytes], target: Target | None
) -> list[str]:
    """What is wrong with a tombstone of the leaf ``of`` (number and bytes), as sentences."""
    number, entry = of
    stone = item.stone
    try:
        leaf = Leaf.decode(entry)
    except (WalkbackError, KeyError, ValueError):
        return [f"leaf {number} cannot be read"]
    if target is None:
        return [f"leaf {number} is missing, and no redaction leaf says so"]
    if (stone.number, stone.kind, stone.id) != (number, leaf.kind, leaf.id):
        return [f"a tombstone of leaf {stone.number}, where that of leaf {number} should be"]
    if (stone.by, item.sha256) != (target.by, target.sha256):
        return [f"the tombstone of leaf {number} is not the one that its redaction commits to"]
    try:
        return [] if item.whole else _opened(folder, item, leaf)
    except (WalkbackError, KeyError, IndexError, ValueError, TypeError) as error:
        return [f"what is left of leaf {number} cannot be read: {error!r}"]


def _opened(folder: Path, item: Tombstone, leaf: Leaf) -> list[str]:
    """Salts that stay must open the fields of the leaf by the items that are left."""
    document = load_document(folder, item.place)
    return [
        f"the item of {name} is not the one its leaf commits to"
        for name, salt in item.stone.salts.items()
        if commit(name, bytes.fromhex(salt), document[int(name.removeprefix(_ENTRY))])
        != leaf.fields.get(name)
    ]
