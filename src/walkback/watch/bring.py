"""Bring in what others kept: statements as JSON lines, and web archives.

A web archive takes the pipeline's way, with a WARC reader in place of the first two arrows.
Lines are the operator's own registration: one record and one leaf for each hundred.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from walkback.archive.foreign import ForeignRecord
from walkback.errors import WalkbackError
from walkback.judge import judge
from walkback.model.dossier import Dossier, dossier_json
from walkback.model.evidence import Copied, Evidence, Kept, LeafKind
from walkback.model.exchange import OutcomeKind
from walkback.model.ids import derived_id
from walkback.model.look import Observation, Role
from walkback.model.times import parse_stamp, stamp
from walkback.model.verdict import (
    Confidence,
    EventKind,
    Policy,
    Reason,
    Standing,
    State,
    Verdict,
)
from walkback.read import read_text
from walkback.store import Address, CaptureRow, happened, history, imports, looks, register, texts
from walkback.store.imports import Sighting
from walkback.watch.brought import not_brought, record_about, statement_url
from walkback.watch.keeper import BATCH, Keeper
from walkback.watch.looking import to_milliseconds
from walkback.watch.telling import tell

Row = TypeVar("Row")

LINES = 100  # statements in one import record


class Bringer:
    """Imports into one record."""

    def __init__(
        self, keeper: Keeper, new_id: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._keeper = keeper
        self._new_id = new_id
        self._clock = clock
        self._copied: set[str] = set()

    def now(self) -> datetime:
        """The time of an import, for what has none of its own."""
        return self._clock()

    def bring_lines(self, lines: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, set[str]]]:
        """Statements as register-ready dicts; yields lines kept and the instances they touched.

        Each line holds speaker (an id), url, published, text, title, channel. A line that is
        known already changes nothing.
        """
        for batch in _batches(lines, LINES):
            gone = self._keeper.forgotten([row["url"] for row in batch])
            yield self._keep_lines([row for row in batch if row["url"] not in gone])

    def _keep_lines(self, batch: Sequence[Mapping[str, Any]]) -> tuple[int, set[str]]:
        with self._keeper.held():  # else another process may name the same address meanwhile
            known, touched = self._identified(batch)
            if known:
                evidence = Evidence(LeafKind.IMPORT, self._new_id(), self._clock(), document=known)
                self._keeper.commit([evidence], _save_import(evidence.id, known))
        return len(known), touched

    def _identified(self, batch: Sequence[Mapping[str, Any]]) -> tuple[list[Any], set[str]]:
        """The batch's new lines with their instance and statement; all instances it names."""
        with self._keeper.store.reading() as connection:
            known = register.known_addresses(connection, [row["url"] for row in batch])
            ids = {url: (instance, statement) for url, (instance, statement, _) in known.items()}
            there = imports.fingerprints(connection, [i for i, _ in ids.values()])
        lines = []
        for row in batch:
            instance, statement = ids.setdefault(row["url"], (self._new_id(), self._new_id()))
            mark = _fingerprint(row)
            if mark in there.setdefault(instance, set()):
                continue
            there[instance].add(mark)
            lines.append({**row, "instance": instance, "statement": statement})
        return lines, {instance for instance, _ in ids.values()}

    def bring_records(
        self, records: Iterable[ForeignRecord], titles: Mapping[str, str] | None = None
    ) -> Iterator[tuple[int, set[str]]]:
        """Records of somebody's archive, copied as they are; yields as ``bring_lines`` does.

        ``titles`` are those that the archive's own list of pages gives, by address.
        """
        run, told = self._new_id(), titles or {}
        for batch in _batches(records, BATCH):
            urls = [statement_url(record) for record in batch]
            gone = self._keeper.forgotten([url for url in urls if url])
            kept = [one for one, url in zip(batch, urls, strict=True) if url not in gone]
            with self._keeper.held():  # as above
                new = not_brought(self._keeper, kept, self._time)
                touched = self._copy(new, run, told) if new else set()
            self._copied |= touched
            yield len(new), touched

    def _time(self, record: ForeignRecord) -> datetime:
        return _time(record, self._clock)

    def _copy(
        self, batch: Sequence[ForeignRecord], run: str, titles: Mapping[str, str]
    ) -> set[str]:
        addresses = [statement_url(record) for record in batch]
        wanted = sorted({url for url in addresses if url})
        with self._keeper.store.reading() as connection:
            known = register.known_addresses(connection, wanted)
        ids = {url: instance for url, (instance, _, _) in known.items()}
        entries = []
        for url in wanted:
            if url not in ids:
                ids[url] = self._new_id()
                entries.append(self._entry(ids[url], url, titles.get(url, "")))
        evidence = [
            Evidence(LeafKind.REGISTER, self._new_id(), self._clock(), document=part)
            for start in range(0, len(entries), LINES)
            if (part := entries[start : start + LINES])
        ]
        offset = len(evidence)
        abouts = [
            record_about(record, ids.get(url) if url else None, run)
            for record, url in zip(batch, addresses, strict=True)
        ]
        evidence += [
            Evidence(
                LeafKind.CAPTURE,
                self._new_id(),
                self._time(record),
                about,
                copied=(Copied(record.raw),),
            )
            for record, about in zip(batch, abouts, strict=True)
        ]

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            register.save_register(connection, entries)
            rows = [
                imported_row(item.id, item.at, item.about, first + offset + index)
                for index, item in enumerate(evidence[offset:])
            ]
            looks.save_captures(connection, rows, {})

        self._keeper.commit(evidence, save)
        return set(ids.values())

    def _entry(self, instance: str, url: str, title: str) -> dict[str, Any]:
        return {
            "type": "address",
            "instance": instance,
            "statement": self._new_id(),
            "url": url,
            "role": Role.IMPORT.value,
            "added": stamp(self._clock()),
            "source": None,
            "speaker": None,
            "channel": "page",
            "title": title,
            "published": None,
        }

    def judge(self, touched: Iterable[str], policy: Policy) -> int:
        """Judge the edits of what was touched; how many verdicts.

        Lines have restated the versions with their own transaction; records have their words
        since they were read, and are restated here.
        """
        dossiers: list[Dossier] = []
        ordered = sorted(touched)
        for start in range(0, len(ordered), BATCH):
            with self._keeper.store.writing() as connection:
                for instance in ordered[start : start + BATCH]:
                    if instance in self._copied:
                        restate(connection, instance)
                    dossiers += edits(connection, instance, policy, self._clock())
        for start in range(0, len(dossiers), BATCH):
            self._commit(dossiers[start : start + BATCH])
        return len(dossiers)

    def _commit(self, dossiers: Sequence[Dossier]) -> None:
        evidence = [
            Evidence(
                LeafKind.VERDICT, d.verdict.id, d.verdict.confirmed_at, document=dossier_json(d)
            )
            for d in dossiers
        ]

        def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
            del kept
            for index, dossier in enumerate(dossiers):
                verdict = dossier.verdict
                tell(connection, dossier, first + index, told=True)
                imports.replace_edits(connection, verdict.instance, verdict.id)

        self._keeper.commit(evidence, save)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """So many rows at a time; where the rows break off, first those before the break."""
    batch: list[Row] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == size:
                yield batch
                batch = []
    except WalkbackError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _save_import(identity: str, lines: Sequence[Any]) -> Callable[..., None]:
    def save(connection: Connection, first: int, kept: Sequence[Kept]) -> None:
        del kept
        apply_import(connection, identity, lines, first)

    return save


def apply_import(
    connection: Connection, identity: str, kept: Sequence[Mapping[str, Any] | None], leaf: int
) -> None:
    """What an import record means to the store; a line that was erased is None."""
    lines = {number: line for number, line in enumerate(kept) if line}
    added = [_address(line) for line in lines.values()]
    register.save_addresses(connection, added)
    rows = []
    for number, line in lines.items():
        reading = read_text(line["text"], title=line["title"] or "", url=line["url"])
        at = to_milliseconds(parse_stamp(line["published"]))
        look = Observation(
            f"{identity}/{number}",
            at,
            OutcomeKind.RECEIVED,
            "imported",
            url=line["url"],
            final_url=line["url"],
            text=reading.sha256,
            role=Role.IMPORT,
        )
        texts.save_text(connection, line["instance"], reading)
        mark = _fingerprint(line)
        rows.append(Sighting(line["instance"], at, reading.sha256, look, None, leaf, mark))
    imports.save_sightings(connection, rows)
    for instance in sorted({line["instance"] for line in lines.values()}):
        restate(connection, instance)


def _address(line: Mapping[str, Any]) -> Address:
    return Address(
        line["instance"],
        line["statement"],
        line["url"],
        Role.IMPORT,
        line["published"],
        None,
        line["speaker"],
        line["channel"] or "page",
        line["title"] or "",
        line["published"],
    )


def restate(connection: Connection, instance: str) -> None:
    """Versions by time, and the event that the earliest was published."""
    imports.restate(connection, instance)
    rows = imports.sightings(connection, instance)
    if not rows:
        return
    first = rows[0]
    event = _published(first)
    for old in happened.of_kind(connection, instance, EventKind.PUBLISHED):
        if old.id == event.id:
            return
        if parse_stamp(old.at) <= first.at:
            return
        happened.supersede(connection, old.id, event.id)
    happened.save_event(connection, event, first.leaf, told=True)


def _published(row: Sighting) -> Verdict:
    return Verdict(
        derived_id(row.instance, EventKind.PUBLISHED.value, row.look.id),
        row.instance,
        EventKind.PUBLISHED,
        State.UNKNOWN,
        (row.at, row.at),
        row.at,
        Confidence.MEDIUM,
        (Reason("imported", "published then, as the import says", (row.look.id,)),),
        "1",
        row.capture,
        row.text,
    )


def edits(connection: Connection, instance: str, policy: Policy, now: datetime) -> list[Dossier]:
    """Verdicts on the edits between imported texts that are not in the history yet."""
    found = []
    state = history.standing(connection, instance)
    for old, new in imports.edits(imports.sightings(connection, instance)):
        standing = Standing(
            instance,
            State.UNKNOWN,
            old.text,
            old.capture,
            old.look.id,
            old.at,
            state.url,
            state.final_url,
        )
        verdict = judge(standing, (new.look,), policy, now)
        if isinstance(verdict, Verdict) and not happened.has(connection, verdict.id):
            found.append(Dossier(verdict, standing, (new.look,), policy, now))
    return found


def imported_row(identity: str, at: datetime, about: Mapping[str, Any], leaf: int) -> CaptureRow:
    """The store's row of a copied record."""
    return CaptureRow(
        identity,
        about.get("instance"),
        Role.IMPORT,
        at,
        about["url"],
        OutcomeKind(about["outcome"]),
        about["reason"],
        about["status"],
        about["final_url"],
        leaf,
    )


def _time(record: ForeignRecord, clock: Callable[[], datetime]) -> datetime:
    return to_milliseconds(record.at or clock())


def _fingerprint(line: Mapping[str, Any]) -> str:
    """The same for the same line, so that importing a file twice changes nothing."""
    return derived_id(line["published"], line["title"] or "", line["text"])
