"""Keep timestamps, cosigned checkpoints, and answers that were refused. Durable when it returns.

An answer that was wrong is evidence too, of whoever gave it: the newest few are kept.
"""

import json
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from walkback import durable
from walkback.ledger.stamps import COSIGNED, NAME_TIME, STAMPS, KeptStamp
from walkback.model.proof import Checkpoint

REFUSED = f"{STAMPS}/refused"
_MOST_REFUSED = 50


def keep_stamp(ledger: Path, kept: KeptStamp) -> None:
    """Its facts come last: a crash leaves files that nothing refers to, never half a stamp."""
    place = ledger / STAMPS / kept.name
    parts = {"tsq": kept.query, "tsr": kept.answer, "pem": kept.chain, "note": kept.note}
    files = [(place.with_name(f"{kept.name}.{end}"), data) for end, data in parts.items()]
    facts = json.dumps(kept.facts(), indent=1).encode() + b"\n"
    durable.write_files(files)
    durable.write_file(place.with_name(f"{kept.name}.json"), facts)


def keep_cosigned(ledger: Path, checkpoint: Checkpoint, at: datetime) -> None:
    """The checkpoint with its cosignature lines, the newest of them given at ``at``.

    For as long as the record lasts: the one that is published is soon followed by one that no
    witness has seen.
    """
    path = ledger / COSIGNED / f"{checkpoint.size:012}-{at:{NAME_TIME}}.note"
    durable.write_file(path, checkpoint.text.encode())


def keep_refused(ledger: Path, who: str, at: datetime, why: str, answer: bytes) -> None:
    """What was answered and not believed, with the reason; the oldest go when there are many."""
    digest = sha256(who.encode()).hexdigest()[:8]
    folder = ledger / REFUSED
    head = f"{who}\n{at.isoformat()}\n{why}\n\n".encode()
    durable.write_file(folder / f"{at:%Y%m%dT%H%M%S%fZ}-{digest}.answer", head + answer)
    for path in sorted(folder.glob("*.answer"))[:-_MOST_REFUSED]:
        durable.remove(path)
