"""The numbered steps of checking a record.

In order to believe a record, all of this must hold:

1. There is a verifier key, given by whoever checks, or the record's own.
2. The checkpoint is signed by that key, and every byte of it is as a checkpoint is written.
3. Every leaf and tile of the ledger leads to the checkpoint's root.
4. The second copy of the checkpoint is of the same history.
5. Every byte of the archive belongs to the group of one leaf, in order, and hashes to it.
6. Each record of our own can be read: roll calls, registers, imports, verdicts.
7. Each verdict names looks that are in the record, as they are there, and follows from them.
8. Each timestamp and cosignature is of this history, and holds for whom the reader believes.

And what is not covered, said so: bytes after the checkpoint, words read again, settings, the
store.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from walkback.errors import BadFile, BadInput, WalkbackError
from walkback.ledger.audit import Audit, audit
from walkback.ledger.checkpoint import VerifierKey
from walkback.ledger.examine import Problem
from walkback.ledger.timestamps import Trust
from walkback.model.evidence import LeafKind
from walkback.model.step import Report, Step, StepResult
from walkback.verify.groups import Leaves, Walk, walk
from walkback.verify.stamps import Believed, Beside, check_stamps, read_beside
from walkback.verify.verdicts import check_verdicts, told_of

STEPS = {
    1: "verifier key",
    2: "checkpoint",
    3: "ledger",
    4: "second copy",
    5: "archive",
    6: "records of our own",
    7: "verdicts",
    8: "timestamps and cosignatures",
    9: "what no leaf covers",
}
_MOST = 20  # problems told one by one


def verify(
    path: Path,
    *,
    verifier_key: str | None = None,
    second: Path | None = None,
    believed: Believed | None = None,
    deep: bool = False,
) -> Report:
    """Check the record in the folder ``path``; nothing is written.

    Captures are hashed as they lie; with ``deep`` they are unpacked too.

    ``verifier_key`` is the key text the reader trusts; without one the record's own is taken,
    and step 1 says so. ``second`` is where the second copy lies; ``believed`` whose timestamps
    and cosignatures count, nobody's where None. Raises ``BadFile`` where there is no record at
    ``path``.
    """
    if not (path / "ledger").is_dir():
        raise BadFile("there is no record here", subject=str(path), expected="a folder ledger/")
    key, first = _key(path, verifier_key)
    if key is None:
        return Report((first, *_unchecked(range(2, 9), "there is no key to check with")))
    beside = read_beside(path / "ledger")
    with _no_writer(path):
        found = audit(path / "ledger", key, second)
        leaves = Leaves(path / "ledger", found.checkpoint) if found.checkpoint else None
    steps = [first, *_ledger_steps(found, second)]
    if leaves is None:
        return Report((*steps, *_unchecked(range(5, 9), "no checkpoint holds"), _uncovered(path)))
    archive = walk(path, leaves, deep=deep)
    steps += [
        _step(5, archive.problems, _counted(archive)),
        _step(6, archive.unreadable, f"{archive.documents} records"),
        _verdict_step(path, archive),
        _stamp_step(beside, leaves, key, believed),
        _uncovered(path, archive.tails, found),
    ]
    return Report(tuple(steps))


def _key(path: Path, given: str | None) -> tuple[str | None, Step]:
    if given is not None:
        _check_key(given)
        return given, Step(1, STEPS[1], StepResult.PASSED, f"given: {given}")
    try:
        key = VerifierKey.from_text((path / "keys" / "ledger.vkey").read_text().strip()).text
    except (WalkbackError, OSError, UnicodeDecodeError) as error:
        return None, Step(1, STEPS[1], StepResult.FAILED, str(error))
    detail = f"the record's own, so that it vouches for itself: {key}. Name the one you trust"
    return key, Step(1, STEPS[1], StepResult.NOT_CHECKED, detail)


def _check_key(text: str) -> None:
    try:
        VerifierKey.from_text(text)
    except BadInput as error:
        raise BadInput(
            "not a verifier key",
            subject=repr(text),
            expected="name+key id+base64 of the public key",
            found=f"{error.what} {error.found}",
            todo="Copy the whole line that 'walkback init' prints",
        ) from None


@contextmanager
def _no_writer(path: Path) -> Iterator[None]:
    """Keep writers away while the ledger is read; a folder that cannot be locked has none."""
    with suppress(OSError), (path / "write.lock").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield
        return
    yield


def _ledger_steps(found: Audit, second: Path | None) -> list[Step]:
    problems = [each for each in found.problems if each.result is StepResult.FAILED]
    of_note = [each for each in problems if each.file.endswith("ledger/checkpoint")]
    of_copy = [each for each in problems if second and each.file == str(second)]
    of_tree = [each for each in problems if each not in of_note and each not in of_copy]
    size = found.checkpoint.size if found.checkpoint else 0
    steps = [
        _step(2, _told(of_note), f"signed, {size} leaves"),
        _step(3, _told(of_tree), f"{found.files} files lead to the root"),
    ]
    if second is None:
        steps += _unchecked(range(4, 5), "it was not named")
    else:
        steps.append(_step(4, _told(of_copy), f"{second} is of the same history"))
    return steps


def _told(problems: Sequence[Problem]) -> list[str]:
    return [
        f"{each.file} {each.what} (expected {each.expected}, found {each.found})"
        for each in problems
    ]


def _stamp_step(beside: Beside, leaves: Leaves, key: str, believed: Believed | None) -> Step:
    if leaves.tree is None:
        return Step(8, STEPS[8], StepResult.NOT_CHECKED, "the ledger is damaged")
    if believed is None:
        believed = Believed(Trust(()), (), datetime.now(UTC))
    result, detail = check_stamps(beside, leaves.tree, VerifierKey.from_text(key), believed)
    return Step(8, STEPS[8], result, detail)


def _counted(archive: Walk) -> str:
    told = f"{archive.groups} groups, {archive.bytes} bytes"
    if archive.glanced:
        told += f"; {archive.glanced} captures were hashed as they lie, and not unpacked (--deep)"
    if not archive.tombstones:
        return told
    whole = sum(item.whole for _, item, _ in archive.tombstones)
    part = len(archive.tombstones) - whole
    return (
        f"{told}; TOMBSTONED: {whole} leaves whole, {part} in part, "
        "each as a redaction leaf commits to it"
    )


def _verdict_step(path: Path, archive: Walk) -> Step:
    if archive.problems or archive.unreadable:
        detail = "not gone into: the archive they rest on does not hold"
        return Step(7, STEPS[7], StepResult.NOT_CHECKED, detail)
    problems = check_verdicts(path / "archive", archive)
    detail = told_of(archive)
    gone = sum(item.leaf.kind is LeafKind.VERDICT for _, item, _ in archive.tombstones)
    if gone:
        detail += f"; {gone} erased or redacted, not derived again"
    if archive.unsure:
        detail += f"; {len(archive.unsure)} leaves that they rest on are erased"
    if archive.older and not problems:
        return Step(7, STEPS[7], StepResult.NOT_CHECKED, detail)
    return _step(7, problems, detail)


def _step(number: int, problems: Sequence[str], good: str) -> Step:
    if not problems:
        return Step(number, STEPS[number], StepResult.PASSED, good)
    told = "; ".join(problems[:_MOST])
    more = f"; and {len(problems) - _MOST} more" if len(problems) > _MOST else ""
    return Step(number, STEPS[number], StepResult.FAILED, told + more)


def _unchecked(numbers: range, why: str) -> list[Step]:
    return [Step(number, STEPS[number], StepResult.NOT_CHECKED, why) for number in numbers]


def _uncovered(path: Path, tails: Sequence[str] = (), found: Audit | None = None) -> Step:
    """Bytes that no leaf commits to. They are told and never taken for good."""
    there = [name for name in ("store.db", "walkback.toml") if (path / name).exists()]
    loose = [f"{name} is not checked" for name in there]
    if found is not None:
        unsure = [each for each in found.problems if each.result is StepResult.NOT_CHECKED]
        loose += [f"{each.file} {each.what}" for each in unsure]
    detail = "; ".join([*tails, *loose]) or "nothing else lies in the record"
    return Step(9, STEPS[9], StepResult.NOT_CHECKED, detail)
