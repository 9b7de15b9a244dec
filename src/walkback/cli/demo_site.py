"""A small real web site on loopback, for the demo to change while Walkback looks at it.

It speaks HTTP/1.1 as real sites do: ETag and 304, a 404 page of its own, a listing and an Atom
feed that follow the statements that are there, and 503 while it is "down".
"""

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "text/html; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
PNG = "image/png"


@dataclass(frozen=True, slots=True)
class Words:
    """One statement or article as it is put on a site; ``picture``: a PNG shown in it, or none."""

    path: str
    title: str
    byline: str
    paragraphs: tuple[str, ...]
    picture: bytes = b""


class Site:
    """One site with its own port; ``publish``, ``withdraw`` and ``down`` change what it serves."""

    def __init__(self, name: str, about: str, listing: str) -> None:
        self.name, self.about, self.listing = name, about, listing
        self.down = False
        self._published: dict[str, tuple[Words, datetime, datetime]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def publish(self, words: Words, *, ago: timedelta = timedelta()) -> None:
        """Puts words at their address, in the listing and the feed; or changes what is there."""
        now = datetime.now(UTC) - ago
        _, first, _ = self._published.get(words.path, (words, now, now))
        self._published = {**self._published, words.path: (words, first, now)}

    def withdraw(self, path: str) -> None:
        """Takes it from its address, the listing and the feed."""
        self._published = {key: kept for key, kept in self._published.items() if key != path}

    def close(self) -> None:
        """Ends serving."""
        self._server.shutdown()
        self._server.server_close()

    def picture(self, path: str) -> bytes:
        """The picture at a path, as things stand now; empty where there is none."""
        words = self._published.get(path.removesuffix(".png")) if path.endswith(".png") else None
        return words[0].picture if words and not self.down else b""

    def answer(self, path: str) -> tuple[HTTPStatus, str, str]:
        """Status, media type and body for a path, as things stand now."""
        if self.down:
            return (
                HTTPStatus.SERVICE_UNAVAILABLE,
                HTML,
                _page(self, "Back soon", "<p>Back soon.</p>"),
            )
        fixed = {
            "/robots.txt": (TEXT, "User-agent: *\nAllow: /\n"),
            "/feed.xml": (ATOM, self._feed()),
        }
        if path in fixed:
            return HTTPStatus.OK, *fixed[path]
        if path == "/":
            return HTTPStatus.OK, HTML, _page(self, self.name, f"<p>{escape(self.about)}</p>")
        if path == self.listing:
            return HTTPStatus.OK, HTML, _page(self, f"News from {self.name}", self._list())
        if path in self._published:
            words, first, _ = self._published[path]
            return HTTPStatus.OK, HTML, _page(self, words.title, _article(words, first))
        missing = "<h1>Not found</h1><p>There is no page at this address.</p>"
        return HTTPStatus.NOT_FOUND, HTML, _page(self, "Not found", missing)

    def _newest_first(self) -> list[tuple[Words, datetime, datetime]]:
        return sorted(self._published.values(), key=lambda kept: kept[1], reverse=True)

    def _list(self) -> str:
        lines = [
            f'<li><article><h2><a href="{words.path}">{escape(words.title)}</a></h2>'
            f"<p>{_time(first)}</p></article></li>"
            for words, first, _ in self._newest_first()
        ]
        return f"<h1>News</h1><ul>{''.join(lines)}</ul>"

    def _feed(self) -> str:
        kept = self._newest_first()
        entries = "".join(
            f"<entry><id>{self.url}{words.path}</id><title>{escape(words.title)}</title>"
            f'<link href="{self.url}{words.path}"/><published>{first.isoformat()}</published>'
            f"<updated>{changed.isoformat()}</updated></entry>"
            for words, first, changed in kept
        )
        updated = max((changed for _, _, changed in kept), default=datetime.now(UTC))
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<id>{self.url}/feed.xml</id><title>{escape(self.name)}</title>"
            f'<link href="{self.url}/"/><updated>{updated.isoformat()}</updated>{entries}</feed>'
        )


def _page(site: Site, title: str, inner: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<link rel="alternate" type="application/atom+xml" href="/feed.xml"></head><body>'
        f'<header><p>{escape(site.name)}</p><nav><a href="/">Home</a> '
        f'<a href="{site.listing}">News</a></nav></header><main>{inner}</main>'
        f"<footer><p>{escape(site.name)}, an invented site of the demo</p></footer></body></html>"
    )


def _article(words: Words, first: datetime) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in words.paragraphs)
    if words.picture:
        text += f'<img src="{words.path}.png" width="760" alt="">'
    return (
        f"<article><h1>{escape(words.title)}</h1>"
        f'<p class="byline">{escape(words.byline)}, {_time(first)}</p>{text}</article>'
    )


def _time(at: datetime) -> str:
    return f'<time datetime="{at.isoformat(timespec="seconds")}">{at:%d %B %Y}</time>'


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if body := site.picture(path):
                status, media = HTTPStatus.OK, PNG
            else:
                status, media, text = site.answer(path)
                body = text.encode("utf-8")
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status is HTTPStatus.OK and self.headers.get("If-None-Match") == etag:
                status, body = HTTPStatus.NOT_MODIFIED, b""
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            if status is not HTTPStatus.NOT_FOUND:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_args: object) -> None:
            """Silence: the demo tells the story itself."""

    return Handler
