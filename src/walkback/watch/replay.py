"""Bring what lies in the archive into the store: after a crash, for another's writes, to rebuild.

    Group -> the nouns it was kept from -> the same functions that live work saves with

Verdicts are replayed from their records and never judged anew.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from walkback.archive import Group, Tombstone, load_document, load_exchange
from walkback.errors import RecordDamaged
from walkback.model.dossier import parse_dossier
from walkback.model.evidence import Kept, LeafKind
from walkback.model.exchange import OutcomeKind
from walkback.model.look import Role
from walkback.model.rollcall import RollCall
from walkback.model.times import parse_stamp
from walkback.store import CaptureRow, Store, accounts, due, looks, register, withholding
from walkback.store.store import save_leaves
from walkback.store.unread import Unread
from walkback.watch.asking import save_control, save_silent
from walkback.watch.attach import attach
from walkback.watch.bring import apply_import
from walkback.watch.judging import apply_rejudged, apply_verdict
from walkback.watch.looking import body_digest, next_due
from walkback.watch.picturing import save_picture
from walkback.watch.reader import Reader, save_listed
from walkback.watch.reading import Words
from walkback.watch.settle import settle_some
from walkback.watch.spoken import row_of

# What must be settled before these: a verdict rests on looks, lines that were brought in restate
# versions, what an address was read as depends on which sources there were by then, how its words
# were compared on what was set for it, and what was linked had been published.
_SETTLING = ("source", "link", "unlink", "mask")
_BARRIERS = (LeafKind.VERDICT, LeafKind.IMPORT)


Item = Group | Tombstone


def apply_redaction(connection: Connection, document: Mapping[str, Any]) -> None:
    """What a redaction leaf means to the store: what is gone, why, and from which addresses."""
    withholding.save_restrictions(connection, [document])
    withholding.save_forgotten(connection, document["id"], document["addresses"])


class Replay:
    """Applies groups of the archive to the store, in the order of their leaves.

    ``finish`` settles what was applied; None: as the rounds did that kept it.
    """

    def __init__(
        self, folder: Path, store: Store, reader: Reader, finish: Callable[[], None] | None = None
    ) -> None:
        self._folder = folder
        self._store = store
        self._reader = reader
        self._finish = finish or self.finish
        self._run: str | None = None

    def apply(self, batch: Sequence[tuple[int, Item]]) -> None:
        """Apply a batch; what came before is settled first wherever that makes a difference."""
        run: list[tuple[int, Item]] = []
        for number, group in batch:
            if self._settles(group):
                self.apply_raw(run)
                run = []
                self._finish()
            run.append((number, group))
        self.apply_raw(run)

    def _settles(self, group: Item) -> bool:
        """Whether what lies before this group was settled when it was kept."""
        kind = group.leaf.kind
        if isinstance(group, Tombstone):
            # What it was may have settled what lay before it; that it is done once more is no harm.
            return kind in (LeafKind.REGISTER, *_BARRIERS)
        if kind in (LeafKind.CAPTURE, LeafKind.ROLLCALL):
            # Records that are brought in were read, all of a file together, before what follows.
            before, self._run = self._run, group.opening["about"].get("run")
            return self._run != before
        if kind is LeafKind.REGISTER:
            entries = load_document(self._folder, group.place)
            return any(entry["type"] in _SETTLING for entry in entries)
        return kind in _BARRIERS

    def finish(self) -> None:
        """Read and settle what was applied, as the rounds did that kept it."""
        self.read()
        # The questions of the past were asked then; their answers follow in the archive.
        while settle_some(self._store) is not None:
            attach(self._store)
        attach(self._store)

    def read(self) -> None:
        """Read what was applied."""
        self._reader.read(self._follow)

    def _follow(self, row: Unread, words: Words) -> bool:
        # What a listing named was registered by the round that read it. Where a crash came
        # between, it stays unread, and the next round follows it.
        if words.listing is None or row.source is None:
            return True
        return row.kind is not None and save_listed(self._store, row, words.listing)

    def apply_raw(self, run: Sequence[tuple[int, Item]]) -> None:
        """Apply groups as they are, settling nothing."""
        if not run:
            return
        with self._store.writing() as connection:
            for number, group in run:
                gone = isinstance(group, Tombstone)
                save_leaves(connection, number, [Kept(group.leaf, group.place)], erased=gone)
                try:
                    self._apply(connection, number, group)
                except (KeyError, TypeError, ValueError) as error:
                    raise RecordDamaged(
                        "a record of ours cannot be read",
                        subject=f"leaf {number} in archive/{group.place.segment}",
                        found=repr(error),
                        todo="Run 'walkback verify'",
                    ) from error

    def _apply(self, connection: Connection, number: int, group: Item) -> None:
        kind = group.leaf.kind
        if isinstance(group, Tombstone) and group.whole:
            return
        if kind is LeafKind.CAPTURE and isinstance(group, Group):
            self._capture(connection, number, group)
            return
        document = load_document(self._folder, group.place)
        if kind is LeafKind.ROLLCALL:
            made = group.opening["at"] if isinstance(group, Group) else group.stone.made
            self._roll_call(connection, RollCall.parse(group.leaf.id, parse_stamp(made), document))
        elif kind is LeafKind.REGISTER:
            register.save_register(connection, [entry for entry in document if entry])
        elif kind is LeafKind.REDACTION:
            apply_redaction(connection, document)
        elif kind is LeafKind.VERDICT:
            self._verdict(connection, group.leaf.id, document, number)
        elif kind is LeafKind.IMPORT:
            apply_import(connection, group.leaf.id, document, number)

    def _verdict(self, connection: Connection, identity: str, document: Any, number: int) -> None:
        if "rejudged" in document:
            apply_rejudged(connection, document, identity, number)
        else:
            # Not told: the process that gave it ended first. A rebuild marks all as told.
            apply_verdict(connection, parse_dossier(document), number, told=False)

    def _roll_call(self, connection: Connection, call: RollCall) -> None:
        ids = [line.instance for line in call.lines if not line.control]
        known = due.known_instances(connection, ids)
        lines = ((known[line.instance], line) for line in call.lines if line.instance in known)
        dues = {row.n: next_due(row, line.outcome, line.at) for row, line in lines}
        looks.save_lines(connection, call, known, dues)
        save_silent(connection, call)

    def _capture(self, connection: Connection, number: int, group: Group) -> None:
        about = group.opening["about"]
        role = Role(about["role"])
        if role is Role.ARTICLE:
            return  # the register entry beside it says all that the store is to know
        row = self._capture_row(number, group, about, role)
        if role is Role.CONTROL:
            save_control(connection, row, [(look, kind) for look, kind in about["serves"]])
            return
        if role is Role.PICTURE:
            save_picture(connection, row, about["serves"])
            return
        if about.get("remember") and about.get("source"):
            accounts.save_memory(connection, about["source"], about["remember"])
        ids = [row.instance] if row.instance else []
        looks.save_captures(connection, [row], due.known_instances(connection, ids))

    def _capture_row(
        self, number: int, group: Group, about: dict[str, Any], role: Role
    ) -> CaptureRow:
        if "adapter" in about:
            return row_of(group.leaf.id, parse_stamp(group.opening["at"]), about, number)
        digest = etag = modified = None
        outcome = OutcomeKind(about["outcome"])
        if role in (Role.STATEMENT, Role.LISTING):
            last = load_exchange(self._folder, group.place)
            view = about.get("view", {})
            digest = view.get("digest") or body_digest(last.status, last.url, last.cut, last.body)
            direct = outcome is OutcomeKind.RECEIVED and about["final_url"] == about["url"]
            if direct and "digest" not in view:
                etag, modified = last.header(b"etag"), last.header(b"last-modified")
        return CaptureRow(
            group.leaf.id,
            about.get("instance"),
            role,
            parse_stamp(group.opening["at"]),
            about["url"],
            outcome,
            about["reason"],
            about["status"],
            about["final_url"],
            number,
            digest,
            etag,
            modified,
            about.get("facts", {}),
            about.get("view", {}).get("lane", ""),
        )
