"""The looks of a batch that brought no new bytes, as compact records.

A roll call says of each instance that it was looked at: still there, or could not be looked
at. Times are whole milliseconds, because every look's time is cut to milliseconds before it is
used anywhere: the history must be the same when it is rebuilt from these lines.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from walkback.errors import BadInput
from walkback.model.exchange import OutcomeKind

MOST_LINES = 1024

# One letter each: a line is kept for every look at every page, for ever.
_CODES = {
    OutcomeKind.NOT_MODIFIED: "n",
    OutcomeKind.RECEIVED: "r",
    OutcomeKind.GONE: "g",
    OutcomeKind.REFUSED: "f",
    OutcomeKind.UNREACHABLE: "u",
    OutcomeKind.INCOMPLETE: "i",
}
_KINDS = {code: kind for kind, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One look: which instance, when, what came of it, and the capture its bytes equal.

    ``control`` and ``url`` are set where the line is a control's answer for that instance's look.
    """

    instance: str
    at: datetime
    outcome: OutcomeKind
    reason: str = "ok"
    capture: str | None = None
    control: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RollCall:
    """At most 1,024 lines of one batch; ``at`` is the first line's time or earlier."""

    id: str
    at: datetime
    lines: tuple[Line, ...]

    def observation_id(self, number: int) -> str:
        """The id of the look in line ``number``, counted from 0."""
        return f"{self.id}/{number}"

    def document(self) -> list[Any]:
        """JSON lines ``[code, ms, instance, capture, reason, control, url]``, short where plain."""
        return [self._fields(line) for line in self.lines]

    def _fields(self, line: Line) -> list[Any]:
        offset = (line.at - self.at) // timedelta(milliseconds=1)
        fields: list[Any] = [_CODES[line.outcome], offset, line.instance, line.capture]
        if line.reason != "ok" or line.control:
            fields.append(line.reason)
        if line.control:
            fields += [line.control, line.url]
        return fields

    @classmethod
    def parse(cls, identity: str, at: datetime, document: Any) -> "RollCall":
        """The roll call of a kept document; raises ``BadInput`` where it is none."""
        try:
            return cls(identity, at, tuple(_line(at, *fields) for fields in document))
        except (TypeError, KeyError, ValueError) as error:
            raise BadInput(
                "a roll call cannot be read", subject=identity, found=str(error)
            ) from None


def _line(  # noqa: PLR0913, PLR0917 - one parameter for each field of the line
    start: datetime,
    code: str,
    offset: int,
    instance: str,
    capture: str | None,
    reason: str = "ok",
    control: str | None = None,
    url: str | None = None,
) -> Line:
    at = start + timedelta(milliseconds=offset)
    return Line(instance, at, _KINDS[code], reason, capture, control, url)
