"""Which checkpoint the proofs lead to, and the timestamps that say how old the leaves are."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from walkback.ledger import Ledger
from walkback.ledger.stamps import KeptStamp, lines_of, read_cosigned, read_stamps
from walkback.model.bundle import StampFacts, stamp_name
from walkback.model.proof import Checkpoint
from walkback.model.times import stamp


def checkpoint_for(ledger: Ledger, folder: Path, numbers: Collection[int]) -> Checkpoint:
    """The newest checkpoint that witnesses have cosigned and that has all these leaves; else the
    ledger's own. ``folder`` is the ledger's.
    """
    least = max(numbers, default=-1)
    able = [one for one in read_cosigned(folder) if least < one.size <= ledger.size]
    return max(able, key=lambda one: one.size) if able else ledger.checkpoint()


def stamps_for(
    ledger: Ledger, folder: Path, checkpoint: Checkpoint, numbers: Collection[int]
) -> Iterator[tuple[str, bytes]]:
    """Members of a bundle: for each leaf and authority the earliest stamp, with its renewals."""
    lines = [line for line in lines_of(read_stamps(folder)) if 0 < line[0].size <= checkpoint.size]
    chosen = [one for line in _earliest(lines, numbers) for one in line]
    places = {one.name: number for number, one in enumerate(chosen)}
    text = checkpoint.text.encode()
    for number, one in enumerate(chosen):
        proof = ledger.consistency(one.size, checkpoint.size)
        facts = StampFacts(
            one.authority,
            str(one.facts()["over"]),
            one.size,
            stamp(one.at),
            tuple(each.hex() for each in proof.hashes),
            places[one.renews] if one.renews else None,
        )
        parts = {"json": facts.encode(), "note": one.note, "pem": one.chain}
        parts |= {"tsq": one.query, "tsr": one.answer}
        for part, data in parts.items():
            if part != "note" or data != text:
                yield stamp_name(number, part), data


def _earliest(lines: Sequence[list[KeptStamp]], numbers: Collection[int]) -> list[list[KeptStamp]]:
    """Of each authority the first line that covers each leaf, oldest first."""
    wanted: dict[str, list[KeptStamp]] = {}
    for number in numbers:
        seen: set[str] = set()
        for line in lines:
            first = line[0]
            if first.size > number and first.authority not in seen:
                seen.add(first.authority)
                wanted[first.name] = line
    return sorted(wanted.values(), key=lambda line: (line[0].at, line[0].name))
