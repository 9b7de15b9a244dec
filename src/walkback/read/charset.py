"""Bytes into characters: the encoding a page is really in, whatever it says of itself.

Order of trust: byte order mark, then well-formed UTF-8, then the HTTP header, the page's own
declaration, detection. Well-formed UTF-8 with letters beyond ASCII comes before the labels
because no text in a single-byte encoding looks like it by chance, and servers mislabel; only
labels of multi-byte encodings (where short texts can) are believed first.
"""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_META_WITHIN = 8192  # the standard says 1,024; real pages put it later
_MULTIBYTE = (
    "gb",
    "big5",
    "shift",
    "euc",
    "iso-2022",
    "iso2022",
    "utf-16",
    "utf-32",
    "cp932",
    "hz",
)


def decode(body: bytes, content_type: str | None) -> str:
    """The characters of ``body``; what cannot be decoded becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace")
    label = declared(body, content_type)
    if label is None or not label.startswith(_MULTIBYTE):
        text = _utf8(body)
        if text is not None:
            return text
    if label is None or not _fits(body, label):
        label = detect_encoding(body) or label or "utf-8"
    return _decoded(body, label)


def declared(body: bytes, content_type: str | None) -> str | None:
    """The encoding that the header, else the page, says; as a Python codec's name."""
    found = _HEADER.search(content_type or "")
    label = found[1] if found else None
    if not label and (meta := _META.search(body, 0, _META_WITHIN)):
        label = (meta[1] or meta[2]).decode("ascii", "replace")
        # A page whose ASCII bytes could be read for this label is not in UTF-16.
        if label.lower().startswith("utf-16"):
            label = "utf-8"
    if not label:
        return None
    return map_encoding_to_html5(label, fallback_utf8=False)


def _utf8(body: bytes) -> str | None:
    """The text if it is UTF-8 but for stray bytes (at most one in fifty of its letters)."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    # One bad byte in a UTF-8 page is common; reading all of it as Windows-1252 for that
    # would garble every letter that is not ASCII.
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if broken * 50 <= beyond - broken else None


def _fits(body: bytes, label: str) -> bool:
    text = _decoded(body, label)
    return text.count("\ufffd") * 50 <= len(text)


def _decoded(body: bytes, label: str) -> str:
    try:
        return body.decode(label, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
