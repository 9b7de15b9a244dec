"""The capture report: for each capture what the Berkeley Protocol asks of its collector.

Berkeley Protocol on Digital Open Source Investigations (OHCHR and UC Berkeley, 2020/2022), VI.C:
address, source code, image of the page, embedded media, metadata, context, data on the
collection, hash. No field is ever empty: what there is not is said.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkback.app.bundle_choice import Choice
from walkback.archive import load_exchange, load_group
from walkback.archive.cdxj import Indexed
from walkback.ledger import leaf_hash
from walkback.model import bundle as names
from walkback.model.bundle import BundleLeaf
from walkback.model.evidence import LeafKind
from walkback.model.exchange import Exchange
from walkback.model.look import Role
from walkback.model.proof import Checkpoint
from walkback.model.times import stamp

_WHY = {
    Role.STATEMENT.value: "this address carries the statement",
    Role.LISTING.value: "this address lists statements",
    Role.CONTROL.value: "asked beside a look, to tell how the host behaved at that time",
    Role.ARTICLE.value: "this article quotes the statement",
    Role.PICTURE.value: "a picture that the statement's page shows",
    Role.IMPORT.value: "copied from another archive, at that archive's time",
}
_NOT_RECORDED = "not recorded"
_VIEW = "urn:view:"
_MARKS = ("connected", "TLS", "first byte", "end")


@dataclass(frozen=True, slots=True)
class Whole:
    """What the report tells of: the bundle's leaves with their index entries, and its tree."""

    choice: Choice
    folder: Path
    leaves: Sequence[BundleLeaf]
    entries: Mapping[int, Sequence[Indexed]]
    checkpoint: Checkpoint
    people: Mapping[str, str]  # statement to its speaker's name


def report_json(whole: Whole, title: str, made: tuple[str, str]) -> dict[str, Any]:
    """The report as plain JSON; ``made`` is when and by which software."""
    checkpoint = whole.checkpoint
    captures = [_capture(whole, leaf, made) for leaf in _captures(whole.leaves)]
    return {
        "v": 1,
        "title": title,
        "about": {"kind": whole.choice.about.kind, "id": whole.choice.about.id},
        "made": {"at": made[0], "by": made[1]},
        "ledger": {
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
        },
        "statements": [
            {
                "id": one.id,
                "url": one.url,
                "speaker": whole.people.get(one.id) or "no speaker is named in the record",
                "places": [place.url for place in one.instances],
            }
            for one in whole.choice.statements
        ],
        "events": [
            _event(event.leaf, event.verdict)
            for event in whole.choice.events
            if event.leaf in whole.choice.there
        ],
        "captures": captures,
        "records": [
            {"leaf": leaf.n, "kind": leaf.kind.value, "id": leaf.id}
            for leaf in whole.leaves
            if leaf.kind is not LeafKind.CAPTURE
        ],
        "lines": [{"leaf": one.n, "field": one.field} for one in whole.choice.disclosed],
        "withheld": [
            {"leaf": one.n, "kind": one.kind.value, "reason": one.reason}
            for one in whole.choice.withheld
        ],
        "erased": [
            {"leaf": one.n, "by": one.by, "reason": one.reason}
            for _, one in sorted(whole.choice.tombstones.items())
        ],
    }


def _captures(leaves: Iterable[BundleLeaf]) -> Iterable[BundleLeaf]:
    return (leaf for leaf in leaves if leaf.kind is LeafKind.CAPTURE)


def _event(leaf: int, verdict: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "leaf": leaf,
        "kind": verdict["kind"],
        "between": list(verdict["between"]),
        "confirmed_at": verdict["confirmed_at"],
        "confidence": verdict["confidence"],
        "reasons": [reason["text"] for reason in verdict["reasons"]],
    }


def _capture(whole: Whole, leaf: BundleLeaf, made: tuple[str, str]) -> dict[str, Any]:
    place = whole.choice.leaves[leaf.n].place
    group = load_group(whole.folder, place)
    about = group.opening["about"]
    exchange = load_exchange(whole.folder, place)
    role = str(about["role"])
    agent = _line(exchange.request_head, b"user-agent")
    how = about.get("how") or {}
    return {
        "leaf": leaf.n,
        "capture": leaf.id,
        "url": about["url"],
        "answered_by": about["final_url"] or about["url"],
        "source": _source(leaf, exchange),
        "image": _image(whole.entries.get(leaf.n, ())),
        "media": _media(whole, leaf, about),
        "metadata": {
            "status": exchange.status,
            "head": exchange.head.decode("latin-1").strip() or _NOT_RECORDED,
        },
        "context": _WHY.get(role, role),
        "collection": {
            "collector": f"the record {whole.checkpoint.origin}",
            "at": stamp(exchange.at),
            "connected_to": exchange.ip or _NOT_RECORDED,
            "connected_from": _NOT_RECORDED,
            "clock": str(how.get("clock") or _NOT_RECORDED),
            "timings": _timings(how),
            "certificates": _certificates(how, exchange.url),
            "tool": str(how.get("by") or agent or f"not stated; exported by {made[1]}"),
            "outcome": about["outcome"],
            "complete": exchange.cut is None,
        },
        "hash": {
            "body_sha256": hashlib.sha256(exchange.body).hexdigest(),
            "records_sha256": list(group.records),
            "leaf": leaf_hash(group.leaf.encode()).hex(),
        },
    }


def _source(leaf: BundleLeaf, exchange: Exchange) -> str:
    return (
        f"{len(exchange.body)} bytes of body as they were received, in {names.ARCHIVE} from "
        f"byte {leaf.offset} to {leaf.offset + leaf.length}"
    )


def _image(entries: Sequence[Indexed]) -> str:
    views = [one.url for one in entries if one.url.startswith(_VIEW)]
    return ", ".join(views) or "no image of the page was taken"


def _media(whole: Whole, leaf: BundleLeaf, about: Mapping[str, Any]) -> list[str]:
    """The pictures that were kept of this page, and what its browser loaded beside it."""
    within = [
        one.url
        for one in whole.entries.get(leaf.n, ())
        if one.mime.startswith(("image/", "video/", "audio/")) and not one.url.startswith("urn:")
    ]
    for other in _captures(whole.leaves):
        place = whole.choice.leaves[other.n].place
        opening = load_group(whole.folder, place).opening["about"]
        if opening["role"] == Role.PICTURE and about.get("instance") in opening["serves"]:
            within.append(f"{opening['url']} (leaf {other.n})")
    return within or ["no picture of this page was kept"]


def _timings(how: Mapping[str, Any]) -> str:
    """Of each hop, milliseconds from its start; 0 where it used a connection that stood."""
    hops = [
        ", ".join(f"{name} {ms} ms" for name, ms in zip(_MARKS, hop, strict=False))
        for hop in how.get("ms") or ()
    ]
    return "; ".join(hops) or _NOT_RECORDED


def _certificates(how: Mapping[str, Any], url: str) -> str:
    if how.get("tls"):
        return f"a chain with the SHA-256 {how['tls']}"
    return _NOT_RECORDED if url.startswith("https:") else "none: the connection was not encrypted"


def _line(head: bytes, wanted: bytes) -> str:
    for line in head.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == wanted:
            return value.strip().decode("latin-1")
    return ""
