import gzip
import io
import random
import struct
from datetime import UTC, datetime

import pytest
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from walkback.archive import groups, load_exchange, read_archive
from walkback.errors import BadFile
from walkback.model.evidence import Copied

URL = "http://ostermark.example/well"
WHEN = datetime(2024, 2, 29, 1, 2, 3, tzinfo=UTC)
PAGE = b"<p>The well in Ostermark stays open.</p>"


def record(kind=b"response", block=b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" + PAGE, **change):
    fields = {
        b"WARC-Type": kind,
        b"WARC-Record-ID": b"<urn:uuid:7e1e0b1c-6d0a-4b0e-9d3b-2f6f3f0f9a11>",
        b"WARC-Date": b"2024-02-29T01:02:03Z",
        b"WARC-Target-URI": URL.encode(),
        b"WARC-IP-Address": b"198.51.100.9",
        b"Content-Type": b"application/http; msgtype=" + kind,
        b"Content-Length": b"%d" % len(block),
    }
    fields |= {name.replace("_", "-").encode(): value for name, value in change.items()}
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in fields.items() if value)
    return b"WARC/1.0\r\n" + lines + b"\r\n" + block


def others(*, packed=True, **change):
    """An archive as warcio writes it: warcinfo, response, request, revisit."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("other.warc", {"software": "other"}))
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    fields = {"WARC-Date": "2024-02-29T01:02:03Z", "WARC-IP-Address": "198.51.100.9"} | change
    response = writer.create_warc_record(
        URL, "response", payload=io.BytesIO(PAGE), http_headers=head, warc_headers_dict=fields
    )
    asked = StatusAndHeaders(
        "GET /well HTTP/1.1", [("Host", "ostermark.example")], is_http_request=True
    )
    request = writer.create_warc_record(URL, "request", http_headers=asked)
    writer.write_request_response_pair(request, response)
    response.raw_stream.close()  # the temporary file in which warcio hashed it
    writer.write_record(writer.create_revisit_record(URL, "sha1:X", URL, "2024-02-29T01:02:03Z"))
    return out.getvalue()


def arc_line(url=URL, at="20240229010203", kind="text/html", block=b""):
    return f"{url} 198.51.100.9 {at} {kind} {len(block)}\n".encode() + block


VERSION = b"1 0 Other\nURL IP-address Archive-date Content-type Archive-length\n"
ARC_HEAD = arc_line("filedesc://other.arc", kind="text/plain", block=VERSION)
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE


@pytest.fixture
def read(tmp_path):
    """All records of a file with these bytes, and the error that ended it or None."""

    def read(data, **limits):
        path = tmp_path / "other.warc"
        path.write_bytes(data)
        found = []
        try:
            for item in read_archive(path, **limits):
                found.append(item)  # noqa: PERF402  # what came before the break counts
        except BadFile as error:
            return found, error
        return found, None

    return read


PACKINGS = {
    "plain": b"".join,
    "gzip by record": lambda parts: b"".join(gzip.compress(part, mtime=0) for part in parts),
    "gzip as one": lambda parts: gzip.compress(b"".join(parts), mtime=0),
    "gzip cut anywhere": lambda parts: b"".join(
        gzip.compress(b"".join(parts)[at : at + 50], mtime=0)
        for at in range(0, sum(map(len, parts)), 50)
    ),
    "gzip with zeros behind": lambda parts: gzip.compress(b"".join(parts), mtime=0) + bytes(70_000),
    "zstd by record": lambda parts: b"".join(zstandard.compress(part) for part in parts),
    "zstd as one": lambda parts: zstandard.compress(b"".join(parts)),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_every_packing_gives_the_same_records(read, packing):
    parts = [record() + b"\r\n\r\n", record(b"request", b"GET / HTTP/1.0\r\n\r\n") + b"\r\n\r\n"]
    found, error = read(PACKINGS[packing](parts))
    assert error is None
    assert [item.raw for item in found] == [part[:-4] for part in parts]
    first, second = found
    assert (first.kind, first.url, first.at, first.status) == ("response", URL, WHEN, 200)
    assert (first.head, first.body) == (b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n", PAGE)
    assert (first.ip, first.offset, first.note) == ("198.51.100.9", 0, "")
    assert (second.kind, second.status, second.head) == ("request", None, b"GET / HTTP/1.0\r\n\r\n")


@pytest.mark.parametrize("packed", [True, False])
def test_offsets_and_bytes_are_those_of_warcio(read, tmp_path, packed):
    data = others(packed=packed)
    found, error = read(data)
    assert error is None
    with (tmp_path / "other.warc").open("rb") as file:
        walk = ArchiveIterator(file, no_record_parse=True)
        theirs = [
            (item.rec_type, item.raw_stream.read(), walk.get_record_offset()) for item in walk
        ]
    assert [(item.kind, item.head + item.body, item.offset) for item in found] == theirs
    assert [item.kind for item in found] == ["warcinfo", "response", "request", "revisit"]


def test_a_zstd_archive_with_its_dictionary_is_read(read):
    parts = [record(block=b"HTTP/1.1 200 OK\r\n\r\n%d" % n + PAGE) + b"\r\n\r\n" for n in range(9)]
    trained = zstandard.train_dictionary(4096, [part * 8 for part in parts] * 20)
    frame = zstandard.compress(trained.as_bytes())
    packer = zstandard.ZstdCompressor(dict_data=trained)
    data = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(frame)) + frame
    offsets = []
    for part in parts:
        offsets.append(len(data))
        data += packer.compress(part)
    found, error = read(data)
    assert error is None
    assert [item.raw for item in found] == [part[:-4] for part in parts]
    assert [item.offset for item in found] == offsets


def test_transfer_coding_stays_on(read):
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    found, _ = read(record(block=chunked) + b"\r\n\r\n")
    assert found[0].body == b"3\r\nabc\r\n0\r\n\r\n"


def test_a_revisit_has_a_head_and_no_body(read):
    found, _ = read(record(b"revisit", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n") + b"\r\n\r\n")
    assert (found[0].kind, found[0].status, found[0].body) == ("revisit", 200, b"")


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"WARC_Target_URI": b"http://a.example/a b"}, "url", "http://a.example/a b"),
        ({"WARC_Target_URI": b"<http://a.example/>"}, "url", "http://a.example/"),
        ({"WARC_Date": b"20240229010203"}, "at", WHEN),
        ({"WARC_Date": b"2024-02-29T01:02:03.25Z"}, "at", WHEN.replace(microsecond=250_000)),
        ({"WARC_Date": b"yesterday"}, "at", None),
        ({"WARC_Date": b"20249929010203"}, "at", None),
        ({"WARC_Date": b"0001-01-01T00:00:00+23:59"}, "at", None),
        ({"WARC_Date": b""}, "at", None),
        ({"block": b"HTTP/1.0 302 \r\nLocation: /\r\n\r\n"}, "status", 302),
        ({"block": b"HTTP/1.1 404\r\n\r\n"}, "status", 404),
        ({"block": b"HTTP/1.1 OK\r\n\r\n"}, "status", None),
        ({"kind": b"resource", "Content_Type": b"text/html", "block": PAGE}, "body", PAGE),
    ],
)
def test_what_others_write_is_understood(read, change, field, expected):
    found, error = read(record(**change) + b"\r\n\r\n")
    assert error is None
    assert getattr(found[0], field) == expected


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n", b"\r\n\r\n\r\n\r\n"])
def test_any_number_of_line_ends_may_part_two_records(read, between):
    found, error = read(record() + between + record() + between)
    assert error is None
    assert len(found) == 2


def test_a_block_too_large_is_passed_over_and_said(read):
    found, error = read(
        record() + b"\r\n\r\n" + record(block=b"x" * 99_999) + b"\r\n\r\n" + record(), largest=999
    )
    assert error is None
    assert [bool(item.raw) for item in found] == [True, False, True]
    assert found[1].note == "passed over: a block of 99999 bytes"


BREAKS = {
    "a length too short": (lambda: record(Content_Length=b"10"), "Content-Length is 10"),
    "a length too long": (lambda: record(Content_Length=b"70") + b"\r\n\r\n" + record(), "is 70"),
    "no length": (lambda: record(Content_Length=b""), "no usable Content-Length"),
    "a block cut short": (lambda: record()[:-5], "no record ends there"),
    "a header cut short": (lambda: record()[:80], "not a WARC record"),
    "something else": (lambda: b"<html>", "no record ends there"),
    "a header without end": (lambda: b"WARC/1.0\r\n" + b"A: b\r\n" * 20_000, "not a WARC record"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_lies_before_a_break_is_given(read, name):
    broken, reason = BREAKS[name]
    good = record() + b"\r\n\r\n"
    found, error = read(good + good + broken())
    # Bytes that begin no record leave in doubt where the record before them ends.
    before = 1 if name == "something else" else 2
    assert len(found) == before
    assert error.what == "the archive breaks off"
    assert error.subject.endswith(f"other.warc, byte {len(good) * before}")
    assert reason in error.found
    assert "fetch a whole copy" in error.todo


def test_a_gzip_archive_cut_at_any_byte_gives_the_whole_members_before(read):
    parts = [
        gzip.compress(record(block=b"HTTP/1.1 200 OK\r\n\r\n%d" % n), mtime=0) for n in range(3)
    ]
    data = b"".join(parts)
    ends = [len(parts[0]), len(parts[0]) + len(parts[1]), len(data)]
    for size in range(1, len(data)):
        found, error = read(data[:size])
        whole = sum(end <= size for end in ends)
        if size in ends:
            assert (len(found), error) == (whole, None)
        elif size == 1:
            assert error.what == "neither WARC nor ARC"
        else:
            assert len(found) == whole, size
            assert error.subject.endswith(f"byte {ends[whole - 1] if whole else 0}")
            assert "ends inside a compressed member" in error.found


def test_a_record_whose_checksum_fails_is_not_given(read):
    parts = [gzip.compress(record() + b"\r\n\r\n", 0, mtime=0) for _ in range(3)]
    second = bytearray(parts[1])
    second[-40] ^= 1
    found, error = read(parts[0] + bytes(second) + parts[2])
    assert len(found) == 1
    assert error.subject.endswith(f"byte {len(parts[0])}")
    assert "does not unpack" in error.found


def test_a_cut_zstd_frame_is_no_quiet_end(read):
    first, second = zstandard.compress(record() + b"\r\n\r\n"), zstandard.compress(record())
    found, error = read(first + second[:-3])
    assert len(found) == 1
    assert error.subject.endswith(f"byte {len(first)}")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04zip", b"<html>", gzip.compress(b"notes", mtime=0), bytes(9)]
)
def test_what_is_no_archive_is_refused_at_byte_0(read, data):
    found, error = read(data)
    assert found == []
    assert error.what == "neither WARC nor ARC"
    assert error.subject.endswith("other.warc, byte 0")
    assert ".warc.gz" in error.todo


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"cannot be read: .*none\.warc .*No such file"):
        next(read_archive(tmp_path / "none.warc"))


@pytest.mark.parametrize("packed", [False, True])
def test_an_arc_becomes_warc_records_and_says_so(read, packed):
    parts = [ARC_HEAD, arc_line(block=ANSWER), arc_line("http://a.example/a b c", block=ANSWER)]
    parts = [part + b"\n" for part in parts]
    found, error = read(b"".join(map(gzip.compress, parts)) if packed else b"".join(parts))
    assert error is None
    assert [item.kind for item in found] == ["warcinfo", "response", "response"]
    response = found[1]
    assert (response.url, response.at, response.status) == (URL, WHEN, 200)
    assert (response.body, response.ip) == (PAGE, "198.51.100.9")
    assert response.note == "built from an ARC record"
    assert found[2].url == "http://a.example/a%20b%20c"
    [built] = ArchiveIterator(io.BytesIO(response.raw + b"\r\n\r\n"), check_digests="raise")
    assert built.rec_headers.get_header("WARC-Target-URI") == URL
    assert built.rec_headers.get_header("WARC-Date") == "2024-02-29T01:02:03.000000Z"


def test_the_same_arc_gives_the_same_records(read):
    data = ARC_HEAD + b"\n" + arc_line(block=ANSWER)
    assert read(data) == read(data)


def test_arc_version_2_and_blocks_that_are_no_http_are_read(read):
    line = f"dns:a.example 198.51.100.9 20240229010203 text/dns 200 - - 0 f.arc {len(PAGE)}\n"
    found, error = read(ARC_HEAD + b"\n" + line.encode() + PAGE + b"\n")
    assert error is None
    assert (found[1].kind, found[1].url, found[1].body) == ("resource", "dns:a.example", PAGE)
    assert b"Content-Type: text/dns\r\n" in found[1].raw


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"http://a.example/ 127.0.0.1 20240229010203 text/html -1\n", "no record ends there"),
        (b"http://a.example/ 127.0.0.1 20241329010203 text/html 1\nx", "no record ends there"),
        (arc_line(block=ANSWER)[:-9], "Archive-length is"),
    ],
)
def test_what_lies_before_a_break_in_an_arc_is_given(read, broken, reason):
    found, error = read(ARC_HEAD + b"\n" + arc_line(block=ANSWER) + b"\n" + broken)
    # A line that is none leaves in doubt where the block before it ends.
    assert [item.kind for item in found] in (["warcinfo"], ["warcinfo", "response"])
    assert reason in error.found


def test_others_records_are_kept_and_read_again_as_they_were(read, archive, folder, make_evidence):
    found, _ = read(others())
    copied = tuple(Copied(item.raw) for item in found[1:3])
    kept = archive.keep([make_evidence(copied=copied)])[0]
    exchange = load_exchange(folder, kept.place)
    assert (exchange.head, exchange.body, exchange.at) == (found[1].head, PAGE, WHEN)
    assert exchange.request_head == found[2].head
    assert next(groups(folder)).leaf == kept.leaf


@pytest.mark.parametrize("packing", ["plain", "gzip by record", "gzip as one", "zstd by record"])
def test_no_flipped_byte_brings_anything_but_records_and_bad_file(read, packing):
    rng = random.Random(11)
    data = PACKINGS[packing]([record() + b"\r\n\r\n"] * 3)
    arc = PACKINGS[packing]([ARC_HEAD + b"\n", arc_line(block=ANSWER) + b"\n"])
    for whole in (data, arc):
        for _ in range(150):
            broken = bytearray(whole)
            for _ in range(rng.randrange(1, 4)):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            read(bytes(broken))  # any other exception fails the test
