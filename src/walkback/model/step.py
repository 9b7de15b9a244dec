"""The result of one numbered check of evidence."""

from dataclasses import dataclass
from enum import StrEnum


class StepResult(StrEnum):
    """Not checked is never passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step; ``detail`` says what was checked, or expected and found."""

    number: int
    name: str
    result: StepResult
    detail: str


class ItemState(StrEnum):
    """How one leaf of a bundle stands."""

    VERIFIED = "VERIFIED"
    WITHHELD = "VERIFIED-WITHHELD"  # in the ledger, and kept back
    REDACTED = "VERIFIED-REDACTED"  # some of its fields were taken away
    TOMBSTONED = "TOMBSTONED"  # erased, and a redaction in the ledger says so
    FAILED = "FAILED"
    NOT_CHECKED = "NOT-CHECKED"  # what its state rests on was not checked


@dataclass(frozen=True, slots=True)
class Item:
    """One leaf of a bundle, by number, kind and id, and how it stands."""

    n: int
    kind: str
    id: str
    state: ItemState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All steps, in order. ``ok`` where none failed and at least one passed.

    ``items`` are the leaves of a bundle; a record has none.
    """

    steps: tuple[Step, ...]
    items: tuple[Item, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the evidence holds as far as it was checked."""
        results = {step.result for step in self.steps}
        return StepResult.FAILED not in results and StepResult.PASSED in results
