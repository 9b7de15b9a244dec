"""Bodies are unfolded to their end, or said not to be, and never beyond the limit."""

import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from walkback.model.content import FLOOR, Content, decode
from walkback.model.exchange import Exchange

LIMIT = 32 << 20
TEXT = b"The mayor said on Monday that the bridge is safe. " * 40
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def raw_deflate(data):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def zstd(data):
    return zstandard.ZstdCompressor().compress(data)


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd,
}


def exchange(body, *lines, status=200, cut=None):
    head = "\r\n".join([f"HTTP/1.1 {status} X", "Date: today", *lines, "", ""]).encode()
    return Exchange("http://town.example/", AT, b"", status, head, body, "127.0.0.1", cut)


def chunked(data, size=100):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def decoded(body, *lines, limit=LIMIT, **more):
    return decode(exchange(body, *lines, **more), limit)


def test_a_plain_body_of_its_declared_length_is_whole():
    assert decoded(TEXT, f"Content-Length: {len(TEXT)}") == Content(TEXT)


@pytest.mark.parametrize("coding", CODINGS)
def test_each_coding_is_undone(coding):
    body = CODINGS[coding](TEXT)
    assert decoded(body, f"Content-Encoding: {coding}", f"Content-Length: {len(body)}") == Content(
        TEXT
    )


@pytest.mark.parametrize("coding", CODINGS)
def test_a_stream_cut_anywhere_is_never_whole_though_the_length_agrees(coding):
    body = CODINGS[coding](TEXT)
    for size in range(len(body)):
        content = decoded(
            body[:size],
            f"Content-Encoding: {coding}",
            f"Content-Length: {size}" if size else "A: b",
        )
        assert content.defect in ("cut", "coding"), size


def test_raw_deflate_is_deflate_too_and_its_cut_is_seen():
    body = raw_deflate(TEXT)
    assert decoded(body, "Content-Encoding: deflate") == Content(TEXT)
    assert decoded(body[:-1], "Content-Encoding: deflate").defect == "cut"


def test_stacked_codings_are_undone_from_the_last():
    body = gzip.compress(brotli.compress(TEXT), mtime=0)
    assert decoded(body, "Content-Encoding: br, gzip").data == TEXT
    assert decoded(body, "Content-Encoding: br", "content-encoding: gzip").data == TEXT
    assert decoded(body, "Content-Encoding: gzip, br").defect == "coding"


def test_chunk_framing_is_undone_before_the_coding():
    body = chunked(gzip.compress(TEXT, mtime=0), 7)
    content = decoded(body, "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert content == Content(TEXT)


def test_a_transfer_coding_below_the_chunks_is_undone():
    assert (
        decoded(chunked(gzip.compress(TEXT, mtime=0)), "Transfer-Encoding: gzip, chunked").data
        == TEXT
    )


def test_chunk_extensions_and_trailers_are_allowed():
    body = b'3;note="x"\r\nabc\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n'
    assert decoded(body, "Transfer-Encoding: chunked") == Content(b"abc")


def test_chunks_cut_anywhere_are_cut():
    body = chunked(TEXT, 300)
    for size in range(len(body)):
        assert decoded(body[:size], "Transfer-Encoding: chunked").defect == "cut", size


@pytest.mark.parametrize(
    "body",
    [
        b"zz\r\nabc\r\n0\r\n\r\n",
        b"-3\r\nabc\r\n0\r\n\r\n",
        b"2\r\nabc\r\n0\r\n\r\n",
        b"\r\nabc",
        b"3\r\nabc\r\n0\r\n\r\nmore",
        b"3" + b";" * 5000 + b"\r\nabc\r\n0\r\n\r\n",
    ],
)
def test_broken_chunk_framing_is_a_coding_defect(body):
    assert decoded(body, "Transfer-Encoding: chunked").defect == "coding"


@pytest.mark.parametrize(
    ("lines", "body", "defect"),
    [
        (["Content-Length: 5"], b"abc", "cut"),
        (["Content-Length: 2"], b"abc", "coding"),
        (["Content-Length: 3", "Content-Length: 3"], b"abc", None),
        (["Content-Length: 3, 3"], b"abc", None),
        (["Content-Length: 3", "Content-Length: 4"], b"abc", "coding"),
        (["Content-Length: -3"], b"abc", "coding"),
        (["Content-Length: three"], b"abc", "coding"),
        (["Content-Encoding: rot13"], b"abc", "coding"),
        (["Content-Encoding: identity"], b"abc", None),
        (["Content-Encoding: gzip"], b"<html>no gzip at all, but a page</html>", "coding"),
        (["Content-Encoding: br"], b"<html>no brotli at all, but a page</html>", "coding"),
        (["Content-Encoding: zstd"], b"<html>no zstd at all, but a page</html>", "coding"),
        (["Content-Encoding: gzip", "Content-Length: 0"], b"", None),
        (["Content-Encoding: gzip"], b"", "cut"),
        (["Content-Encoding: gzip,gzip,gzip,gzip,gzip"], b"abc", "coding"),
        (["Transfer-Encoding: foo"], b"abc", "coding"),
        (["Transfer-Encoding: chunked, foo"], b"0\r\n\r\n", "coding"),
        (["X: content-encoding: gzip"], b"abc", None),
        (["Content-Encoding:", " gzip"], gzip.compress(b"abc", mtime=0), None),
    ],
)
def test_what_the_head_says_must_agree_with_the_body(lines, body, defect):
    assert decoded(body, *lines).defect == defect


def test_an_end_that_is_only_the_connections_end_is_noted():
    assert decoded(b"abc") == Content(b"abc", note="its end is only the connection's end")


def test_a_304_has_no_body_whatever_its_headers_say():
    assert decoded(b"", "Content-Length: 99", "Content-Encoding: gzip", status=304) == Content(b"")


def test_an_exchange_that_was_cut_stays_cut():
    assert decoded(b"abc", "Content-Length: 3", cut="time").defect == "cut"
    assert decoded(b"abc", "Content-Length: 3", cut="length").defect == "too-large"


def test_bytes_behind_the_end_of_a_stream_are_noted_and_left_out():
    content = decoded(gzip.compress(TEXT, mtime=0) + b"\0\0\0", "Content-Encoding: gzip")
    assert content == Content(TEXT, None, "3 bytes after the end of its gzip stream")


def test_gzip_members_follow_each_other_but_not_without_end():
    two = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0)
    assert decoded(two, "Content-Encoding: gzip").data == b"one two"
    many = gzip.compress(b"", mtime=0) * 5000
    assert decoded(many, "Content-Encoding: gzip").defect == "coding"


def test_a_gzip_stream_must_agree_with_its_checksum_and_length():
    body = gzip.compress(TEXT, mtime=0)
    wrong_sum = body[:-8] + b"\1\2\3\4" + body[-4:]
    wrong_length = body[:-4] + b"\1\2\3\4"
    assert decoded(wrong_sum, "Content-Encoding: gzip").defect == "coding"
    assert decoded(wrong_length, "Content-Encoding: gzip").defect == "coding"


def test_zstd_frames_follow_each_other():
    assert decoded(zstd(b"one ") + zstd(b"two"), "Content-Encoding: zstd").data == b"one two"


def gzipped_zeros(size):
    stream = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 20)
    return b"".join(stream.compress(block) for _ in range(size >> 20)) + stream.flush()


def brotli_zeros(size):
    stream = brotli.Compressor()
    block = bytes(1 << 20)
    return b"".join(stream.process(block) for _ in range(size >> 20)) + stream.finish()


def zstd_zeros(size):
    stream = zstandard.ZstdCompressor().compressobj()
    block = bytes(1 << 20)
    return b"".join(stream.compress(block) for _ in range(size >> 20)) + stream.flush()


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzipped_zeros(200 << 20)),
        ("gzip, gzip", gzip.compress(gzipped_zeros(200 << 20), mtime=0)),
        ("br", brotli_zeros(200 << 20)),
        ("zstd", zstd_zeros(200 << 20)),
        ("br, gzip", gzip.compress(brotli_zeros(200 << 20), mtime=0)),
    ],
    ids=["gzip", "gzip twice", "br", "zstd", "br in gzip"],
)
def test_a_bomb_is_too_large_and_stays_small_in_memory(coding, bomb):
    tracemalloc.start()
    try:
        content = decoded(bomb, f"Content-Encoding: {coding}")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert content.defect == "too-large"
    assert peak < 64 << 20


def test_a_hundred_times_its_size_is_the_most_a_body_may_grow_beyond_the_floor():
    zeros = bytes(FLOOR)
    assert decoded(gzip.compress(zeros, mtime=0), "Content-Encoding: gzip").defect is None
    assert (
        decoded(gzip.compress(zeros + b"\0", mtime=0), "Content-Encoding: gzip").defect
        == "too-large"
    )


def test_the_limit_holds_for_plain_bodies_too_and_gives_what_fits():
    assert decoded(b"abcdef", "Content-Length: 6", limit=4) == Content(b"abcd", "too-large")
    assert (
        decoded(gzip.compress(b"abcdef", mtime=0), "Content-Encoding: gzip", limit=30).defect
        is None
    )


@given(st.binary(max_size=2000), st.sampled_from(sorted(CODINGS)), st.booleans())
def test_what_was_encoded_comes_back(data, coding, in_chunks):
    body = CODINGS[coding](data)
    lines = [f"Content-Encoding: {coding}"]
    if in_chunks:
        body, lines = chunked(body, 97), [*lines, "Transfer-Encoding: chunked"]
    assert decoded(body, *lines) == Content(data)


@given(st.binary(max_size=300), st.sampled_from([*CODINGS, "chunked"]))
def test_no_body_makes_decoding_raise_or_grow(data, coding):
    line = "Transfer-Encoding: chunked" if coding == "chunked" else f"Content-Encoding: {coding}"
    assert len(decoded(data, line).data) <= FLOOR


@pytest.mark.parametrize("claimed", [0, 1, 10, len(TEXT) - 1, len(TEXT) + 1, 0xFFFFFFFF])
def test_a_trailer_that_lies_about_the_size_is_found_out(claimed):
    body = gzip.compress(TEXT, mtime=0)[:-4] + claimed.to_bytes(4, "little")
    assert decoded(body, "Content-Encoding: gzip").defect == "coding"
    junk = gzip.compress(TEXT, mtime=0) + b"junk" + claimed.to_bytes(4, "little")
    assert decoded(junk, "Content-Encoding: gzip").data == TEXT
