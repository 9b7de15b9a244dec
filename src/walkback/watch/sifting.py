"""Go through the archive group by group: what goes whole, what in part, what stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from walkback.archive import Group, Tombstone, load, load_document, load_exchange
from walkback.errors import WalkbackError
from walkback.model.content import decode
from walkback.model.evidence import LeafKind, Place
from walkback.model.exchange import Exchange
from walkback.model.look import Role
from walkback.store.erasing import Known, listings, rare_words
from walkback.watch.traces import Traces, marks_of, runs_of

_LARGEST = 64 << 20  # bytes of a body that is gone through
_ENTRY = "entry/"
_ITEMISED = (LeafKind.REGISTER, LeafKind.IMPORT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``gone``: it is replaced, by ``rest`` (None: nothing is left) with the salts that stay.

    ``left`` says that it names what is erased and stays.
    """

    gone: bool = False
    rest: Any = None
    salts: Mapping[str, str] = field(default_factory=dict)
    left: str = ""


_STAYS = Verdict()
_GOES = Verdict(gone=True)


def traces_of(connection: Connection, known: Known) -> Traces:
    """The traces of what the store knows."""
    rare = rare_words(connection, known)
    return Traces(
        frozenset(known.instances),
        frozenset(known.statements),
        frozenset(known.sources),
        frozenset(known.articles),
        tuple(sorted(known.addresses, key=len, reverse=True)),
        tuple(title for title in known.titles if len(title.split()) > 1 or len(title) >= 12),
        runs_of((*known.texts, *known.titles)),
        rare,
        tuple(marks_of(known.addresses, known.titles, rare)),
        listings(connection),
    )


class Sifter:
    """Says of each group, in the order of the leaves, what becomes of it."""

    def __init__(self, folder: Path, traces: Traces) -> None:
        self._folder = folder
        self._traces = traces
        self._looks: set[str] = set()  # of the instances
        self._captures: set[str] = set()  # of articles

    def look_ahead(self, item: Group | Tombstone) -> None:
        """Note the captures of articles that go: they lie before the entries that say so."""
        if item.leaf.kind is not LeafKind.REGISTER or not self._traces.articles:
            return
        if isinstance(item, Tombstone) and item.whole:
            return
        for entry in load_document(self._folder, item.place):
            if entry and entry["type"] == "article" and entry["id"] in self._traces.articles:
                self._captures.add(entry["capture"])

    def sift(self, item: Group | Tombstone) -> Verdict:
        """What becomes of one group."""
        if isinstance(item, Tombstone):
            if item.whole:
                return _STAYS
            return self._document(item, item.stone.salts)
        if item.leaf.kind is LeafKind.CAPTURE:
            return self._capture(item)
        if item.leaf.kind is LeafKind.REDACTION:
            return _STAYS
        return self._document(item, item.opening["salts"])

    # --- documents of our own

    def _document(self, item: Group | Tombstone, salts: Mapping[str, str]) -> Verdict:
        kind = item.leaf.kind
        document = load_document(self._folder, item.place)
        if kind is LeafKind.ROLLCALL:
            self._looks |= {
                f"{item.leaf.id}/{n}"
                for n, line in enumerate(document)
                if line[2] in self._traces.instances
            }
            new = self._traces.scrubbed(document)
        elif kind is LeafKind.VERDICT:
            new = self._verdicts(document)
        else:
            new = self._items(document, imported=kind is LeafKind.IMPORT)
        if new is document:
            return _STAYS
        if new is None or (isinstance(new, list) and not any(new)):
            return _GOES
        same = {
            f"{_ENTRY}{n}": salts[f"{_ENTRY}{n}"]
            for n, one in enumerate(new if kind in _ITEMISED else ())
            if one is not None and one is document[n] and f"{_ENTRY}{n}" in salts
        }
        return Verdict(gone=True, rest=new, salts=same)

    def _items(self, document: list[Any], *, imported: bool) -> list[Any]:
        """Entries or lines; None in place of one that goes: the others keep their number."""
        new = [one if one is None else self._item(one, imported=imported) for one in document]
        return document if all(a is b for a, b in zip(new, document, strict=True)) else new

    def _item(self, one: Any, *, imported: bool) -> Any:
        if imported:
            mine = one["instance"] in self._traces.instances
            return None if mine else self._traces.scrubbed(one)
        return None if self._traces.is_of(one) else self._traces.entry(one)

    def _verdicts(self, document: dict[str, Any]) -> Any:
        of = document["rejudged"] if "rejudged" in document else document["verdict"]["instance"]
        return None if of in self._traces.instances else self._traces.scrubbed(document)

    # --- what was on the wire

    def _capture(self, group: Group) -> Verdict:
        about = group.opening["about"]
        role = Role(about["role"])
        if about.get("instance") in self._traces.instances:
            self._looks.add(group.leaf.id)
            return _GOES
        serves = about.get("serves") or ()
        if role is Role.PICTURE:
            return _GOES if set(serves) & self._traces.instances else _STAYS
        if group.leaf.id in self._captures:
            return _GOES
        if role is Role.CONTROL and serves and all(look in self._looks for look, _ in serves):
            return _GOES
        if not self._named(group):
            return _STAYS
        own = about.get("instance")
        beside = role in (Role.LISTING, Role.CONTROL) or own in self._traces.listings
        return _GOES if beside or (role is Role.IMPORT and own is None) else _left(role)

    def _named(self, group: Group) -> bool:
        """Whether any record of the group names it, in its header, its head or its content."""
        for position in group.positions:
            place = Place(
                group.place.segment, group.place.offset, group.place.length, position.offset
            )
            loaded = load(self._folder, place)
            if self._traces.marks_in(loaded.url.encode()):
                return True
            if self._traces.marks_in(loaded.block[:_LARGEST]):
                return True
            if position.kind == "response" and self._traces.marks_in(self._content(place)):
                return True
        return False

    def _content(self, place: Place) -> bytes:
        try:
            exchange: Exchange = load_exchange(self._folder, place)
        except WalkbackError:
            return b""
        return decode(exchange, _LARGEST).data


def _left(role: Role) -> Verdict:
    return Verdict(left=f"a {role.value} of its own names it and stays")
