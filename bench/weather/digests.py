"""The simplest watchers there are, as a base line: a digest of the bytes, a digest of the text."""

import gzip
import hashlib
import http.client
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.weather.score import EDITED, FAILED, REMOVED
from selectolax.lexbor import LexborHTMLParser

TIMEOUT = 2.0
GONE = (404, 410)
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def bytes_of(body: bytes) -> bytes:
    """All of it."""
    return body


def text_of(body: bytes) -> bytes:
    """The words of a page without its markup."""
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    tree.strip_tags(["head", "script", "style"])
    text = tree.root.text(separator=" ") if tree.root else ""
    return " ".join(text.split()).encode()


class Digests:
    """Tells that the digest of a whole answer of status 200 is another one than last time."""

    def __init__(self, name: str, made_of: Callable[[bytes], bytes]) -> None:
        self.name = name
        self._made_of = made_of
        self._known: dict[str, bytes] = {}

    def check(self, addresses: Sequence[str]) -> dict[str, list[str]]:
        """Looks at each once; what it tells of them."""
        with ThreadPoolExecutor(32) as pool:
            return dict(zip(addresses, pool.map(self._look, addresses), strict=True))

    def close(self) -> None:
        """Nothing is left behind."""

    def _look(self, address: str) -> list[str]:
        try:
            body = _body(address)
        except urllib.error.HTTPError as error:
            error.close()
            return [REMOVED if error.code in GONE else FAILED]
        except (OSError, http.client.HTTPException, EOFError, zlib.error, ValueError):
            return [FAILED]
        new = hashlib.sha256(self._made_of(body)).digest()
        old = self._known.setdefault(address, new)
        self._known[address] = new
        return [EDITED] if new != old else []


def _body(address: str) -> bytes:
    with OPENER.open(address, timeout=TIMEOUT) as answer:
        if answer.status != 200:
            raise ValueError(answer.status)
        body: bytes = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(body) if packed else body
