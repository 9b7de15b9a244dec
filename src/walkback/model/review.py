"""What a reviewer says of an event, beside it. It never changes the verdict."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Finding(StrEnum):
    """Whether the reviewer finds the event right."""

    CONFIRMED = "confirmed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A reviewer's word on an event. ``by`` is the name of the reviewer's account."""

    finding: Finding
    by: str
    at: datetime
