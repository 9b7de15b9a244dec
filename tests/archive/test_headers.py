import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from walkback.archive.headers import ascii_uri, parse_header, write_header
from walkback.archive.records import Record, copied_record, exchange_records
from walkback.errors import BadInput
from walkback.model.evidence import Copied

NAMES = st.from_regex(r"[A-Za-z0-9-]+", fullmatch=True)
VALUES = st.from_regex(r"[!-~]([ -~]{0,30}[!-~])?", fullmatch=True)
INJECTIONS = ["\r\nX: y", "\n", "\r", "\0", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "é", "\t"]


@given(st.lists(st.tuples(NAMES, VALUES)), st.integers(0, 10**12))
def test_a_header_reads_back_as_it_was_written(fields, length):
    data = write_header(fields, length)
    header = parse_header(data)
    assert header.version == "WARC/1.1"
    assert list(header.fields) == [*fields, ("Content-Length", str(length))]
    assert header.size == len(data)


@given(st.text(max_size=20), st.sampled_from(INJECTIONS), st.text(max_size=20))
def test_no_value_can_become_a_field_of_its_own(before, injected, after):
    with pytest.raises(BadInput, match="not a WARC field value: WARC-Target-URI"):
        write_header([("WARC-Target-URI", before + injected + after)], 0)


@pytest.mark.parametrize("name", ["", "A B", "A:", "A\r\nB", "Ä"])
def test_a_name_with_anything_but_letters_digits_and_hyphens_is_refused(name):
    with pytest.raises(BadInput, match="not a WARC field name"):
        write_header([(name, "value")], 0)


@pytest.mark.parametrize("value", ["", " a", "a ", " "])
def test_a_value_no_reader_would_give_back_is_refused(value):
    with pytest.raises(BadInput, match="printable ASCII"):
        write_header([("WARC-Type", value)], 0)


@given(st.text(min_size=1).filter(lambda text: not any(ord(c) < 32 or ord(c) == 127 for c in text)))
def test_an_address_becomes_printable_ascii(uri):
    written = ascii_uri(uri)
    assert all("!" <= letter <= "~" for letter in written)
    if all("!" <= letter <= "~" for letter in uri):
        assert written == uri


def test_line_separators_of_unicode_are_percent_encoded():
    assert ascii_uri("https://a.example/\u2028\x85 ü") == (
        "https://a.example/%E2%80%A8%C2%85%20%C3%BC"
    )


@pytest.mark.parametrize("uri", ["", "https://a.example/\r\nX: y", "https://a.example/\0", "a\x7f"])
def test_an_address_with_control_characters_is_refused(uri):
    with pytest.raises(BadInput, match="not an address"):
        ascii_uri(uri)


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(BadInput, match=r"not an address .*expected Unicode text"):
        ascii_uri("https://a.example/\ud800")


def test_others_headers_are_read_with_bare_line_feeds_and_folded_lines():
    header = parse_header(
        b"WARC/1.0\nWARC-Type:  response \nX: one\n\ttwo\nContent-Length: 3\n\nabc"
    )
    assert header.get("warc-type") == "response"
    assert header.get("x") == "one two"
    assert header.block_length() == 3
    assert header.size == 62


@pytest.mark.parametrize("length", ["-1", "", "1e3", "0x10", "\uff19", "9" * 30])
def test_a_length_that_is_no_number_is_refused(length):
    header = parse_header(f"WARC/1.0\r\nContent-Length: {length}\r\n\r\n".encode())
    with pytest.raises(BadInput, match="no usable Content-Length"):
        header.block_length()


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200 OK\r\n\r\n", b"WARC/1.1\r\nA: b\r\n"])
def test_what_is_no_header_is_refused(data):
    with pytest.raises(BadInput, match="not a WARC record"):
        parse_header(data)


def read_all(records):
    data = b"".join(record.data for record in records)
    return [
        (
            record.rec_type,
            dict(record.rec_headers.headers),
            record.http_headers.get_statuscode() if record.http_headers else None,
            record.raw_stream.read(),
        )
        for record in ArchiveIterator(io.BytesIO(data))
    ]


def test_an_exchange_becomes_a_response_and_a_request_that_name_each_other(make_exchange):
    exchange = make_exchange(cut="length")
    response, request = exchange_records(exchange, "<urn:uuid:1>", "<urn:uuid:2>")
    assert response.data.endswith(exchange.head + exchange.body + b"\r\n\r\n")
    (kind, fields, status, body), (asked, others, _, _) = read_all([response, request])
    assert (kind, status, body) == ("response", "200", exchange.body)
    assert fields["WARC-Date"] == "2026-01-31T12:00:00.123456Z"
    assert fields["WARC-Truncated"] == "length"
    assert fields["WARC-IP-Address"] == "203.0.113.7"
    assert fields["WARC-Concurrent-To"] == others["WARC-Record-ID"] == "<urn:uuid:2>"
    assert fields["WARC-Payload-Digest"].startswith("sha256:")
    assert (asked, others["WARC-Concurrent-To"]) == ("request", "<urn:uuid:1>")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ip": "203.0.113.7\r\nX: y"}, "not an IP address"),
        ({"cut": "bored"}, "not a reason of WARC-Truncated"),
        ({"url": "https://a.example/\r\nX: y"}, "not an address"),
    ],
)
def test_an_exchange_cannot_write_into_the_header(make_exchange, change, message):
    fields = {name: getattr(make_exchange(), name) for name in make_exchange().__slots__}
    exchange = type(make_exchange())(**(fields | change))
    with pytest.raises(BadInput, match=message):
        exchange_records(exchange, "<urn:uuid:1>", "<urn:uuid:2>")


@pytest.mark.parametrize(
    ("lines", "packed"),
    [
        (b"Content-Encoding: gzip", False),
        (b"content-encoding:br", False),
        (b"Content-Encoding: identity", True),
        (b"Content-Type: image/jpeg", False),
        (b"Content-Type: image/svg+xml", True),
        (b"Content-Type: text/html", True),
        (b"X-Content-Encoding: gzip", True),
    ],
)
def test_what_arrives_compressed_is_not_compressed_again(lines, packed):
    block = b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n\r\nbody"
    record = copied_record(Copied(write_header([("WARC-Type", "response")], len(block)) + block))
    assert record == Record("response", record.data, packed)


def test_a_copied_record_whose_length_does_not_hold_is_refused():
    with pytest.raises(BadInput, match=r"length does not hold.*block of 4 bytes.*found 5 bytes"):
        copied_record(Copied(write_header([("WARC-Type", "response")], 4) + b"12345"))
