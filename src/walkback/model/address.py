"""Addresses: one parser for identity, for the guard and for libcurl.

RFC 3986 syntax, with host names and number spellings read as browsers read them (WHATWG URL),
because getaddrinfo and libcurl take ``127.1`` or ``2130706433`` for loopback: a text that one
part of the house reads differently from another is a hole in the guard. What cannot be read
in only one way (userinfo, backslashes, control characters) is refused.
"""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from walkback.errors import BadAddress

LONGEST = 8192  # bytes; servers refuse longer ones (nginx and Apache at 8 KiB)
_PORTS = {"http": 80, "https": 443}

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//[^/?#]*)?([^?#]*)(\?[^#]*)?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROLS = re.compile("[\0-\x20\x7f-\x9f\u2028\u2029]")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_PATH_DONE = re.compile(r"/(?:[A-Za-z0-9%:@!$&'()*+,;=~_-]|\.(?![./?]|$)|(?<=[^/])\.|/)*")
_QUERY_SAFE = "/%:@!$&'()*+,;=~-._?[]{}|^`"
_QUERY_DONE = re.compile(r"[A-Za-z0-9/%:@!$&'()*+,;=~._?\[\]{}|^`-]*")


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, normalised: equal addresses have equal fields.

    ``host`` is ASCII, an IPv6 literal in its brackets; ``port`` is always given; ``path``
    begins with a slash; ``query`` is byte for byte, None where there is no question mark.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str | None = None

    @property
    def origin(self) -> str:
        """``scheme://host``, with the port where it is not the scheme's own (RFC 6454)."""
        if self.port == _PORTS[self.scheme]:
            return f"{self.scheme}://{self.host}"
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query, as they stand in a request line."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def url(self) -> str:
        """The normalised text."""
        return self.origin + self.target


@lru_cache(maxsize=16384)
def parse_address(text: str) -> Address:
    """The address of a text. Raises ``BadAddress``, which never repeats a name and password.

    Scheme and host in lower case, host in ASCII, default port and fragment dropped, dot
    segments resolved, what RFC 3986 does not allow percent-encoded; nothing else changes.
    """
    _check_text(text)
    found = _PARTS.match(text)
    if not found:
        raise _bad(text, "it has no scheme")
    scheme, authority = found[1].lower(), found[2]
    if scheme not in _PORTS:
        raise _bad(text, f"scheme {scheme[:20]}:")
    if not authority or authority == "//":
        raise _bad(text, "no host")
    host, port = _authority(text, authority[2:], _PORTS[scheme])
    path, query = _encoded(text, found[3], found[4])
    address = Address(scheme, host, port, path, query)
    if len(path) + len(query or "") + len(host) > LONGEST - 16:
        raise _bad(text, "more than 8 KiB", "at most 8 KiB")
    return address


@lru_cache(maxsize=16384)
def normal(text: str) -> str:
    """The normalised text of an address: the identity of an instance. Raises ``BadAddress``."""
    return parse_address(text).url


def join(base: str, href: str) -> str | None:
    """The normalised address a link or Location leads to from ``base``, a normalised address.

    Spaces and line breaks are treated as in browsers. None where the result is not http or
    https, or is refused by ``parse_address``.
    """
    if len(href) > LONGEST:
        return None
    href = re.sub(r"[\t\r\n]", "", href.strip(" \t\r\n\f\0")).replace(" ", "%20")
    href = href.partition("#")[0]
    try:
        if _SCHEME.match(href):
            return normal(href)
        return normal(_absolute(parse_address(base), href))
    except BadAddress:
        return None


def _absolute(base: Address, href: str) -> str:
    # RFC 3986 5.2.2; dot segments fall in parse_address.
    if href.startswith("//"):
        return f"{base.scheme}:{href}"
    if href.startswith("/"):
        return base.origin + href
    if not href:
        return base.url
    if href.startswith("?"):
        return base.origin + base.path + href
    return base.origin + base.path[: base.path.rindex("/") + 1] + href


def _check_text(text: str) -> None:
    if len(text) > LONGEST:
        raise _bad(text, f"{len(text)} characters", "at most 8 KiB")
    if odd := _CONTROLS.search(text):
        raise _bad(text, f"whitespace or control character U+{ord(odd[0]):04X}")
    if "\\" in text.partition("#")[0]:
        # urlsplit and browsers disagree on whose host "http://a\@b/" names.
        raise _bad(text, "a backslash")


def _authority(text: str, authority: str, default: int) -> tuple[str, int]:
    if "@" in authority:
        raise _bad(text, "a user name or password", "an address without one")
    if authority.startswith("["):
        name, bracket, rest = authority.partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise _bad(text, "a broken IPv6 address")
        return _ipv6(text, name[1:]), _port(text, rest[1:], default)
    name, _, port = authority.partition(":")
    return _host(text, name), _port(text, port, default)


def _port(text: str, digits: str, default: int) -> int:
    if not digits:
        return default
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and 0 < int(digits) < 65536):
        raise _bad(text, "a port that is none", "a port from 1 to 65535")
    return int(digits)


def _ipv6(text: str, name: str) -> str:
    try:
        if "%" in name:
            raise ValueError  # noqa: TRY301 - one way out for all that is no plain IPv6 address
        found = ipaddress.IPv6Address(name)
    except ValueError:
        raise _bad(text, f"{name[:50]!r} as a host", "an IPv6 address without zone") from None
    if found.ipv4_mapped:
        # Python 3.13 began to write these dotted; identity must not depend on the version.
        high, low = divmod(int(found) & 0xFFFFFFFF, 0x10000)
        return f"[::ffff:{high:x}:{low:x}]"
    return f"[{found.compressed}]"


def _host(text: str, name: str) -> str:
    host = name.lower() if name.isascii() else _ascii(text, name)
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise _bad(text, f"host {name[:80]!r}" if name else "no host", "a host name or IP address")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(text, labels)
    return ".".join(labels)


def _ascii(text: str, name: str) -> str:
    # UTS 46 non-transitional mapping in short: compatibility forms folded, lower case, and
    # sharp s kept (the "idna" codec is IDNA 2003 and would send strasse.de for straße.de).
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).lower())
    labels = []
    for label in folded.replace("\u3002", ".").split("."):
        if any(unicodedata.category(ch)[0] in "CZ" and ch not in "\u200c\u200d" for ch in label):
            raise _bad(text, "an invisible character in the host")
        try:
            plain = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        except UnicodeError:
            raise _bad(text, "a host that has no ASCII form") from None
        labels.append(plain)
    return ".".join(labels)


def _ipv4(text: str, labels: list[str]) -> str:
    # WHATWG URL 3.5: decimal, octal (0177) and hexadecimal (0x7f) parts, the last one wide.
    try:
        parts = [_number(label) for label in labels]
        if len(parts) > 4 or max(parts[:-1], default=0) > 255:
            raise ValueError  # noqa: TRY301 - one way out for all that is no IPv4 address
        value = parts[-1]
        if value >= 256 ** (5 - len(parts)):
            raise ValueError  # noqa: TRY301 - as above
    except ValueError:
        raise _bad(text, f"{'.'.join(labels)[:80]!r} as a host", "an IPv4 address") from None
    for place, part in enumerate(parts[:-1]):
        value += part << (8 * (3 - place))
    return str(ipaddress.IPv4Address(value))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    if len(label) > 1 and label.startswith("0"):
        return int(label, 8)
    if not label.isdigit():
        raise ValueError(label)
    return int(label)


def _encoded(text: str, path: str, query: str | None) -> tuple[str, str | None]:
    try:
        if not _PATH_DONE.fullmatch(path) or "%2" in path:
            path = _undotted(quote(path, safe=_PATH_SAFE))
        if query is None:
            return path, None
        query = query[1:]
        return path, query if _QUERY_DONE.fullmatch(query) else quote(query, safe=_QUERY_SAFE)
    except UnicodeEncodeError:
        raise _bad(text, "a lone surrogate", "text that has a UTF-8 form") from None


def _undotted(path: str) -> str:
    # RFC 3986 5.2.4; "%2e" is a dot to browsers, so it is one here.
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for number, segment in enumerate(segments, start=1):
        plain = segment.replace("%2e", ".").replace("%2E", ".") if "%" in segment else segment
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
            continue
        if number == len(segments):
            kept.append("")
    return "/" + "/".join(kept)


def _bad(text: str, found: str, expected: str = "an http or https address") -> BadAddress:
    # Errors travel to logs and reports: the subject is cut, printable, and shows nothing of what
    # stands before an @, where passwords are (those with a slash in them too).
    subject = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text[:400])
    subject = re.sub(r"^(https?://)?.*@", r"\1…@", subject)[:200]
    subject = subject.encode("utf-8", "replace").decode("utf-8")
    return BadAddress("not an address we contact", subject=subject, expected=expected, found=found)
