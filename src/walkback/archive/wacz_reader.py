"""Read anybody's WACZ: its archives record by record, and the titles of its pages.

What a manifest says of an archive is checked before a record of it is given; a file without a
manifest, or with one of another kind, is read all the same. Pages only give titles.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from walkback.archive.foreign import ForeignRecord, read_archive
from walkback.archive.unzip import ZipReader
from walkback.archive.zip_directory import bad
from walkback.errors import BadFile
from walkback.model.bundle import MANIFEST

_FOLDER = "archive/"
_PAGES = "pages/"
_ARCHIVES = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_LARGEST_MANIFEST = 64 << 20
_LARGEST_PAGES = 256 << 20
_LONGEST_LINE = 16 << 20  # some tools put a page's whole text into its line
_MOST_TITLES = 1_000_000


def read_wacz(path: Path) -> Iterator[ForeignRecord]:
    """The records of all archives in a WACZ, in order.

    Raises ``BadFile`` where it holds none, or one is not what the manifest says; what came before
    has been given.
    """
    with ZipReader(path) as file:
        names = archives(file)
        stated = _stated(file)
        for name in names:
            _check(file, name, stated.get(name))
            yield from read_archive(path / name, file=file.open(name))


def archives(file: ZipReader) -> list[str]:
    """The WARC and ARC members. Raises ``BadFile`` where there are none."""
    found = [
        name for name in file.names if name.startswith(_FOLDER) and name.lower().endswith(_ARCHIVES)
    ]
    if found:
        return found
    inner = [name for name in file.names if name.lower().endswith(".wacz")]
    raise BadFile(
        "no web archive is in it",
        subject=str(file.path),
        expected="a WARC or ARC file in its folder archive/",
        found=f"{len(inner)} other WACZ files" if inner else f"{len(file.names)} members",
        todo="Take the WACZ files out and import each." if inner else "Give a WACZ file.",
    )


def page_titles(path: Path) -> dict[str, str]:
    """The title of each page by its address, as its lists have them; empty titles are left out."""
    titles: dict[str, str] = {}
    with ZipReader(path) as file:
        for name in file.names:
            if name.startswith(_PAGES) and name.endswith(".jsonl"):
                for url, title in _pages(file, name):
                    if len(titles) < _MOST_TITLES:
                        titles.setdefault(url, title)
    return titles


def _pages(file: ZipReader, name: str) -> Iterator[tuple[str, str]]:
    if file.entry(name).size > _LARGEST_PAGES:
        return
    with file.open(name) as lines:
        while line := lines.readline(_LONGEST_LINE):
            page = _object(line)
            url, title = page.get("url"), page.get("title")
            if isinstance(url, str) and isinstance(title, str) and title.strip():
                yield url, title.strip()


def _stated(file: ZipReader) -> dict[str, str]:
    """Hex SHA-256 of each member that the manifest gives one for, in the form of any version."""
    if MANIFEST not in file.names:
        return {}
    listed = _object(file.read(MANIFEST, _LARGEST_MANIFEST)).get("resources")
    found = {}
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and isinstance(one.get("path"), str):
            digest = _digest(one)
            if digest:
                found[one["path"]] = digest
    return found


def _digest(listed: dict[str, Any]) -> str:
    """Of a manifest's line: ``hash`` since 1.0, ``stats`` and ``hashing`` before."""
    digest = listed.get("hash")
    if isinstance(digest, str):
        kind, _, value = digest.rpartition(":")
        return value.lower() if kind in ("sha256", "sha-256") else ""
    stats = listed.get("stats")
    if isinstance(stats, dict) and listed.get("hashing") == "sha256":
        return str(stats.get("hash", "")).lower()
    return ""


def _check(file: ZipReader, name: str, stated: str | None) -> None:
    if stated is None:
        return
    found = sha256()
    for piece in file.pieces(name):
        found.update(piece)
    if found.hexdigest() != stated:
        raise bad(
            "an archive is not what the manifest says",
            f"{file.path}, {name}",
            f"SHA-256 {stated}",
            found.hexdigest(),
        )


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
