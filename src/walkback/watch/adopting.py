"""When the operator says that this folder is right and the second copy is not: what was given up.

    mark    -> the second copy's text lies in the folder
    adopt   -> the ledger replaces the second copy
    record  -> a register entry says so; the mark goes

A crash after any arrow is completed by the next start: no adoption goes unrecorded.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from walkback import durable
from walkback.errors import WalkbackError
from walkback.ledger import Ledger
from walkback.ledger.checkpoint import parse_checkpoint
from walkback.ledger.tree import open_tree
from walkback.model.times import stamp
from walkback.watch.clocks import Clocks

Save = Callable[[Sequence[Mapping[str, Any]]], None]

MARK = "adopting"
_LONGEST = 4096  # characters; a checkpoint has a few hundred


def mark(folder: Path, second: Path) -> None:
    """Keep what the second copy says before it is replaced, where it is not what we published."""
    published = folder / "ledger" / "checkpoint"
    if second.exists() and published.exists():
        held = second.read_bytes()
        if held != published.read_bytes():
            durable.write_file(folder / MARK, held)


def record(folder: Path, ledger: Ledger, save: Save, now: datetime) -> None:
    """Make the register entry of an adoption that nothing says yet."""
    path = folder / MARK
    if not path.exists():
        return
    text = path.read_bytes().decode("utf-8", "replace")[:_LONGEST]
    # Where it is of our history after all, it was marked and then put right in another way.
    if ledger.adopted or not _is_ours(text, folder / "ledger", ledger):
        entry = {
            "type": "adopted",
            "at": stamp(now),
            "why": "said by the operator",
            "kept": {"size": ledger.size, "root": ledger.root.hex()},
            "given_up": text,
        }
        save([entry])
    durable.remove(path)


def forgive(clocks: Clocks, save: Save, now: datetime) -> None:
    """Where the operator says that this machine's clock is right and was wrong before: go on with
    it, and record what was said.
    """
    known = clocks.behind(now)
    if known is None:
        return
    clocks.forgiven = True
    entry = {
        "type": "adopted",
        "at": stamp(now),
        "why": "the clock is right, said by the operator",
        "kept": {"at": stamp(now)},
        "given_up": stamp(known),
    }
    save([entry])


def _is_ours(text: str, folder: Path, ledger: Ledger) -> bool:
    try:
        given_up = parse_checkpoint(text.encode())
        tree = open_tree(folder, ledger.checkpoint())
    except WalkbackError:
        return False
    return given_up.size <= ledger.size and tree.root_at(given_up.size) == given_up.root
