"""Export: one statement or case with all that is needed to check it, as one WACZ file.

what was asked for -> statements -> leaves and fields that belong to them
    -> their groups, byte for byte   archive, and its index
    -> proofs to one checkpoint      the ledger
    -> events, words, pages, report  derived, for people
    -> manifest, signature           one file, whole or not at all
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from walkback import durable
from walkback.app.bundle_choice import Choice
from walkback.app.bundle_pages import pages_of, told_events, told_readings
from walkback.app.bundle_report import Whole, report_json
from walkback.app.bundle_stamps import checkpoint_for, stamps_for
from walkback.archive import load, load_group
from walkback.archive.cdxj import REPLAYED, Indexed, indexed, write_index
from walkback.archive.wacz import (
    Heading,
    Page,
    write_digest,
    write_manifest,
    write_pages,
)
from walkback.archive.wacz_auth import Signer, manifest_hash, signed_data
from walkback.archive.zips import ZipWriter
from walkback.errors import RecordDamaged
from walkback.ledger import Ledger
from walkback.ledger import Signer as LogSigner
from walkback.ledger.proofs import write_proof
from walkback.ledger.vouching import vouch
from walkback.model import bundle as names
from walkback.model.bundle import Bundle, BundleLeaf, disclosed_json, proof_name, write_lines
from walkback.model.canonical import canonical
from walkback.model.times import parse_stamp
from walkback.publish.capture_report import capture_report
from walkback.store import Store
from walkback.store.events import statement_refs

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a bundle's parts come from; nobody may write to the record meanwhile."""

    folder: Path
    store: Store
    ledger: Ledger
    signer: LogSigner

    @property
    def archive(self) -> Path:
        """The folder of the archive's segments."""
        return self.folder / "archive"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many leaves, and of which tree."""

    path: str
    title: str
    leaves: int
    pages: int
    withheld: int
    size: int
    bytes: int


class BundleWriter:
    """Writes one bundle."""

    def __init__(self, sources: Sources, choice: Choice, heading: Heading) -> None:
        self._sources = sources
        self._choice = choice
        self._heading = heading
        self._checkpoint = checkpoint_for(sources.ledger, sources.folder / "ledger", choice.named)
        self._leaves: list[BundleLeaf] = []
        self._entries: dict[int, list[Indexed]] = {}
        self.pages: list[Page] = []
        self._out: ZipWriter

    def write(self, file: BinaryIO, public: bytes) -> Bundle:
        """All but the manifest; gives what lies in it as ``walkback/bundle.json`` has it.

        ``public`` is the key that will sign, as DER SubjectPublicKeyInfo.
        """
        sources, choice = self._sources, self._choice
        self._out = out = ZipWriter(file, parse_stamp(self._heading.created))
        self._look()
        size = sum(leaf.length for leaf in self._leaves)
        out.add_pieces(names.ARCHIVE, size, self._groups())
        entries = [one for each in self._entries.values() for one in each]
        out.add(names.INDEX, write_index(entries, names.ARCHIVE))
        self.pages = pages_of(sources.store, choice, self._entries)
        out.add(names.PAGES, write_pages(self._heading.title, self.pages))
        listed = self._bundle()
        out.add(names.BUNDLE, listed.encode())
        out.add(names.CHECKPOINT, self._checkpoint.text.encode())
        opened = [disclosed_json(one) for one in choice.disclosed]
        out.add(names.DISCLOSED, write_lines(opened))
        for number in sorted(choice.named):
            out.add(proof_name(number), self._proof(number))
        self._write_derived()
        out.add(names.SIGNER, vouch(sources.signer, public))
        ledger = sources.folder / "ledger"
        for name, data in stamps_for(sources.ledger, ledger, self._checkpoint, choice.named):
            out.add(name, data)
        out.add(names.VERDICTS, write_lines(told_events(choice)))
        return listed

    def seal(self, signer: Signer) -> None:
        """The manifest, its signature, and the end of the file."""
        heading = replace(self._heading, main=self.pages[0] if self.pages else None)
        manifest = write_manifest(heading, self._out.members)
        self._out.add(names.MANIFEST, manifest)
        signed = signed_data(manifest, heading.created, heading.software, signer)
        self._out.add(names.DIGEST, write_digest(manifest_hash(manifest), signed))
        self._out.finish()

    def _write_derived(self) -> None:
        told = told_readings(self._sources.store, self._choice)
        self._out.add(names.READINGS, write_lines(told))
        report = self._report()
        self._out.add(names.REPORT_PAGE, capture_report(report))
        self._out.add(names.REPORT, canonical(report))

    def _look(self) -> None:
        """Read each group again: that it is what its leaf commits to, and what is in it."""
        offset = 0
        for row in sorted(self._choice.leaves.values(), key=lambda row: row.n):
            group = load_group(self._sources.archive, row.place)
            if group.leaf.encode() != self._sources.ledger.entry(row.n):
                raise RecordDamaged(
                    "bytes in the archive are not those the ledger commits to",
                    subject=f"archive/{row.place.segment} at offset {row.place.offset}",
                    expected=f"leaf {row.n}",
                    found=f"{group.leaf.kind.value} {group.leaf.id}",
                    todo="Run 'walkback verify' for the whole picture; restore a backup",
                )
            self._leaves.append(BundleLeaf(row.n, row.kind, row.id, offset, row.place.length))
            shift = offset - row.place.offset
            found = []
            for position in group.positions:
                if position.kind in REPLAYED:
                    record = load(
                        self._sources.archive, replace(row.place, payload=position.offset)
                    )
                    where = position.offset + shift
                    found.append(indexed(record.header, record.block, where, position.length))
            self._entries[row.n] = [one for one in found if one is not None]
            offset += row.place.length

    def _groups(self) -> Iterator[bytes]:
        for leaf in self._leaves:
            place = self._choice.leaves[leaf.n].place
            with (self._sources.archive / place.segment).open("rb") as segment:
                segment.seek(place.offset)
                left = place.length
                while left and (piece := segment.read(min(left, _CHUNK))):
                    yield piece
                    left -= len(piece)

    def _bundle(self) -> Bundle:
        return Bundle(
            about=self._choice.about,
            origin=self._checkpoint.origin,
            size=self._checkpoint.size,
            software=self._heading.software,
            created=self._heading.created,
            statements=self._choice.statements,
            leaves=tuple(self._leaves),
            withheld=tuple(self._choice.withheld),
            tombstones=tuple(one for _, one in sorted(self._choice.tombstones.items())),
        )

    def _report(self) -> dict[str, Any]:
        with self._sources.store.reading() as connection:
            refs = statement_refs(connection, {one.id for one in self._choice.statements})
        people = {one.id: one.speaker.name for one in refs.values() if one.speaker}
        whole = Whole(
            self._choice,
            self._sources.archive,
            self._leaves,
            self._entries,
            self._checkpoint,
            people,
        )
        heading = self._heading
        return report_json(whole, heading.title, (heading.created, heading.software))

    def _proof(self, number: int) -> bytes:
        ledger = self._sources.ledger
        proof = ledger.inclusion(number, self._checkpoint.size)
        return write_proof(ledger.entry(number), proof, self._checkpoint)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` once it is whole, and leaves nothing before."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
        durable.sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)
