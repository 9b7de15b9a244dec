"""What a worker reads of a kept capture."""

from datetime import UTC, datetime

import pytest

from walkback.archive import Archive
from walkback.model.evidence import Copied, Evidence, LeafKind
from walkback.model.look import Role
from walkback.watch.reading import Job, read_capture

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = (
    b"<html><body><main><h1>On ferries</h1><p>No ferry will ever be sold.</p></main></body></html>"
)


def copied(head: bytes, body: bytes) -> Copied:
    block = head + b"\r\n" + body
    fields = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://halder.example/ferries\r\n"
        b"WARC-Date: 2026-01-02T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % len(block)
    )
    return Copied(fields + block)


@pytest.mark.parametrize(
    "coding",
    [
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n",
    ],
)
def test_a_body_that_a_crawler_unfolded_is_read_as_it_lies(tmp_path, coding):
    record = copied(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + coding, PAGE)
    archive = Archive(tmp_path, software="test")
    [kept] = archive.keep([Evidence(LeafKind.CAPTURE, "one", NOW, copied=(record,))])
    words = read_capture(Job(tmp_path, kept.place, Role.IMPORT, None))
    assert words.reading is not None
    assert words.reading.text == "No ferry will ever be sold."
    live = read_capture(Job(tmp_path, kept.place, Role.STATEMENT, None))
    assert live.defect in ("coding", "cut")
