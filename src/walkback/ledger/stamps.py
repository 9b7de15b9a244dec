"""The timestamps and cosigned checkpoints that lie beside the tiles. Reads only.

    ledger/stamps/<k>.tsq .tsr .pem .note .json    query, answer, chain, what was stamped, facts
    ledger/cosigned/<size>-<time>.note             a checkpoint with witnesses' lines

They are no leaves: each is signed by somebody else and proves itself, a leaf would only say that
we have it; and a daily leaf for each would make the ledger grow although nothing was said. What
is lost with one is its time, never the record's history.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from walkback.errors import BadFile, BadInput
from walkback.ledger.checkpoint import parse_checkpoint
from walkback.ledger.timestamps import renewed
from walkback.ledger.tokens import LONGEST
from walkback.model.proof import Checkpoint
from walkback.model.times import parse_stamp, stamp

STAMPS = "stamps"
COSIGNED = "cosigned"
NAME_TIME = "%Y%m%dT%H%M%SZ"
_TIME = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_LONGEST_NOTE = 64 << 10


@dataclass(frozen=True, slots=True)
class KeptStamp:
    """One timestamp with all that is needed to check it again.

    ``note`` are the checkpoint's bytes; ``renews`` names the older stamp that this one carries
    on, and then what was stamped is that one's answer followed by what that one stamped.
    ``authority`` is the address that was asked, ``at`` the token's own time.
    """

    name: str
    authority: str
    at: datetime
    size: int
    query: bytes
    answer: bytes
    chain: bytes
    note: bytes
    renews: str | None = None

    def facts(self) -> dict[str, Any]:
        """What its JSON file says."""
        return {
            "v": 1,
            "authority": self.authority,
            "over": sha256(self.note).hexdigest(),
            "size": self.size,
            "gen_time": stamp(self.at),
            "renews": self.renews,
        }


def stamp_name(authority: str, at: datetime, size: int) -> str:
    """What a stamp's files are called: by size, time and authority, so that they sort by time."""
    return f"{size:012}-{at:{NAME_TIME}}-{sha256(authority.encode()).hexdigest()[:8]}"


def read_stamps(ledger: Path, problems: list[str] | None = None) -> list[KeptStamp]:
    """All stamps of the ledger in this folder, oldest first; those that cannot be read are told
    among the ``problems``.
    """
    found = []
    for path in sorted((ledger / STAMPS).glob("[0-9]*.json")):
        try:
            found.append(_read(path))
        except (BadInput, OSError, ValueError, KeyError, TypeError) as error:
            if problems is not None:
                problems.append(f"{STAMPS}/{path.name} cannot be read: {error}")
    return sorted(found, key=lambda one: (one.at, one.name))


def read_stamp(facts: dict[str, Any], name: str, parts: dict[str, bytes]) -> KeptStamp:
    """A stamp from its facts and the bytes of its other files by ending.

    Raises ``BadFile``, ``KeyError`` and ``ValueError`` where they are not what belongs together.
    """
    if sha256(parts["note"]).hexdigest() != facts["over"]:
        raise BadFile("the stamped checkpoint is not the one its facts name", subject=name)
    if parse_checkpoint(parts["note"], name).size != facts["size"]:
        raise BadFile("the stamped checkpoint has another size", subject=name)
    renews = facts.get("renews")
    return KeptStamp(
        name,
        str(facts["authority"]),
        parse_stamp(facts["gen_time"]),
        int(facts["size"]),
        parts["tsq"],
        parts["tsr"],
        parts["pem"],
        parts["note"],
        None if renews is None else str(renews),
    )


def lines_of(stamps: Sequence[KeptStamp]) -> list[list[KeptStamp]]:
    """Each stamp that renews no other, followed by its renewals in order."""
    after = {one.renews: one for one in stamps if one.renews}
    found = []
    for first in stamps:
        if first.renews:
            continue
        line, last = [first], first
        while (follower := after.pop(last.name, None)) is not None:
            line.append(follower)
            last = follower
        found.append(line)
    return found


def latest_told(ledger: Path, above: int) -> datetime | None:
    """The latest time that others have told of a checkpoint of more than ``above`` leaves."""
    names = [
        path.stem.split("-")
        for folder, ending in ((STAMPS, "json"), (COSIGNED, "note"))
        for path in (ledger / folder).glob(f"*-*.{ending}")
    ]
    times = [
        datetime.strptime(parts[1], NAME_TIME).replace(tzinfo=UTC)
        for parts in names
        if parts[0].isdecimal() and int(parts[0]) > above and _TIME.fullmatch(parts[1])
    ]
    return max(times, default=None)


def stamped_bytes(line: Sequence[KeptStamp]) -> bytes:
    """What a renewal of a stamp and its renewals has to stamp."""
    over = line[0].note
    for one in line:
        over = renewed(one.answer, over)
    return over


def read_cosigned(ledger: Path, problems: list[str] | None = None) -> list[Checkpoint]:
    """The cosigned checkpoints that were kept, smallest first."""
    found = []
    for path in sorted((ledger / COSIGNED).glob("*.note")):
        try:
            found.append(parse_checkpoint(_bounded(path, _LONGEST_NOTE), path.name))
        except (BadFile, OSError) as error:
            if problems is not None:
                problems.append(f"{COSIGNED}/{path.name} cannot be read: {error}")
    return found


def _read(path: Path) -> KeptStamp:
    facts = json.loads(_bounded(path, LONGEST))
    parts = {
        ending: _bounded(path.with_suffix(f".{ending}"), LONGEST)
        for ending in ("tsq", "tsr", "pem", "note")
    }
    return read_stamp(facts, path.stem, parts)


def _bounded(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise BadFile("the file is too long", subject=path.name, expected=f"{most} bytes")
    return data
