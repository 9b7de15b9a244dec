"""What a timestamp or a cosignature came to when it was checked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StampAnswer(StrEnum):
    """How a timestamp stands. An unknown root is an answer of its own: it is never a pass."""

    VALID = "valid"
    # The certificates held when it was made and have ended since: good evidence as long as
    # nobody has broken their keys. Stamping it again before they end avoids this.
    VALID_THEN = "valid-then-certificate-now-expired"
    UNKNOWN_ROOT = "unknown-root"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class StampCheck:
    """One timestamp, checked. ``reason`` says why it is not valid, or what could not be told.

    ``gen_time`` is the token's own time, None where it could not be read; ``ends`` the moment at
    which the first certificate of its chain ends. ``authority`` is the signer's name as its
    certificate has it, ``root`` the SHA-256 of the root certificate it leads to, in hex.
    """

    answer: StampAnswer
    reason: str = ""
    gen_time: datetime | None = None
    ends: datetime | None = None
    authority: str = ""
    root: str = ""
    nonce: int | None = None

    @property
    def holds(self) -> bool:
        """Whether it proves its time to somebody who trusts the root."""
        return self.answer in (StampAnswer.VALID, StampAnswer.VALID_THEN)


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A witness's cosignature that holds: whose, made when, and its line in the note."""

    name: str
    at: datetime
    line: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """The last time an authority or a witness was asked for a checkpoint, and what came of it.

    ``kind`` is ``authority`` or ``witness``; ``size`` the leaves of the checkpoint; ``tries`` how
    often in a row it gave nothing that holds.
    """

    url: str
    kind: str
    at: datetime
    ok: bool
    size: int
    detail: str
    tries: int = 0
