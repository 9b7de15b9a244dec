"""The numbered steps of checking a bundle.

In order to believe a bundle, all of this must hold (docs/verifying.md says it for a reader):

1. The file is a ZIP of the one form a bundle has: each of its bits is accounted for.
2. The manifest lists each member with its size and SHA-256, and no other.
3. The manifest is signed, by a key that the ledger's own key vouches for.
4. That ledger's key is the one the reader trusts.
5. The checkpoint is signed by it: so many leaves, with this root.
6. Witnesses have cosigned the checkpoint, as many as the reader's policy asks for.
7. Timestamp authorities whom the reader trusts say that the checkpoint existed at their time.
8. Each leaf lies in the ledger: its hash leads to the signed root.
9. Every byte of the archive belongs to one leaf, and is what the leaf commits to.
10. The index and the pages name what is in the archive, where it is, and nothing else.
11. Each record of our own can be read; each single field is what its leaf commits to.
12. Each verdict rests on looks that are in the bundle as it states them, and follows from them.
13. What is derived for people agrees with the records it is derived from.
14. What is withheld lies in the ledger; what was erased, a redaction in the ledger says so.
15. And what nothing covers, said so.

Nothing in a bundle is ever run, unpacked to disk or fetched. Time and memory are bounded by the
file's size. The same steps stand in ``alone/verify_bundle.py``, which shares no code with these.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from walkback.archive.members import TornError
from walkback.errors import BadFile, WalkbackError
from walkback.ledger.checkpoint import VerifierKey
from walkback.model.step import Report, Step, StepResult
from walkback.verify.container import Container, read_container
from walkback.verify.derived import check_derived, check_missing, items_of, say_uncovered
from walkback.verify.groups import Walk
from walkback.verify.heads import check_checkpoint, check_proofs, check_stamps, check_witnesses
from walkback.verify.inquiry import HOSTILE, MOST_LETTERS, Inquiry, UncheckedError, short, tell
from walkback.verify.kept import check_archive, check_index
from walkback.verify.manifest import check_key, check_manifest, check_signature
from walkback.verify.own import check_conclusions, check_own
from walkback.verify.policy import TrustPolicy

BUNDLE_STEPS = {
    1: "container",
    2: "manifest",
    3: "manifest signature",
    4: "verifier key and trust policy",
    5: "checkpoint",
    6: "cosignatures",
    7: "timestamps",
    8: "inclusion proofs",
    9: "archive",
    10: "index and pages",
    11: "records of our own",
    12: "verdicts",
    13: "derived files",
    14: "withheld and tombstoned",
    15: "what nothing covers",
}

Check = Callable[[Inquiry], str]


def verify_bundle(
    path: Path,
    now: datetime,
    *,
    verifier_key: str | None = None,
    policy: TrustPolicy | None = None,
) -> Report:
    """Check the bundle in the file ``path``; nothing is written, run or fetched.

    ``verifier_key`` is the key text the reader trusts, ``policy`` whom else; without them the
    bundle vouches for itself, and step 4 says so. ``now`` is what certificates are held against.
    Raises ``BadFile`` where the file cannot be opened, ``BadInput`` for a text that is no key;
    whatever the file holds is told, never raised.
    """
    given = VerifierKey.from_text(verifier_key) if verifier_key else None
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadFile("cannot be read", subject=str(path), found=str(error.strerror)) from None
    with file:
        inquiry = Inquiry(path, Container(file), given, policy, now)
        for number, check in _checks():
            inquiry.results[number] = _run(inquiry, number, check)
        items = tuple(items_of(inquiry)) if inquiry.bundle else ()
    return Report(tuple(inquiry.results.values()), items)


def _checks() -> list[tuple[int, Check]]:
    """The steps in their order; what one finds, the next ones use."""
    walk = Walk()
    checks: list[Check] = [
        _check_container,
        check_manifest,
        check_signature,
        check_key,
        check_checkpoint,
        check_witnesses,
        check_stamps,
        check_proofs,
        check_archive,
        check_index,
        lambda inquiry: check_own(inquiry, walk),
        lambda inquiry: check_conclusions(inquiry, walk),
        lambda inquiry: check_derived(inquiry, walk),
        check_missing,
        say_uncovered,
    ]
    return list(enumerate(checks, 1))


def _check_container(inquiry: Inquiry) -> str:
    inquiry.container = read_container(inquiry.container.file)
    tell(inquiry.container.problems)
    return f"{len(inquiry.container.parts)} members, no byte between or behind them"


def _run(inquiry: Inquiry, number: int, check: Check) -> Step:
    """One step's result. What hostile bytes bring about is a failed step, never an exception."""
    if number > 1 and not inquiry.container.parts:
        return _step(number, StepResult.NOT_CHECKED, "the container cannot be read")
    if 4 < number < 15 and inquiry.bundle is None:
        return _step(number, StepResult.NOT_CHECKED, "walkback/bundle.json cannot be read")
    if 5 < number < 15 and inquiry.results[5].result is not StepResult.PASSED:
        return _step(number, StepResult.NOT_CHECKED, "no checkpoint was checked")
    result = StepResult.FAILED
    try:
        told = check(inquiry)
        result = StepResult.PASSED
    except UncheckedError as why:
        result, told = StepResult.NOT_CHECKED, str(why)
    except (WalkbackError, TornError) as error:
        told = str(error)
    except HOSTILE as error:
        told = f"cannot be read: {type(error).__name__}: {short(str(error))}"
    return _step(number, result, told)


def _step(number: int, result: StepResult, detail: str) -> Step:
    told = detail if len(detail) <= MOST_LETTERS else detail[: MOST_LETTERS - 3] + "..."
    return Step(number, BUNDLE_STEPS[number], result, told)
