"""A web of real pages on this machine: nginx on a hundred loopback addresses, one site each.

    with local_web(folder, pages(archive), count=1000) as web:
        web.addresses            # http://127.0.1.1:18080/p00000.html, …
        web.change(share=0.05)   # a sentence more in every twentieth page

Pages lie gzipped beside their plain form and nginx sends whichever the client asks for, with an
ETag and Last-Modified, so that the server's own work is as small as can be and the same for all.
"""

import os
import socket
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from isal import igzip

HOSTS = tuple(f"127.0.1.{number}" for number in range(1, 101))
START_WITHIN = 10.0  # seconds until nginx must answer

CONF = """{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; }}
    log_format short $status;
    access_log {folder}/answers.log short;
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp; uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    gzip_static on;
    gzip_vary on;
    etag on;
    server {{
        {listen}
        root {folder}/sites/$server_addr;
    }}
}}
"""


def pages(archive: Path) -> list[bytes]:
    """The HTML pages of a tar archive, in the order of their names."""
    with tarfile.open(archive) as tar:
        members = sorted((m for m in tar if m.isfile()), key=lambda member: member.name)
        return [_bytes_of(tar, member) for member in members]


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def with_sentence(page: bytes, sentence: str, *, nth: int = 0) -> bytes:
    """The page with a sentence at the start of its ``nth`` paragraph; in a new one if it has none.

    ASCII only, so that it is right in every encoding a real page may have.
    """
    words = sentence.encode("ascii") + b" "
    starts = _paragraphs(page)
    if starts:
        at = starts[nth % len(starts)]
        return page[:at] + words + page[at:]
    end = page.lower().rfind(b"</body>")
    end = len(page) if end < 0 else end
    return page[:end] + b"<p>" + words + b"</p>" + page[end:]


def _paragraphs(page: bytes) -> list[int]:
    """Offsets just behind each ``<p …>``, the first fifty."""
    lower, at = page.lower(), 0
    found: list[int] = []
    while len(found) < 50 and (at := lower.find(b"<p", at)) >= 0:
        end = lower.find(b">", at)
        if lower[at + 2 : at + 3] in (b">", b" ", b"\n", b"\t") and end > 0:
            found.append(end + 1)
        at += 2
    return found


@dataclass
class LocalWeb:
    """Pages on disk and the addresses they answer at.

    ``changes`` counts rounds of change, ``_read`` the lines of the server's log that were counted.
    """

    folder: Path
    port: int
    sources: list[bytes]
    count: int
    changes: int = 0
    addresses: list[str] = field(default_factory=list)
    _read: int = 0

    def build(self) -> None:
        """Writes all pages; each address gets words of its own, so that no two bodies are equal."""
        for number in range(self.count):
            page = self.sources[number % len(self.sources)]
            self._write(number, with_sentence(page, f"Copy number {number} of this page."))
            self.addresses.append(
                f"http://{HOSTS[number % len(HOSTS)]}:{self.port}/p{number:05d}.html"
            )

    def change(self, share: float = 0.05) -> list[str]:
        """Adds a sentence to a share of the pages, others each time; gives their addresses."""
        self.changes += 1
        chosen = Random(self.changes).sample(range(self.count), max(1, round(self.count * share)))
        for number in chosen:
            page = self._path(number).read_bytes()
            said = f"This sentence was added by hand in revision {self.changes}."
            self._write(number, with_sentence(page, said, nth=number))
        return [self.addresses[number] for number in chosen]

    def answers(self) -> Counter[str]:
        """How often the server gave each status since this was last asked."""
        log = self.folder / "answers.log"
        lines = log.read_text().splitlines() if log.exists() else []
        new, self._read = lines[self._read :], len(lines)
        return Counter(new)

    def _path(self, number: int) -> Path:
        return self.folder / "sites" / HOSTS[number % len(HOSTS)] / f"p{number:05d}.html"

    def _write(self, number: int, page: bytes) -> None:
        path = self._path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
        path.with_suffix(".html.gz").write_bytes(igzip.compress(page, 2))


@contextmanager
def local_web(folder: Path, sources: list[bytes], count: int) -> Iterator[LocalWeb]:
    """Builds the pages, starts nginx on a free port, and stops it at the end."""
    web = LocalWeb(folder, free_port(), sources, count)
    web.build()
    with nginx(folder, web.port):
        yield web


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[None]:
    """Nginx over ``folder/sites/<address>``, with its own configuration, pid and log there."""
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    (folder / "sites").mkdir(exist_ok=True)
    listen = " ".join(f"listen {host}:{port};" for host in HOSTS)
    conf = folder / "nginx.conf"
    # Started by root, nginx would read as nobody, who cannot enter a temporary folder.
    user = "user root;" if os.geteuid() == 0 else ""
    conf.write_text(CONF.format(folder=folder, listen=listen, user=user))
    server = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(conf), "-e", str(folder / "error.log")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://{HOSTS[-1]}:{port}/", server, folder / "error.log")
        yield
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(address, timeout=1).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit(f"nginx did not start: {log.read_text()[-500:] if log.exists() else 'no log'}")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
