"""Every error Walkback raises for its own faults and for failed checks.

    WalkbackError                 base: what, on which subject, expected and found, what to do next
    ├── BadInput                  exit 2: wrong use or bad input
    │   ├── BadAddress            a text that is no address we contact
    │   ├── BadFile               a file that is not what it should be; knows its offset or line
    │   ├── BadSettings           walkback.toml or WALKBACK_… that cannot be used
    │   └── UnknownSpeaker        a name that is not in the register; knows near names
    ├── NotFound                  exit 1: the answer is no
    ├── RecordError               exit 2: the record cannot be used as it stands
    │   ├── NoRecord              there is none where it was looked for
    │   ├── RecordTooNew          made by a newer version
    │   ├── RecordDamaged         committed bytes are missing or differ
    │   ├── RestoredBackup        the second copy of the checkpoint is ahead of the ledger
    │   ├── ClockWentBack         this machine's clock is behind what the record knows
    │   ├── Busy                  another process polls
    │   └── StorageFull           a write did not fit
    └── VerificationFailed        exit 1: a numbered check did not hold

What the world does (a page gone, a host down, a refusal) is never an error: it is an
``Outcome``. This module imports nothing.
"""


class WalkbackError(Exception):
    """What went wrong, on which subject, expected and found, and what to do next."""

    exit_code = 2

    def __init__(
        self,
        what: str,
        *,
        subject: str = "",
        expected: str = "",
        found: str = "",
        todo: str = "",
    ) -> None:
        super().__init__(what)
        self.what = what
        self.subject = subject
        self.expected = expected
        self.found = found
        self.todo = todo

    def __str__(self) -> str:
        """``what: subject (expected …, found …). todo``; parts that are empty are left out."""
        text = f"{self.what}: {self.subject}" if self.subject else self.what
        facts = [
            f"{name} {value}"
            for name, value in (("expected", self.expected), ("found", self.found))
            if value
        ]
        if facts:
            text += f" ({', '.join(facts)})"
        return f"{text}. {self.todo}" if self.todo else text

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from worker processes, so they must pickle with their subject."""
        return (_rebuilt, (type(self), dict(self.__dict__)))


def _rebuilt(kind: type[WalkbackError], state: dict[str, str]) -> WalkbackError:
    error = kind.__new__(kind)
    Exception.__init__(error, state.get("what", ""))
    error.__dict__.update(state)
    return error


class BadInput(WalkbackError):
    """Wrong use, or input that cannot be used."""


class BadAddress(BadInput):
    """A text that is not an http or https address we are willing to contact."""


class BadFile(BadInput):
    """A file that is not what it should be. ``subject`` is the path, with offset or line."""


class BadSettings(BadInput):
    """A settings file or environment variable that cannot be used."""


class UnknownSpeaker(BadInput):
    """A speaker's name that is not in the register; ``todo`` holds near names."""


class NotFound(WalkbackError):
    """The answer is no: there is no such statement, source or speaker."""

    exit_code = 1


class RecordError(WalkbackError):
    """The record cannot be used as it stands."""


class NoRecord(RecordError):
    """There is no record in the folder."""


class RecordTooNew(RecordError):
    """The record was made by a newer version of Walkback."""


class RecordDamaged(RecordError):
    """Bytes that the ledger commits to are missing or differ."""


class RestoredBackup(RecordError):
    """The second copy of the checkpoint is ahead of the ledger: an older copy was put back."""


class ClockWentBack(RecordError):
    """This machine's clock is behind a time that the record already holds: nothing is signed."""


class Busy(RecordError):
    """Another process polls this record."""


class StorageFull(RecordError):
    """A write did not fit on the disk. What was acknowledged before is safe."""


class VerificationFailed(WalkbackError):
    """A numbered check of evidence did not hold."""

    exit_code = 1
