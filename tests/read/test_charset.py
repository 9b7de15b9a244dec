"""A page's words do not depend on the encoding it is sent in, nor on what it says of that."""

import codecs

import pytest

from walkback.read import read

URL = "https://marsh.example/a"
WORDS = "Die Straße ist für alle da, sagte Frau Müller \u2013 „jederzeit“."


def page(charset: str) -> str:
    return f"<html><head><meta charset={charset}></head><body><p>{WORDS}</p></body></html>"


def text(body: bytes, content_type: str | None = None) -> str:
    return read(body, url=URL, content_type=content_type).text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("header", [None, "text/html", "text/html; charset={}"])
def test_a_declared_encoding_is_followed(charset, header):
    kind = header.format(charset) if header else None
    assert text(page(charset).encode(charset), kind) == WORDS


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "us-ascii", "nonsense"])
def test_utf_8_is_known_under_a_wrong_label(label):
    assert text(page(label).encode(), f"text/html; charset={label}") == WORDS


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_comes_before_all_labels(bom, codec):
    assert text(bom + page("latin-1").encode(codec), "text/html; charset=iso-8859-1") == WORDS


def test_one_stray_byte_does_not_garble_a_utf_8_page():
    body = page("utf-8").encode() * 8 + b"\xe9"
    assert text(body).count("Straße") == 8


def test_an_undeclared_encoding_is_detected():
    russian = (
        "<html><body><p>"
        + "Мы приносим извинения за сказанное вчера на заседании. " * 9
        + "</p></body></html>"
    )
    assert "извинения" in text(russian.encode("windows-1251"))


def test_multi_byte_labels_are_believed():
    japanese = "<html><body><p>昨日の発言を撤回し、深くお詫び申し上げます。</p></body></html>"
    for codec in ("shift_jis", "euc_jp"):
        assert (
            text(japanese.encode(codec), f"text/html; charset={codec}")
            == "昨日の発言を撤回し、深くお詫び申し上げます。"
        )


def test_an_unknown_encoding_never_raises():
    assert read(
        bytes(range(1, 256)) * 4, url=URL, content_type="text/html; charset=x-user-defined"
    ).reader
