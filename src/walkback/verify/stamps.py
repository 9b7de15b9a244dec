"""Step 8 of a record: the timestamps and cosignatures that lie beside its tiles.

Each stamped or cosigned checkpoint must be signed by the record's key and be of this very
history; each stamp must hold at its own time. What is signed by somebody whom the reader does
not name is told, and never passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from walkback.errors import BadFile, VerificationFailed, WalkbackError
from walkback.ledger.chains import Certificate, read_certificates
from walkback.ledger.checkpoint import VerifierKey, parse_checkpoint, verify_checkpoint
from walkback.ledger.cosignatures import WitnessKey, check_cosignatures
from walkback.ledger.stamps import KeptStamp, lines_of, read_cosigned, read_stamps
from walkback.ledger.timestamps import Trust, check_series
from walkback.ledger.tree import Tree
from walkback.model.proof import Checkpoint
from walkback.model.stamped import StampAnswer, StampCheck
from walkback.model.step import StepResult


@dataclass(frozen=True, slots=True)
class Believed:
    """Whom the reader believes: the roots of authorities, witnesses by key, and the time now."""

    trust: Trust
    witnesses: tuple[WitnessKey, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside the tiles. Read it before the tree: a stamp may come in meanwhile, of a
    checkpoint that was not there yet.
    """

    stamps: tuple[KeptStamp, ...]
    cosigned: tuple[Checkpoint, ...]
    unreadable: tuple[str, ...]


def read_beside(ledger: Path) -> Beside:
    """The stamps and cosigned checkpoints of the ledger in this folder."""
    problems: list[str] = []
    stamps, notes = read_stamps(ledger, problems), read_cosigned(ledger, problems)
    return Beside(tuple(stamps), tuple(notes), tuple(problems))


@dataclass(slots=True)
class _Found:
    problems: list[str] = field(default_factory=list)
    stamps: list[tuple[KeptStamp, StampCheck]] = field(default_factory=list)
    cosigned: int = 0
    named: set[str] = field(default_factory=set)
    notes: int = 0


def check_stamps(
    beside: Beside, tree: Tree, key: VerifierKey, believed: Believed
) -> tuple[StepResult, str]:
    """Result and detail for what lies beside the tiles of a tree that was checked."""
    found = _Found(list(beside.unreadable))
    for line in lines_of(beside.stamps):
        _stamped(line, tree, key, believed, found)
    for note in beside.cosigned:
        _cosigned(note, tree, key, believed, found)
    if found.problems:
        return StepResult.FAILED, "; ".join(found.problems[:20])
    holding = [one for one in found.stamps if one[1].holds]
    result = StepResult.PASSED if holding or found.cosigned else StepResult.NOT_CHECKED
    return result, _words(found, holding)


def _stamped(
    line: Sequence[KeptStamp], tree: Tree, key: VerifierKey, believed: Believed, found: _Found
) -> None:
    first = line[0]
    try:
        _of_this_history(parse_checkpoint(first.note, first.name), tree, key)
    except WalkbackError as error:
        found.problems.append(f"stamps/{first.name}: {error}")
        return
    chain = tuple(one for each in line for one in _chain(each))
    trust = Trust(believed.trust.roots, (*believed.trust.chain, *chain))
    check = check_series([one.answer for one in line], first.note, trust, believed.at)
    if check.answer is StampAnswer.INVALID:
        found.problems.append(f"stamps/{first.name}: {check.reason}")
    else:
        found.stamps.append((first, check))


def _chain(kept: KeptStamp) -> tuple[Certificate, ...]:
    try:
        return read_certificates(kept.chain, kept.name)
    except BadFile:
        return ()  # it only helps to get to a root; without it the root stays unknown


def _cosigned(
    note: Checkpoint, tree: Tree, key: VerifierKey, believed: Believed, found: _Found
) -> None:
    try:
        _of_this_history(note, tree, key)
        good = check_cosignatures(note, believed.witnesses)
    except WalkbackError as error:
        found.problems.append(f"cosigned, {note.size} leaves: {error}")
        return
    found.notes += 1
    found.cosigned += len(good)
    found.named |= {one.name for one in good}


def _of_this_history(note: Checkpoint, tree: Tree, key: VerifierKey) -> None:
    """Raises ``VerificationFailed``."""
    verify_checkpoint(note, key)
    if note.size > tree.edge.size:
        raise VerificationFailed(
            "it is of a larger tree: an older copy of the record was put back",
            subject=f"{note.size} leaves",
            expected=f"at most {tree.edge.size} leaves",
        )
    root = tree.root_at(note.size)
    if root != note.root:
        raise VerificationFailed(
            "it is of another history of this ledger",
            subject=f"{note.size} leaves",
            expected=root.hex(),
            found=note.root.hex(),
        )


def _words(found: _Found, holding: Sequence[tuple[KeptStamp, StampCheck]]) -> str:
    words = []
    for kept, check in holding[-3:]:
        at = check.gen_time.isoformat() if check.gen_time else ""
        how = f", {check.answer.value}" if check.answer is StampAnswer.VALID_THEN else ""
        words.append(f"{kept.size} leaves existed at {at} ({check.authority}{how})")
    if len(holding) > 3:
        words.append(f"{len(holding)} stamps hold in all")
    unknown = {check.reason for _, check in found.stamps if not check.holds}
    words += [f"a stamp was not checked: {why}" for why in sorted(unknown)]
    if found.cosigned:
        words.append(f"{found.cosigned} cosignatures hold: {', '.join(sorted(found.named))}")
    elif found.notes:
        words.append(f"{found.notes} cosigned checkpoints, by no witness that was named")
    return "; ".join(words) or "no checkpoint of this record is timestamped"
