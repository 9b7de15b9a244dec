"""Our segments replay in pywb, which shares no line of code with our writer.

pywb is GPL and runs as a program of its own, out of ``.venv-oracles`` (``make test`` makes it).
"""

import gzip
import http.client
import os
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from walkback.archive import Archive
from walkback.model.evidence import Evidence, LeafKind
from walkback.model.exchange import Exchange
from walkback.model.ids import derived_id

ORACLES = Path(__file__).parents[2] / ".venv-oracles" / "bin"
AT = datetime(2026, 1, 31, 12, 0, 0, 123456, tzinfo=UTC)
STARTS_WITHIN = 60  # seconds; a second or two here, and a busy machine is no failure

pytestmark = pytest.mark.skipif(
    not (ORACLES / "wayback").exists(), reason="pywb is not installed in .venv-oracles: make test"
)

PLAIN = "<h1>Brücken für Auendorf</h1><p>“We will build it,” said Mayor Imke Tolva.</p>".encode()
ZIPPED = gzip.compress(PLAIN, mtime=0)
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PLAIN), PLAIN)


def exchange(url, body, *headers, at=AT, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers]
    return Exchange(
        url=url,
        at=at,
        request_head=b"GET / HTTP/1.1\r\nHost: town.example\r\n\r\n",
        status=int(status[:3]),
        head="\r\n".join([*lines, "", ""]).encode("ascii"),
        body=body,
        ip="192.0.2.7",
    )


def capture(*exchanges):
    kind = LeafKind.CAPTURE
    return Evidence(kind, derived_id(exchanges[-1].url), exchanges[0].at, exchanges=exchanges)


EVIDENCE = [
    capture(exchange("http://town.example/plain", PLAIN, f"Content-Length: {len(PLAIN)}")),
    capture(exchange("http://town.example/zipped?x=1&y=ä", ZIPPED, "Content-Encoding: gzip")),
    capture(exchange("https://town.example/chunked", CHUNKED, "Transfer-Encoding: chunked")),
    capture(exchange("http://town.example/gone", b"<p>Gone.</p>", status="404 Not Found")),
    capture(
        exchange("http://town.example/old", b"", "Location: /new", status="301 Moved Permanently"),
        exchange("http://town.example/new", b"<p>Moved here.</p>", at=AT + timedelta(seconds=1)),
    ),
    Evidence(LeafKind.REGISTER, derived_id("register"), AT, document=[{"name": "Imke Tolva"}]),
]


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    """A port where pywb replays a segment that holds ``EVIDENCE``."""
    folder = tmp_path_factory.mktemp("pywb")
    kept = Archive(folder / "archive", software="walkback/test").keep(EVIDENCE)
    segment = folder / "archive" / kept[0].place.segment
    manager = [str(ORACLES / "wb-manager")]
    subprocess.run([*manager, "init", "record"], cwd=folder, check=True, capture_output=True)
    subprocess.run(
        [*manager, "add", "record", str(segment)], cwd=folder, check=True, capture_output=True
    )
    port = free_port()
    command = [str(ORACLES / "wayback"), "--bind", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--directory", str(folder)], cwd=folder, stdout=log, stderr=log
        )
    try:
        wait_for(port, server, folder / "log")
        yield port
    finally:
        server.terminate()
        server.wait(30)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port, server, log):
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"pywb did not start: {log.read_text()[-1000:]}")


def replayed(port, url, at=AT, **headers):
    """Status, headers and body of the unchanged (``id_``) replay of an address."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/record/{at:%Y%m%d%H%M%S}id_/{url}", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_a_plain_body_replays_byte_for_byte_with_the_time_of_its_capture(replay):
    status, headers, body = replayed(replay, "http://town.example/plain")
    assert (status, body) == (200, PLAIN)
    assert headers["Memento-Datetime"] == "Sat, 31 Jan 2026 12:00:00 GMT"


def test_a_body_that_came_compressed_replays_as_it_came_and_as_it_reads(replay):
    url = "http://town.example/zipped?x=1&y=%C3%A4"
    assert replayed(replay, url)[2] == PLAIN
    status, headers, body = replayed(replay, url, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert body == ZIPPED


def test_a_chunked_body_replays_without_its_chunks(replay):
    assert replayed(replay, "https://town.example/chunked")[2] == PLAIN


def test_a_page_that_was_gone_replays_as_gone(replay):
    status, _, body = replayed(replay, "http://town.example/gone")
    assert (status, body) == (404, b"<p>Gone.</p>")


def test_each_hop_of_a_redirect_replays(replay):
    status, headers, _ = replayed(replay, "http://town.example/old")
    assert (status, headers["Location"]) == (301, "/new")
    assert replayed(replay, "http://town.example/new")[2] == b"<p>Moved here.</p>"


def test_what_was_never_captured_is_not_found(replay):
    status, _, body = replayed(replay, "http://town.example/never")
    assert status == 404
    assert b"Mayor" not in body


def test_pywb_indexes_every_response_and_none_of_our_own_records(replay, tmp_path):
    kept = Archive(tmp_path, software="walkback/test").keep(EVIDENCE)
    index = subprocess.run(
        [str(ORACLES / "cdx-indexer"), "-s", "-j", str(tmp_path / kept[0].place.segment)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    ).stdout.decode()
    indexed = [line for line in index.splitlines() if "{" in line]
    assert sum("town.example" in line for line in indexed) == 6
