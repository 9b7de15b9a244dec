"""A real record, read over HTTP by those who know only the standards."""

import base64
import csv
import hashlib
import io
import json
import re
import sqlite3
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.publish.conftest import Reader
from typer.testing import CliRunner

from walkback.app import open_record
from walkback.cli.entry import app
from walkback.model.release import Reason
from walkback.publish import Serving, site

ORACLE = Path(__file__).parent.parent.parent / ".venv-oracles" / "bin" / "python"


@pytest.fixture
def record(watched, paper):
    with open_record(watched) as opened:
        opened.poll(everything=True)
        paper.edit("school")
        paper.take_down("ferry")
        for _ in range(3):
            opened.poll(everything=True)
        yield opened


@pytest.fixture
def reader(record):
    with Serving(site(record)) as served:
        yield Reader(served.url)


# ---- the ledger, audited by nothing but RFC 6962, C2SP and a key ----


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes):
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root_of(hashes[:split]), root_of(hashes[split:]))


def tile_name(index, width):
    return f"{index:03}" + (f".p/{width}" if width < 256 else "")


def audit(get, key, size=None):
    """Every entry of the log, after its root was computed anew and its signature checked."""
    note = get("/ledger/checkpoint").decode()
    text, _, signatures = note.partition("\n\n")
    origin, count, root = text.split("\n")[:3]
    line = next(one for one in signatures.split("\n") if one.startswith(f"\u2014 {origin} "))
    signature = base64.b64decode(line.split(" ")[2])
    name, key_hash, data = key.split("+", 2)
    public = base64.b64decode(data)
    assert (name, signature[:4].hex()) == (origin, key_hash)
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], f"{text}\n".encode())
    wanted = size or int(count)
    entries = []
    for index in range(-(-wanted // 256)):
        width = min(256, wanted - index * 256)
        bundle = get(f"/ledger/tile/entries/{tile_name(index, width)}")
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            entries.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
        hashes = get(f"/ledger/tile/0/{tile_name(index, width)}")
        leaves = [hashlib.sha256(b"\x00" + one).digest() for one in entries[index * 256 :]]
        assert hashes == b"".join(leaves)
    assert len(entries) == wanted
    if size is None:
        found = root_of([hashlib.sha256(b"\x00" + one).digest() for one in entries])
        assert base64.b64encode(found).decode() == root
    return entries


def test_a_stranger_audits_the_whole_ledger_over_http(record, reader):
    answers = {}

    def get(path):
        answers[path] = reader.get(path)
        assert answers[path].status == 200, path
        return answers[path].body

    entries = audit(get, record.verifier_key)
    assert len(entries) == record.leaves()
    kinds = {json.loads(one)["kind"] for one in entries}
    assert {"capture", "verdict", "register"} <= kinds
    for told in ("vossberg", "ferry", "127.0.0.1"):
        assert told not in b"".join(entries).decode().lower(), "leaves hold no plain text"
    older = audit(get, record.verifier_key, size=3)
    assert older == entries[:3], "partial tiles of an older tree are served too"
    assert "max-age=5" in answers["/ledger/checkpoint"].headers["cache-control"]
    tiles = [one for path, one in answers.items() if "/tile/" in path]
    assert all("immutable" in one.headers["cache-control"] for one in tiles)
    for path in ("tile/0/001", "tile/0/000.p/255", "tile/0/../checkpoint", "tile/0/0", "stamps/x"):
        assert reader.get(f"/ledger/{path}").status == 404, path


# ---- captures ----


def test_every_capture_of_an_address_is_found_by_its_time(record, reader, paper):
    url = paper.url("school")
    told = json.loads(reader.get(f"/timemap/json/{url}").body)["mementos"]["list"]
    assert len(told) >= 2
    gate = reader.get(f"/timegate/{url}", Accept_Datetime="Thu, 01 Jan 1970 00:00:00 GMT")
    one = reader.get(gate.headers["location"])
    assert one.status == 200
    assert b"On the school" in one.body
    assert "memento-datetime" in one.headers
    record.restrict(url, Reason.SAFETY, by="Ada")
    for path in (f"/timegate/{url}", gate.headers["location"], f"/timemap/link/{url}"):
        answer = reader.get(path)
        assert answer.status == 451
        leaf = record.leaves() - 1
        assert answer.headers["link"] == f'</leaf/{leaf}>; rel="blocked-by"'


def test_memento_datetimes_are_those_of_the_capture_also_where_it_is_shown(record, paper):
    from walkback.publish import replay  # noqa: PLC0415 - for this test alone

    with Serving(replay(record)) as shown, Serving(site(record, replay=shown.url)) as served:
        reader = Reader(served.url)
        gate = reader.get(f"/timegate/{paper.url('school')}")
        there = reader.get(gate.headers["location"]).headers["location"]
        one = Reader(shown.url).get(there.removeprefix(shown.url))
        assert one.status == 200
        assert re.fullmatch(
            r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", one.headers["memento-datetime"]
        )


@pytest.mark.skipif(not ORACLE.exists(), reason="pywb is not installed: make test installs it")
def test_pywb_has_the_same_captures_in_its_time_map(record, reader, paper):
    url = paper.url("ferry")
    ours = reader.get(f"/timemap/link/{url}").text
    script = (
        "import sys, glob\n"
        "from pywb.indexer.cdxindexer import write_cdx_index\n"
        "for path in sorted(glob.glob(sys.argv[1] + '/*.warc.gz')):\n"
        "    with open(path, 'rb') as source:\n"
        "        write_cdx_index(sys.stdout.buffer, source, path, include_all=True, cdxj=True)\n"
    )
    done = subprocess.run(
        [ORACLE, "-c", script, record.folder / "archive"],
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = set()
    for line in done.stdout.splitlines():
        _, digits, rest = line.split(" ", 2)
        found = json.loads(rest)
        if found["url"] == url and found.get("status") and found["status"] != "304":
            theirs.add(digits)
    mine = set(re.findall(rf"/memento/(\d{{14}})/{re.escape(url)}>", ours))
    # Second questions of the same round, asked as controls, are evidence and no look of their own.
    with sqlite3.connect(record.folder / "store.db") as store:
        query = "SELECT at FROM captures WHERE role = 'control' AND url = ?"
        controls = {re.sub(r"\D", "", at)[:14] for (at,) in store.execute(query, (url,))}
    assert mine
    assert mine | controls == theirs


def test_what_is_restricted_is_in_no_answer_of_any_outlet(record, reader, paper):
    shown = record.show(paper.url("ferry"))
    words = [*(one for one in shown.versions[0].text.split("\n") if one), shown.url]
    paths = (
        *("/feed.atom", "/feed.json", "/feed.atom?kind=all", "/api/events", "/api/events.csv"),
        *(f"/api/statements/{shown.id}", f"/api/statements/{shown.id}/diff", "/api/cases"),
        *("/api/speakers", f"/api/speakers/{shown.speaker.id}", "/api/status"),
        *(f"/api/leaves/{shown.versions[0].leaf}", f"/timemap/link/{shown.url}"),
        *(f"/api/search?q={words[0].split()[1]}", f"/feed.json?q={words[0].split()[1]}"),
    )
    before = "".join(reader.get(path).text for path in paths)
    assert all(one in before or one in before.replace("\\n", "\n") for one in words[-1:])
    record.restrict(shown.url, Reason.ANONYMITY, by="Ada")
    for path in paths:
        answer = reader.get(path)
        told = answer.text + str(answer.headers)
        assert not [one for one in words if one in told], path
    assert reader.get("/feed.atom").status == 200
    assert "anonymity-statute" in reader.get("/api/events.csv").text


# ---- tables ----


def test_the_history_is_a_table_on_the_command_line_and_over_http(record, reader):
    def run(*words):
        return CliRunner().invoke(app, ["--record", str(record.folder), *words])

    here = run("events", "--csv")
    assert here.exit_code == 0, here.output
    assert here.stdout.replace("\r\n", "\n") == reader.get("/api/events.csv").text.replace(
        "\r\n", "\n"
    )
    rows = list(csv.DictReader(io.StringIO(here.stdout)))
    assert {"published", "edited", "removed"} <= {row["kind"] for row in rows}
    refused = run("events", "--csv", "--json")
    assert refused.exit_code == 2


def test_parts_of_the_history_join_up_in_a_real_store(record, reader):
    whole = json.loads(reader.get("/api/events").body)
    for order in ("asc", "desc"):
        found, path = [], f"/api/events?limit=2&order={order}"
        while path:
            answer = reader.get(path)
            found += json.loads(answer.body)
            link = re.search("<(.*?)>", answer.headers.get("link", ""))
            path = urljoin("/api/", link[1]) if link else ""
        assert found == (whole if order == "asc" else whole[::-1])


def test_no_reference_is_too_odd_to_be_answered(reader):
    for ref in ("%00", "%ff", "%F0%9F", "'", "%25", "..%2F..", "a" * 3000, "*", "%22", "%ED%A0%80"):
        for path in ("statements", "cases", "speakers", "leaves"):
            assert reader.get(f"/api/{path}/{ref}").status in (400, 404), (path, ref)
        assert reader.get(f"/timegate/{ref}").status in (400, 404), ref
        assert reader.get(f"/api/search?q={ref[:300]}").status in (200, 400), ref
        assert reader.get(f"/feed.json?q={ref[:300]}").status in (200, 400), ref
