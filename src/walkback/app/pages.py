"""What the site asks of a record beside what the command line asks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from walkback.app.answers import Answers
from walkback.app.legible import spellings, tells
from walkback.archive import load_exchange
from walkback.errors import NotFound
from walkback.ledger import leaf_hash
from walkback.model.change import Piece
from walkback.model.content import decode
from walkback.model.evidence import Leaf, LeafKind
from walkback.model.pages import (
    Asked,
    CasePart,
    LeafView,
    Overview,
    SearchAsked,
    SearchHit,
    SearchView,
    Shown,
)
from walkback.model.spoken import spoken
from walkback.model.views import EventView
from walkback.model.withheld import Gate
from walkback.store.browsing import Captured, beginnings, captured, history, overview
from walkback.store.searching import search

_LARGEST = 8 << 20  # bytes of a page that is shown; a bundle has all


class Pages(Answers):
    """The part of the app that answers to pages; it changes nothing."""

    _overview: tuple[int, Overview] | None = None
    export: Callable[..., object]

    def latest(self, asked: Asked) -> list[EventView]:
        """Events of the history, newest first; without their manner, which is told at each."""
        whose = self._find(asked.speaker).id if asked.speaker else None
        return history(self._record.store, replace(asked, speaker=whose))

    def beginnings(self, statements: Sequence[str]) -> dict[str, datetime]:
        """When these statements were first seen, and stayed from then on, by their ids."""
        return beginnings(self._record.store, statements)

    def overview(self) -> Overview:
        """The record at a glance; counted once for each size of the ledger."""
        size = self.leaves()
        if self._overview is None or self._overview[0] != size:
            self._overview = size, overview(self._record.store)
        return self._overview[1]

    def search(self, asked: SearchAsked) -> SearchView:
        """Texts ever seen that hold the words, removed ones too."""
        whose = self._find(asked.speaker).id if asked.speaker else None
        gate = self._release.gate()
        if gate.text(asked.words) != asked.words:
            return SearchView(asked.words, (), more=False)  # whom nobody is shown nobody finds
        wanted = replace(asked, speaker=whose)
        found = search(self._record.store, wanted, gate.held.statements)
        hits = (_marked_or_none(hit, gate) for hit in found.hits)
        return replace(found, hits=tuple(hit for hit in hits if hit is not None))

    def case_part(self, skip: int, most: int) -> CasePart:
        """A stretch of the list of cases, those of weight first, the newest of them first."""
        lines, total = self._stories.part(skip, most)
        return CasePart(tuple(lines), total)

    def leaf(self, number: int) -> LeafView:
        """A leaf of the ledger and what proves it, in the tree as it is now."""
        ledger = self._record.ledger
        head = ledger.checkpoint()
        if not 0 <= number < head.size:
            raise NotFound(
                "there is no such leaf", subject=str(number), expected=f"0 to {head.size - 1}"
            )
        entry = ledger.entry(number)
        leaf = Leaf.decode(entry)
        proof = ledger.inclusion(number, head.size)
        view = LeafView(
            leaf=number,
            kind=leaf.kind.value,
            id=leaf.id,
            entry=entry.decode(),
            hash=leaf_hash(entry).hex(),
            path=tuple(one.hex() for one in proof.hashes),
            size=head.size,
            root=head.root.hex(),
            checkpoint=head.text,
            verifier=self._record.signer.verifier.text,
        )
        return self._with_group(view) if leaf.kind is LeafKind.CAPTURE else view

    def shown(self, leaf: int) -> Shown:
        """The page of a capture's leaf as it was received, its codings undone.

        Raises ``NotFound`` where it is no capture of a statement's place, and where it is withheld
        or names somebody nobody is shown: bytes cannot be hidden in part.
        """
        found = captured(self._record.store, leaf)
        if found is None:
            raise NotFound("no capture of a statement has this leaf", subject=str(leaf))
        self._check_shown(found)
        exchange = load_exchange(self.folder / "archive", found.place)
        kind = (exchange.header(b"content-type") or b"").decode("latin-1")
        body = decode(exchange, _LARGEST).data
        if tells(self._release.gate(), spellings(body, kind)):
            raise _withheld(leaf)
        return Shown(leaf, exchange.url, exchange.at, exchange.status, kind, body)

    def picture(self, ref: str) -> bytes:
        """The PNG beside a version's capture, ``VersionView.screenshot``; raises ``NotFound``."""
        found = captured(self._record.store, ref)
        if found is None:
            raise NotFound("there is no picture of this version", subject=ref)
        self._check_shown(found)
        return self.screenshot(ref)

    def bundle(self, ref: str) -> bytes:
        """A statement with all that is needed to check it: a WACZ file."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "bundle.wacz"
            self.export(ref, path)
            return path.read_bytes()

    def _check_shown(self, found: Captured) -> None:
        if self._release.gate().notice(found.statement) or self._speaks(found.text):
            raise _withheld(found.leaf)

    def _speaks(self, text: str) -> bool:
        """Whether a text holds what nobody is shown."""
        return self._release.gate().text(text) != text

    def _with_group(self, view: LeafView) -> LeafView:
        found = captured(self._record.store, view.leaf)
        if found is None or self._release.gate().notice(found.statement):
            return view
        return replace(view, at=found.at, url=found.url, shown=True)


def _withheld(leaf: int) -> NotFound:
    return NotFound("this capture is withheld", subject=f"leaf {leaf}")


def _marked_or_none(hit: SearchHit, gate: Gate) -> SearchHit | None:
    """A hit as it may be shown; none of what is withheld, and none that only a hidden name made."""
    if gate.notice(hit.statement.id):
        return None
    text = "".join(piece.text for piece in hit.excerpt)
    told = gate.text(text)
    if told == text:
        return hit
    # The marks would cut a name in two, and the gate reads whole texts.
    marked = {word for piece in hit.excerpt if piece.op == "hit" for word in spoken(piece.text)}
    left = set(spoken(told))
    return replace(hit, excerpt=(Piece("same", told),)) if marked <= left else None
