"""A bundle: a WACZ file with all that is needed to check one statement or case offline.

What writes a bundle and what checks it share these nouns and nothing else. The format in words
is ``docs/bundle.md``. Every JSON of ours in a bundle is canonical, so that it has one byte form.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from walkback.errors import BadInput
from walkback.model.canonical import canonical, parse_canonical
from walkback.model.evidence import LeafKind

VERSION = 1

# Members, in the order in which they lie in the file; those of a kind by number.
ARCHIVE = "archive/data.warc.gz"
INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
BUNDLE = "walkback/bundle.json"
CHECKPOINT = "walkback/checkpoint"
DISCLOSED = "walkback/disclosed.jsonl"
PROOFS = "walkback/proof-"
READINGS = "walkback/readings.jsonl"
REPORT = "walkback/report.values.json"
REPORT_PAGE = "walkback/report.html"
SIGNER = "walkback/signer"
STAMPS = "walkback/stamp-"
VERDICTS = "walkback/verdicts.jsonl"
MANIFEST = "datapackage.json"
DIGEST = "datapackage-digest.json"

ALWAYS = (
    ARCHIVE,
    INDEX,
    PAGES,
    BUNDLE,
    CHECKPOINT,
    DISCLOSED,
    READINGS,
    REPORT,
    REPORT_PAGE,
    SIGNER,
)
FIXED = (*ALWAYS, VERDICTS, MANIFEST, DIGEST)
STAMP_PARTS = ("tsq", "tsr", "pem", "json", "note")

PROOF_HEADER = "c2sp.org/tlog-proof@v1"
SIGNER_HEADER = "walkback/bundle-signer/1"
WACZ_VERSION = "1.1.1"
PROFILE = "data-package"
AUTH_VERSION = "0.1.0"

# Decimal numbers without leading zeros: one name for one leaf.
_PROOF = re.compile(r"walkback/proof-(0|[1-9]\d{0,18})\.tlog-proof", re.ASCII)
_STAMP = re.compile(r"walkback/stamp-(0|[1-9]\d{0,5})\.(tsq|tsr|pem|json|note)", re.ASCII)


def proof_name(number: int) -> str:
    """The member that holds the proof of a leaf."""
    return f"{PROOFS}{number}.tlog-proof"


def proof_number(name: str) -> int | None:
    """The leaf whose proof a member holds; None where it is no proof."""
    found = _PROOF.fullmatch(name)
    return int(found[1]) if found else None


def stamp_name(number: int, part: str) -> str:
    """A part (``STAMP_PARTS``) of the stamp with a number, counted from 0."""
    return f"{STAMPS}{number}.{part}"


def stamp_part(name: str) -> tuple[int, str] | None:
    """Number and part of a stamp's member; None where it is none."""
    found = _STAMP.fullmatch(name)
    return (int(found[1]), found[2]) if found else None


def is_ours(name: str) -> bool:
    """Whether a bundle may have a member of this name."""
    return name in FIXED or proof_number(name) is not None or stamp_part(name) is not None


@dataclass(frozen=True, slots=True)
class BundleLeaf:
    """An included leaf: its group lies at ``offset`` of the archive and is ``length`` bytes."""

    n: int
    kind: LeafKind
    id: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A leaf that belongs to the subject and is kept back: ``reason`` is a short stable code."""

    n: int
    kind: LeafKind
    reason: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A leaf whose content was erased, by the redaction that leaf ``by`` commits to."""

    n: int
    by: int
    reason: str


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One field of a leaf whose group is not included, with the salt that opens it."""

    n: int
    field: str
    value: Any
    salt: str


@dataclass(frozen=True, slots=True)
class BundleInstance:
    """An address of a statement, by the id that looks and verdicts name it with."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class BundleStatement:
    """A statement and its places; ``url`` is the one that was registered first."""

    id: str
    url: str
    instances: tuple[BundleInstance, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the bundle is about: ``statement`` (with its address) or ``case`` (``url`` None)."""

    kind: str
    id: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """``walkback/bundle.json``: what is inside, what is not, and of which ledger.

    Leaves ascend, and lie in the archive in that order with nothing between. ``created`` is an
    instant in RFC 3339, the same as in the manifest.
    """

    about: Subject
    origin: str
    size: int
    software: str
    created: str
    statements: tuple[BundleStatement, ...] = ()
    leaves: tuple[BundleLeaf, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()

    def encode(self) -> bytes:
        """Canonical JSON."""
        return canonical(
            {
                "v": VERSION,
                "about": {"kind": self.about.kind, "id": self.about.id, "url": self.about.url},
                "origin": self.origin,
                "size": self.size,
                "software": self.software,
                "created": self.created,
                "statements": [_statement_json(one) for one in self.statements],
                "leaves": [
                    {"n": o.n, "kind": o.kind.value, "id": o.id, "offset": o.offset}
                    | {"length": o.length}
                    for o in self.leaves
                ],
                "withheld": [
                    {"n": one.n, "kind": one.kind.value, "reason": one.reason}
                    for one in self.withheld
                ],
                "tombstones": [
                    {"n": one.n, "by": one.by, "reason": one.reason} for one in self.tombstones
                ],
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> "Bundle":
        """The bundle of ``encode``. Raises ``BadInput`` where a byte of it is another."""
        value = parse_canonical(data)
        try:
            found = _bundle(value)
        except (KeyError, TypeError, ValueError) as error:
            raise BadInput("not the list of a bundle", found=repr(error)) from None
        # Whatever is there beside these fields, or has another type, would not come back.
        if found.encode() != data:
            raise BadInput("not the list of a bundle", found="fields that do not belong in it")
        return found


@dataclass(frozen=True, slots=True)
class StampFacts:
    """What a stamp says of itself: ``over`` is the hex SHA-256 of the bytes that were stamped.

    ``proof`` are the hashes of the consistency proof (RFC 6962 2.1.2), hex, from the stamped
    tree of ``size`` to that of ``walkback/checkpoint``; none where the sizes are the same.
    ``renews`` is the number of the older stamp that this one carries on: what was stamped is then
    that one's answer, followed by what that one stamped.
    """

    authority: str
    over: str
    size: int
    gen_time: str
    proof: tuple[str, ...] = ()
    renews: int | None = None

    def encode(self) -> bytes:
        """Canonical JSON."""
        return canonical(
            {
                "authority": self.authority,
                "over": self.over,
                "size": self.size,
                "gen_time": self.gen_time,
                "proof": list(self.proof),
                "renews": self.renews,
            }
        )

    @classmethod
    def decode(cls, data: bytes) -> "StampFacts":
        """The facts of ``encode``. Raises ``BadInput``."""
        value = parse_canonical(data)
        try:
            found = cls(
                _text(value["authority"]),
                _text(value["over"]),
                _number(value["size"]),
                _text(value["gen_time"]),
                tuple(_text(each) for each in value["proof"]),
                None if value["renews"] is None else _number(value["renews"]),
            )
        except (KeyError, TypeError) as error:
            raise BadInput("not the facts of a stamp", found=repr(error)) from None
        if found.encode() != data:
            raise BadInput("not the facts of a stamp", found="other fields")
        return found


def write_lines(values: Iterable[Any]) -> bytes:
    """One line of canonical JSON for each value, each with its line end."""
    return b"".join(canonical(value) + b"\n" for value in values)


def read_lines(data: bytes) -> Iterator[Any]:
    """The values of ``write_lines``. Raises ``BadInput`` for anything else."""
    if data and not data.endswith(b"\n"):
        raise BadInput("lines that break off", found=repr(data[-40:]))
    for line in data.split(b"\n")[:-1]:
        yield parse_canonical(line)


def disclosed_json(one: Disclosed) -> dict[str, Any]:
    """Plain JSON of a disclosed field."""
    return {"n": one.n, "field": one.field, "value": one.value, "salt": one.salt}


def _statement_json(one: BundleStatement) -> dict[str, Any]:
    places = [{"id": each.id, "url": each.url} for each in one.instances]
    return {"id": one.id, "url": one.url, "instances": places}


def _bundle(value: Mapping[str, Any]) -> Bundle:
    about = value["about"]
    url = about["url"]
    return Bundle(
        Subject(_text(about["kind"]), _text(about["id"]), None if url is None else _text(url)),
        _text(value["origin"]),
        _number(value["size"]),
        _text(value["software"]),
        _text(value["created"]),
        tuple(_statement(one) for one in value["statements"]),
        tuple(
            BundleLeaf(
                _number(one["n"]),
                LeafKind(one["kind"]),
                _text(one["id"]),
                _number(one["offset"]),
                _number(one["length"]),
            )
            for one in value["leaves"]
        ),
        tuple(
            Withheld(_number(one["n"]), LeafKind(one["kind"]), _text(one["reason"]))
            for one in value["withheld"]
        ),
        tuple(
            Tombstone(_number(one["n"]), _number(one["by"]), _text(one["reason"]))
            for one in value["tombstones"]
        ),
    )


def _statement(one: Mapping[str, Any]) -> BundleStatement:
    places = (BundleInstance(_text(each["id"]), _text(each["url"])) for each in one["instances"])
    return BundleStatement(_text(one["id"]), _text(one["url"]), tuple(places))


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is no whole number")
    return value
