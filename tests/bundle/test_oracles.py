"""Other people's programs read our bundles as we mean them, and refuse changed ones.

They pin old packages or are GPL, so each runs as a program of its own: ``make test`` puts pywb
into ``.venv-oracles`` and wacz into ``.venv-wacz``.
"""

import json
import subprocess
import zipfile
from pathlib import Path
from random import Random

import pytest
from tests.archive.test_pywb import free_port, replayed, wait_for
from tests.bundle.conftest import EDITED, GONE, LINES
from tests.bundle.opened import lines, members

from walkback.archive import read_archive
from walkback.archive.surts import surt
from walkback.model.times import parse_stamp

HOUSE = Path(__file__).parents[2]
PYWB = HOUSE / ".venv-oracles" / "bin"
WACZ = HOUSE / ".venv-wacz" / "bin"

needs_pywb = pytest.mark.skipif(
    not (PYWB / "wayback").exists(), reason="pywb is not installed in .venv-oracles: make test"
)
needs_wacz = pytest.mark.skipif(
    not (WACZ / "wacz").exists(), reason="wacz is not installed in .venv-wacz: make test"
)

SURT = """
import json, sys, surt
for line in sys.stdin:
    print(json.dumps(surt.surt(json.loads(line))))
"""
ADDRESSES = [
    "http://www.Example.com/A/b/?B=1&a=2#x",
    "https://town.example:443/",
    "https://town.example:8443/x/",
    "http://town.example",
    "http://town.example?x",
    "http://a.b/%7Ex/%2e%2e/y//z/.",
    "http://a.b/a%2525b?c%2525&d=%F6",
    "urn:walkback:verdict:abc",
    "urn:view:http://a.b/C?D",
    "http://münchen.example/ü?ä=ö",
    "http://127.0.0.1:8080/x",
    "http://3232235777/",
    "http://[::1]:80/x",
    "http://user:pw@h.example/",
    "http://h.example/x?jsessionid=0123456789abcdef0123456789abcdef&a=b",
    "http://h.example/(s(abcdefghijklmnopqrstuvwx))/p.aspx?x",
    "http://https://h.example/x",
    "http://H..example./x/?&",
    "ftp://h.example/X/",
    "mailto:a@b.example",
]
PARTS = [
    "/",
    "a",
    "B",
    ".",
    "?",
    "&",
    "=",
    "%",
    "..",
    "//",
    "%2f",
    "%25",
    "%41",
    "ä",
    "'",
    ";",
    "#",
]


@needs_pywb
def test_keys_are_those_that_players_look_up():
    random = Random(7)
    hosts = ["http://h.example", "https://www2.H.Example:443", "http://a.b.example:81"]
    made = [
        f"{random.choice(hosts)}/{''.join(random.choices(PARTS, k=random.randrange(12)))}"
        for _ in range(2000)
    ]
    asked = "\n".join(map(json.dumps, ADDRESSES + made))
    done = subprocess.run(
        [PYWB / "python", "-c", SURT], input=asked, capture_output=True, text=True, check=True
    )
    theirs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [surt(url) for url in ADDRESSES + made] == theirs


@needs_wacz
@pytest.mark.parametrize("ref", [EDITED, GONE])
def test_the_index_is_what_cdxj_indexer_makes(bundle, tmp_path, ref):
    found = members(bundle(ref))
    (tmp_path / "data.warc.gz").write_bytes(found["archive/data.warc.gz"])
    command = [WACZ / "cdxj-indexer", "-s", tmp_path / "data.warc.gz"]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    # It gives a line without an address to each record that has none: the openings.
    addressed = [line for line in theirs.splitlines() if not line.startswith("- ")]
    assert found["indexes/index.cdx"].decode().splitlines() == addressed


@needs_wacz
@pytest.mark.parametrize("ref", [EDITED, LINES[0]["url"]])
def test_wacz_finds_a_bundle_valid(bundle, ref):
    assert validated(bundle(ref)) == 0


@needs_wacz
@pytest.mark.parametrize(
    "name",
    ["archive/data.warc.gz", "datapackage.json", "walkback/report.html"],
)
def test_wacz_refuses_a_bundle_with_one_changed_byte(bundle, tmp_path, name):
    found = members(bundle(GONE))
    data = bytearray(found[name])
    data[len(data) // 2] ^= 1
    with zipfile.ZipFile(tmp_path / "changed.wacz", "w") as file:
        for each, whole in (found | {name: bytes(data)}).items():
            file.writestr(each, whole)
    assert validated(tmp_path / "changed.wacz") != 0


def validated(path):
    return subprocess.run(
        [WACZ / "wacz", "validate", "-f", path], capture_output=True, check=False
    ).returncode


@pytest.fixture
def replay(bundle, tmp_path):
    """A port where pywb replays the bundle, unpacked by pywb itself, and the bundle's members."""
    path = bundle(EDITED)
    manager = [PYWB / "wb-manager"]
    subprocess.run([*manager, "init", "record"], cwd=tmp_path, check=True, capture_output=True)
    unpack = [*manager, "add", "--unpack-wacz", "record", path]
    subprocess.run(unpack, cwd=tmp_path, check=True, capture_output=True)
    port = free_port()
    command = [PYWB / "wayback", "--bind", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--directory", tmp_path], cwd=tmp_path, stdout=log, stderr=log
        )
    try:
        wait_for(port, server, tmp_path / "log")
        yield port, members(path)
    finally:
        server.terminate()
        server.wait(30)


@needs_pywb
def test_pywb_replays_each_page_with_the_bytes_that_were_received(replay, tmp_path):
    port, found = replay
    archive = tmp_path / "data.warc.gz"
    archive.write_bytes(found["archive/data.warc.gz"])
    bodies = {}
    for record in read_archive(archive):
        if record.kind == "response" and record.status == 200:
            bodies.setdefault((record.url, f"{record.at:%Y%m%d%H%M%S}"), set()).add(record.body)
    _, *pages = lines(found["pages/pages.jsonl"])
    assert pages
    for page in pages:
        at = parse_stamp(page["ts"])
        status, headers, body = replayed(port, page["url"], at)
        assert status == 200
        assert body in bodies[page["url"], f"{at:%Y%m%d%H%M%S}"]
        assert headers["Memento-Datetime"] == f"{at:%a, %d %b %Y %H:%M:%S} GMT"
