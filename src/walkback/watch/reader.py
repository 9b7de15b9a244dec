"""Read what was kept and not yet read; follow what listings name.

Works from the store alone, so that a crash after the bytes were committed costs nothing: the
next round reads what this one did not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from walkback.model.evidence import Evidence, Kept, LeafKind
from walkback.model.look import Role
from walkback.model.source import Item, Listing, SourceKind, is_account
from walkback.model.times import stamp
from walkback.read import Failure, Workers
from walkback.store import Store, history, imports, pictures, register, texts, unread, views
from walkback.store.unread import Unread
from walkback.watch.bring import restate
from walkback.watch.keeper import Keeper
from walkback.watch.looking import to_milliseconds
from walkback.watch.reading import Job, Words, read_capture

ENTRIES = 100  # addresses in one register record
MOST_MORE = 50  # further listings that one listing may name
LISTINGS = (SourceKind.FEED, SourceKind.SECTION)


@dataclass(frozen=True, slots=True)
class Read:
    """What one pass read: captures, and how many new addresses listings named."""

    captures: int
    found: int


class Reader:
    """Reads captures in worker processes and saves their words."""

    def __init__(self, store: Store, workers: Workers, folder: Path) -> None:
        self._store = store
        self._workers = workers
        self._folder = folder

    def read(self, follow: Callable[[Unread, Words], bool]) -> Read:
        """Read all that is unread. ``follow`` takes each listing and says whether it is done."""
        captures = found = after = 0
        after = -1
        while rows := self._next(after):
            after = rows[-1].leaf
            results = [(row, words) for row, words in self._results(rows) if not words.later]
            pages = [(row, words) for row, words in results if words.listing is None]
            with self._store.writing() as connection:
                imported = {_save(connection, row, words) for row, words in pages}
                for instance in sorted(imported - {""}):
                    restate(connection, instance)
            for row, words in results:
                if words.also:
                    follow(row, words)
                if words.listing is None:
                    continue
                # What an old copy of a list names is not what its source names now.
                if row.role is Role.IMPORT or follow(row, words):
                    found += 1
                    with self._store.writing() as connection:
                        texts.mark_read(connection, row.capture, words.defect, words.facts)
            captures += len(rows)
        return Read(captures, found)

    def _next(self, after: int) -> list[Unread]:
        with self._store.reading() as connection:
            return unread.unread(connection, after)

    def _job(self, row: Unread) -> Job:
        return Job(self._folder, row.place, row.role, row.kind, row.redirected, row.spoken)

    def _results(self, rows: Sequence[Unread]) -> list[tuple[Unread, Words]]:
        by_id = {row.capture: row for row in rows}
        jobs = ((row.capture, read_capture, (self._job(row),)) for row in rows)
        done: dict[str, Words] = {}
        for capture, result in self._workers.run(jobs):
            if isinstance(result, Failure):
                result = Words(by_id[capture].kind, defect=f"{result.reason}: {result.detail}")  # noqa: PLW2901 - a failure is read as no words
            done[capture] = result
        return [(row, done[row.capture]) for row in rows]


def _save(connection: Connection, row: Unread, words: Words) -> str:
    """Save the words of a capture; the instance whose imported texts changed, or nothing."""
    reading = words.reading
    if words.defect == "needs-scripts" and row.role is Role.STATEMENT and row.instance:
        views.notice(connection, row.instance)
    if reading is None or words.defect:
        texts.mark_read(connection, row.capture, words.defect, words.facts)
        return ""
    # A control's words are kept under its own capture until they are compared with its look's.
    owner = row.capture if row.role is Role.CONTROL else row.instance
    texts.save_reading(connection, row.capture, owner, reading, words.facts)
    if words.earlier and row.instance and texts.is_first(connection, row.instance, row.leaf):
        for begin, end, version in words.earlier:
            texts.save_earlier(connection, row.instance, version)
            seen = (to_milliseconds(begin), to_milliseconds(end))
            history.save_version(connection, row.instance, version.sha256, seen, (None, row.leaf))
    if words.pictures and row.instance:
        page = row.capture, reading.sha256
        pictures.save_named(connection, row.instance, page, words.pictures)
    if row.role is Role.IMPORT:
        return imports.save_capture_sighting(connection, row.capture, reading) or ""
    return ""


class Follower:
    """Makes what a listing names part of the register."""

    def __init__(
        self, keeper: Keeper, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._new_id = new_id
        self._clock = clock

    def follow(self, row: Unread, words: Words) -> bool:
        """Register the addresses that are new; remember which are listed now."""
        listing = words.listing
        if words.also and row.instance:
            self._also(row.instance, words.also)
        if listing is None or row.source is None:
            return True
        entries: list[dict[str, object]] = []
        if row.kind is None:
            entries.append({"type": "kind", "source": row.source, "kind": str(listing.kind)})
        with self._keeper.held():  # else another process may name the same address meanwhile
            entries += self._new_addresses(row.source, listing)
            for start in range(0, len(entries), ENTRIES):
                self.register(entries[start : start + ENTRIES])
            save_listed(self._keeper.store, row, listing)
        return True

    def register(self, entries: Sequence[dict[str, object]]) -> None:
        """One register record: kept and committed before the store learns of it."""
        evidence = Evidence(
            LeafKind.REGISTER, self._new_id(), self._clock(), document=list(entries)
        )

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del first, kept
            register.save_register(connection, entries)

        self._keeper.commit([evidence], save)

    def _also(self, instance: str, urls: Sequence[str]) -> None:
        """Register further addresses of a statement, where they are nobody's yet."""
        with self._keeper.held():
            with self._keeper.store.reading() as connection:
                known = register.known_addresses(connection, urls)
            new = [url for url in dict.fromkeys(urls) if url not in known]
            gone = self._keeper.forgotten(new)
            new = [url for url in new if url not in gone]
            if new:
                self.register([{"type": "alias", "instance": instance, "url": url} for url in new])

    def _new_addresses(self, source: str, listing: Listing) -> list[dict[str, object]]:
        named = [(item, Role.STATEMENT) for item in listing.items]
        named += [(Item(url), Role.LISTING) for url in listing.more[:MOST_MORE]]
        with self._keeper.store.reading() as connection:
            known = register.known_addresses(connection, [item.url for item, _ in named])
            speaker = register.speaker_of(connection, source)
        added = stamp(self._clock())
        entries: list[dict[str, object]] = []
        gone = self._keeper.forgotten([item.url for item, _ in named if item.url not in known])
        for item, role in named:
            if item.url in gone:
                continue
            instance, statement, old = known.get(item.url, ("", "", Role.IMPORT.value))
            if old != Role.IMPORT.value:
                continue
            entries.append(
                {
                    "type": "address",
                    "instance": instance or self._new_id(),
                    "statement": statement or self._new_id(),
                    "url": item.url,
                    "role": role.value,
                    "added": added,
                    "source": source,
                    "speaker": speaker,
                    "channel": listing.kind if is_account(listing.kind) else "page",
                    "title": item.title,
                    "published": item.published,
                }
            )
        return entries


def save_listed(store: Store, row: Unread, listing: Listing) -> bool:
    """Remember which known instances are listed now; true where all of them are known."""
    urls = [item.url for item in listing.items]
    with store.writing() as connection:
        known = register.known_addresses(connection, urls)
        # Absence from a list that could not be read in full means nothing.
        if listing.defect is None:
            named = [known[url][0] for url in urls if url in known]
            register.save_listed(connection, row.instance or "", row.source, named)
        if not is_account(listing.kind):  # of an account its look said so already
            register.save_note(connection, row.source or "", listing.defect or "")
    return len(known) == len(set(urls))
