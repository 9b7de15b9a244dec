"""Read every file of the ledger again and name each that is not what the checkpoint commits to.

Four things are looked at: the checkpoint, the tree under it (``examine``), the second copy, and
whatever else lies in the folder. Not checked, and said so: what lies beyond the checkpoint,
temporary and unknown files, signatures of others, and all that hangs on a hash of which no good
copy is left.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from walkback.errors import BadFile, RecordDamaged
from walkback.ledger.checkpoint import VerifierKey
from walkback.ledger.examine import Examination, Problem
from walkback.ledger.merkle import HASH_BYTES
from walkback.ledger.second import read_signed
from walkback.ledger.shelf import Shelf
from walkback.ledger.stamps import COSIGNED, STAMPS
from walkback.ledger.tiles import ENTRIES, Tile, parse_path, tile_at, unpack
from walkback.ledger.tree import open_tree, reached
from walkback.model.proof import Checkpoint
from walkback.model.step import StepResult

_CHECKPOINT = "checkpoint"
# Timestamps and cosignatures prove themselves: another step checks them (verify.stamps).
_BESIDE = (f"{STAMPS}/", f"{COSIGNED}/")


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found. ``checkpoint`` is the one whose tree was checked, if there was any.

    ``files`` were read. ``problems`` with result FAILED mean damage, the others what could not
    be checked.
    """

    checkpoint: Checkpoint | None
    files: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether a tree was checked and nothing in it failed."""
        failed = any(each.result is StepResult.FAILED for each in self.problems)
        return self.checkpoint is not None and not failed


def audit(
    folder: Path,
    verifier: str,
    second: Path | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> Audit:
    """Check all of the ledger in ``folder`` against the key text ``verifier``.

    ``second`` is the second copy's path; ``progress`` hears how many leaves were read. Nothing
    is written. Hold the record's write lock where others may append. Raises ``BadInput`` for a
    text that is no verifier key; damage is told, never raised.
    """
    key = VerifierKey.from_text(verifier)
    pass_ = Examination(folder, progress)
    own = _read(folder / _CHECKPOINT, f"{folder.name}/{_CHECKPOINT}", key, pass_)
    other = _read(second, str(second), key, pass_) if second else None
    # Where the checkpoint itself is damaged, the second copy still tells which tiles are good.
    head = own or other
    if head is None:
        _unsure(pass_, f"{folder.name}/tile", "no signed root is left to check the tiles against")
    else:
        pass_.tree(head)
    if own and other:
        _compare(folder, own, other, str(second), pass_)
    _check_others(folder, head, pass_)
    return Audit(head, pass_.files, tuple(pass_.problems))


def _read(path: Path, name: str, key: VerifierKey, pass_: Examination) -> Checkpoint | None:
    pass_.files += 1
    try:
        checkpoint = read_signed(name, path.read_bytes(), key)
    except FileNotFoundError:
        _fail(pass_, name, "is missing", "a signed checkpoint", "none")
        return None
    except OSError as error:
        _fail(pass_, name, "cannot be read", "a signed checkpoint", str(error.strerror))
        return None
    except RecordDamaged as error:
        _fail(pass_, name, error.what, error.expected, error.found)
        return None
    return checkpoint


def _compare(
    folder: Path, own: Checkpoint, other: Checkpoint, name: str, pass_: Examination
) -> None:
    """One of the two checkpoints must be a prefix of the other."""
    if (other.size, other.root) == (own.size, own.root):
        return
    if other.size > own.size:
        if reached(Shelf(folder), other, own):
            _unsure(pass_, name, f"is ahead with {other.size} leaves; the next start publishes it")
        else:
            what = "is ahead of the ledger: an older copy of the record was put back"
            _fail(pass_, name, what, f"at most {own.size} leaves", f"{other.size} leaves")
        return
    try:
        root = open_tree(folder, own).root_at(other.size)
    except RecordDamaged as error:
        _unsure(pass_, name, f"cannot be compared, {error.subject} is damaged")
        return
    if root != other.root:
        what = f"is of another history at {other.size} leaves"
        _fail(pass_, name, what, root.hex(), other.root.hex())


def _check_others(folder: Path, head: Checkpoint | None, pass_: Examination) -> None:
    """Files that are not of the tree: leftovers, beyond the checkpoint, unknown."""
    failed = {each.file for each in pass_.problems}
    size = head.size if head else 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name).relative_to(folder).as_posix()
            if path.startswith(_BESIDE):
                continue
            tile = parse_path(path)
            wanted = tile and tile_at(tile.level, tile.index, size)
            file = f"{folder.name}/{path}"
            if path == _CHECKPOINT or (tile and tile == wanted):
                continue
            if name.startswith(".") and name.endswith(".tmp"):
                _unsure(pass_, file, "is a temporary file that a crash left")
            elif tile is None:
                _unsure(pass_, file, "is no file of a ledger")
            elif wanted is None or tile.width > wanted.width:
                _unsure(pass_, file, _beyond(tile, wanted))
            else:
                _check_leftover(pass_, tile, wanted, failed)


def _beyond(tile: Tile, wanted: Tile | None) -> str:
    number = tile.width - (wanted.width if wanted else 0)
    return (
        f"holds {number} {'entries' if tile.level == ENTRIES else 'hashes'} beyond the checkpoint"
    )


def _check_leftover(pass_: Examination, tile: Tile, fuller: Tile, failed: set[str]) -> None:
    """A superseded partial tile must be how the fuller one begins."""
    name = pass_.name(tile)
    pass_.files += 1
    data, whole = pass_.file(tile), pass_.file(fuller)
    if data is None or whole is None:
        return
    begins = whole.startswith(data) and _is_whole(tile, data)
    if not begins and pass_.name(fuller) in failed:
        _unsure(pass_, name, f"is superseded, and {pass_.name(fuller)} is damaged")
    elif not begins:
        what = "is superseded and not how its successor begins"
        _fail(pass_, name, what, f"the first {tile.width} of {pass_.name(fuller)}", "other bytes")


def _is_whole(tile: Tile, data: bytes) -> bool:
    if tile.level != ENTRIES:
        return len(data) == tile.width * HASH_BYTES
    try:
        entries = unpack(data, tile.width)
    except BadFile:
        return False
    return sum(map(len, entries)) + 2 * len(entries) == len(data)


def _fail(pass_: Examination, file: str, what: str, expected: str, found: str) -> None:
    pass_.problems.append(Problem(file, what, expected, found))


def _unsure(pass_: Examination, file: str, why: str) -> None:
    pass_.problems.append(Problem(file, why, "", "", StepResult.NOT_CHECKED))
