"""One account in one round: whom to ask next, and when to stop asking.

    the list, where it is due -> sweeps, where the adapter offers them -> one by one

The list is the account's control. Where it says that the account is gone, suspended or private,
or where we are not let in, it speaks for all of the account's statements: they get their line in
the roll call and nobody is asked about them one by one.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from walkback.model.conversation import Adapter, Answer, Conversation, Listed, Sweeping
from walkback.model.exchange import OutcomeKind
from walkback.model.verdict import State
from walkback.store import Known
from walkback.store.accounts import AccountRow

AT_ONCE = 2  # conversations of one account; its host is paced by the fetcher
MOST_FAILURES = 3  # in a row
LOST = frozenset({"gone", "deactivated", "suspended", "private", "lost"})
# Refusals that are of our access and not of one post.
_OURS = frozenset(
    {
        *("retry-after", "http-429", "http-401", "http-402", "http-503", "no-secret", "login"),
        *("rate-limit", "budget", "robots", "guard"),
    }
)


@dataclass(frozen=True, slots=True)
class Over:
    """Why the rest of an account is not asked, as each of its statements is told it.

    ``capture`` is the list's, where it speaks for them all.
    """

    outcome: OutcomeKind
    reason: str
    capture: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One conversation that is to be led: ``how`` is ``list``, ``sweep`` or ``look``."""

    account: "Account"
    how: str
    rows: tuple[Known, ...]
    memory: Mapping[str, Any]

    def begin(self) -> Conversation[Any]:
        """The generator; what it raises is the adapter's."""
        adapter, row = self.account.adapter, self.rows[0]
        if self.how == "list":
            return adapter.list(self.account.row.url, self.memory)
        if self.how == "sweep" and isinstance(adapter, Sweeping):
            return adapter.sweep([one.url for one in self.rows], self.memory)
        return adapter.look(row.url, self.memory)


@dataclass(slots=True, eq=False)
class Account:
    """What is to be asked of an account, and what has come of it so far."""

    row: AccountRow
    adapter: Adapter
    memory: dict[str, Any]
    listing: Known | None = None
    swept: deque[Known] = field(default_factory=deque)
    posts: deque[Known] = field(default_factory=deque)
    listed: bool = False
    wants_list: bool = False
    waits: bool = False  # for the list, before anything else is asked
    busy: int = 0
    failures: int = 0
    over: Over | None = None

    def add(self, row: Known) -> None:
        """An instance that is due."""
        if row.instance == self.row.instance:
            self.listing = row
        elif isinstance(self.adapter, Sweeping) and row.good and row.state == State.PRESENT:
            self.swept.append(row)
        else:
            self.posts.append(row)

    def next(self) -> Ask | None:
        """What to ask now; None while answers are awaited, and at the end."""
        if self.over is not None or self.waits:
            return None
        if self.listing is not None:
            if self.busy:
                return None
            row, self.listing, self.listed = self.listing, None, True
            self.waits = True
            return self._ask("list", (row,))
        if self.busy >= AT_ONCE or (self.busy and self.wants_list):
            return None
        if self.swept and isinstance(self.adapter, Sweeping):
            most = max(1, min(self.adapter.most, len(self.swept)))
            return self._ask("sweep", tuple(self.swept.popleft() for _ in range(most)))
        return self._ask("look", (self.posts.popleft(),)) if self.posts else None

    def rest(self) -> list[Known]:
        """What will not be asked; only once nothing is under way."""
        rows = [*self.swept, *self.posts]
        rows += [self.listing] if self.listing is not None else []
        self.swept.clear()
        self.posts.clear()
        self.listing = None
        return rows

    def _ask(self, how: str, rows: Sequence[Known]) -> Ask:
        self.busy += 1
        return Ask(self, how, tuple(rows), dict(self.memory))

    def heard_list(self, listed: Listed, capture: str | None) -> None:
        """What the list says for all."""
        self.wants_list = self.waits = False
        if listed.account in LOST and capture is not None:
            self.over = Over(listed.outcome, listed.reason, capture)
        elif listed.outcome not in (OutcomeKind.RECEIVED, OutcomeKind.GONE):
            self.over = Over(listed.outcome, listed.reason, retry_at=listed.retry_at)

    def heard_answer(self, answer: Answer, *, all_of_them: bool = False) -> None:
        """What one statement's answer says of the others: whether to ask for them at all.

        ``all_of_them``: it was a sweep's.
        """
        if answer.outcome in (OutcomeKind.RECEIVED, OutcomeKind.GONE) or answer.item:
            self.failures = 0
            self.wants_list = answer.account in LOST and not self.listed
            return
        self.failures += MOST_FAILURES if all_of_them else 1
        refused = answer.outcome is OutcomeKind.REFUSED and answer.reason in _OURS
        if refused or answer.retry_at is not None or self.failures >= MOST_FAILURES:
            self.over = Over(answer.outcome, answer.reason, retry_at=answer.retry_at)
