"""WARC record headers: written so that no value can become a header of its own, read leniently.

warcio writes CR LF from a value into the file, where it reads back as a genuine field; what we
write is checked value by value. What others wrote is read as far as it can be understood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from walkback.errors import BadInput

LARGEST_HEADER = 1 << 16

_NAME = re.compile(r"[A-Za-z0-9-]+")
# Printable ASCII without space at either end, which no reader would give back.
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_PLAIN = re.compile(r"[!-~]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_END = re.compile(rb"(?:\A|\n)\r*\n")
# All printable ASCII: what a URI may hold is for the URL parser to say, not for the header.
_SAFE = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of one record in their order; ``size`` counts the header with its empty line."""

    version: str
    fields: tuple[tuple[str, str], ...]
    size: int

    def get(self, wanted: str) -> str:
        """The first value of a field, whatever its case; empty where there is none."""
        wanted = wanted.lower()
        for name, value in self.fields:
            if name.lower() == wanted:
                return value
        return ""

    def block_length(self) -> int:
        """Content-Length. Raises ``BadInput`` where it is missing or no number."""
        value = self.get("content-length")
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise BadInput(
                "no usable Content-Length", expected="a number of bytes", found=repr(value)
            )
        return int(value)


def write_header(fields: Iterable[tuple[str, str]], block_length: int) -> bytes:
    """A WARC/1.1 header with its empty line. Raises ``BadInput`` for an unfit name or value."""
    lines = ["WARC/1.1"]
    for name, value in fields:
        if not _NAME.fullmatch(name):
            raise BadInput(
                "not a WARC field name", subject=repr(name), expected="letters, digits and hyphens"
            )
        lines.append(f"{name}: {checked_value(name, value)}")
    lines.append(f"Content-Length: {block_length}\r\n\r\n")
    return "\r\n".join(lines).encode("ascii")


def checked_value(name: str, value: str) -> str:
    """The value, fit for one line of a header. Raises ``BadInput`` where it is not."""
    if not _VALUE.fullmatch(value):
        raise BadInput(
            "not a WARC field value",
            subject=name,
            expected="printable ASCII without space at its ends",
            found=repr(value[:80]),
        )
    return value


def ascii_uri(uri: str) -> str:
    """The URI in printable ASCII: all else is percent-encoded as UTF-8, and ASCII is left as it is.

    Raises ``BadInput`` for C0 controls, DEL and lone surrogates.
    """
    if _PLAIN.fullmatch(uri):
        return uri
    if _CONTROL.search(uri) or not uri:
        raise BadInput("not an address", expected="no control characters", found=repr(uri[:80]))
    try:
        return quote(uri, safe=_SAFE)
    except UnicodeEncodeError:
        raise BadInput("not an address", expected="Unicode text", found=ascii(uri[:80])) from None


def parse_header(data: bytes) -> Header:
    """The header at the start of ``data``, also with bare LF or folded lines.

    Raises ``BadInput`` where no ``WARC/`` line begins it or no empty line ends it.
    """
    end = _END.search(data, 0, LARGEST_HEADER)
    if not data.startswith(b"WARC/") or not end:
        raise BadInput(
            "not a WARC record",
            expected=f"a WARC/ line and an empty line within {LARGEST_HEADER} bytes",
            found=repr(data[:40]),
        )
    lines = data[: end.start()].decode("utf-8", "replace").split("\n")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in (" ", "\t") and fields:
            name, value = fields.pop()
            fields.append((name, f"{value} {line.strip()}"))
            continue
        name, _, value = line.partition(":")
        fields.append((name.strip(), value.strip()))
    return Header(lines[0].strip(), tuple(fields), end.end())
