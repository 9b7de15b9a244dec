"""One bundle while it is checked: what the steps so far have found, for those that follow."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from walkback.archive import Group
from walkback.errors import VerificationFailed, WalkbackError
from walkback.ledger.checkpoint import VerifierKey
from walkback.model.bundle import Bundle, Disclosed
from walkback.model.canonical import parse_canonical
from walkback.model.evidence import Leaf
from walkback.model.proof import Checkpoint
from walkback.model.step import Step, StepResult
from walkback.verify.container import Container
from walkback.verify.policy import TrustPolicy

One = TypeVar("One")

MOST_TOLD = 20  # problems told one by one
MOST_LETTERS = 4000  # of one step's detail
_SHORT = 160

# What reading hostile bytes may raise beside our own errors; anything else is a fault of ours.
HOSTILE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


class UncheckedError(Exception):
    """A step was not gone into; the text says why. Never leaves the room."""


@dataclass(slots=True)
class Inquiry:
    """A bundle, whom its reader trusts, and what is known so far.

    ``signer`` is the key the bundle names as its ledger's, ``key`` the one that checkpoints are
    checked with. ``leaves`` were proven to lie in the ledger, with the bytes that prove it;
    ``groups`` are what the archive has of them, ``documents`` the records of our own among them,
    ``opened`` single fields.
    """

    path: Path
    container: Container
    given: VerifierKey | None
    policy: TrustPolicy | None
    now: datetime
    results: dict[int, Step] = field(default_factory=dict)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    bundle: Bundle | None = None
    signer: VerifierKey | None = None
    key: VerifierKey | None = None
    checkpoint: Checkpoint | None = None
    leaves: dict[int, tuple[Leaf, bytes]] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    opened: dict[int, list[Disclosed]] = field(default_factory=dict)

    def rests_on(self, *numbers: int) -> None:
        """Raises ``UncheckedError`` where one of these steps failed."""
        for number in numbers:
            if self.results[number].result is StepResult.FAILED:
                raise UncheckedError(f"it rests on step {number}, which failed")

    @property
    def listed(self) -> Bundle:
        """``walkback/bundle.json``. Raises ``UncheckedError``."""
        if self.bundle is None:
            raise UncheckedError("walkback/bundle.json cannot be read")
        return self.bundle

    @property
    def head(self) -> Checkpoint:
        """The checkpoint, checked. Raises ``UncheckedError``."""
        if self.checkpoint is None:
            raise UncheckedError("no checkpoint was checked")
        return self.checkpoint

    def held_back(self) -> set[str]:
        """Ids of leaves whose content the bundle says it does not have."""
        numbers = [one.n for one in self.listed.withheld]
        numbers += [one.n for one in self.listed.tombstones]
        return {self.leaves[n][0].id for n in numbers if n in self.leaves}


def numbers_of(bundle: Bundle) -> list[int]:
    """The leaves that a bundle names, in its three lists."""
    numbers = [one.n for one in bundle.leaves]
    numbers += [one.n for one in bundle.withheld]
    return numbers + [one.n for one in bundle.tombstones]


def tell(problems: Iterable[str]) -> None:
    """Raise ``VerificationFailed`` with these problems, if there are any."""
    every = list(problems)
    if every:
        more = f"; and {len(every) - MOST_TOLD} more" if len(every) > MOST_TOLD else ""
        raise VerificationFailed("; ".join(map(_cut, every[:MOST_TOLD])) + more)


def problems_of(each: Iterable[One], check: Callable[[One], Iterable[str] | None]) -> list[str]:
    """What ``check`` says is wrong with each: sentences, or an error raised."""
    found: list[str] = []
    for one in each:
        try:
            found += check(one) or ()
        except WalkbackError as error:
            found.append(str(error))
    return found


def fault(subject: str, what: str, expected: object = "", found: object = "") -> VerificationFailed:
    """A check that did not hold."""
    return VerificationFailed(what, subject=subject, expected=short(expected), found=short(found))


def short(value: object) -> str:
    """A value in a message: of a bounded length, whatever it holds."""
    text = value if isinstance(value, str) else repr(value)
    text = ascii(text)[1:-1] if not text.isprintable() else text
    return text if len(text) <= _SHORT else text[: _SHORT - 3] + "..."


def parse_part(data: bytes, subject: str) -> Any:
    """Canonical JSON of a member. Raises ``VerificationFailed``."""
    try:
        return parse_canonical(data)
    except WalkbackError as error:
        raise fault(subject, "is not canonical JSON", "RFC 8785", error.found) from None


def parse_lines(data: bytes, subject: str) -> list[Any]:
    """The values of lines of canonical JSON. Raises ``VerificationFailed``."""
    if data and not data.endswith(b"\n"):
        raise fault(subject, "breaks off", "a line end", data[-40:])
    return [
        parse_part(line, f"{subject} line {number}")
        for number, line in enumerate(data.split(b"\n")[:-1], 1)
    ]


def shaped(value: Any, subject: str, shape: Mapping[str, type]) -> Mapping[str, Any]:
    """The object, if it has exactly these keys with values of these types.

    ``object`` stands for any. Raises ``VerificationFailed``.
    """
    good = isinstance(value, dict) and set(value) == set(shape)
    if not good or not all(
        kind is object or type(value[key]) is kind for key, kind in shape.items()
    ):
        raise fault(subject, "does not have the fields it must have", ", ".join(shape), value)
    return dict(value)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS // 4 else text[: MOST_LETTERS // 4 - 3] + "..."
