"""Have others vouch for the ledger: witnesses cosign the newest checkpoint, authorities stamp it.

    due -> gather   witnesses first, then authorities over the note with the witnesses' lines;
                    touches only the network, so it may run beside a round
        -> keep     cosigned note, stamps, refused answers, who was asked: durable; then the lines
                    into the published checkpoint

Stamps whose certificates will end soon are stamped again in the same way.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from walkback import durable
from walkback.errors import BadInput
from walkback.fetch.post import Post
from walkback.ledger import stamping
from walkback.ledger.cosignatures import check_cosignatures, with_lines
from walkback.ledger.stamps import (
    STAMPS,
    KeptStamp,
    lines_of,
    read_cosigned,
    read_stamps,
    stamp_name,
    stamped_bytes,
)
from walkback.ledger.timestamps import Trust, check_stamp
from walkback.model.proof import Checkpoint
from walkback.model.stamped import Vouched
from walkback.model.times import parse_stamp
from walkback.model.views import as_json
from walkback.watch.authorities import Refused, Stamped, ask_authority
from walkback.watch.record import Record
from walkback.watch.witnesses import Forked, Lines, Ours, Witness, ask_witness

RENEW_BEFORE = timedelta(days=90)
ASKED = f"{STAMPS}/asked.json"
_MOST_RENEWALS = 20  # of one turn; the rest follow in the next
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is asked, whose roots are known, and how often: every ``every``, after news and after
    a failure not before ``pause``.
    """

    authorities: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    trust: Trust
    every: timedelta
    pause: timedelta

    def __bool__(self) -> bool:
        return bool(self.authorities or self.witnesses)


@dataclass(slots=True)
class Gathered:
    """What a turn brought, not kept yet."""

    checkpoint: Checkpoint
    lines: list[str] = field(default_factory=list)
    cosigned: list[datetime] = field(default_factory=list)
    stamps: list[KeptStamp] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    forked: Forked | None = None
    told: list[Vouched] = field(default_factory=list)


class Vouching:
    """One record's dealings with those who vouch for it."""

    def __init__(
        self, record: Record, post: Post, parties: Parties, clock: Callable[[], datetime]
    ) -> None:
        self._record, self._post, self._parties, self._clock = record, post, parties, clock
        self._ledger = record.folder / "ledger"

    def asked(self) -> list[Vouched]:
        """Who was asked last when, and what came of it; those that are no longer named too."""
        return read_asked(self._ledger)

    def due(self, *, news: bool = False) -> list[str]:
        """The addresses that are to be asked now."""
        size = self._record.ledger.size
        before = {one.url: one for one in self.asked()}
        return [
            url for url in self._urls() if size and self._is_due(before.get(url), size, news=news)
        ]

    def gather(self, urls: Iterable[str]) -> Gathered:
        """Ask them. Writes nothing; may run in a thread of its own."""
        wanted = set(urls)
        ledger, key = self._record.ledger, self._record.signer.verifier
        checkpoint, tree = ledger.head()
        found = Gathered(checkpoint)
        ours = Ours(checkpoint, tree, key)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            witnesses = [one for one in self._parties.witnesses if one.url in wanted]
            sizes = self._cosigned_sizes(witnesses, checkpoint.size)

            def cosigned(one: Witness) -> Lines | Forked | Refused:
                return ask_witness(self._post, one, ours, sizes[one.url], self._clock)

            for one, answer in zip(witnesses, pool.map(cosigned, witnesses), strict=True):
                self._hear_witness(one, answer, found)
            note = with_lines(checkpoint, found.lines) if found.lines else checkpoint
            authorities = [url for url in self._parties.authorities if url in wanted]

            def stamped(url: str) -> Stamped | Refused:
                return self._stamp(url, note.text.encode())

            for url, reply in zip(authorities, pool.map(stamped, authorities), strict=True):
                self._hear_authority(url, reply, note, found)
        if authorities:
            self._renew(authorities, found)
        return found

    def keep(self, found: Gathered) -> list[Vouched]:
        """Make what a turn brought durable, and say what it was.

        Raises ``RestoredBackup`` where a witness has shown that this ledger is a fork.
        """
        now = self._clock()
        for url, refused in found.refused:
            stamping.keep_refused(self._ledger, url, now, refused.why, refused.answer)
        for one in found.stamps:
            stamping.keep_stamp(self._ledger, one)
        if found.lines:
            note = with_lines(found.checkpoint, found.lines)
            stamping.keep_cosigned(self._ledger, note, max(found.cosigned))
        told = {one.url: one for one in (*self.asked(), *found.told)}
        text = json.dumps([as_json(one) for one in told.values()], indent=1)
        durable.write_file(self._ledger / ASKED, text.encode())
        # True now: whatever happens to the published checkpoint, the cosigned one is kept.
        with self._record.keeper.held():
            if found.forked is not None:
                self._record.ledger.learn(found.forked.checkpoint)
            if found.lines:
                self._record.ledger.cosign(found.lines, found.checkpoint.size)
        return found.told

    def _urls(self) -> list[str]:
        return [*self._parties.authorities, *(one.url for one in self._parties.witnesses)]

    def _is_due(self, before: Vouched | None, size: int, *, news: bool) -> bool:
        if before is None:
            return True
        if before.ok and before.size == size:
            return False
        wait = self._parties.pause
        if before.ok and not news:
            wait = self._parties.every
        elif not before.ok:
            wait = min(wait * 2 ** min(before.tries, 10), max(wait, self._parties.every))
        # A time to come was written by a clock that has been set right since.
        return not before.at <= self._clock() < before.at + wait

    def _cosigned_sizes(self, witnesses: Sequence[Witness], size: int) -> dict[str, int]:
        """What each witness last cosigned, as far as we know; it tells where that is wrong."""
        sizes = dict.fromkeys((one.url for one in witnesses), 0)
        for note in read_cosigned(self._ledger) if witnesses else ():
            for one in witnesses:
                if note.size <= size and check_cosignatures(note, [one.key]):
                    sizes[one.url] = note.size
        return sizes

    def _stamp(self, url: str, data: bytes) -> Stamped | Refused:
        return ask_authority(self._post, url, data, self._parties.trust, self._clock())

    def _hear_witness(
        self, one: Witness, answer: Lines | Forked | Refused, found: Gathered
    ) -> None:
        if isinstance(answer, Lines):
            found.lines += [each.line for each in answer.cosigned]
            found.cosigned += [each.at for each in answer.cosigned]
            self._tell(found, one.url, "witness", None, answer.detail)
        elif isinstance(answer, Forked):
            found.forked = answer
            why = f"it holds a checkpoint of ours of {answer.checkpoint.size} leaves, not of this"
            evidence = Refused(f"{why} history", answer.checkpoint.text.encode())
            self._tell(found, one.url, "witness", evidence, "")
        else:
            self._tell(found, one.url, "witness", answer, "")

    def _hear_authority(
        self, url: str, answer: Stamped | Refused, note: Checkpoint, found: Gathered
    ) -> None:
        if isinstance(answer, Refused):
            self._tell(found, url, "authority", answer, "")
            return
        found.stamps.append(_kept(url, answer, note.text.encode(), note.size))
        self._tell(found, url, "authority", None, answer.detail)

    def _tell(
        self, found: Gathered, url: str, kind: str, refused: Refused | None, detail: str
    ) -> None:
        before = next((one for one in self.asked() if one.url == url), None)
        tries = 0
        if refused is not None:
            tries = (before.tries if before else 0) + 1
            detail = refused.why
            if refused.answer:
                found.refused.append((url, refused))
        size = found.checkpoint.size
        at, ok = self._clock(), refused is None
        found.told.append(Vouched(url, kind, at, ok, size, detail, tries))

    def _renew(self, authorities: Sequence[str], found: Gathered) -> None:
        """Stamp again what will end soon, by the first authority whose stamp ends later."""
        for line, ends in self._ending()[:_MOST_RENEWALS]:
            over = stamped_bytes(line)
            for url in authorities:
                answer = self._stamp(url, over)
                if isinstance(answer, Stamped) and answer.check.ends and answer.check.ends > ends:
                    found.stamps.append(_renewal(url, answer, line))
                    break

    def _ending(self) -> list[tuple[list[KeptStamp], datetime]]:
        now = self._clock()
        ending = []
        for line in lines_of(read_stamps(self._ledger)):
            over = stamped_bytes(line[:-1]) if line[1:] else line[0].note
            check = check_stamp(line[-1].answer, over, self._parties.trust, now)
            if check.holds and check.ends and now < check.ends < now + RENEW_BEFORE:
                ending.append((line, check.ends))
        return ending


def read_asked(ledger: Path) -> list[Vouched]:
    """Who was asked last when, and what came of it; none where that cannot be read."""
    try:
        rows = json.loads((ledger / ASKED).read_text("utf-8"))
        return [Vouched(**{**row, "at": parse_stamp(row["at"])}) for row in rows]
    except (FileNotFoundError, ValueError, TypeError, KeyError, BadInput):
        return []  # asking again costs little


def _kept(url: str, answer: Stamped, note: bytes, size: int) -> KeptStamp:
    at = answer.check.gen_time
    if at is None:
        raise AssertionError("a stamp that holds has a time")
    name = stamp_name(url, at, size)
    return KeptStamp(name, url, at, size, answer.query, answer.answer, answer.chain, note)


def _renewal(url: str, answer: Stamped, line: Sequence[KeptStamp]) -> KeptStamp:
    made = _kept(url, answer, line[0].note, line[0].size)
    older = line[-1].name
    # Several stamps of one checkpoint may be renewed by one authority within a second.
    name = f"{made.name}-{sha256(older.encode()).hexdigest()[:8]}"
    return replace(made, name=name, renews=older)
