"""SURT keys: an address in the order in which an index sorts, host reversed, trifles taken out.

The rules are those of the Internet Archive's canonicalizer, which every player of web archives
follows: letter case, ``www.``, default ports, fragments, session ids, the order of arguments and
a slash at the end do not count.
"""

import re
from ipaddress import IPv4Address
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(
    rb"(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL
)
_SCHEME = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TWICE = re.compile(rb"(?:https?://)+")
_WWW = re.compile(rb"www\d*\.")
_DOTTED = re.compile(rb"\d{1,3}(?:\.\d{1,3}){3}")
_SAFE = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_PORTS = {b"http": b"80", b"https": b"443"}
_ANY = re.IGNORECASE | re.DOTALL
_PATH_SESSIONS = (
    re.compile(
        rb"(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)", re.IGNORECASE | re.DOTALL
    ),
    re.compile(rb"(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)", _ANY),
)
_QUERY_SESSIONS = tuple(
    re.compile(rb"(.*)(?:" + kind + rb")(?:&(.*))?", _ANY)
    for kind in (
        rb"jsessionid=[0-9a-z]{32}",
        rb"phpsessid=[0-9a-z]{32}",
        rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """The key of an address: ``http://www.town.example/A?b`` is ``example,town)/a?b``."""
    data = re.sub(rb"[\n\r\t]", b"", url.encode("utf-8", "surrogatepass").strip())
    if not _SCHEME.match(data):
        data = b"http://" + data
    data = _TWICE.sub(lambda found: found[0][found[0].rindex(b"http") :], data, count=1)
    scheme, authority, path, query = (part or b"" for part in _split(data))
    scheme = scheme.lower()
    host, port = _authority(authority)
    if scheme.startswith(b"http") and not host:
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    host = _host(host)
    path = _unescaped(path)
    key = _path(_escaped(_folded(path) if host else path))
    if query:
        key += _query(query)
    if not host:
        return (scheme + b":" + key).decode("ascii")
    front = b",".join(reversed(host.split(b".")))
    if port and port != _PORTS.get(scheme):
        front += b":" + port
    return (front + b")" + key).decode("ascii")


def _split(data: bytes) -> tuple[bytes | None, ...]:
    found = _PARTS.fullmatch(data)
    return found.groups() if found else (b"", b"", data, b"")


def _authority(authority: bytes) -> tuple[bytes, bytes]:
    host, colon, port = authority.rpartition(b"@")[2].rpartition(b":")
    if not colon or not (port.isdigit() or not port) or host.endswith(b":"):
        return authority.rpartition(b"@")[2].lower(), b""
    return host.lower(), b"%d" % int(port) if port else b""


def _host(host: bytes) -> bytes:
    host = _unescaped(host)
    if not host.isascii():
        try:
            host = host.decode("utf-8", "ignore").encode("idna")
        except UnicodeError:
            host = host.lower()
    host = host.strip(b"[]").replace(b"..", b".").strip(b".")
    if host.isdigit():
        host = str(IPv4Address(int(host) & 0xFFFFFFFF)).encode()
    elif not _DOTTED.fullmatch(host):
        host = _escaped(host.lower()).lower()
    return _WWW.sub(b"", host, count=1) if _WWW.match(host) else host


def _folded(path: bytes) -> bytes:
    """The path without empty, ``.`` and ``..`` parts."""
    kept: list[bytes] = []
    parts = path.split(b"/")[1:]
    for part in parts:
        if part == b"..":
            kept = kept[:-1] if kept else [part]
        elif part != b".":
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]


def _path(path: bytes) -> bytes:
    path = path.lower()
    for pattern in _PATH_SESSIONS:
        found = pattern.fullmatch(path)
        path = found[1] + found[2] if found else path
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _query(query: bytes) -> bytes:
    query = _escaped(_unescaped(query))
    for pattern in _QUERY_SESSIONS:
        found = pattern.fullmatch(query)
        query = found[1] + (found[2] or b"") if found else query
    query = query.lower()
    if len(query) > 1:
        pairs = sorted(tuple(part.split(b"=", 1)) for part in query.split(b"&"))
        query = b"&".join(b"=".join(pair) for pair in pairs)
    return b"?" + query if query else b""


def _unescaped(data: bytes) -> bytes:
    """With every escape undone, those that come out of one too."""
    while (plain := unquote_to_bytes(data)) != data:
        data = plain
    return data


def _escaped(data: bytes) -> bytes:
    return quote_from_bytes(data, safe=_SAFE).encode("ascii")
