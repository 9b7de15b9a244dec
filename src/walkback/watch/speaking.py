"""Look at accounts: lead the conversations, and make each batch of answers part of the record.

Known -> adapter's generator -> talk -> Answer | Listed -> a capture | a line of the roll call
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from walkback.model.conversation import Answer, Listed
from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.exchange import OutcomeKind
from walkback.model.rollcall import Line, RollCall
from walkback.sources import Adapters
from walkback.sources.conversations import digest, facts_of, laid_over
from walkback.store import Known, accounts, due, looks, register
from walkback.watch.accounts import Account, Ask
from walkback.watch.keeper import Keeper
from walkback.watch.looking import Looked, batches, next_due, to_milliseconds
from walkback.watch.spoken import (
    BROKEN,
    about,
    answer_of,
    failure_of,
    listed_of,
    note_of,
    spoken_row,
)
from walkback.watch.talking import Talk, Talker, Told

# A refusal of our credential. X's windows are of a quarter of an hour, others' are shorter.
_OF_THE_KEY = ("http-401", "http-402")
_BACK_OFF = timedelta(minutes=15)

Tools = tuple[Callable[[], str], Callable[[], datetime]]


@dataclass(frozen=True, slots=True)
class Found:
    """One look at one instance as it is kept: with ``capture`` its own, else a line."""

    row: Known
    at: datetime
    outcome: OutcomeKind
    reason: str
    same: str | None = None
    retry_at: datetime | None = None
    capture: Evidence | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None


class AccountLooker:
    """Asks for accounts and their statements, through the adapters that are installed.

    ``given`` is what the operator chose, by kind; it is laid over each memory, and lies with it in
    the opening of what is kept.
    """

    def __init__(
        self,
        keeper: Keeper,
        talker: Talker,
        adapters: Adapters,
        tools: Tools,
        given: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._keeper = keeper
        self._given = given
        self._talker = talker
        self._adapters = adapters
        self._new_id, self._clock = tools

    def look(self, rows: Iterable[Known]) -> Iterator[Looked]:
        """Look at each; yields after each batch that is kept, committed and saved."""
        found, spoken = self._sorted(rows)
        for batch in batches(self._found(found, spoken)):
            yield self._keep(batch)

    def _sorted(self, rows: Iterable[Known]) -> tuple[list[Found], list[Account]]:
        """The rows by account; those that no adapter speaks for are answered at once."""
        by_source: dict[str, Account] = {}
        found: list[Found] = []
        for row in rows:
            kind, source = row.kind or "", row.source or ""
            adapter = self._adapters.get(kind)
            if adapter is None:
                found.append(self._without_adapter(row))
                continue
            if source not in by_source:
                with self._keeper.store.reading() as connection:
                    one = accounts.account(connection, source)
                by_source[source] = Account(
                    one, adapter, {**one.memory, **self._given.get(kind, {})}
                )
            by_source[source].add(row)
        return found, list(by_source.values())

    def _without_adapter(self, row: Known) -> Found:
        why = self._adapters.why_not(row.kind or "")
        at, broken = to_milliseconds(self._clock()), OutcomeKind.UNREACHABLE
        return Found(row, at, broken, BROKEN, note=why)

    def _found(self, found: list[Found], spoken: list[Account]) -> Iterator[Found | None]:
        yield from found
        turn = deque(spoken)
        for ended in self._talker.talk(_talks(turn)):
            if ended is None:
                yield None
                continue
            ask: Ask = ended.key
            account = ask.account
            account.busy -= 1
            yield from self._heard(ask, ended)
            if account.over is not None and not account.busy:
                yield from self._rest(account)
            if account not in turn:
                turn.append(account)

    def _heard(self, ask: Ask, ended: Told) -> Iterator[Found]:
        """What a conversation came to, and what follows for its account."""
        if ask.how == "list":
            yield self._heard_list(ask, ended)
        elif ask.how == "sweep":
            yield from self._heard_sweep(ask, ended)
        else:
            yield self._heard_look(ask, ended)

    def _heard_list(self, ask: Ask, ended: Told) -> Found:
        at = self._at(ended)
        listed = listed_of(ended, at)
        self._remember(ask, ended, listed)
        said = Answer(listed.outcome, account=listed.account, code=listed.code)
        facts = self._facts(ask.account.row.kind, said)
        found = self._one(ask, (listed, ended, at), facts)
        ask.account.heard_list(listed, found.capture.id if found.capture else found.same)
        return replace(found, note=note_of(listed))

    def _heard_look(self, ask: Ask, ended: Told) -> Found:
        at, account = self._at(ended), ask.account
        answer = answer_of(ended, ended.value, at)
        self._remember(ask, ended, answer)
        account.heard_answer(answer)
        if account.wants_list and account.listing is None:
            account.listing = self._own(account)
        found = self._one(ask, (answer, ended, at), self._facts(account.row.kind, answer))
        return replace(found, note=answer.detail) if answer.reason == BROKEN else found

    def _heard_sweep(self, ask: Ask, ended: Told) -> Iterator[Found]:
        """Lines for what is as it was; what differs or is missing is asked for by itself."""
        at, account = self._at(ended), ask.account
        failed = failure_of(ended)
        if failed is not None:
            self._remember(ask, ended, failed)
            account.heard_answer(failed, all_of_them=True)
            for row in ask.rows:
                yield Found(row, at, failed.outcome, failed.reason, None, failed.retry_at)
            return
        shown = ended.value if isinstance(ended.value, Mapping) else {}
        for row in ask.rows:
            answer = answer_of(ended, shown.get(row.url), at)
            if answer.post is not None and digest(answer) == row.good_digest:
                yield Found(row, at, answer.outcome, answer.reason, row.good)
            else:
                account.posts.append(row)

    def _facts(self, kind: str, answer: Answer) -> dict[str, Any]:
        return facts_of(kind, answer, self._adapters.version(kind))

    def _one(
        self, ask: Ask, heard: tuple[Answer | Listed, Told, datetime], facts: Mapping[str, Any]
    ) -> Found:
        """A look as it is kept: a capture where it says something new and has bytes."""
        value, ended, at = heard
        row, mark = ask.rows[0], digest(value)
        exchanges = tuple(one for outcome in ended.asked for one in outcome.exchanges)
        found = Found(
            row, at, value.outcome, value.reason, None, value.retry_at, None, value.memory
        )
        if not exchanges:
            return found
        for known, same in ((row.good_digest, row.good), (row.kept_digest, row.kept)):
            if mark == known:
                return replace(found, same=same)
        kept = about(ask, value, ended.asked) | {"digest": mark, "facts": dict(facts)}
        capture = Evidence(LeafKind.CAPTURE, self._new_id(), at, kept, exchanges=exchanges)
        return replace(found, capture=capture)

    def _rest(self, account: Account) -> Iterator[Found]:
        """A line for each statement that the account's own answer speaks for."""
        over = account.over
        if over is None:
            return
        at = to_milliseconds(self._clock())
        for row in account.rest():
            yield Found(row, at, over.outcome, over.reason, over.capture, over.retry_at)

    def _remember(self, ask: Ask, ended: Told, value: Answer | Listed) -> None:
        account = ask.account
        account.memory = laid_over(account.memory, value.memory)
        if not ended.asked:
            return
        last = ended.asked[-1]
        if value.retry_at is not None:
            self._talker.hold(last.request.url, value.retry_at)
        elif last.reason == "http-429" or (last.request.secret and last.reason in _OF_THE_KEY):
            # It is of all who ask there: a thousand accounts need not be told so one by one.
            self._talker.hold(last.request.url, last.at + _BACK_OFF)

    def _own(self, account: Account) -> Known:
        with self._keeper.store.reading() as connection:
            return due.known_instances(connection, [account.row.instance])[account.row.instance]

    def _at(self, ended: Told) -> datetime:
        return to_milliseconds(ended.asked[-1].at if ended.asked else self._clock())

    def _keep(self, batch: Sequence[Found]) -> Looked:
        kept = [one for one in batch if one.capture is not None]
        lines = [one for one in batch if one.capture is None]
        evidence = [one.capture for one in kept if one.capture is not None]
        call = None
        if lines:
            each = tuple(
                Line(one.row.instance, one.at, one.outcome, one.reason, one.same) for one in lines
            )
            call = RollCall(self._new_id(), min(line.at for line in each), each)
            evidence.append(Evidence(LeafKind.ROLLCALL, call.id, call.at, document=call.document()))
        known = {one.row.instance: one.row for one in batch}
        dues = {one.row.n: next_due(one.row, one.outcome, one.at) for one in batch}

        def save(connection: Connection, first: int, _: Sequence[Kept]) -> None:
            if kept:
                mine = evidence[: len(kept)]
                rows = [spoken_row(item, first + number) for number, item in enumerate(mine)]
                looks.save_captures(connection, rows, known)
            if call:
                looks.save_lines(connection, call, known, dues)
            plans = {one.row.n: (dues[one.row.n], one.retry_at) for one in batch}
            due.plan(connection, plans)
            _save_beside(connection, batch)

        self._keeper.commit(evidence, save)
        failed = sum(1 for one in batch if one.outcome in looks.FAILED)
        return Looked(len(batch), len(kept), len(lines) - failed, failed)


def _save_beside(connection: Connection, batch: Sequence[Found]) -> None:
    """What adapters remember, and what is to be said of sources."""
    for one in batch:
        source = one.row.source
        if source and one.memory:
            accounts.save_memory(connection, source, one.memory)
        if source and one.note is not None:
            register.save_note(connection, source, one.note)


def _talks(turn: deque[Account]) -> Iterator[Talk | None]:
    """Conversations of all accounts by turns; None while none may begin."""
    while True:
        account = turn.popleft() if turn else None
        ask = account.next() if account is not None else None
        if account is not None and ask is not None:
            turn.append(account)
        if account is None or ask is not None:
            yield Talk(ask, ask.begin, ask.account.adapter) if ask is not None else None
