"""WACZ 1.1.1: what a player of web archives expects beside the records themselves.

https://specs.webrecorder.net/wacz/1.1.1/. Version 1.2.0 is written where it is asked for; in 2026
neither the validator nor the usual players read it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from walkback.archive.zips import Member
from walkback.errors import BadInput
from walkback.model.bundle import MANIFEST, PROFILE, WACZ_VERSION
from walkback.model.canonical import canonical

PROFILES = ("1.1.1", "1.2")
_NEWER = "wacz"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be replayed: its address, when it was captured, its title."""

    id: str
    url: str
    at: datetime
    title: str

    @property
    def ts(self) -> str:
        """The time as the index has it, to the second: replay finds the record by it."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the manifest says of the whole; ``created`` is RFC 3339 to the second."""

    title: str
    software: str
    created: str
    main: Page | None = None
    profile: str = WACZ_VERSION


def created_at(now: datetime) -> str:
    """An instant as manifest and signature have it: authsign reads whole seconds only."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def write_pages(title: str, pages: Sequence[Page]) -> bytes:
    """``pages.jsonl``: a header, then one line for each page."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": title}
    lines: list[dict[str, Any]] = [head]
    lines += [
        {"id": page.id, "url": page.url, "ts": page.ts, "title": page.title} for page in pages
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8")


def write_manifest(heading: Heading, members: Sequence[Member]) -> bytes:
    """``datapackage.json``: what is inside, by name, length and SHA-256."""
    if heading.profile not in PROFILES:
        raise BadInput(
            "not a profile of WACZ",
            subject=heading.profile,
            expected=" or ".join(PROFILES),
        )
    value: dict[str, Any] = {
        "title": heading.title,
        "software": heading.software,
        "created": heading.created,
        "resources": [
            {
                "name": member.name.lower(),
                "path": member.name,
                "hash": f"sha256:{member.sha256}",
                "bytes": member.size,
            }
            for member in members
        ],
    }
    if heading.profile == WACZ_VERSION:
        value |= {"profile": PROFILE, "wacz_version": WACZ_VERSION}
    else:
        value["profile"] = _NEWER
    if heading.main:
        page = heading.main
        value |= {"mainPageUrl": page.url, "mainPageDate": page.ts}
        value["home"] = {"url": page.url, "ts": page.ts, "title": page.title}
    return canonical(value)


def write_digest(manifest_hash: str, signed: dict[str, Any]) -> bytes:
    """``datapackage-digest.json``: the manifest's hash and what is signed of it."""
    return canonical({"path": MANIFEST, "hash": manifest_hash, "signedData": signed})
