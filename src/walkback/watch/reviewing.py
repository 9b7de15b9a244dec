"""What people at the desk say and do, as register records: kept before the store learns of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from walkback.model.desk import Account
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.review import Finding
from walkback.model.times import stamp
from walkback.store.register import save_register
from walkback.watch.keeper import Keeper


class Reviewer:
    """Keeps reviews, and who handled what."""

    def __init__(
        self, keeper: Keeper, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._new_id = new_id
        self._clock = clock

    def review(self, event: str, finding: Finding, by: Account) -> None:
        """What a reviewer says of an event, and that it was said, in one record."""
        at = self._clock()
        said = {
            "type": "review",
            "event": event,
            "account": by.id,
            "name": by.name,
            "finding": finding.value,
            "at": stamp(at),
        }
        self._save([said, _handled(at, by.id, f"review-{finding.value}", event)], at)

    def note(self, by: str, what: str, target: str) -> None:
        """That something was handled; ``by`` is an account's id."""
        at = self._clock()
        self._save([_handled(at, by, what, target)], at)

    def _save(self, entries: list[dict[str, Any]], at: datetime) -> None:
        evidence = Evidence(LeafKind.REGISTER, self._new_id(), at, document=entries)

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del first, kept
            save_register(connection, entries)

        self._keeper.commit([evidence], save)


def _handled(at: datetime, by: str, what: str, target: str) -> dict[str, str]:
    return {"type": "handled", "at": stamp(at), "account": by, "what": what, "target": target}
