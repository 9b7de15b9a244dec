"""Evidence written for these tests: an invented council, its pages and its register."""

import gzip
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from walkback.archive import Archive
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.exchange import Exchange

NOON = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
PAGE = b"<!doctype html><title>Water</title><p>The well in Ostermark will stay open.</p>" * 20


@pytest.fixture
def noon():
    return NOON


@pytest.fixture
def make_exchange():
    def make(path="/well", *, body=PAGE, coding=b"gzip", cut=None, url=None):
        sent = gzip.compress(body, mtime=0) if coding == b"gzip" else body
        lines = [b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8"]
        lines += [b"Content-Encoding: " + coding] if coding else []
        lines += [b"Content-Length: %d" % len(sent), b"", b""]
        asked = b"GET %s HTTP/1.1\r\nHost: ostermark.example\r\n\r\n" % path.encode()
        return Exchange(
            url=url or f"https://ostermark.example{path}",
            at=NOON,
            request_head=asked,
            status=200,
            head=b"\r\n".join(lines),
            body=sent,
            ip="203.0.113.7",
            cut=cut,
        )

    return make


@pytest.fixture
def make_evidence(make_exchange):
    numbers = itertools.count(1)

    def make(kind=LeafKind.CAPTURE, *, document=None, exchanges=None, copied=(), about=None):
        number = next(numbers)
        if document is None and exchanges is None and not copied:
            exchanges = (make_exchange(f"/well/{number}"),)
        return Evidence(
            kind=kind,
            id=f"{kind.value}-{number}",
            at=NOON + timedelta(seconds=number),
            about=about or {"instance": f"instance-{number}"},
            exchanges=exchanges or (),
            copied=copied,
            document=document,
        )

    return make


@pytest.fixture
def every_kind(make_evidence):
    """One of each: capture, roll call, verdict, register and import."""
    return [
        make_evidence(),
        make_evidence(LeafKind.ROLLCALL, document=[{"instance": "a", "outcome": "not-modified"}]),
        make_evidence(LeafKind.VERDICT, document={"rule": "gone", "looks": 3}),
        make_evidence(LeafKind.REGISTER, document=[{"name": "Ines Quill"}, {"name": "Ole Brandt"}]),
        make_evidence(LeafKind.IMPORT, document=[{"text": "The well stays.\nIt does."}, {"n": 2}]),
    ]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def archive(folder):
    return Archive(folder, software="walkback/test")
