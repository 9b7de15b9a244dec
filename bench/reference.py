"""The limit: a bare pycurl loop that asks for every address and keeps nothing but the ETags.

    python -m bench.reference ADDRESSES ETAGS

A process of its own, so that its time is taken like the peers'. Where the file of ETags exists
they are sent back, and a page that is the same costs a 304.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pycurl

AT_ONCE = 64


def loop(addresses: list[str], etags: dict[str, str]) -> dict[str, str]:
    """Asks for all addresses, ``AT_ONCE`` at a time; gives each page's ETag."""
    multi, waiting, seen = pycurl.CurlMulti(), list(reversed(addresses)), dict(etags)
    running = 0
    for _ in range(min(AT_ONCE, len(waiting))):
        _ask(multi, pycurl.Curl(), waiting.pop(), seen)
        running += 1
    while running:
        multi.select(0.1)
        multi.perform()
        _, done, failed = multi.info_read()
        for curl in [*done, *(bad[0] for bad in failed)]:
            multi.remove_handle(curl)
            running -= 1
            if waiting:
                _ask(multi, curl, waiting.pop(), seen)
                running += 1
        if failed:
            raise SystemExit(f"the reference loop failed: {failed[0][2]}")
    return seen


def _ask(multi: pycurl.CurlMulti, curl: pycurl.Curl, address: str, etags: dict[str, str]) -> None:
    curl.reset()
    curl.setopt(pycurl.URL, address)
    curl.setopt(pycurl.PROXY, "")
    curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
    curl.setopt(pycurl.WRITEFUNCTION, len)  # counts the bytes and drops them
    curl.setopt(pycurl.HEADERFUNCTION, _etag_into(etags, address))
    headers = ["Accept-Encoding: gzip"]
    if address in etags:
        headers.append(f"If-None-Match: {etags[address]}")
    curl.setopt(pycurl.HTTPHEADER, headers)
    multi.add_handle(curl)


def _etag_into(etags: dict[str, str], address: str) -> Callable[[bytes], None]:
    def header(line: bytes) -> None:
        if line[:5].lower() == b"etag:":
            etags[address] = line[5:].strip().decode("latin-1")

    return header


if __name__ == "__main__":
    kept = Path(sys.argv[2])
    known = json.loads(kept.read_text()) if kept.exists() else {}
    start = time.monotonic()
    now = loop(Path(sys.argv[1]).read_text().split(), known)
    Path("seconds").write_text(str(time.monotonic() - start))
    kept.write_text(json.dumps(now))
