"""WACZ files come in: ours and others', whole and broken, and nothing comes in twice."""

import gzip
import json
import zipfile
from hashlib import sha256
from uuid import uuid4

import pytest
from tests.bundle.conftest import EDITED, GONE, LINES
from tests.bundle.opened import members

from walkback.app import open_record, verify_record
from walkback.errors import BadFile

URL = "https://vossberg.example/well"
WORDS = "The well in Ostermark will stay open, and nobody has to walk to the next village for it."


@pytest.fixture
def other(tmp_path, monkeypatch, record):
    """Another record, which knows nothing yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_record(tmp_path / "other", make=True) as opened:
        yield opened


def page(words=WORDS):
    return f"<!doctype html><title>x</title><h1>A well</h1><p>{words}</p>".encode() * 3


def warc(url=URL, body=None, *, packed=True):
    body = body or page()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-02-01T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(http)}",
    ]
    record = "\r\n".join(head).encode() + b"\r\n\r\n" + http + b"\r\n\r\n"
    return gzip.compress(record, mtime=0) if packed else record


def wacz(path, archives, *, stated=None, pages=None, method=zipfile.ZIP_STORED):
    lines = [{"format": "json-pages-1.0", "id": "pages"}, *(pages or [])]
    listed = [
        {"path": f"archive/{name}", "hash": (stated or {}).get(name) or digest(data)}
        for name, data in archives.items()
    ]
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in archives.items():
            file.writestr(f"archive/{name}", data)
        file.writestr("pages/pages.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
        file.writestr("datapackage.json", json.dumps({"resources": listed}))
    return path


def digest(data):
    return f"sha256:{sha256(data).hexdigest()}"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["data.warc.gz", "data.warc"])
def test_the_pages_of_a_wacz_become_statements_with_their_titles(other, tmp_path, method, name):
    body = f"<!doctype html><p>{WORDS}</p>".encode()
    pages = [{"url": URL, "title": "On the well", "ts": "2026-02-01T10:00:00Z"}, {"url": 7}]
    data = warc(body=body, packed=name.endswith(".gz"))
    report = other.import_files(
        [wacz(tmp_path / "a.wacz", {name: data}, pages=pages, method=method)]
    )

    assert (report.records, report.statements) == (1, 1)
    shown = other.show(URL)
    assert shown.title == "On the well"
    assert WORDS in shown.versions[0].text


def test_all_archives_of_a_wacz_are_read(other, tmp_path):
    archives = {
        "one.warc.gz": warc(),
        "two.warc.gz": warc("https://vossberg.example/dyke", page("The dyke will be mended.")),
    }
    assert other.import_files([wacz(tmp_path / "a.wacz", archives)]).statements == 2


def test_the_same_archive_brings_nothing_a_second_time(other, tmp_path):
    path = wacz(tmp_path / "a.wacz", {"data.warc.gz": warc()})
    assert other.import_files([path]).records == 1
    size = other.leaves()
    (tmp_path / "b.warc.gz").write_bytes(warc())  # the same page, not the same record

    assert other.import_files([path]).records == 0
    assert other.leaves() == size
    assert other.import_files([tmp_path / "b.warc.gz"]).records == 1
    assert len(other.show(URL).versions) == 1


def test_nothing_comes_twice_after_a_rebuild_either(other, tmp_path):
    path = wacz(tmp_path / "a.wacz", {"data.warc.gz": warc()})
    other.import_files([path])
    other.rebuild()
    assert other.import_files([path]).records == 0


def test_a_bundle_brings_its_captures_to_another_record(other, bundle, told):
    path = bundle(EDITED)
    report = other.import_files([path])

    assert report.records > 10
    shown = other.show(told.urls[EDITED])
    assert shown.title == "On the ferry"
    assert len(shown.versions) == 2
    assert other.import_files([path]).records == 0
    assert verify_record(other.folder).ok


def test_a_bundle_of_lines_brings_the_lines_with_their_speaker(other, bundle):
    path = bundle(LINES[0]["url"])
    other.import_files([path])

    shown = other.show(LINES[0]["url"])
    assert [version.text for version in shown.versions] == [LINES[0]["text"], LINES[2]["text"]]
    assert shown.speaker.name == "Mira Vossberg"
    before = other.leaves()
    other.import_files([path])
    assert other.leaves() == before
    assert [event.kind for event in other.events()] == ["published", "edited"]


def test_a_bundle_of_this_very_record_brings_nothing(record, bundle):
    size = record.leaves()
    assert record.import_files([bundle(GONE)]).records == 0
    assert record.leaves() == size


def test_an_archive_that_is_not_what_its_manifest_says_is_refused(other, tmp_path):
    whole = warc()
    stated = {"data.warc.gz": digest(b"other bytes")}
    path = wacz(tmp_path / "a.wacz", {"data.warc.gz": whole}, stated=stated)
    with pytest.raises(BadFile, match="an archive is not what the manifest says") as refused:
        other.import_files([path])
    assert f"SHA-256 {sha256(b'other bytes').hexdigest()}" in str(refused.value)
    assert other.events() == []


def test_an_older_manifest_is_heeded_too(other, tmp_path):
    path = tmp_path / "a.wacz"
    wacz(path, {"data.warc.gz": warc()})
    found = members(path)
    old = {"path": "archive/data.warc.gz", "stats": {"hash": "00" * 32}, "hashing": "sha256"}
    found["datapackage.json"] = json.dumps({"resources": [old]}).encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, data in found.items():
            file.writestr(name, data)
    with pytest.raises(BadFile, match="not what the manifest says"):
        other.import_files([path])


def test_a_wacz_whose_archive_breaks_off_gives_what_came_before(other, tmp_path):
    two = warc() + warc("https://vossberg.example/dyke", page("The dyke will be mended."))
    path = wacz(tmp_path / "a.wacz", {"data.warc.gz": two[:-40]})
    with pytest.raises(BadFile, match=r"the archive breaks off: .*a\.wacz/archive/data\.warc\.gz"):
        other.import_files([path])
    assert [event.statement.url for event in other.events()] == [URL]


def test_what_holds_no_archive_is_refused_with_what_it_holds(other, tmp_path):
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("deep/archive/data.warc.gz", warc())
    with pytest.raises(BadFile, match="no web archive is in it") as refused:
        other.import_files([path])
    assert "1 members" in str(refused.value)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("archive/inner.wacz", b"PK")
    with pytest.raises(BadFile, match="Take the WACZ files out and import each"):
        other.import_files([path])


def test_a_zip_bomb_ends_at_what_the_directory_says(other, tmp_path):
    bomb = gzip.compress(b"WARC/1.1\r\n" + b"\0" * (8 << 20))
    path = wacz(tmp_path / "a.wacz", {"data.warc.gz": bomb}, method=zipfile.ZIP_DEFLATED)
    with pytest.raises(BadFile):
        other.import_files([path])
