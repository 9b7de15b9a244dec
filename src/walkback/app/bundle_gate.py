"""What of a bundle is kept back: the release gate, leaf by leaf, before anything is written.

A group is evidence only byte for byte, so nothing in it can be hidden: where a protected name or
the address of something withheld stands in it, the whole leaf stays at home and is listed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from walkback.app.bundle_choice import Choice
from walkback.app.legible import spellings
from walkback.archive import LoadedRecord, load, load_group
from walkback.archive.reader import split_response
from walkback.model.bundle import BundleStatement, Disclosed, Subject, Withheld
from walkback.model.content import decode
from walkback.model.evidence import LeafKind
from walkback.model.exchange import Exchange
from walkback.model.look import Role
from walkback.model.release import Notice
from walkback.model.withheld import Gate
from walkback.store import Store, bundled
from walkback.store.bundled import LeafRow

NAMES = "protected-name"  # of a name nobody is shown, or of an address that is withheld
_ABOUT = re.compile(rb'"about":"([a-z0-9]{1,64})"')
_LARGEST = 64 << 20  # of a body once its codings are undone
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hold_back(choice: Choice, gate: Gate, store: Store, folder: Path) -> Choice:
    """The choice without what is withheld, which is listed with its reason."""
    if not gate.held:
        return choice
    held = _held_places(choice, gate)
    texts = _texts_read(store, choice)
    withheld: dict[int, Withheld] = {}
    for row in choice.leaves.values():
        reason = _reason(row, folder, held, gate) or _named(texts.get(row.n, ()), gate)
        if reason:
            withheld[row.n] = Withheld(row.n, row.kind, reason)
    opened = [one for one in choice.disclosed if not _is_held(one, held, gate)]
    stay = {one.n: one for one in choice.disclosed if one not in opened}
    kinds = {row.n: row.kind for row in _rows(store, stay)}
    for number, one in stay.items():
        if number in kinds and number not in {each.n for each in opened}:
            reason = _line_reason(one, held) or NAMES
            withheld[number] = Withheld(number, kinds[number], reason)
    return replace(
        choice,
        about=_about(choice, gate),
        statements=tuple(one for one in choice.statements if _is_shown(one, gate)),
        leaves={n: row for n, row in choice.leaves.items() if n not in withheld},
        disclosed=opened,
        withheld=[withheld[number] for number in sorted(withheld)],
    )


def _about(choice: Choice, gate: Gate) -> Subject:
    about = choice.about
    hidden = about.url is not None and gate.text(about.url) != about.url
    return replace(about, url=None) if gate.notice(about.id) or hidden else about


def _is_shown(one: BundleStatement, gate: Gate) -> bool:
    return not gate.notice(one.id) and not _named([place.url for place in one.instances], gate)


def _held_places(choice: Choice, gate: Gate) -> dict[str, Notice]:
    """The instances of withheld statements."""
    return {
        place.id: notice
        for one in choice.statements
        if (notice := gate.notice(one.id)) is not None
        for place in one.instances
    }


def _reason(row: LeafRow, folder: Path, held: Mapping[str, Notice], gate: Gate) -> str:
    """Why a leaf is kept back; empty where it is not."""
    group = load_group(folder, row.place)
    about = group.opening["about"]
    whose = [about.get("instance")] if row.kind is LeafKind.CAPTURE else []
    if about.get("role") == Role.PICTURE:
        whose = list(about["serves"])
    notices = [held[one] for one in whose if one in held]
    if notices and len(notices) == len(whose):
        return notices[0].reason.value
    if _named([json.dumps(about, ensure_ascii=False)], gate):
        return NAMES
    for position in group.positions:
        record = load(folder, replace(row.place, payload=position.offset))
        found = _verdict_of(record.block, held, gate) if row.kind is LeafKind.VERDICT else ""
        found = found or _named(_words(record), gate)
        if found:
            return found
    return ""


def _verdict_of(block: bytes, held: Mapping[str, Notice], gate: Gate) -> str:
    for instance, notice in held.items():
        if f'"instance":"{instance}"'.encode() in block:
            return notice.reason.value
    # An act about a withheld statement: its reasons are that statement's title and words.
    told = (gate.notice(one.decode()) for one in _ABOUT.findall(block))
    return next((notice.reason.value for notice in told if notice), "")


def _words(record: LoadedRecord) -> Iterator[str]:
    """What could be read in a record: its address, its head, its body with its codings undone."""
    yield record.url
    if record.kind not in ("response", "revisit"):
        yield from spellings(record.block)
        return
    head, body = split_response(record.block)
    yield head.decode("latin-1")
    exchange = Exchange(record.url, record.at or _EPOCH, b"", 200, head, body, "")
    kind = (exchange.header(b"content-type") or b"").decode("latin-1")
    yield from spellings(decode(exchange, _LARGEST).data, kind)


def _named(texts: Iterable[str], gate: Gate) -> str:
    return NAMES if any(gate.text(text) != text for text in texts) else ""


def _texts_read(store: Store, choice: Choice) -> dict[int, list[str]]:
    """What was read in the captures: markup may part a name that a reader sees whole."""
    found: dict[int, list[str]] = {}
    numbers = [row.n for row in choice.leaves.values() if row.kind is LeafKind.CAPTURE]
    with store.reading() as connection:
        for sight in bundled.sights(connection, numbers):
            reading = bundled.words(connection, sight.instance or sight.id, sight.text or "")
            if reading is not None:
                found.setdefault(sight.leaf, []).extend((reading.title, reading.text))
        for leaf, text in bundled.picture_words(connection, numbers):
            found.setdefault(leaf, []).append(text)
    return found


def _is_held(one: Disclosed, held: Mapping[str, Notice], gate: Gate) -> bool:
    text = json.dumps(one.value, ensure_ascii=False)
    return bool(_line_reason(one, held)) or bool(_named([text], gate))


def _line_reason(one: Disclosed, held: Mapping[str, Notice]) -> str:
    instance = one.value.get("instance", "") if isinstance(one.value, dict) else ""
    return held[instance].reason.value if instance in held else ""


def _rows(store: Store, numbers: Mapping[int, Any]) -> list[LeafRow]:
    with store.reading() as connection:
        return bundled.leaves_by_number(connection, numbers)
