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


@dataclass(frozen=True, slots=True)
class Report:
    """All steps, in order. ``ok`` where none failed and at least one passed."""

    steps: tuple[Step, ...]

    @property
    def ok(self) -> bool:
        """Whether the evidence holds as far as it was checked."""
        results = {step.result for step in self.steps}
        return StepResult.FAILED not in results and StepResult.PASSED in results
